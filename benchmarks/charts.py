"""Charts of 100,000 points beside a bare limit and, where it is installed, a PyPI peer.

    python benchmarks/charts.py [PYTHON]

`seconds` is what a caller waits; `drawing` is the same without the hash of the inputs that every result
carries. The bare limit is numpy's mean ± 3 standard deviations of the same data: no chart can cost less. The
ratio is of `drawing` to it. The peer is
`shewhart`, run by PYTHON, the interpreter of an environment of its own (it would pull other versions of numpy
into ours); without it the column says so. All of one row is measured in one run, the best of five.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from nscl.measures.spc import chart, rules

draw, judge = chart.__wrapped__, rules.__wrapped__  # type: ignore[attr-defined]

POINTS, TURNS = 100_000, 5

_PEER = """
import json, sys, time
import numpy as np, pandas as pd, shewhart as sw
rng = np.random.default_rng(20)
x = rng.normal(50, 2, {points})
data = {{
    "i_mr": lambda: sw.imr(pd.DataFrame({{"x": x}}), value="x", rules="none"),
    "ewma": lambda: sw.ewma(pd.DataFrame({{"x": x}}), value="x"),
    "cusum": lambda: sw.cusum(pd.DataFrame({{"x": x}}), value="x"),
}}
best = {{}}
for name, make in data.items():
    seconds = []
    for _ in range({turns}):
        start = time.perf_counter(); found = make(); seconds.append(time.perf_counter() - start)
    best[name] = min(seconds)
print(json.dumps(best))
"""


def best_of(make: Callable[[], Any]) -> float:
    """Seconds of the fastest turn."""
    seconds = []
    for _ in range(TURNS):
        start = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def bare(values: np.ndarray) -> Callable[[], Any]:
    """Mean ± 3 standard deviations and the points beyond."""

    def limits() -> Any:
        center, spread = values.mean(), values.std(ddof=1)
        return np.flatnonzero(np.abs(values - center) > 3 * spread)

    return limits


def peer(python: str | None) -> dict[str, float] | str:
    """Seconds of the peer by chart, or why there are none."""
    if python is None:
        return "no interpreter given"
    code = _PEER.format(points=POINTS, turns=TURNS)
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    except OSError as problem:
        return f"{python}: {problem.strerror}"
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1]
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(python: str | None) -> int:
    """Print the table."""
    rng = np.random.default_rng(20)
    x, rows = rng.normal(50, 2, POINTS), rng.normal(50, 2, (POINTS, 5))
    counts, defects = rng.binomial(200, 0.05, POINTS), rng.poisson(5, POINTS)
    sizes, areas = rng.integers(150, 250, POINTS), rng.uniform(0.5, 2, POINTS)
    z = (x - 50) / 2
    cases: list[tuple[str, dict[str, Any], np.ndarray]] = [
        ("i_mr", {"kind": "i_mr", "data": x}, x),
        ("xbar_r, 5 each", {"kind": "xbar_r", "subgroups": rows}, rows.ravel()),
        ("xbar_s, 5 each", {"kind": "xbar_s", "subgroups": rows}, rows.ravel()),
        ("p, varying sizes", {"kind": "p", "data": counts, "sizes": sizes}, counts),
        ("u, varying sizes", {"kind": "u", "data": defects, "sizes": areas}, defects),
        ("ewma", {"kind": "ewma", "data": x}, x),
        ("cusum", {"kind": "cusum", "data": x}, x),
        ("rules, Nelson 1-8", {"z": z}, x),
    ]
    beside = peer(python)
    print(f"{'chart':20}{'seconds':>9}{'drawing':>9}{'bare':>9}{'ratio':>7}  shewhart")
    for name, given, values in cases:
        whole, part = (rules, judge) if "z" in given else (chart, draw)
        waited, drawn = best_of(partial(whole, **given)), best_of(partial(part, **given))
        least = best_of(bare(values))
        other = beside.get(name) if isinstance(beside, dict) else None
        said = "" if other is None else f"{other:.3f} s, {other / drawn:.1f} × drawing"
        print(f"{name:20}{waited:9.3f}{drawn:9.4f}{least:9.5f}{drawn / least:7.0f}  {said}")
    if isinstance(beside, str):
        print(f"shewhart skipped: {beside}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else None))
