"""How the parts of a document are made, as small functions that add what is wrong to a list.

A shape is a function (value, pointer, problems) → nothing. `record` and `listed` make shapes of shapes, so
that `structure` reads like the standard's own tables.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from nscl.gs1.epcis import formats
from nscl.gs1.epcis.problems import Problem, step
from nscl.gs1.epcis.vocabulary import words_of
from nscl.gs1.errors import shown

Problems = list[Problem]
Shape = Callable[[Any, str, Problems], None]
Extra = Callable[[str], bool]


_HOLDS: dict[Shape | None, Callable[[Any], bool]] = {}  # simple shapes → their test


def told(problems: Problems, code: str, detail: str, pointer: str) -> None:
    problems.append(Problem(code, detail, pointer))


def _one(holds: Callable[[Any], bool], code: str, wanted: str) -> Shape:
    def shape(value: Any, pointer: str, problems: Problems) -> None:
        if not holds(value):
            told(problems, code, f"{shown(_plain(value))} {wanted}", pointer)

    _HOLDS[shape] = holds
    return shape


def _held(shape: Shape | None) -> Callable[[Any], bool]:
    """Tells at once that a value has a simple shape: of most, nothing is to be told and no pointer needed."""
    return _HOLDS.get(shape, _never) if shape is not None else _never


def _never(_value: Any) -> bool:
    return False


def _plain(value: Any) -> Any:
    """A value as JSON writes it; of an object or a list only that it is one."""
    return "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


URI = _one(formats.is_uri, "uri", "không phải địa chỉ URI đầy đủ, như urn:epc:… hay https://…")
INSTANT = _one(formats.is_instant, "time", "không phải thời điểm kèm múi giờ, như 2026-03-02T09:00:00+07:00.")
OFFSET = _one(formats.is_offset, "offset", "không phải độ lệch múi giờ, như +07:00.")
NUMBER = _one(_is_number, "number", "không phải số. Hãy ghi số, không đặt trong dấu nháy.")
TEXT = _one(lambda value: isinstance(value, str), "text", "không phải chữ.")
FLAG = _one(lambda value: isinstance(value, bool), "boolean", "không phải true hoặc false.")
HEX = _one(formats.is_hex, "hex", "không phải chuỗi thập lục phân.")
UNIT = _one(formats.is_unit, "unit", "không phải mã đơn vị đo hai hoặc ba ký tự, như KGM.")
VERSION = _one(formats.is_version, "version", "không phải số hiệu bản, như 2.0.")
ANY_OBJECT = _one(lambda value: isinstance(value, dict), "object", "phải là một đối tượng JSON.")
ATTRIBUTE = _one(
    lambda value: isinstance(value, str | dict) or _is_number(value),
    "attribute",
    "phải là chữ, số hoặc đối tượng.",
)


def chosen(words: Collection[str]) -> Shape:
    wanted = "phải là một trong: " + ", ".join(words) + "."
    return _one(lambda value: isinstance(value, str) and value in words, "enum", wanted)


def word(field: str, forbidden: tuple[str, ...]) -> Shape:
    """A word of the vocabulary, or an address that does not stand in the vocabulary's own space.

    EPCIS 2.0 asks for the bare word where there is one; the full address of a standard word is refused.
    """
    words = words_of(field)

    def holds(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        return value in words or (not value.startswith(forbidden) and formats.is_uri(value))

    return _one(
        holds, field, "không phải từ của bộ từ vựng CBV, cũng không phải địa chỉ URI của từ vựng khác."
    )


def listed(item: Shape, *, least: int = 0, unique: bool = False) -> Shape:
    holds = _held(item)

    def shape(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, list):
            return told(problems, "list", "Phải là một danh sách.", pointer)
        if len(value) < least:
            told(problems, "empty", f"Danh sách phải có ít nhất {least} mục.", pointer)
        if unique and not _is_unique(value):
            told(problems, "twice", "Danh sách có mục lặp lại.", pointer)
        for place, one in enumerate(value):
            if not holds(one):
                item(one, f"{pointer}/{place}", problems)

    return shape


def _is_unique(values: list[Any]) -> bool:
    try:
        return len(set(values)) == len(values)
    except TypeError:  # objects among them; the item's own shape says what is wrong with those
        return True


def either(listing: Shape, single: Shape) -> Shape:
    return lambda value, pointer, problems: (listing if isinstance(value, list) else single)(
        value, pointer, problems
    )


def record(
    fields: Mapping[str, Shape], required: tuple[str, ...] = (), extra: Extra | None = formats.is_uri
) -> Shape:
    """An object with these fields; others must satisfy `extra` (None: anything goes)."""

    tested = {name: (one, _held(one)) for name, one in fields.items()}

    def shape(value: Any, pointer: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            return told(problems, "object", "Phải là một đối tượng JSON.", pointer)
        for name, one in value.items():
            known = tested.get(name)
            if known is not None:
                if not known[1](one):
                    known[0](one, step(pointer, name), problems)
            elif extra is not None and not extra(name):
                told(problems, "unknown_field", _unknown(name), step(pointer, name))
        for name in required:
            if name not in value:
                told(problems, "missing", f"Thiếu trường “{name}”.", step(pointer, name))

    return shape


def _unknown(name: str) -> str:
    return (
        f"Không có trường {shown(name)} ở đây. "
        f"Trường mở rộng phải có không gian tên, như vi-du:{_short(name)}."
    )


def _short(name: str) -> str:
    return name if name.isascii() and name.isidentifier() and len(name) < 30 else "ten"


def nothing_else(_name: str) -> bool:
    return False
