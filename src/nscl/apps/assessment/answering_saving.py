"""From what a page sent to a saved draft, with what could not be read and what others wrote meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from nscl.apps.assessment.actions.responses import WEB, save_draft
from nscl.apps.assessment.answering import Difference, differences, mark_of, merged
from nscl.apps.assessment.models import Invitation, Response
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import RevisionConflict
from nscl.policy.questionnaires import AnswerFault, Definition, Reading, read, replaced

# Names of the page's own inputs: no question's code begins like this.
SHOWN, MARK, PAGE = "__shown", "__mark", "__page"
_TRIES = 3


@dataclass(frozen=True)
class Saving:
    """What came of a page: the draft as it stands, what was typed and how it was read.

    `theirs` is not empty where another device had changed the same questions: nothing was saved then.
    `adopted` are questions that only the other device had changed: they stay as it left them.
    """

    draft: Response | None
    answers: dict[str, Any]
    presented: tuple[str, ...]
    sent: Mapping[str, Sequence[str]]
    reading: Reading
    theirs: tuple[Difference, ...] = ()
    adopted: frozenset[str] = frozenset()
    refusal: str = ""

    @property
    def retyped(self) -> tuple[str, ...]:
        """The questions to show again as they were typed."""
        return tuple(code for code in self.presented if code not in self.adopted)

    @property
    def stops(self) -> tuple[AnswerFault, ...]:
        """What was typed and could not be read."""
        return tuple(fault for fault in self.reading.faults if not fault.is_warning)


def as_typed(
    request: HttpRequest,
    definition: Definition,
    codes: Sequence[str],
    draft: Response | None,
    held: Mapping[str, Any],
    refusal: str = "",
) -> Saving:
    """What the page holds over the answers held so far, without saving it."""
    sent = dict(request.POST.lists())
    presented = tuple(code for code in codes if code in set(sent.get(SHOWN, ())))
    reading = read(definition, sent, only=presented)
    return Saving(draft, merged(held, presented, reading), presented, sent, reading, refusal=refusal)


def keep(
    request: HttpRequest,
    invitation: Invitation,
    definition: Definition,
    codes: Sequence[str],
    draft: Response | None,
    *,
    respondent: Mapping[str, str] | None = None,
    channel: str = WEB,
    takes_over: bool = False,
    by: Actor,
    at: datetime,
) -> Saving:
    """Read the page's questions and save them among the others; what cannot be read stays as it was.

    A page carries a mark of each answer it began from. A question that only another device changed since
    stays as that left it; where both changed it, nothing is saved and both sides are given back.
    """
    for _turn in range(_TRIES):
        old = draft.answers if draft is not None else {}
        typed = as_typed(request, definition, codes, draft, old)
        if not _is_own_page(request, draft):
            typed = _beside(typed, definition, old)
        if typed.theirs:
            return typed
        try:
            saved = save_draft(
                invitation,
                answers=typed.answers,
                revision=draft.revision if draft is not None else 0,
                respondent=respondent,
                channel=channel,
                takes_over=takes_over,
                by=by,
                at=at,
            )
        except RevisionConflict:
            draft = _standing(invitation, by)
            continue
        except Refusal as refused:
            return replace(typed, refusal=str(refused))
        if not typed.adopted:  # else the page still shows what it did not write
            remember_page(request, saved)
        return replace(typed, draft=saved)
    return replace(typed, refusal=str(RevisionConflict(str(invitation.organisation))))


def _beside(typed: Saving, definition: Definition, old: Mapping[str, Any]) -> Saving:
    """What was typed beside what stands there now, question by question, by the marks the page began from."""
    began = dict(text.rpartition(".")[::2] for text in typed.sent.get(MARK, ()))
    adopted: set[str] = set()
    both: set[str] = set()
    for code in typed.presented:
        mine, now = mark_of(typed.answers, code), mark_of(old, code)
        if mine != now != began.get(code):
            (adopted if mine == began.get(code) else both).add(code)
    theirs = {name: value for name, value in old.items() if name.split("__")[0] in adopted}
    answers = dict(replaced(typed.answers, theirs, adopted))
    found = tuple(differences(definition, both, answers, old))
    return replace(typed, answers=answers, theirs=found, adopted=frozenset(adopted))


def remember_page(request: HttpRequest, draft: Response | None) -> None:
    """Keep which page wrote last: one that sends again because no answer came is in conflict with nobody."""
    if draft is not None:
        request.session[_key(draft)] = [request.POST.get(PAGE, ""), draft.revision]


def _is_own_page(request: HttpRequest, draft: Response | None) -> bool:
    page = request.POST.get(PAGE, "")
    return draft is not None and bool(page) and request.session.get(_key(draft)) == [page, draft.revision]


def _key(draft: Response) -> str:
    return f"survey-draft-{draft.invitation_id}"


def _standing(invitation: Invitation, by: Actor) -> Response | None:
    rows = Response.objects.filter(invitation=invitation, state="draft")
    return rows.filter(entered_by__isnull=by.user_id is None).first()
