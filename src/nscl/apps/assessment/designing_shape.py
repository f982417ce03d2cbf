"""What may be kept as a draft: the right kinds of values in the right places, each thing under one code."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal
from nscl.policy.questionnaires.parsing import RESERVED
from nscl.vietnamese import squash

Raw = dict[str, Any]
CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
CODE_LENGTH = 60
MAX_BYTES = 1024 * 1024

_CHOICE = {"code": str, "label": str, "contents": [str], "is_exclusive": bool}
_WHEN = [{"question": str, "relation": str, "values": [str]}]
_QUESTION = {
    "code": str,
    "kind": str,
    "label": str,
    "help": str,
    "unit": str,
    "is_required": bool,
    "low": str,
    "high": str,
    "decimals": int,
    "max_length": int,
    "choices": [_CHOICE],
    "allows_other": bool,
    "rows": [{"code": str, "label": str}],
    "columns": [
        {
            "code": str,
            "label": str,
            "kind": str,
            "unit": str,
            "choices": [_CHOICE],
            "low": str,
            "high": str,
            "decimals": int,
        }
    ],
    "when": _WHEN,
    "about": str,
    "prefill": str,
    "keeps": bool,
}
_SECTION = {"code": str, "title": str, "intro": str, "questions": [_QUESTION], "when": _WHEN}
_CHECK = {"code": str, "left": [str], "comparison": str, "right": [str], "sentence": str, "severity": str}
_SHAPE = {"title": str, "intro": str, "sections": [_SECTION], "checks": [_CHECK]}


class Unworkable(Refusal):
    """What was given is no definition that could be edited."""


def workable(definition: Any) -> Raw:
    """The definition with clean texts, fit to be kept as a draft.

    Refuses values of the wrong kind, names that no definition has, codes that are missing, ill-formed or
    double, and more than 1 MB.
    """
    found: Raw = _fitted(definition, _SHAPE, "")
    for what, rows in (
        (_("Phần"), sections(found)),
        (_("Câu hỏi"), list(questions(found))),
        (_("Phép kiểm tra"), checks(found)),
    ):
        _require_codes(what, rows)
    if len(json.dumps(found, ensure_ascii=False).encode()) > MAX_BYTES:
        raise Unworkable(_("Bộ câu hỏi quá lớn (hơn 1 MB). Hãy bớt câu hỏi hoặc rút ngắn lời."))
    return found


def is_code(text: str) -> bool:
    """Whether a text may name a section, a question or a choice.

    >>> [is_code(text) for text in ("so_lao_dong", "Câu 1", "a__b", "other")]
    [True, False, False, False]
    """
    return (
        text not in RESERVED
        and len(text) <= CODE_LENGTH
        and CODE.match(text) is not None
        and "__" not in text
    )


def _require_codes(what: str, rows: Iterable[Raw]) -> None:
    seen: set[str] = set()
    for row in rows:
        code = row.get("code", "")
        if not is_code(code):
            raise Unworkable(
                _("{what} có mã “{code}” không dùng được. Mã gồm chữ thường không dấu, số và dấu _.").format(
                    what=what, code=code[:80]
                )
            )
        if code in seen:
            raise Unworkable(
                _("{what} có mã “{code}” hai lần. Mỗi mã chỉ dùng một lần.").format(what=what, code=code)
            )
        seen.add(code)


def _fitted(value: Any, shape: Any, path: str) -> Any:
    if isinstance(shape, dict) and isinstance(value, dict):
        unknown = [key for key in value if key not in shape]
        if unknown:
            raise _misfit(f"{path}.{unknown[0]}")
        return {key: _fitted(value[key], shape[key], f"{path}.{key}") for key in shape if key in value}
    if isinstance(shape, list) and isinstance(value, list | tuple):
        return [_fitted(one, shape[0], f"{path}[{place}]") for place, one in enumerate(value, 1)]
    if shape is str and isinstance(value, str):
        return clean_text(value)
    if isinstance(shape, type) and type(value) is shape:
        return value
    raise _misfit(path)


def _misfit(path: str) -> Unworkable:
    place = path.strip(".")[:120]
    return Unworkable(_("Chỗ “{place}” không đúng dạng của bộ câu hỏi.").format(place=place))


def clean_text(text: str) -> str:
    """A text in NFC without marks nobody sees; breaks between lines stay.

    >>> clean_text(" Số\\u200b lao động \\r\\n có\\tmặt\\x00 ")
    'Số lao động\\ncó mặt'
    """
    kept = "".join(one for one in text if one in "\n\r\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    return "\n".join(squash(line) for line in kept.splitlines()).strip()


def sections(definition: Raw) -> list[Raw]:
    found: list[Raw] = definition.get("sections", [])
    return found


def checks(definition: Raw) -> list[Raw]:
    found: list[Raw] = definition.get("checks", [])
    return found


def questions(definition: Raw) -> Iterator[Raw]:
    """All questions in order."""
    for section in sections(definition):
        yield from section.get("questions", [])
