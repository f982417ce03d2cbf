"""Bytes → a document that can be judged: JSON read strictly, XML into the same form.

What no JSON reader may guess is refused: NaN, text that is no text, depth and size beyond the limits. A key
that stands twice is doubted (a published example has one); the last counts, as in other readers. A remote
context is never fetched; prefixes come from the document and from the standard.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nscl.gs1.epcis.hashing import Event, events_of, namespaces_of
from nscl.gs1.epcis.problems import Problem, Unreadable, step

LARGEST = 64 * 2**20  # bytes
DEEPEST = 60  # nested objects and lists; a real event has about ten
MOST_DIGITS = 400
_HALF_LETTER = re.compile(rb"\\u[dD][89a-fA-F]")  # only such escapes can leave half a letter behind


@dataclass(frozen=True)
class Document:
    """A document as read: `content` in the form of EPCIS JSON, its `events` in order, its `namespaces`.

    `kind` is "capture", "query", "event" or "other"; `syntax` "json" or "xml".
    """

    content: Mapping[str, Any]
    events: tuple[Event, ...]
    namespaces: Mapping[str, str]
    kind: str
    syntax: str = "json"
    notes: tuple[Problem, ...] = ()  # what was doubtful in the reading itself

    @cached_property
    def pointers(self) -> list[str]:
        """The JSON pointer of each event, in the order of `events`."""
        stem = {"capture": "/epcisBody/eventList", "query": "/epcisBody/queryResults/resultsBody/eventList"}
        places = {id(event): place for place, event in enumerate(_event_list(self.content))}
        found = [places.get(id(event)) for event in self.events]
        return [
            f"{stem[self.kind]}/{place}" if self.kind in stem and place is not None else "" for place in found
        ]


def _event_list(content: Mapping[str, Any]) -> list[Any]:
    """The list of events as it stands, with whatever else stands in it."""
    value: Any = content.get("epcisBody")
    for name in ("queryResults", "resultsBody"):
        value = value.get(name, value) if isinstance(value, dict) else None
    found = value.get("eventList") if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def read_document(data: bytes) -> Document:
    """Read JSON, or XML of EPCIS 1.2 and 2.0; raises `Unreadable` with the reasons.

    >>> read_document(b'{"type": "EPCISDocument", "type": "x"}').notes[0].pointer
    '/type'
    >>> read_document(b'{"quantity": NaN}')
    Traceback (most recent call last):
    ...
    nscl.gs1.epcis.problems.Unreadable: NaN không phải số trong JSON. Hãy ghi số hoặc bỏ trường ấy.
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise _unreadable("not_bytes", "Chưa có dữ liệu. Hãy gửi một tệp JSON hoặc XML.")
    data = bytes(data)
    if len(data) > LARGEST:
        raise _unreadable("too_large", f"Tài liệu lớn hơn {LARGEST // 2**20} MB. Hãy chia nhỏ.")
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        from nscl.gs1.epcis.xml_reading import read_xml

        content = read_xml(data)
        return made(content, syntax="xml")
    value, notes = read_json(data)
    return made(value, notes=notes)


def made(content: Any, syntax: str = "json", notes: tuple[Problem, ...] = ()) -> Document:
    """The document around an already read value; raises `Unreadable` when it is no object."""
    if not isinstance(content, dict):
        raise _unreadable("not_an_object", "Tài liệu phải là một đối tượng JSON, bắt đầu bằng dấu {.")
    kinds = {"EPCISDocument": "capture", "EPCISQueryDocument": "query"}
    kind = kinds.get(str(content.get("type")), "event" if "eventTime" in content else "other")
    return Document(content, tuple(events_of(content)), namespaces_of(content), kind, syntax, notes)


def read_json(data: bytes) -> tuple[Any, tuple[Problem, ...]]:
    """One JSON value, read strictly, and what was doubtful; a byte order mark is passed over."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        sentence = f"Tài liệu không phải chữ UTF-8 (từ byte thứ {fault.start + 1}). Hãy lưu lại theo UTF-8."
        raise _unreadable("encoding", sentence) from None
    if not text.strip():
        raise _unreadable("empty", "Tài liệu rỗng. Hãy gửi một tệp JSON hoặc XML.")
    repeated: list[tuple[dict[str, Any], str]] = []

    def whole(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.append((found, _first_twice(pairs)))
        return found

    try:
        value = json.loads(
            text, object_pairs_hook=whole, parse_constant=_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as fault:
        sentence = f"Không phải JSON: dòng {fault.lineno}, cột {fault.colno}. Hãy sửa rồi gửi lại."
        raise _unreadable("not_json", sentence) from None
    except RecursionError:
        raise _too_deep() from None
    if text.count("{") + text.count("[") > DEEPEST and _depth(value) > DEEPEST:
        raise _too_deep()
    if _HALF_LETTER.search(data):
        _refuse_half_letters(value)
    return value, tuple(_repeated_keys(value, repeated)) if repeated else ()


def _first_twice(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _value in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise ValueError("no key stands twice")


def _repeated_keys(value: Any, repeated: list[tuple[dict[str, Any], str]]) -> Iterator[Problem]:
    """Where the objects stand in which a key stood twice."""
    wanted = {id(found): key for found, key in repeated}
    level = [("", value)]
    while level:
        following = []
        for pointer, one in level:
            if isinstance(one, dict):
                if id(one) in wanted:
                    key = wanted[id(one)]
                    sentence = f"Khóa “{key[:60]}” đứng hai lần trong một đối tượng; lấy giá trị sau cùng."
                    yield Problem("duplicate_key", sentence, step(pointer, key), "warning")
                following += [(step(pointer, key), inner) for key, inner in one.items()]
            elif isinstance(one, list):
                following += [(step(pointer, place), inner) for place, inner in enumerate(one)]
        level = following


def _constant(name: str) -> float:
    raise _unreadable("not_a_number", f"{name} không phải số trong JSON. Hãy ghi số hoặc bỏ trường ấy.")


def _float(text: str) -> float:
    number = float(text) if len(text) <= MOST_DIGITS else math.inf
    if not math.isfinite(number):
        raise _unreadable("number_too_large", f"Số {text[:30]}… quá lớn hoặc quá dài. Hãy kiểm tra lại.")
    return number


def _int(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise _unreadable("number_too_large", f"Số {text[:30]}… quá lớn hoặc quá dài. Hãy kiểm tra lại.")
    return int(text)


def _depth(value: Any) -> int:
    """How deep a value is nested, counted without recursion and no further than needed."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        level = [
            inner
            for one in level
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, (dict, list))
        ]
        depth += 1
    return depth


def _too_deep() -> Unreadable:
    return _unreadable("too_deep", f"Tài liệu lồng nhau quá {DEEPEST} tầng. Hãy kiểm tra lại.")


def _refuse_half_letters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        sentence = (
            "Có mã ký tự không trọn vẹn (surrogate lẻ, \\ud800–\\udfff). Hãy kiểm tra phần mềm xuất tệp."
        )
        raise _unreadable("surrogate", sentence) from None


def _unreadable(code: str, sentence: str) -> Unreadable:
    return Unreadable([Problem(code, sentence)])
