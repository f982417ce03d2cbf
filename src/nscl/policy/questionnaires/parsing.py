"""Definitions to and from JSON. Nothing in a file is trusted: it gives faults, never a crash."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from typing import Any, cast, get_args

from nscl.policy.questionnaires.definition import (
    COLUMN_KINDS,
    KINDS,
    OTHER,
    PREFILLS,
    About,
    Check,
    Choice,
    Comparison,
    Condition,
    Definition,
    Kind,
    Question,
    Relation,
    Section,
    Severity,
    TableColumn,
    TableRow,
)
from nscl.policy.questionnaires.faults import Book, DefinitionError, Fault, Node
from nscl.policy.questionnaires.references import note_references
from nscl.policy.questionnaires.shapes import note_shapes

MOST_SECTIONS, MOST_QUESTIONS, MOST_CHECKS = 50, 300, 100
MOST_CHOICES, MOST_ROWS, MOST_COLUMNS = 200, 60, 15
# Names that the pages' own fields have.
RESERVED = {
    OTHER, "action", "confirmed", "csrfmiddlewaretoken", "file", "next", "reason", "revision", "section",
    "seen", "submission_key",
}  # fmt: skip


def parse(data: object) -> Definition:
    """The definition in a JSON object, texts composed and trimmed.

    Raises `DefinitionError` with every fault that `faults` finds.
    """
    definition, found = _read(data)
    if found:
        raise DefinitionError(found)
    return definition


def faults(data: object) -> tuple[Fault, ...]:
    """All that keeps a definition from being used, in the order of the file; empty when it is sound.

    >>> [fault.path for fault in faults({"title": "Phiếu", "sections": []})]
    ['sections']
    """
    return _read(data)[1]


def parse_loosely(data: object) -> Definition:
    """What of a draft can be shown although it still has faults: sections and questions with a code and kind.

    >>> parse_loosely({"sections": [{"code": "a", "questions": [{"code": "?"}]}]}).sections[0].questions
    ()
    """
    built, _ = _read(data)
    sections = []
    seen = set[str]()
    for section in built.sections:
        questions = []
        for question in section.questions:
            if question.code and question.kind and question.code not in seen:
                seen.add(question.code)
                questions.append(_sound(question))
        if section.code:
            sections.append(replace(section, questions=tuple(questions), when=_whole(section.when)))
    checks = tuple(check for check in built.checks if check.comparison and check.severity)
    return replace(built, sections=tuple(sections), checks=checks)


def _sound(question: Question) -> Question:
    return replace(
        question,
        choices=tuple(choice for choice in question.choices if choice.code),
        rows=tuple(row for row in question.rows if row.code),
        columns=tuple(column for column in question.columns if column.code and column.kind),
        when=_whole(question.when),
    )


def _whole(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    return tuple(condition for condition in conditions if condition.question and condition.relation)


def dump(definition: Definition) -> dict[str, Any]:
    """The definition as JSON, what is at its default left out; `parse(dump(d)) == d`.

    >>> dump(Definition("Phiếu", sections=(Section("a", "A"),)))
    {'title': 'Phiếu', 'sections': [{'code': 'a', 'title': 'A'}]}
    """
    return cast(dict[str, Any], _plain(definition))


def digest(definition: Definition) -> str:
    """The SHA-256 of the canonical JSON: two definitions have the same when they ask the same."""
    text = json.dumps(dump(definition), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {
        field.name: _plain(getattr(value, field.name))
        for field in fields(value)
        if field.default is MISSING or getattr(value, field.name) != field.default
    }


# ── Reading ────────────────────────────────────────────────────────────


def _keys(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}


def _read(data: object) -> tuple[Definition, tuple[Fault, ...]]:
    book = Book()
    if not isinstance(data, Mapping):
        book.note("", "", "tệp không chứa một bộ câu hỏi; hãy dùng tệp do hệ thống xuất ra.")
        return Definition(""), tuple(book.faults)
    root = Node(book, data)
    root.refuse_unknown(_keys(Definition))
    codes, sections = set[str](), set[str]()
    built = Definition(
        title=root.text("title", "tên bộ câu hỏi", 250, needed=True),
        intro=root.text("intro", "lời ngỏ", 3000, lines=True),
        sections=tuple(
            _section(node, sections, codes) for node in root.nodes("sections", "phần", MOST_SECTIONS, "phần")
        ),
        checks=_checks(root),
    )
    _note_emptiness(root, built)
    note_shapes(book, built)
    note_references(book, built)
    return built, tuple(dict.fromkeys(book.faults))


def _note_emptiness(root: Node, built: Definition) -> None:
    if not built.sections:
        root.note("sections", "chưa có phần nào; hãy thêm ít nhất một phần có câu hỏi.")
    elif not any(True for _ in built.questions()):
        root.note("sections", "chưa có câu hỏi nào; hãy thêm ít nhất một câu hỏi.")
    count = sum(1 for _ in built.questions())
    if count > MOST_QUESTIONS:
        root.note("sections", f"có {count} câu hỏi; hãy giữ nhiều nhất {MOST_QUESTIONS} câu.")


def _section(node: Node, sections: set[str], codes: set[str]) -> Section:
    node.refuse_unknown(_keys(Section))
    return Section(
        code=node.code("code", "mã phần", sections, RESERVED),
        title=node.text("title", "tên phần", 250, needed=True),
        intro=node.text("intro", "lời dẫn", 3000, lines=True),
        questions=tuple(
            _question(inner, codes) for inner in node.nodes("questions", "câu hỏi", MOST_QUESTIONS, "câu")
        ),
        when=_conditions(node),
    )


def _question(node: Node, codes: set[str]) -> Question:
    node.refuse_unknown(_keys(Question))
    rows, columns = set[str](), set[str]()
    return Question(
        code=node.code("code", "mã câu hỏi", codes, RESERVED),
        kind=cast(Kind, node.one_of("kind", "kiểu câu hỏi", KINDS, None)),
        label=node.text("label", "nội dung câu hỏi", 500, needed=True, lines=True),
        help=node.text("help", "hướng dẫn", 1000, lines=True),
        unit=node.text("unit", "đơn vị tính", 30),
        is_required=node.flag("is_required", "“bắt buộc”"),
        low=node.decimal("low", "giá trị nhỏ nhất"),
        high=node.decimal("high", "giá trị lớn nhất"),
        decimals=node.whole("decimals", "số chữ số thập phân", 0, 0, 6),
        max_length=node.whole("max_length", "độ dài tối đa", 1000, 1, 10_000),
        choices=_choices(node),
        allows_other=node.flag("allows_other", "“cho phép ghi khác”"),
        rows=tuple(_row(inner, rows) for inner in node.nodes("rows", "dòng", MOST_ROWS, "dòng")),
        columns=tuple(_column(inner, columns) for inner in node.nodes("columns", "cột", MOST_COLUMNS, "cột")),
        when=_conditions(node),
        about=cast(About, node.one_of("about", "công dụng", get_args(About), "")),
        prefill=node.one_of("prefill", "số liệu gợi ý", ("", *PREFILLS), ""),
        keeps=node.flag("keeps", "“gợi ý câu trả lời năm trước”", True),
    )


def _choices(node: Node) -> tuple[Choice, ...]:
    taken = set[str]()
    found = []
    for inner in node.nodes("choices", "lựa chọn", MOST_CHOICES, "lựa chọn"):
        inner.refuse_unknown(_keys(Choice))
        found.append(
            Choice(
                code=inner.code("code", "mã lựa chọn", taken, {OTHER}),
                label=inner.text("label", "nội dung lựa chọn", 250, needed=True),
                contents=inner.texts("contents", "nội dung hỗ trợ", 20),
                is_exclusive=inner.flag("is_exclusive", "“chỉ chọn riêng”"),
            )
        )
    return tuple(found)


def _row(node: Node, taken: set[str]) -> TableRow:
    node.refuse_unknown(_keys(TableRow))
    return TableRow(
        node.code("code", "mã dòng", taken, {OTHER}), node.text("label", "tên dòng", 250, needed=True)
    )


def _column(node: Node, taken: set[str]) -> TableColumn:
    node.refuse_unknown(_keys(TableColumn))
    return TableColumn(
        code=node.code("code", "mã cột", taken, {OTHER}),
        label=node.text("label", "tên cột", 250, needed=True),
        kind=cast(Kind, node.one_of("kind", "kiểu cột", COLUMN_KINDS, "text")),
        unit=node.text("unit", "đơn vị tính", 30),
        choices=_choices(node),
        low=node.decimal("low", "giá trị nhỏ nhất"),
        high=node.decimal("high", "giá trị lớn nhất"),
        decimals=node.whole("decimals", "số chữ số thập phân", 2, 0, 6),
    )


def _conditions(node: Node) -> tuple[Condition, ...]:
    found = []
    for inner in node.nodes("when", "điều kiện", 20, "điều kiện"):
        inner.refuse_unknown(_keys(Condition))
        found.append(
            Condition(
                question=inner.text("question", "mã câu hỏi của điều kiện", 60, needed=True),
                relation=cast(Relation, inner.one_of("relation", "phép so", get_args(Relation), None)),
                values=inner.texts("values", "giá trị của điều kiện", MOST_CHOICES),
            )
        )
    return tuple(found)


def _checks(root: Node) -> tuple[Check, ...]:
    found = []
    taken = set[str]()
    for node in root.nodes("checks", "phép kiểm tra", MOST_CHECKS, "phép kiểm tra"):
        node.refuse_unknown(_keys(Check))
        found.append(
            Check(
                code=node.code("code", "mã phép kiểm tra", taken),
                left=node.texts("left", "vế trái", 20),
                comparison=cast(Comparison, node.one_of("comparison", "phép so", get_args(Comparison), None)),
                right=node.texts("right", "vế phải", 20),
                sentence=node.text("sentence", "câu nhắc khi không khớp", 500, needed=True),
                severity=cast(Severity, node.one_of("severity", "mức", get_args(Severity), "stop")),
            )
        )
    return tuple(found)
