"""Whether each question has what its kind needs and nothing its kind would pass over."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from nscl.policy.questionnaires.definition import (
    CHOOSING_KINDS,
    KIND_NAMES,
    NUMERIC_KINDS,
    Choice,
    Definition,
    Question,
    TableColumn,
)
from nscl.policy.questionnaires.faults import Book
from nscl.vietnamese import Unit, search_key

MONEY_UNITS = tuple(unit.label for unit in Unit)
_TEXTS = ("text", "long_text")


def places(definition: Definition) -> Iterator[tuple[str, str, Question]]:
    """Each question with its path and the place a person would name."""
    for i, section in enumerate(definition.sections):
        for j, question in enumerate(section.questions):
            code = f" (“{question.code}”)" if question.code else ""
            yield f"sections[{i}].questions[{j}]", f"Phần {i + 1}, câu {j + 1}{code}", question


def note_shapes(book: Book, definition: Definition) -> None:
    for i, section in enumerate(definition.sections):
        if not section.questions:
            book.note(
                f"sections[{i}].questions",
                f"Phần {i + 1}",
                "chưa có câu hỏi; hãy thêm câu hỏi hoặc bỏ phần này.",
            )
    for path, place, question in places(definition):
        if not question.kind:
            continue
        _note_field(book, path, place, question)
        _note_needless(book, path, place, question)
        if question.kind == "table":
            _note_table(book, path, place, question)


def _note_field(book: Book, path: str, place: str, field: Question | TableColumn) -> None:
    """Choices, bounds and unit of a question or of a column."""
    if field.kind in CHOOSING_KINDS:
        _note_choices(book, path, place, field)
    elif field.choices:
        name = KIND_NAMES[field.kind]
        book.note(
            f"{path}.choices", place, f"kiểu “{name}” không có lựa chọn; hãy bỏ các lựa chọn hoặc đổi kiểu."
        )
    if (field.low or field.high) and field.kind not in NUMERIC_KINDS:
        book.note(
            f"{path}.low", place, f"kiểu “{KIND_NAMES[field.kind]}” không có giới hạn số; hãy bỏ giới hạn."
        )
    elif field.low and field.high and Decimal(field.low) > Decimal(field.high):
        book.note(
            f"{path}.low", place, "giá trị nhỏ nhất lớn hơn giá trị lớn nhất; hãy sửa lại hai giới hạn."
        )
    for key, bound in (("low", field.low), ("high", field.high)):
        if bound and field.kind in ("money", "year") and "." in bound:
            book.note(f"{path}.{key}", place, "giới hạn phải là số nguyên; hãy sửa lại.")
    if field.kind == "money" and field.unit and field.unit not in MONEY_UNITS:
        units = ", ".join(MONEY_UNITS)
        book.note(f"{path}.unit", place, f"đơn vị của số tiền phải là một trong: {units}; hãy chọn lại.")


def _note_choices(book: Book, path: str, place: str, field: Question | TableColumn) -> None:
    choices = field.choices
    if len(choices) < 2:
        book.note(f"{path}.choices", place, "cần ít nhất hai lựa chọn; hãy thêm lựa chọn.")
    labels = Counter(search_key(choice.label) for choice in choices if choice.label)
    if any(count > 1 for count in labels.values()):
        book.note(f"{path}.choices", place, f"có lựa chọn ghi giống nhau ({_twin(choices)}); hãy giữ một.")
    if field.kind != "multi" and any(choice.is_exclusive for choice in choices):
        book.note(f"{path}.choices", place, "“chỉ chọn riêng” chỉ dùng cho câu chọn nhiều; hãy bỏ đánh dấu.")


def _twin(choices: tuple[Choice, ...]) -> str:
    seen = set[str]()
    for choice in choices:
        key = search_key(choice.label)
        if choice.label and key in seen:
            return f"“{choice.label}”"
        seen.add(key)
    return ""


def _note_needless(book: Book, path: str, place: str, question: Question) -> None:
    """What a kind would pass over in silence is refused, because its author counts on it."""
    name = KIND_NAMES[question.kind]
    needless = [
        ("allows_other", question.allows_other and question.kind not in CHOOSING_KINDS, "mục “Khác”"),
        ("rows", bool(question.rows) and question.kind != "table", "các dòng của bảng"),
        ("columns", bool(question.columns) and question.kind != "table", "các cột của bảng"),
        ("decimals", question.decimals != 0 and question.kind not in ("number", "percent"), "số thập phân"),
        ("max_length", question.max_length != 1000 and question.kind not in _TEXTS, "độ dài tối đa"),
        ("prefill", bool(question.prefill) and question.kind not in ("number", "money"), "số liệu gợi ý"),
    ]
    for key, is_there, what in needless:
        if is_there:
            book.note(f"{path}.{key}", place, f"kiểu “{name}” không dùng {what}; hãy bỏ phần này.")
    if question.prefill.endswith("_vnd") and question.kind == "number":
        book.note(f"{path}.prefill", place, "số liệu gợi ý là số tiền; hãy đổi kiểu câu thành số tiền.")
    if question.prefill == "workers" and question.kind == "money":
        book.note(f"{path}.prefill", place, "số liệu gợi ý là số lao động; hãy đổi kiểu câu thành số.")


def _note_table(book: Book, path: str, place: str, question: Question) -> None:
    for key, items, what in (("rows", question.rows, "dòng"), ("columns", question.columns, "cột")):
        if not items:
            book.note(f"{path}.{key}", place, f"bảng chưa có {what}; hãy thêm ít nhất một {what}.")
    for index, column in enumerate(question.columns):
        if column.kind:
            _note_field(book, f"{path}.columns[{index}]", f"{place}, cột {index + 1}", column)
