"""How long the five real plans take to read, in one process, against merely decoding them.

    python benchmarks/read_plans.py [folder of .txt plans]

The floor is what any reader must do with the bytes: decode, NFC, fold white space.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from pathlib import Path

PLANS = Path(__file__).resolve().parents[1] / ".." / "shared" / "plans"
MOST_SECONDS = 2.0


def main(arguments: list[str]) -> int:
    """Print seconds for each plan and in total; the exit code is 1 above two seconds."""
    folder = Path(arguments[0]) if arguments else PLANS
    files = sorted(folder.glob("*.txt"))
    if not files:
        print(f"no plans in {folder}")
        return 2
    data = {path.name: path.read_bytes() for path in files}
    start = time.perf_counter()
    for raw in data.values():
        " ".join(unicodedata.normalize("NFC", raw.decode("utf-8")).split())
    floor = time.perf_counter() - start

    start = time.perf_counter()
    from nscl import plandoc
    from nscl.plandoc.safe import read_document_safely

    plandoc.read_plan  # noqa: B018 - loads the grammar, whose expressions compile once
    loading = time.perf_counter() - start
    print(f"{'plan':16} {'bytes':>7} {'document s':>10} {'plan s':>8} {'targets':>8} {'findings':>8}")
    total = 0.0
    for name, raw in data.items():
        start = time.perf_counter()
        document = read_document_safely(raw, filename=name)
        opened = time.perf_counter() - start
        plan = plandoc.read_plan(document)
        whole = time.perf_counter() - start
        total += whole
        print(
            f"{name:16} {len(raw):>7,} {opened:>10.3f} {whole:>8.3f} "
            f"{len(plan['targets']):>8} {len(plan['inconsistencies']):>8}"
        )
    print(f"loading the program: {loading:.3f} s")
    print(f"total: {total:.3f} s; with loading {total + loading:.3f} s (promise: < {MOST_SECONDS:g} s)")
    print(f"decoding and folding alone: {floor * 1000:.2f} ms; reading takes {total / floor:.0f} times that")
    return 0 if total + loading < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
