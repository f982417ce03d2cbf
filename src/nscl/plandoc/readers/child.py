"""The reading process: takes a file on stdin, gives a document or a refusal as JSON on stdout.

Started by `nscl.plandoc.safe`; it limits its own memory and time before it looks at the file, so
that a hostile file can at worst make this process fail.
"""

from __future__ import annotations

import importlib
import json
import sys

from nscl.plandoc.readers import read_document
from nscl.plandoc.readers.wire import pack
from nscl.plandoc.source import UnreadableDocument

TOO_HEAVY = (
    "Tệp đòi hỏi quá nhiều bộ nhớ để đọc so với một kế hoạch. "
    "Xin sao chép riêng nội dung kế hoạch sang tệp Word (.docx) mới rồi tải lên."
)

# Seconds of processor time: an ordinary page of a plan takes about 0.15.
FOR_A_FILE = 0.7
FOR_A_PAGE = 0.5


def limit(memory: int, seconds: int) -> None:
    """Cap this process's memory (bytes) and processor time where the system can; Windows cannot."""
    try:
        import resource
    except ImportError:
        return
    # Private memory, not address space: shared libraries and thread stacks reserve space unused.
    for name, value in (
        ("RLIMIT_DATA", memory),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        try:
            hard = resource.getrlimit(kind)[1]
            wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (wanted, hard))
        except (ValueError, OSError):
            continue


def hurry(seconds: float) -> None:
    """Let the system end this process after so much more processor time, where it can."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def answer(data: bytes, kind: str) -> str:
    """The JSON answer for a file: `{"document": …}` or `{"code": …, "sentence": …}`."""
    try:
        if kind == "pdf":
            from nscl.plandoc.readers.pdf import count_pages

            hurry(FOR_A_FILE + FOR_A_PAGE * count_pages(data))
        return json.dumps({"document": pack(read_document(data))}, ensure_ascii=False)
    except UnreadableDocument as refusal:
        return json.dumps({"code": refusal.code, "sentence": str(refusal)})
    except MemoryError:
        return json.dumps({"code": "too_large", "sentence": TOO_HEAVY})


def main() -> int:
    """Read stdin, write the answer to stdout; arguments are memory, seconds and the kind of file."""
    memory, seconds, kind = sys.argv[1:4]
    if kind == "pdf":
        # Loaded before the limits, since a limited process may not write Python's own cache.
        importlib.import_module("nscl.plandoc.readers.pdf")
    limit(int(memory), int(seconds))
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), kind).encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
