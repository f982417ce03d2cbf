"""A TFP band of 500 assumption sets over 20 years, beside the bare arithmetic of the same sets.

    .venv/bin/python benchmarks/tfp_band.py

The bare limit is numpy alone: the capital of every set and the growth accounting of every set and year, with
nothing checked, named, kept or explained.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from nscl.measures.macro import series_band

YEARS = np.arange(21)
OUTPUT, INVESTMENT = 100 * 1.06**YEARS, 20 * 1.07**YEARS
LABOUR = [50 * (1.01 + 0.001 * i) ** YEARS for i in range(4)]
SHARES = [0.4 + 0.05 * i for i in range(5)]
RATES = [0.03 + 0.01 * i for i in range(5)]
FIRST = [180.0 + 20 * i for i in range(5)]


def ours() -> Any:
    """The band with its corners, tornado and shares of sets."""
    return series_band(
        years=[2000 + int(year) for year in YEARS],
        output=OUTPUT,
        labour={str(i): path for i, path in enumerate(LABOUR)},
        labour_share={str(i): share for i, share in enumerate(SHARES)},
        investment=INVESTMENT,
        depreciation={str(i): rate for i, rate in enumerate(RATES)},
        initial_capital={str(i): stock for i, stock in enumerate(FIRST)},
    )


def bare() -> float:
    """The same 500 × 20 growth rates by numpy alone."""
    rate, first = (np.array(grid).ravel() for grid in np.meshgrid(RATES, FIRST, indexing="ij"))
    stock = np.empty((len(rate), len(YEARS)))
    stock[:, 0] = first
    for year in range(1, len(YEARS)):
        stock[:, year] = (1 - rate) * stock[:, year - 1] + INVESTMENT[year - 1]
    capital = np.diff(np.log(stock), axis=1)[:, None, None, :]
    labour = np.diff(np.log(np.array(LABOUR)), axis=1)[None, :, None, :]
    share = np.array(SHARES)[None, None, :, None]
    growth = np.diff(np.log(OUTPUT)) - (1 - share) * capital - share * labour
    return float(growth.mean(axis=-1).max())


def best(work: Callable[[], Any], rounds: int = 20) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    assert ours().set_count == 500
    mine, limit = best(ours), best(bare)
    print("| what | ms | ratio |\n|---|---|---|")
    print(f"| band of 500 sets × 20 years | {mine * 1e3:.2f} | {mine / limit:.1f} |")
    print(f"| numpy alone, same sets and years | {limit * 1e3:.2f} | 1 |")


if __name__ == "__main__":
    main()
