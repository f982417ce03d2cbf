"""Time and memory to refuse hostile files, each in a fresh process.

    python benchmarks/hostile.py

Prints a table: the refusal, seconds, and peak memory of the process that asked (including the
interpreter) and of the reading process it started.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS, MEGABYTES = 2.0, 200

_ASK = """
import json, resource, sys, time
from nscl.plandoc.safe import read_document_safely
from nscl.plandoc.source import UnreadableDocument
data = open(sys.argv[1], "rb").read()
start = time.perf_counter()
try:
    read_document_safely(data, filename=sys.argv[2])
    code = "read"
except UnreadableDocument as refusal:
    code = refusal.code
seconds = time.perf_counter() - start
reading = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
status = open("/proc/self/status").read()
asking = int(status.split("VmHWM:")[1].split()[0]) // 1024
print(json.dumps([code, seconds, asking, reading]))
"""


# Making a bomb takes the memory that reading it must not, so it happens in a process of its own.
_MAKE = """
import sys
from tests.plandoc.readers.hostile import FILES
open(sys.argv[1], "wb").write(FILES[sys.argv[2]][0]())
"""


def measure(name: str, filename: str) -> tuple[int, str, float, int, int]:
    """Bytes, code of the refusal, seconds, megabytes of the asking and of the reading process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        subprocess.run([sys.executable, "-c", _MAKE, str(path), name], check=True, cwd=ROOT)
        command = [sys.executable, "-c", _ASK, str(path), filename]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        size = path.stat().st_size
    code, seconds, asking, reading = json.loads(done.stdout)
    return size, code, seconds, asking, reading


def main() -> int:
    """Print the table; the exit code is 1 when a file was read, too slow or too big."""
    sys.path.insert(0, str(ROOT))
    from tests.plandoc.readers.hostile import FILES

    failures = 0
    print(f"{'file':32} {'bytes':>11}  {'refusal':14} {'seconds':>7} {'asks MB':>8} {'reads MB':>8}")
    for name, (_, filename, expected) in FILES.items():
        size, code, seconds, asking, reading = measure(name, filename)
        good = code == expected and seconds < SECONDS and max(asking, reading) < MEGABYTES
        failures += not good
        mark = "" if good else f"  <-- expected {expected}"
        print(f"{name:32} {size:>11,}  {code:14} {seconds:7.2f} {asking:>8} {reading:>8}{mark}", flush=True)
    print(f"{len(FILES) - failures} of {len(FILES)} as promised (< {SECONDS:g} s, < {MEGABYTES} MB)")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
