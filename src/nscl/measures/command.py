"""`nscl measure METHOD [FILE|-]`: one JSON object in, one out. Only this module reads or prints.

Exit codes: 0 measured · 1 an object the method refuses · 2 no such method or no such file. Whatever happens,
standard output holds one JSON object and nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TextIO

from nscl.measures import method
from nscl.measures.errors import InvalidJson, MeasureError, UnknownMethod

MAX_BYTES = 256 * 2**20


class UnreadableFile(MeasureError):
    """The file is not there, not readable, or larger than any input of ours."""


def main(name: str, file: str = "-", *, listing: bool = False, out: TextIO | None = None) -> int:
    """Take one measure and print it; return the exit code."""
    stream = out or sys.stdout
    if listing:
        return _say({found.name: found.title_vi for found in method.all_methods()}, stream, 0)
    try:
        if not name:
            raise UnknownMethod("", "Hãy nêu phương pháp. Gõ `nscl measure --list` để xem các phương pháp.")
        method.find(name)
        result = method.run(name, _read(file)).as_json()
    except (UnknownMethod, UnreadableFile) as refusal:
        return _say(refusal.as_json(), stream, 2)
    except MeasureError as refusal:
        return _say(refusal.as_json(), stream, 1)
    return _say(result, stream, 0)


def _read(file: str) -> Any:
    try:
        data = _standard_input() if file == "-" else _bytes(Path(file))
    except OSError as problem:
        raise UnreadableFile("", f"Không đọc được tệp “{file}”: {problem.strerror}.") from problem
    if len(data) > MAX_BYTES:
        raise UnreadableFile("", f"Đầu vào lớn hơn {MAX_BYTES // 2**20} MB. Hãy chia nhỏ.")
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError as problem:
        raise InvalidJson(
            "", "Đầu vào không phải chữ UTF-8. Hãy lưu tệp theo UTF-8 rồi thử lại."
        ) from problem
    except json.JSONDecodeError as problem:
        raise InvalidJson(
            "", f"Đầu vào không phải JSON: dòng {problem.lineno}, cột {problem.colno}. Hãy sửa rồi thử lại."
        ) from problem
    except (RecursionError, ValueError) as problem:
        if isinstance(problem, MeasureError):
            raise
        raise InvalidJson("", "Đầu vào JSON lồng quá sâu hoặc có số quá dài.") from problem


def _standard_input() -> bytes:
    if sys.stdin is None:  # the shell closed it
        raise UnreadableFile("", "Đầu vào chuẩn đang đóng. Hãy nêu tên tệp JSON.")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; a key given twice is a mistake that JSON readers hide."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise InvalidJson(twice, f"Trường “{twice}” được ghi hai lần. Hãy giữ một.")
    return found


def _say(value: Any, stream: TextIO, code: int) -> int:
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:  # half a character from the input, or a terminal without Vietnamese
        text = json.dumps(value, indent=1, allow_nan=False)
    stream.write(text + "\n")
    return code
