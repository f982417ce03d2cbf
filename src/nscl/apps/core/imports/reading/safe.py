"""Opening a foreign spreadsheet in a process of its own, with limited memory and time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from nscl.apps.core.imports.reading.grid import Book, Merge, Sheet
from nscl.apps.core.imports.reading.limits import (
    DAMAGED,
    MOST_MEMORY,
    SECONDS,
    TOO_HEAVY,
    TOO_SLOW,
    UnreadableFile,
)
from nscl.apps.core.imports.reading.sniff import sniff

# The signals a system sends to a process that has used up its processor time; Windows has none.
_OUT_OF_TIME = {int(getattr(signal, name)) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)}
_OUT_OF_MEMORY = {-int(getattr(signal, name)) for name in ("SIGKILL", "SIGABRT") if hasattr(signal, name)}
_CHILD = "nscl.apps.core.imports.reading.child"


def read_safely(data: bytes, sheet: int | None = None, *, timeout: float = SECONDS) -> Book:
    """Read a file that may be hostile; raises `UnreadableFile`, and nothing else, for what cannot be read.

    `sheet` is the number of the sheet to read whole (the fullest visible one by default); `timeout` is in
    seconds of wall-clock time.
    """
    sniff(data)
    command = [sys.executable, "-X", "utf8", "-m", _CHILD, str(MOST_MEMORY), str(int(timeout) + 1)]
    command.append(str(-1 if sheet is None else sheet))
    try:
        finished = subprocess.run(
            command, input=data, capture_output=True, timeout=timeout, env=_bare_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("timeout", TOO_SLOW) from error
    return _judge(finished)


def _judge(finished: subprocess.CompletedProcess[bytes]) -> Book:
    if -finished.returncode in _OUT_OF_TIME:
        raise UnreadableFile("timeout", TOO_SLOW)
    if finished.returncode != 0:
        heavy = b"MemoryError" in finished.stderr or b"memory allocation" in finished.stderr
        if heavy or finished.returncode in _OUT_OF_MEMORY:
            raise UnreadableFile("too_large", TOO_HEAVY)
        raise UnreadableFile("damaged", DAMAGED)
    try:
        answer = json.loads(finished.stdout)
        if "book" not in answer:
            raise UnreadableFile(answer["code"], answer["sentence"])
        return _unpacked(answer["book"])
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile("damaged", DAMAGED) from error


def _unpacked(plain: dict[str, Any]) -> Book:
    sheets = [Sheet(**(one | {"merges": [Merge(*m) for m in one["merges"]]})) for one in plain["sheets"]]
    return Book(**(plain | {"sheets": sheets}))


def _bare_environment() -> dict[str, str]:
    """Only what Python needs to start: the reading process sees no secrets of ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[5])}
