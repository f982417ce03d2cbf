"""`nscl epcis check|hash|convert FILE`: tools for anyone who writes or receives EPCIS documents.

Exit codes: 0 valid, warnings included · 1 invalid (a list of problem objects) · 2 unreadable.
"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from nscl.gs1.epcis.checks import errors, problems
from nscl.gs1.epcis.hashing import event_hash
from nscl.gs1.epcis.problems import Problem, Unreadable
from nscl.gs1.epcis.query_bodies import query_problems
from nscl.gs1.epcis.reading import Document, read_document
from nscl.gs1.epcis.writing import as_json, as_xml

_MARKS = {"error": "✕", "warning": "▲"}


def check(
    file: str,
    *,
    as_json_: bool = False,
    lenient: bool = False,
    strict: bool = False,
    now: datetime | None = None,
    out: TextIO | None = None,
) -> int:
    """Judge a capture document, a query document, one event, or the body of a query."""
    stream = out or sys.stdout
    try:
        document = _document(file)
    except Unreadable as fault:
        _say(list(fault.problems), as_json_, stream)
        return 2
    found = _problems(document, lenient=lenient, strict=strict, now=now)
    _say(found, as_json_, stream)
    return 1 if errors(found) else 0


def _problems(document: Document, *, lenient: bool, strict: bool, now: datetime | None) -> list[Problem]:
    """A body without a type is a query's, where it has any field a query could have."""
    content = document.content
    if document.kind == "other" and "type" not in content and "epcisBody" not in content:
        return query_problems(content)
    from nscl.gs1.epcis.doubts import CODES

    return problems(document, lenient=lenient, strict=CODES if strict else (), now=now)


def hashes(file: str, *, out: TextIO | None = None, err: TextIO | None = None) -> int:
    """Print the hash of each event, a line each, in the order of the document."""
    stream = out or sys.stdout
    try:
        document = _document(file)
    except Unreadable as fault:
        _say(list(fault.problems), False, err or sys.stderr)
        return 2
    for event in document.events:
        stream.write(event_hash(event, document.namespaces) + "\n")
    return 0


def convert(
    file: str,
    *,
    to: str = "json",
    epc: str = "",
    prefix_lengths: dict[str, int] | None = None,
    out: TextIO | None = None,
    err: TextIO | None = None,
) -> int:
    """Print the document in another syntax, its codes as URNs (`urn`) or links (`dl`)."""
    try:
        document = _document(file)
    except Unreadable as fault:
        _say(list(fault.problems), False, err or sys.stderr)
        return 2
    found = errors(problems(document))
    if found:
        _say(found, False, err or sys.stderr)
        return 1
    write = as_xml if to == "xml" else as_json
    (out or sys.stdout).write(write(document, epc=epc, prefix_lengths=prefix_lengths or {}))
    return 0


def _document(file: str) -> Document:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        raise Unreadable([Problem("file", f"Không đọc được tệp “{file}”: {fault.strerror}.")]) from None
    return read_document(data)


def _say(found: list[Problem], as_json_: bool, stream: TextIO) -> None:
    if as_json_:
        listed: list[dict[str, Any]] = [problem.as_json() for problem in found]
        stream.write(json.dumps(listed, ensure_ascii=False, indent=1) + "\n")
        return
    for problem in found:
        stream.write(f"{_MARKS[problem.severity]} {problem.pointer or '/'}: {problem.detail}\n")
    if not found:
        stream.write("✓ Hợp lệ\n")
