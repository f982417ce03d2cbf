"""`nscl plan read`: a plan document from the command line, without database or web server."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from nscl.plandoc.safe import MOST_BYTES, read_document_safely
from nscl.plandoc.source import UnreadableDocument
from nscl.plandoc.summary import summarise

READ, UNREADABLE = 0, 2


class _UsageError(Exception):
    """The command line itself is wrong."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _UsageError(message)


def main(argv: Sequence[str]) -> int:
    """Run `plan read` with the arguments after it; the exit code is 0, or 2 when nothing could be read.

    Findings are part of a good reading, so a plan full of them still gives 0.  With `--json` stdout
    holds exactly one `nscl-plan/1` object; what is wrong stands in one line on stderr.
    """
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except _UsageError:
        return _refuse("Cách dùng: nscl plan read TỆP [--json]  (TỆP là «-» để đọc từ đầu vào chuẩn)")
    try:
        data = _bytes_of(arguments.file)
    except OSError as error:
        return _refuse(f"Không mở được tệp {arguments.file}: {_reason(error)}")
    filename = "" if arguments.file == "-" else Path(arguments.file).name
    try:
        plan = _read(data, filename)
    except UnreadableDocument as refusal:
        return _refuse(str(refusal))
    if arguments.json:
        _write(json.dumps(plan, ensure_ascii=False, indent=2) + "\n")
    else:
        _write(summarise(plan))
    return READ


def _read(data: bytes, filename: str) -> dict[str, object]:
    # The grammar is loaded only once there is something to read.
    document = read_document_safely(data, filename=filename)
    from nscl.plandoc import read_plan

    plan: dict[str, object] = read_plan(document)
    return plan


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="nscl plan read",
        description="Đọc một kế hoạch năng suất chất lượng (.docx, .pdf, .html, .txt) "
        "và cho biết chỉ tiêu, kinh phí, điểm cần xem lại.",
        epilog="Mã thoát: 0 khi đọc được (kể cả khi có điểm cần xem lại), 2 khi không đọc được.",
        add_help=False,
        usage="nscl plan read TỆP [--json]",
    )
    parser._positionals.title, parser._optionals.title = "tham số", "tùy chọn"
    parser.add_argument("file", metavar="TỆP", help="tệp kế hoạch; «-» để đọc từ đầu vào chuẩn")
    parser.add_argument("--json", action="store_true", help="in đúng một đối tượng nscl-plan/1")
    parser.add_argument("-h", "--help", action="help", help="in hướng dẫn này")
    return parser


def _bytes_of(name: str) -> bytes:
    """At most one byte more than the limit, so that a huge file is never in memory."""
    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with open(name, "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "không có tệp này. Xin kiểm tra lại tên và thư mục."
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục. Xin chỉ rõ tệp kế hoạch trong đó."
    if isinstance(error, PermissionError):
        return "không có quyền đọc. Xin kiểm tra quyền của tệp."
    return "hệ thống không đọc được. Xin thử lại."


def _refuse(sentence: str) -> int:
    _use_utf8(sys.stderr)
    sys.stderr.write(" ".join(sentence.split()) + "\n")
    return UNREADABLE


def _write(text: str) -> None:
    _use_utf8(sys.stdout)
    sys.stdout.write(text)
    sys.stdout.flush()


def _use_utf8(stream: object) -> None:
    """A console in another encoding would make Vietnamese letters an error."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")
