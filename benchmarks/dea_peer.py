"""Scores of one PyPI package, in its own environment: `python dea_peer.py PACKAGE DATA.npz RETURNS OUT.npy`.

Prints the seconds taken; saves the scores. Called by `dea.py`.
"""

from __future__ import annotations

import sys
import time

import numpy as np


def dealib(x: np.ndarray, y: np.ndarray, returns: str) -> np.ndarray:
    from dealib.dea import RTS, Orientation, dea

    return np.asarray(dea(x, y, rts=RTS[returns], orientation=Orientation.input).eff)


def pyfrontier(x: np.ndarray, y: np.ndarray, returns: str) -> np.ndarray:
    from Pyfrontier.frontier_model import EnvelopDEA

    model = EnvelopDEA({"crs": "CRS", "vrs": "VRS"}[returns], "in")
    model.fit(x, y)
    return np.asarray([result.score for result in model.result])


def main() -> None:
    package, data, returns, out = sys.argv[1:]
    with np.load(data) as held:
        x, y = held["x"], held["y"]
    start = time.perf_counter()
    scores = {"dealib": dealib, "Pyfrontier": pyfrontier}[package](x, y, returns)
    print(time.perf_counter() - start)
    np.save(out, scores)


if __name__ == "__main__":
    main()
