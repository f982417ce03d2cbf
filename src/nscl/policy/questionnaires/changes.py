"""What differs between two versions of a questionnaire, in words for who decides on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from nscl.policy.questionnaires.definition import (
    KIND_NAMES,
    Check,
    Choice,
    Condition,
    Definition,
    Question,
    Section,
    TableColumn,
    TableRow,
)
from nscl.vietnamese import format_number

ChangeKind = Literal["added", "removed", "changed", "moved"]

_NAMES = {
    "title": "Tên",
    "intro": "Lời dẫn",
    "kind": "Kiểu",
    "label": "Nội dung",
    "help": "Hướng dẫn",
    "unit": "Đơn vị",
    "is_required": "Bắt buộc",
    "low": "Nhỏ nhất",
    "high": "Lớn nhất",
    "decimals": "Số chữ số thập phân",
    "max_length": "Độ dài tối đa",
    "choices": "Lựa chọn",
    "allows_other": "Cho phép ghi khác",
    "rows": "Dòng của bảng",
    "columns": "Cột của bảng",
    "when": "Điều kiện",
    "about": "Công dụng",
    "prefill": "Số liệu gợi ý",
    "keeps": "Gợi ý câu trả lời năm trước",
    "left": "Vế trái",
    "right": "Vế phải",
    "comparison": "Phép so",
    "sentence": "Câu nhắc",
    "severity": "Mức",
}
_ABOUTS = {
    "in_use": "Đang áp dụng",
    "certificate": "Chứng nhận đã có",
    "need": "Nhu cầu",
    "difficulty": "Khó khăn",
    "training": "Đào tạo",
    "technology": "Trình độ công nghệ",
}
_PREFILLS = {
    "workers": "Số lao động",
    "revenue_vnd": "Doanh thu",
    "capital_vnd": "Nguồn vốn",
    "exports_vnd": "Xuất khẩu",
}
_RELATIONS = {
    "any_of": "là",
    "none_of": "không là",
    "at_least": "từ",
    "at_most": "không quá",
    "answered": "đã trả lời",
    "not_answered": "chưa trả lời",
}
_COMPARISONS = {"le": "≤", "lt": "<", "eq": "=", "ge": "≥", "gt": ">"}
_SEVERITIES = {"stop": "Chặn", "warn": "Nhắc"}


@dataclass(frozen=True)
class Change:
    """`path` is "title", a section ("section:a"), a question or its part ("gia_tri.label"), a check."""

    kind: ChangeKind
    path: str
    label: str
    before: str
    after: str


def compare(old: Definition, new: Definition) -> tuple[Change, ...]:
    """The changes from one version to another, by codes; the same definition gives none.

    A question is moved when it came under another section or its order among those in both versions changed.
    """
    found = _parts("", "Bộ câu hỏi", old, new, leave=("sections", "checks"))
    found += _sections(old, new)
    found += _questions(old, new)
    before, after = ({check.code: check for check in each.checks} for each in (old, new))
    found += _members("check:", "Phép kiểm tra", before, after)
    return tuple(found)


def _sections(old: Definition, new: Definition) -> list[Change]:
    before, after = ({section.code: section for section in each.sections} for each in (old, new))
    found = _members("section:", "Phần", before, after, leave=("questions",))
    return found + _moves("section:", "Phần", before, after)


def _questions(old: Definition, new: Definition) -> list[Change]:
    before, after = ({question.code: question for question in each.questions()} for each in (old, new))
    found = _members("", "Câu hỏi", before, after)
    homes, new_homes = (
        {question.code: section for section in each.sections for question in section.questions}
        for each in (old, new)
    )
    moved = set()
    for code in after:
        if code in before and homes[code].code != new_homes[code].code:
            moved.add(code)
            found.append(
                Change(
                    "moved", code, _title("Câu hỏi", after[code]), homes[code].title, new_homes[code].title
                )
            )
    rest = ({code: q for code, q in each.items() if code not in moved} for each in (before, after))
    return found + _moves("", "Câu hỏi", *rest)


def _members(
    prefix: str, noun: str, before: Mapping[str, Any], after: Mapping[str, Any], leave: Sequence[str] = ()
) -> list[Change]:
    """What came, what went, and what of the rest differs."""
    found = [
        Change("removed", prefix + code, _title(noun, item), _name(item), "")
        for code, item in before.items()
        if code not in after
    ]
    for code, item in after.items():
        if code not in before:
            found.append(Change("added", prefix + code, _title(noun, item), "", _name(item)))
        else:
            found += _parts(prefix + code, _title(noun, item), before[code], item, leave)
    return found


def _moves(prefix: str, noun: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fewest that must have been moved: those outside the longest run that kept its order."""
    was = [code for code in before if code in after]
    now = [code for code in after if code in before]
    place = {code: number for number, code in enumerate(was)}
    kept = _longest_rising([place[code] for code in now])
    return [
        Change(
            "moved",
            prefix + code,
            _title(noun, after[code]),
            f"thứ {place[code] + 1}",
            f"thứ {position + 1}",
        )
        for position, code in enumerate(now)
        if place[code] not in kept
    ]


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising run."""
    runs: list[list[int]] = []  # the longest that ends with each number
    best: list[int] = []
    for number in numbers:
        before: list[int] = []
        for run in runs:
            if run[-1] < number and len(run) > len(before):
                before = run
        runs.append([*before, number])
        best = runs[-1] if len(runs[-1]) > len(best) else best
    return set(best)


def _parts(path: str, label: str, old: Any, new: Any, leave: Sequence[str] = ()) -> list[Change]:
    found = []
    for field in fields(new):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after or field.name in ("code", *leave):
            continue
        at = f"{path}.{field.name}" if path else field.name
        said = f"{label} – {_NAMES[field.name]}"
        found.append(Change("changed", at, said, _told(field.name, before), _told(field.name, after)))
    return found


def _title(noun: str, item: Any) -> str:
    return f"{noun} “{_name(item)}”"


def _name(item: Question | Section | Check) -> str:
    if isinstance(item, Section):
        return item.title
    return item.sentence if isinstance(item, Check) else item.label


def _told(name: str, value: Any) -> str:
    """One property in words."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, tuple):
        return _listed(value)
    if isinstance(value, int):
        return format_number(value)
    words = {
        "kind": KIND_NAMES,
        "about": _ABOUTS,
        "prefill": _PREFILLS,
        "comparison": _COMPARISONS,
        "severity": _SEVERITIES,
    }
    return words.get(name, {}).get(value, str(value))


def _listed(items: Iterable[Any]) -> str:
    return "; ".join(_item(item) for item in items)


def _item(item: Choice | TableRow | TableColumn | Condition | str) -> str:
    if isinstance(item, str):
        return item
    if isinstance(item, Condition):
        return " ".join([item.question, _RELATIONS[item.relation], ", ".join(item.values)]).strip()
    if isinstance(item, TableRow):
        return item.label
    notes = []
    if isinstance(item, TableColumn):
        notes += [KIND_NAMES[item.kind].lower(), item.unit, _listed(item.choices)]
    else:
        notes += [", ".join(item.contents), "chỉ chọn riêng" if item.is_exclusive else ""]
    said = ", ".join(note for note in notes if note)
    return f"{item.label} ({said})" if said else item.label
