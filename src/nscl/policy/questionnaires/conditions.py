"""Which questions are asked of somebody, from what was answered before.

A question that is not asked has no answer for the conditions after it, whatever was once kept for it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from nscl.policy.questionnaires.checking import AnswerError, check_value
from nscl.policy.questionnaires.definition import Condition, Definition, Question


def asked(definition: Definition, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The codes of the questions asked, in order. What is no answer (a word for a number) counts as absent.

    A condition holds only on an answer, except `not_answered`: what is not known says nothing.
    """
    known: dict[str, tuple[Question, Any]] = {}
    found = []
    for section in definition.sections:
        if not all(_holds(condition, known) for condition in section.when):
            continue
        for question in section.questions:
            if all(_holds(condition, known) for condition in question.when):
                found.append(question.code)
                value = sound(question, answers.get(question.code))
                if value is not None:
                    known[question.code] = (question, value)
    return tuple(found)


def sound(question: Question, value: object) -> Any:
    """The value in its one form, None where it is no answer to the question."""
    if value is None:
        return None
    try:
        return check_value(question, value)
    except AnswerError:
        return None


def _holds(condition: Condition, known: Mapping[str, tuple[Question, Any]]) -> bool:
    if condition.question not in known:
        return condition.relation == "not_answered"
    question, value = known[condition.question]
    match condition.relation:
        case "answered":
            return True
        case "not_answered":
            return False
        case "any_of":
            return not _words(question, value).isdisjoint(condition.values)
        case "none_of":
            return _words(question, value).isdisjoint(condition.values)
        case "at_least":
            return _compared(value, condition, 1)
        case "at_most":
            return _compared(value, condition, -1)
    return False


def _words(question: Question, value: Any) -> set[str]:
    if question.kind == "multi":
        return set(value)
    if question.kind == "yes_no":
        return {"yes" if value else "no"}
    return {str(value)}


def _compared(value: Any, condition: Condition, sign: int) -> bool:
    try:
        return (Decimal(value) - Decimal(condition.values[0])) * sign >= 0
    except (ArithmeticError, TypeError, ValueError, IndexError):  # a draft whose faults are not mended yet
        return False
