"""Reading files from outside: what is too big, too strange or too slow is refused with a sentence."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from nscl.plandoc.readers.child import TOO_HEAVY
from nscl.plandoc.readers.sniff import sniff
from nscl.plandoc.readers.text import read_text
from nscl.plandoc.readers.wire import unpack
from nscl.plandoc.source import Document, UnreadableDocument

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_MEMORY = 180 * MEGABYTE
SECONDS = 45.0

TOO_BIG = (
    f"Tệp lớn hơn {MOST_BYTES // MEGABYTE} MB nên không nhận. "
    "Xin bỏ bớt ảnh hoặc chỉ tải lên riêng kế hoạch và phụ lục của nó."
)
TOO_SLOW = (
    "Đọc tệp lâu bất thường nên đã dừng lại. "
    "Xin sao chép riêng nội dung kế hoạch sang tệp Word (.docx) mới rồi tải lên."
)
FAILED = "Tệp bị hỏng nên không đọc được. Xin mở thử tệp, lưu lại thành .docx hoặc PDF mới rồi tải lên."

# The signals a system sends to a process that has used up its processor time; Windows has none.
_OUT_OF_TIME = {int(getattr(signal, name)) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)}


def read_document_safely(data: bytes, *, filename: str = "", timeout: float = SECONDS) -> Document:
    """Read a file that may be hostile; `timeout` is in seconds of wall-clock time.

    The kind is told by content.  Text is read here, under caps; Word, PDF and web files are parsed in
    a process of their own with limited memory and time, which is killed when it overruns.
    Raises UnreadableDocument, and nothing else, for whatever cannot be read.

    >>> read_document_safely("Kế hoạch số 1".encode()).text
    'Kế hoạch số 1'
    """
    if len(data) > MOST_BYTES:
        raise UnreadableDocument("too_large", TOO_BIG)
    kind = sniff(data)
    if kind == "text":
        return read_text(data, filename=filename)
    document = _read_in_child(data, kind, timeout)
    return replace(document, meta={**document.meta, "filename": filename}) if filename else document


def _read_in_child(data: bytes, kind: str, timeout: float) -> Document:
    command = [
        sys.executable,
        "-X",
        "utf8",
        "-m",
        "nscl.plandoc.readers.child",
        str(MOST_MEMORY),
        str(int(timeout) + 1),
        kind,
    ]
    try:
        finished = subprocess.run(
            command, input=data, capture_output=True, timeout=timeout, env=_bare_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument("timeout", TOO_SLOW) from error
    return _judge(finished)


def _judge(finished: subprocess.CompletedProcess[bytes]) -> Document:
    if -finished.returncode in _OUT_OF_TIME:
        raise UnreadableDocument("timeout", TOO_SLOW)
    if finished.returncode != 0:
        out_of_memory = b"MemoryError" in finished.stderr or finished.returncode == -9
        code, sentence = ("too_large", TOO_HEAVY) if out_of_memory else ("damaged", FAILED)
        raise UnreadableDocument(code, sentence)
    try:
        answer = json.loads(finished.stdout)
        if "document" not in answer:
            raise UnreadableDocument(answer["code"], answer["sentence"])
        return unpack(answer["document"])
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableDocument("damaged", FAILED) from error


def _bare_environment() -> dict[str, str]:
    """Only what Python needs to start: the reading process sees no secrets of ours."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "LANG") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
