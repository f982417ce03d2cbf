"""What enterprises want against what they have: contents to offer by demand, and whom to call for each.

What a response says of a content stands in the choices of questions about needs, things in use and
certificates. Enterprises are counted as the register counts them: a branch as its head, a merged record once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nscl.apps.assessment.results import Results, Sheet
from nscl.apps.catalog.models import SupportContent
from nscl.apps.catalog.queries import current_successor, obsolete_warning
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.queries import counted_as
from nscl.policy.questionnaires import Definition, Question, TableColumn, shown

PART = 5000
# Codes of the questions, where a questionnaire asks them, about the money of one's own (ready or not, how
# much) and whether one may be called about the answers.
COUNTERPART = ("doi_ung", "so_tien_doi_ung")
CONSENT = "dong_y_lien_he"


@dataclass(frozen=True)
class Need:
    """One support content. `wants` is everybody who asked for it; `open_to` those a call would reach: they
    neither have it nor have stopped. `warning` tells what of the questionnaire is out of use or unknown."""

    code: str
    name: str
    content: SupportContent | None
    wants: int
    has: int
    has_already: int
    gone: int
    open_to: int
    warning: str = ""


@dataclass(frozen=True)
class Firm:
    """One enterprise of the matrix, with the strata of its invitation and every response behind it."""

    organisation_id: int
    name: str
    strata: Mapping[str, str]
    response_ids: tuple[int, ...]
    wants: frozenset[str]
    has: frozenset[str]
    is_operating: bool
    status: str
    told: Mapping[str, str] = field(default_factory=dict)

    def mark(self, code: str) -> str:
        """ "both", "wants", "has" or nothing."""
        if code in self.wants:
            return "both" if code in self.has else "wants"
        return "has" if code in self.has else ""


@dataclass(frozen=True)
class Matrix:
    """`needs` by demand, the greatest first; `firms` by name; `asked` says which of the questions about
    money and consent the questionnaire has."""

    needs: tuple[Need, ...]
    firms: tuple[Firm, ...]
    asked: frozenset[str]

    def need(self, code: str) -> Need | None:
        return next((need for need in self.needs if need.code == code), None)


def matrix_of(results: Results, on: date) -> Matrix:
    """The matrix of the responses that count, with the catalogue as it is on a day.

    A content out of use is wanted as the one that took its place; having the old one is not having the new.
    """
    catalogue = _catalogue()
    heirs = {code: _heir(content, on) for code, content in catalogue.items()}
    firms = _firms(results, heirs)
    labels = _labels(results.definition)
    named = _named(results.definition, ("need",))
    wanted = {heirs.get(code, code) for code in named}
    old: dict[str, list[str]] = defaultdict(list)
    for code in named:
        content = catalogue.get(code)
        if content is not None and content.is_obsolete(on):
            old[heirs[code]].append(obsolete_warning(content, on))
    needs = [_need(code, firms, catalogue.get(code), labels, old.get(code, [])) for code in wanted]
    needs.sort(key=lambda need: (-need.open_to, -need.wants, need.name))
    asked = {question.code for question in results.definition.questions()}
    return Matrix(tuple(needs), tuple(firms), frozenset(asked & {*COUNTERPART, CONSENT}))


def _catalogue() -> dict[str, SupportContent]:
    """All contents by code, each knowing its successor without asking again."""
    rows = {row.pk: row for row in SupportContent.objects.all()}
    for row in rows.values():
        if row.successor_id is not None:
            row.successor = rows[row.successor_id]
    return {row.code: row for row in rows.values()}


def _heir(content: SupportContent, on: date) -> str:
    heir = current_successor(content, on) if content.is_obsolete(on) else None
    return content.code if heir is None else heir.code


def _need(
    code: str,
    firms: Sequence[Firm],
    content: SupportContent | None,
    labels: Mapping[str, str],
    warnings: Sequence[str],
) -> Need:
    told = Counter(
        "gone" if not firm.is_operating else "has_already" if code in firm.has else "open_to"
        for firm in firms
        if code in firm.wants
    )
    unknown = [] if content is not None else [_("Mã “{code}” không có trong danh mục.").format(code=code)]
    return Need(
        code=code,
        name=content.name if content is not None else labels.get(code, code),
        content=content,
        wants=sum(told.values()),
        has=sum(code in firm.has for firm in firms),
        has_already=told["has_already"],
        gone=told["gone"],
        open_to=told["open_to"],
        warning=" ".join([*unknown, *warnings]),
    )


# Enterprises ------------------------------------------------------------------------------------


def _firms(results: Results, heirs: Mapping[str, str]) -> list[Firm]:
    heads = counted_as(sheet.organisation_id for sheet in results.sheets)
    by_head: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in results.sheets:
        by_head[heads.get(sheet.organisation_id, sheet.organisation_id)].append(sheet)
    known = _organisations(by_head)
    asked = _choosing(results.definition)
    firms = []
    for pk, sheets in by_head.items():
        name, status = known.get(pk, (sheets[0].name, ""))
        own = next((sheet for sheet in sheets if sheet.organisation_id == pk), sheets[0])
        firms.append(
            Firm(
                organisation_id=pk,
                name=name,
                strata=own.strata,
                response_ids=tuple(sheet.response_id for sheet in sheets),
                wants=frozenset(heirs.get(code, code) for code in _told(sheets, asked, ("need",))),
                has=frozenset(_told(sheets, asked, ("in_use", "certificate"))),
                is_operating=status in ("", Organisation.Status.OPERATING),
                status=status,
                told=_told_apart(results.definition, own),
            )
        )
    return firms


def _organisations(pks: Iterable[int]) -> dict[int, tuple[str, str]]:
    asked = sorted(pks)
    found: dict[int, tuple[str, str]] = {}
    for start in range(0, len(asked), PART):
        rows = Organisation.objects.filter(pk__in=asked[start : start + PART]).order_by()
        found |= {pk: (name, status) for pk, name, status in rows.values_list("pk", "name", "status")}
    return found


Choosing = list[tuple[Question, dict[str, tuple[str, ...]], dict[str, dict[str, tuple[str, ...]]]]]


def _choosing(definition: Definition) -> Choosing:
    """Questions whose choices stand for contents: those of the question, and those of a table's columns."""
    found: Choosing = []
    for question in definition.questions():
        own = _contents(question)
        columns = {column.code: told for column in question.columns if (told := _contents(column))}
        if question.about and (own or columns):
            found.append((question, own, columns))
    return found


def _contents(field: Question | TableColumn) -> dict[str, tuple[str, ...]]:
    return {choice.code: choice.contents for choice in field.choices if choice.contents}


def _told(sheets: Iterable[Sheet], asked: Choosing, about: tuple[str, ...]) -> Iterator[str]:
    """The contents that the answers name in questions about something."""
    for sheet in sheets:
        for question, own, columns in asked:
            if question.about in about and question.code in sheet.asked:
                yield from _of_answer(sheet.answers.get(question.code), own, columns)


def _of_answer(
    value: Any, own: Mapping[str, tuple[str, ...]], columns: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> Iterator[str]:
    if isinstance(value, str | list):
        for code in [value] if isinstance(value, str) else value:
            yield from own.get(code, ())
    elif isinstance(value, dict):
        for row in value.values():
            for column, contents in columns.items():
                yield from contents.get(row.get(column), ())


def _named(definition: Definition, about: tuple[str, ...]) -> set[str]:
    """Every content that questions about something could name, also one nobody did."""
    return {
        code
        for question, own, columns in _choosing(definition)
        if question.about in about
        for contents in (own, *columns.values())
        for codes in contents.values()
        for code in codes
    }


def _labels(definition: Definition) -> dict[str, str]:
    """The words of a choice, for a content the catalogue does not know."""
    return {
        code: choice.label
        for question in definition.questions()
        for choice in question.choices
        for code in choice.contents
    }


def _told_apart(definition: Definition, sheet: Sheet) -> dict[str, str]:
    return {
        question.code: shown(question, sheet.answers.get(question.code))
        for question in definition.questions()
        if question.code in (*COUNTERPART, CONSENT) and question.code in sheet.asked
    }


# Whom to call -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shortlist:
    """Whom a call for one content would reach, and who was left out and why."""

    need: Need
    firms: tuple[Firm, ...]
    has_already: tuple[Firm, ...]
    gone: tuple[Firm, ...]


def shortlist_of(matrix: Matrix, code: str) -> Shortlist | None:
    """Enterprises that want a content, do not have it and still operate; None where it was not asked."""
    need = matrix.need(code)
    if need is None:
        return None
    wanting = [firm for firm in matrix.firms if code in firm.wants]
    return Shortlist(
        need,
        tuple(firm for firm in wanting if firm.is_operating and code not in firm.has),
        tuple(firm for firm in wanting if firm.is_operating and code in firm.has),
        tuple(firm for firm in wanting if not firm.is_operating),
    )
