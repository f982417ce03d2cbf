"""Answering by sections: what is left, what two phones wrote differently, what is known already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.assessment.answering_fields import Offer
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.registry.models import YearFacts
from nscl.policy.questionnaires import (
    OTHER,
    PREFILLS,
    AnswerError,
    Definition,
    Question,
    Reading,
    Section,
    asked,
    carry,
    check_value,
    judge,
    replaced,
    shown,
)

_SECONDS_A_QUESTION = 20
LAST, REGISTER = "truoc", "so"


@dataclass(frozen=True)
class SectionState:
    """How far a section is. `state`: none (nothing to answer), todo, missing (required), part, done."""

    section: Section
    asked: int
    answered: int
    missing: int
    state: str

    @property
    def code(self) -> str:
        return self.section.code

    @property
    def left(self) -> int:
        return self.asked - self.answered


def section_states(definition: Definition, answers: Mapping[str, Any]) -> list[SectionState]:
    """The list of sections a person works through, in order."""
    judged = judge(definition, dict(answers))
    now, missing = set(judged.asked), set(judged.missing_required)
    found = []
    for section in definition.sections:
        codes = [q.code for q in section.questions if q.code in now]
        answered = sum(code in answers for code in codes)
        lacking = sum(code in missing for code in codes)
        found.append(SectionState(section, len(codes), answered, lacking, _state(codes, answered, lacking)))
    return found


def _state(codes: Sequence[str], answered: int, lacking: int) -> str:
    if not codes:
        return "none"
    if not answered:
        return "todo"
    if lacking:
        return "missing"
    return "done" if answered == len(codes) else "part"


def minutes_of(definition: Definition) -> int:
    """About how long the questions take, in steps of five minutes; a table counts by its rows."""
    units = sum(max(1, len(question.rows)) for question in definition.questions())
    return max(5, -(-units * _SECONDS_A_QUESTION // 300) * 5)


def codes_of(section: Section) -> list[str]:
    return [question.code for question in section.questions]


def mark_of(answers: Mapping[str, Any], code: str) -> str:
    """A short mark of what stands under a question: a page that carries it knows what it began from."""
    part = [answers.get(code), answers.get(f"{code}__{OTHER}")]
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def merged(answers: Mapping[str, Any], presented: Collection[str], reading: Reading) -> dict[str, Any]:
    """The answers with those of the questions on the page replaced; what could not be read stays as it was.

    A question not on the page keeps its answer: somebody who ticks “Không” and changes back finds it.
    """
    unread = {
        fault.question
        for fault in reading.faults
        if not fault.is_warning and not fault.cell and fault.question not in reading.answers
    }
    return dict(replaced(answers, reading.answers, set(presented) - unread))


@dataclass(frozen=True)
class Difference:
    question: Question
    mine: str
    theirs: str


def differences(
    definition: Definition, codes: Collection[str], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> list[Difference]:
    """Question by question where two sets of answers differ, in words."""
    found = []
    for question in definition.questions():
        if question.code not in codes:
            continue
        names = (question.code, f"{question.code}__{OTHER}")
        if any(mine.get(name) != theirs.get(name) for name in names):
            found.append(Difference(question, answer_text(question, mine), answer_text(question, theirs)))
    return found


def answer_text(question: Question, answers: Mapping[str, Any]) -> str:
    """The answer as it is read, with what was written beside “Khác”; empty where there is none."""
    return shown(question, answers.get(question.code), str(answers.get(f"{question.code}__{OTHER}", "")))


@dataclass(frozen=True)
class Line:
    """A question with its answer in words."""

    question: Question
    text: str


def lines_of(definition: Definition, answers: Mapping[str, Any]) -> list[tuple[Section, list[Line]]]:
    """What was asked, section by section, with the answers in words; empty sections fall away."""
    now = set(asked(definition, dict(answers)))
    found = []
    for section in definition.sections:
        lines = [Line(q, answer_text(q, answers)) for q in section.questions if q.code in now]
        if lines:
            found.append((section, lines))
    return found


def offers_of(invitation: Invitation, definition: Definition) -> dict[str, tuple[Offer, ...]]:
    """By question: the organisation's last answer, and what the register knows for the survey's year."""
    found: dict[str, list[Offer]] = {}
    last = _last_response(invitation)
    known = _register_values(invitation, definition)
    before = _carried(last, definition) if last is not None else {}
    for question in definition.questions():
        code = question.code
        if last is not None and code in before:
            label = _("Năm {year} đã trả lời").format(year=last.invitation.survey.year)
            offer = Offer(LAST, label, before[code], answer_text(question, before))
            found.setdefault(code, []).append(offer)
        if code in known:
            label = _("Sổ đăng ký năm {year} ghi").format(year=invitation.survey.year)
            offer = Offer(REGISTER, label, known[code], answer_text(question, known))
            found.setdefault(code, []).append(offer)
    return {code: tuple(offers) for code, offers in found.items()}


def answers_offered(invitation: Invitation) -> dict[str, Any]:
    """One known answer by question, to show beside it: the register's, or else the last answer."""
    definition = definition_of(invitation.survey.version)
    last = _last_response(invitation)
    before = _carried(last, definition) if last is not None else {}
    return before | _register_values(invitation, definition)


def take_offer(
    answers: Mapping[str, Any], invitation: Invitation, definition: Definition, code: str, source: str
) -> dict[str, Any]:
    """The answers with one that was offered; unchanged where no such offer stands."""
    chosen = next((o for o in offers_of(invitation, definition).get(code, ()) if o.source == source), None)
    if chosen is None:
        return dict(answers)
    taken = {**answers, code: chosen.value}
    last = _last_response(invitation)
    if source == LAST and last is not None:
        other = f"{code}__{OTHER}"
        carried = _carried(last, definition)
        if other in carried:
            taken[other] = carried[other]
    return taken


def _last_response(invitation: Invitation) -> Response | None:
    """What the organisation answered to this questionnaire in the latest survey before this one."""
    survey = invitation.survey
    rows = Response.objects.filter(
        state="submitted",
        invitation__organisation_id=invitation.organisation_id,
        invitation__survey__version__questionnaire_id=survey.version.questionnaire_id,
        invitation__survey__year__lte=survey.year,
    ).exclude(invitation__survey_id=survey.pk)
    order = ("-invitation__survey__year", "-submitted_at")
    return rows.select_related("invitation__survey__version").order_by(*order).first()


def _carried(last: Response, definition: Definition) -> dict[str, Any]:
    return dict(carry(definition_of(last.invitation.survey.version), last.answers, definition))


def _register_values(invitation: Invitation, definition: Definition) -> dict[str, Any]:
    """The register's figures of the survey's year, for the questions that name one.

    Where the register is silent, or holds what would be no answer, nothing is offered.
    """
    wanted = [question for question in definition.questions() if question.prefill in PREFILLS]
    rows = YearFacts.objects.filter(organisation_id=invitation.organisation_id, year=invitation.survey.year)
    facts = rows.first() if wanted else None
    found: dict[str, Any] = {}
    for question in wanted if facts is not None else ():
        value = getattr(facts, question.prefill)
        if value is None:
            continue
        try:
            found[question.code] = check_value(question, f"{Decimal(value).normalize():f}")
        except AnswerError:
            continue
    return found
