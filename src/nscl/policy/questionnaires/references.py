"""Whether conditions and checks name questions that are there, stand before, and can be compared so."""

from collections.abc import Mapping

from nscl.policy.questionnaires.definition import (
    NUMERIC_KINDS,
    Check,
    Condition,
    Definition,
    Question,
    options_of,
)
from nscl.policy.questionnaires.faults import DECIMAL, Book
from nscl.vietnamese.errors import quoted

_CHOSEN = ("choice", "multi", "yes_no", "scale")
_COMPARED = (*NUMERIC_KINDS, "scale")


def note_references(book: Book, definition: Definition) -> None:
    everything: dict[str, Question] = {}
    for question in definition.questions():
        everything.setdefault(question.code, question)
    everything.pop("", None)
    before: dict[str, Question] = {}
    for i, section in enumerate(definition.sections):
        _note_all(book, f"sections[{i}]", f"Phần {i + 1}", section.when, before, everything)
        for j, question in enumerate(section.questions):
            path, place = f"sections[{i}].questions[{j}]", f"Phần {i + 1}, câu {j + 1}"
            place += f" (“{question.code}”)" if question.code else ""
            _note_all(book, path, place, question.when, before, everything)
            if question.code:
                before.setdefault(question.code, question)
    for i, check in enumerate(definition.checks):
        _note_check(book, f"checks[{i}]", f"Phép kiểm tra {i + 1}", check, everything)


def _note_all(
    book: Book,
    path: str,
    place: str,
    conditions: tuple[Condition, ...],
    before: Mapping[str, Question],
    everything: Mapping[str, Question],
) -> None:
    for index, condition in enumerate(conditions):
        advice = _advice(condition, before, everything)
        if advice:
            book.note(f"{path}.when[{index}]", f"{place}, điều kiện {index + 1}", advice)


def _advice(condition: Condition, before: Mapping[str, Question], everything: Mapping[str, Question]) -> str:
    code = condition.question
    if not code or not condition.relation:
        return ""
    if code not in everything:
        return f"không có câu hỏi mã {quoted(code)}; hãy chọn câu hỏi khác."
    if code not in before:
        return (
            f"câu “{code}” đứng sau; điều kiện chỉ dựa vào câu đứng trước, hãy đổi thứ tự hoặc chọn câu khác."
        )
    question = before[code]
    if condition.relation in ("answered", "not_answered"):
        return "phép so này không cần giá trị; hãy bỏ giá trị." if condition.values else ""
    if condition.relation in ("at_least", "at_most"):
        return _advice_on_number(condition, question)
    return _advice_on_choices(condition, question)


def _advice_on_number(condition: Condition, question: Question) -> str:
    if question.kind not in _COMPARED:
        return f"câu “{question.code}” không phải là số nên không so lớn nhỏ được; hãy chọn phép so khác."
    if len(condition.values) != 1 or not DECIMAL.fullmatch(condition.values[0]):
        return "cần đúng một giá trị là số, ví dụ 10; hãy ghi lại."
    return ""


def _advice_on_choices(condition: Condition, question: Question) -> str:
    if question.kind not in _CHOSEN:
        return (
            f"câu “{question.code}” không có lựa chọn để so; hãy chọn phép so “đã trả lời” hoặc so lớn nhỏ."
        )
    if not condition.values:
        return "chưa có giá trị nào; hãy chọn ít nhất một giá trị."
    allowed = {choice.code for choice in options_of(question)}
    unknown = [value for value in condition.values if value not in allowed]
    if unknown:
        return f"{quoted(unknown[0])} không phải là lựa chọn của câu “{question.code}”; hãy chọn lại."
    return ""


def _note_check(book: Book, path: str, place: str, check: Check, everything: Mapping[str, Question]) -> None:
    names = [name for name in (*check.left, *check.right) if not DECIMAL.fullmatch(name)]
    for side, terms, word in (("left", check.left, "trái"), ("right", check.right, "phải")):
        if not terms:
            book.note(f"{path}.{side}", place, f"vế {word} chưa có gì; hãy chọn câu hỏi hoặc ghi một số.")
        for term in terms:
            advice = "" if DECIMAL.fullmatch(term) else _advice_on_term(term, everything)
            if advice:
                book.note(f"{path}.{side}", place, advice)
    if check.left and check.right and not names:
        book.note(path, place, "hai vế đều là số cho sẵn; hãy chọn ít nhất một câu hỏi.")


def _advice_on_term(term: str, everything: Mapping[str, Question]) -> str:
    question = everything.get(term)
    if question is None:
        return f"{quoted(term)} không phải là mã câu hỏi hay một số; hãy sửa lại."
    if question.kind and question.kind not in NUMERIC_KINDS:
        return f"câu “{term}” không phải là số nên không tính được; hãy chọn câu khác."
    return ""
