"""The reading process: takes a file on stdin, gives a book or a refusal as JSON on stdout.

Started by `reading.safe`; it limits its own memory and time before it looks at the file, so that a hostile
file can at worst make this process fail.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict

from nscl.apps.core.imports.reading.limits import TOO_HEAVY, UnreadableFile


def limit(memory: int, seconds: int) -> None:
    """Cap this process's memory (bytes) and processor time where the system can; Windows cannot."""
    try:
        import resource
    except ImportError:
        return
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


def answer(data: bytes, sheet: int | None) -> str:
    """The JSON answer for a file: `{"book": …}` or `{"code": …, "sentence": …}`."""
    from nscl.apps.core.imports.reading.books import read_book

    try:
        book = read_book(data, sheet)
        plain = asdict(book) | {
            "sheets": [vars(one) | {"merges": _merges(one.merges)} for one in book.sheets]
        }
        return json.dumps({"book": plain}, ensure_ascii=False)
    except UnreadableFile as refusal:
        return json.dumps({"code": refusal.code, "sentence": str(refusal)})
    except MemoryError:
        return json.dumps({"code": "too_large", "sentence": TOO_HEAVY})


def _merges(merges: list) -> list[list[int]]:  # type: ignore[type-arg]
    return [[one.top, one.left, one.bottom, one.right] for one in merges]


def main() -> int:
    """Read stdin, write the answer to stdout; arguments are memory, seconds and the sheet (-1: find it)."""
    memory, seconds, sheet = (int(argument) for argument in sys.argv[1:4])
    # Loaded before the limits, since a limited process may not write Python's own cache.
    importlib.import_module("nscl.apps.core.imports.reading.books")
    limit(memory, seconds)
    text = answer(sys.stdin.buffer.read(), None if sheet < 0 else sheet)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
