"""DEA beside naive scipy, PyPI packages and R Benchmarking: seconds, ratios, and whether the scores agree.

    python benchmarks/dea.py              (about three minutes; peers go into an environment of their own)
    python benchmarks/dea.py --no-peers   (without installing anything)

Firms with three inputs and one output, input-oriented. A peer that would take too long is run on fewer firms
or on a sample, and the table says so. One process, in turn. Ends with 1 where the largest VRS run passes its
limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

from nscl.measures.frontier import scores

HERE = Path(__file__).resolve().parent
SIZES = (200, 1_000, 10_000)
# The largest number of firms each peer gets: beyond, it would take many minutes.
PEERS = {"dealib": 1_000, "Pyfrontier": 200}
LIMIT = 600
# Seconds for the largest industry under VRS, slacks and peers included.
GOAL = 10.0


def firms(count: int) -> tuple[np.ndarray, np.ndarray]:
    """A Cobb-Douglas industry with half-normal inefficiency: the kind of data the method is for."""
    rng = np.random.default_rng(count)
    x = rng.uniform(1, 10, (count, 3))
    y = x.prod(axis=1) ** 0.3 * np.exp(-np.abs(rng.normal(0, 0.3, count)))
    return x, y[:, None]


def ours(x: np.ndarray, y: np.ndarray, returns: str, slacks: bool) -> tuple[float, np.ndarray]:
    start = time.perf_counter()
    found = scores(x=x, y=y, returns=returns, orientation="input", slacks=slacks)
    return time.perf_counter() - start, found.scores


def naive(x: np.ndarray, y: np.ndarray, returns: str, sample: int) -> tuple[float, np.ndarray, np.ndarray]:
    """One linprog a firm, as a textbook would write it; seconds for all, the firms solved, their scores."""
    count = len(x)
    chosen = np.unique(np.linspace(0, count - 1, min(sample, count)).astype(int))
    goal = np.append(1.0, np.zeros(count))
    extra = {"A_eq": np.append(0.0, np.ones(count))[None, :], "b_eq": np.ones(1)} if returns == "vrs" else {}
    zeros = np.zeros((y.shape[1], 1))
    found = []
    start = time.perf_counter()
    for one in chosen:
        rows = np.vstack([np.hstack([-x[one][:, None], x.T]), np.hstack([zeros, -y.T])])
        bound = np.append(np.zeros(x.shape[1]), -y[one])
        found.append(linprog(goal, rows, bound, method="highs", **extra).fun)
    taken = (time.perf_counter() - start) * count / len(chosen)
    return taken, chosen, np.array(found)


def environment(folder: Path) -> Path | None:
    """An environment with the peers, apart from ours (they pull numpy back); None where it cannot be made."""
    python = folder / "peers" / "bin" / "python"
    uv = shutil.which("uv")
    make = (
        [uv, "venv", str(folder / "peers")] if uv else [sys.executable, "-m", "venv", str(folder / "peers")]
    )
    put = [uv, "pip", "install", "--python", str(python)] if uv else [str(python), "-m", "pip", "install"]
    for command in (make, [*put, "--quiet", *PEERS]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            print(f"peers skipped: {last}", file=sys.stderr)
            return None
    return python


def timed(command: list[str], out: Path) -> tuple[float, np.ndarray] | None:
    """Run a peer that prints its seconds and saves its scores."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        print(f"over {LIMIT} s: {' '.join(command[1:3])}", file=sys.stderr)
        return None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        print(f"{command[2]} failed: {last}", file=sys.stderr)
        return None
    read = np.load(out) if out.suffix == ".npy" else np.loadtxt(out)
    return float(done.stdout.split()[-1]), read


def has_benchmarking() -> bool:
    """Whether R with the package Benchmarking is on this machine."""
    if not shutil.which("Rscript"):
        print("R Benchmarking skipped: no Rscript on this machine", file=sys.stderr)
        return False
    probe = subprocess.run(
        ["Rscript", "-e", "library(Benchmarking)"], capture_output=True, text=True, check=False
    )
    if probe.returncode:
        print("R Benchmarking skipped: R has no package Benchmarking", file=sys.stderr)
    return probe.returncode == 0


def line(count: int, returns: str, who: str, seconds: float, base: float, note: str) -> None:
    print(f"| {count:,} | {returns} | {who} | {seconds:.2f} | {seconds / base:.1f}× | {note} |", flush=True)


def compare(count: int, returns: str, folder: Path, python: Path | None, with_r: bool) -> float:
    x, y = firms(count)
    base, mine = min((ours(x, y, returns, slacks=False) for _ in range(3)), key=lambda run: run[0])
    line(
        count,
        returns,
        "ours",
        base,
        base,
        f"mean {mine.mean():.7f}, {int((mine > 1 - 1e-7).sum())} efficient",
    )
    full, _ = ours(x, y, returns, slacks=True)
    line(count, returns, "ours, with slacks and peers", full, base, "")
    taken, chosen, theirs = naive(x, y, returns, 1_000 if count <= 1_000 else 20)
    how = "all firms" if len(chosen) == count else f"estimated from {len(chosen)} firms"
    line(count, returns, "scipy.linprog", taken, base, f"{how}; {gap(theirs, mine[chosen])}")
    data, table = folder / "firms.npz", folder / "firms.csv"
    np.savez(data, x=x, y=y)
    np.savetxt(table, np.hstack([x, y]), delimiter=",")
    for package, most in PEERS.items() if python else ():
        if count <= most:
            out = folder / "scores.npy"
            run = timed([str(python), str(HERE / "dea_peer.py"), package, str(data), returns, str(out)], out)
            if run:
                line(count, returns, package, run[0], base, gap(run[1], mine))
    if with_r:
        out = folder / "scores.csv"
        run = timed(["Rscript", str(HERE / "dea_peer.R"), str(table), "3", returns, str(out)], out)
        if run:
            line(count, returns, "R Benchmarking", run[0], base, gap(run[1], mine))
    return full


def gap(theirs: np.ndarray, mine: np.ndarray) -> str:
    return f"largest difference {np.abs(theirs - mine).max():.0e}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-peers", action="store_true", help="only ours and scipy")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = None if given.no_peers else environment(folder)
        with_r = not given.no_peers and has_benchmarking()
        print(f"{os.cpu_count()} processors\n")
        print("| firms | returns | who | seconds | ratio | |\n|---|---|---|---|---|---|")
        taken = {
            (count, returns): compare(count, returns, folder, python, with_r)
            for count in SIZES
            for returns in ("vrs", "crs")
        }
    return int(taken[SIZES[-1], "vrs"] > GOAL)


if __name__ == "__main__":
    raise SystemExit(main())
