"""What a survey found: who answered, and what was answered to each question, whole and by strata.

Every page, workbook and frozen table reads the same `Results`: two questions to the database, for any
length of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.assessment.queries_surveys import share_pct, standing
from nscl.apps.registry.models import Organisation, SizeClass
from nscl.policy.questionnaires import OTHER, Definition, Question, Tally, asked, tally
from nscl.vietnamese import sort_key

UNKNOWN = "-"  # in an address: those whose stratum the register does not know, or who gave no answer
ANSWERED = "*"  # in an address: those who gave any answer
KINDS: dict[str, str] = dict(Organisation.Kind.choices)
SIZES: dict[str, str] = dict(SizeClass._meta.get_field("size").flatchoices)  # type: ignore[union-attr]


@dataclass(frozen=True)
class Dimension:
    """One way to divide a survey: its name in addresses, its words, the invitation's field."""

    code: str
    label: str
    field: str


DIMENSIONS = {
    one.code: one
    for one in (
        Dimension("quy-mo", noop("Quy mô"), "size"),
        # A letter means other things in the two versions of the classification, its name does not.
        Dimension("nganh", noop("Ngành"), "sector_name"),
        Dimension("xa", noop("Xã, phường"), "place"),
        Dimension("loai", noop("Loại tổ chức"), "kind"),
    )
}
_SIZE_ORDER = {code: place for place, code in enumerate(SIZES)}


@dataclass(frozen=True)
class Chosen:
    """The strata a page is narrowed to; a value nobody has finds nobody, which the page then says."""

    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> Chosen:
        told = {code: sent.get(code, "").strip()[:250] for code in DIMENSIONS}
        return cls({code: value for code, value in told.items() if value})

    def fits(self, strata: Mapping[str, str]) -> bool:
        return all(strata[code] == ("" if value == UNKNOWN else value) for code, value in self.values.items())

    @property
    def conditions(self) -> dict[str, str]:
        """As conditions on responses."""
        return {
            f"invitation__{DIMENSIONS[code].field}": "" if value == UNKNOWN else value
            for code, value in self.values.items()
        }

    @property
    def query(self) -> str:
        """As it stands in an address: "quy-mo=small", or nothing."""
        return urlencode(self.values)


@dataclass(frozen=True)
class Rate:
    """How many of a stratum were asked and what became of it; who neither answered nor declined is silent."""

    key: str
    label: str
    invited: int
    answered: int
    declined: int

    @property
    def silent(self) -> int:
        return self.invited - self.answered - self.declined

    @property
    def pct(self) -> Decimal | None:
        return share_pct(self.answered, self.invited)


@dataclass(frozen=True)
class Asked:
    """One organisation of the list, with its strata by dimension and where it stands."""

    invitation_id: int
    organisation_id: int
    strata: Mapping[str, str]
    sector: str
    stand: str


@dataclass(frozen=True)
class Sheet:
    """One submitted response that counts. `asked` are the codes of the questions it had to answer."""

    response_id: int
    invitation_id: int
    organisation_id: int
    name: str
    strata: Mapping[str, str]
    answers: Mapping[str, Any]
    asked: frozenset[str]


@dataclass(frozen=True)
class Part:
    """A stratum with its sheets."""

    key: str
    label: str
    sheets: Sequence[Sheet]


@dataclass(frozen=True)
class Results:
    """A survey's list and the responses that count, narrowed to the strata chosen."""

    survey: Survey
    definition: Definition
    chosen: Chosen
    listed: Sequence[Asked]
    sheets: Sequence[Sheet]
    # Words of every stratum of the whole list, by dimension, in the order to show them.
    labels: Mapping[str, Mapping[str, str]]

    @property
    def whole(self) -> Rate:
        return self._rate("", _("Tất cả"), self.listed)

    def rates(self, dimension: str) -> list[Rate]:
        """The response rate of each stratum of a dimension."""
        by_key: dict[str, list[Asked]] = defaultdict(list)
        for one in self.listed:
            by_key[one.strata[dimension]].append(one)
        labels = self.labels[dimension].items()
        return [self._rate(key, label, by_key[key]) for key, label in labels if by_key[key]]

    @staticmethod
    def _rate(key: str, label: str, listed: Sequence[Asked]) -> Rate:
        stands = [one.stand for one in listed]
        return Rate(key, label, len(listed), stands.count("answered"), stands.count("declined"))

    def parts(self, dimension: str) -> list[Part]:
        """The responses of each stratum that has any."""
        by_key: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in self.sheets:
            by_key[sheet.strata[dimension]].append(sheet)
        return [Part(key, label, by_key[key]) for key, label in self.labels[dimension].items() if by_key[key]]


def results_of(survey: Survey, chosen: Chosen | None = None) -> Results:
    """Who is on the list and what they answered; superseded responses and drafts do not count."""
    chosen = chosen or Chosen()
    definition = definition_of(survey.version)
    listed, sheets = _listed(survey), _sheets(survey, definition)
    labels = {code: _labels(code, listed) for code in DIMENSIONS}
    return Results(
        survey,
        definition,
        chosen,
        [one for one in listed if chosen.fits(one.strata)],
        [sheet for sheet in sheets if chosen.fits(sheet.strata)],
        labels,
    )


def _listed(survey: Survey) -> list[Asked]:
    fields = ("pk", "organisation_id", "sector", "stand", "size", "sector_name", "place", "kind")
    rows = standing(Invitation.objects.filter(survey=survey)).order_by("pk").values_list(*fields)
    return [
        Asked(pk, organisation, _strata(*strata), letter, stand)
        for pk, organisation, letter, stand, *strata in rows
    ]


def _sheets(survey: Survey, definition: Definition) -> list[Sheet]:
    fields = ("pk", "invitation_id", "invitation__organisation_id", "invitation__organisation__name")
    strata = ("invitation__size", "invitation__sector_name", "invitation__place", "invitation__kind")
    rows = Response.objects.filter(invitation__survey=survey, state="submitted")
    rows = rows.order_by("invitation__organisation__sort_key", "pk").values_list(*fields, *strata, "answers")
    return [Sheet(*row[:4], _strata(*row[4:8]), row[8], frozenset(asked(definition, row[8]))) for row in rows]


def _strata(size: str, sector_name: str, place: str, kind: str) -> dict[str, str]:
    return {"quy-mo": size, "nganh": sector_name, "xa": place, "loai": kind}


def _labels(dimension: str, listed: Iterable[Asked]) -> dict[str, str]:
    found = {one.strata[dimension]: one.sector if dimension == "nganh" else "" for one in listed}
    keys = sorted(found, key=lambda key: (not key, _SIZE_ORDER.get(key, 0), found[key], sort_key(key)))
    return {key: stratum_label(dimension, key, found[key]) for key in keys}


def stratum_label(dimension: str, key: str, letter: str = "") -> str:
    """“Nhỏ”, “C · Công nghiệp chế biến, chế tạo”, a commune; what the register does not know says so."""
    if not key:
        return _("Chưa rõ")
    if dimension == "nganh":
        return f"{letter} · {key}" if letter else key
    known = SIZES if dimension == "quy-mo" else KINDS if dimension == "loai" else {}
    return _(known[key]) if key in known else key


# One question -----------------------------------------------------------------------------------


def values_of(question: Question, sheets: Iterable[Sheet]) -> list[Any]:
    """One value for each respondent that was asked; None where the answer is missing."""
    return [sheet.answers.get(question.code) for sheet in sheets if question.code in sheet.asked]


def tally_of(question: Question, sheets: Iterable[Sheet]) -> Tally:
    return tally(question, values_of(question, sheets))


def cells_of(question: Question) -> list[Question]:
    """The cells of a table as questions of their own, so that each is told like any other."""
    return [
        Question(
            code=f"{question.code}__{row.code}__{column.code}",
            kind=column.kind,
            label=f"{row.label}: {column.label}",
            unit=column.unit,
            low=column.low,
            high=column.high,
            decimals=column.decimals,
            choices=column.choices,
        )
        for row in question.rows
        for column in question.columns
    ]


def opened(question: Question, sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """The sheets with a table's cells laid open as answers of their own, for `cells_of`."""
    codes = frozenset(cell.code for cell in cells_of(question))
    return tuple(_opened(question, sheet, codes) for sheet in sheets)


def _opened(question: Question, sheet: Sheet, codes: frozenset[str]) -> Sheet:
    table = sheet.answers.get(question.code)
    rows = table if isinstance(table, dict) else {}
    cells = {
        f"{question.code}__{row}__{column}": value
        for row, columns in rows.items()
        if isinstance(columns, dict)
        for column, value in columns.items()
    }
    return Sheet(
        sheet.response_id,
        sheet.invitation_id,
        sheet.organisation_id,
        sheet.name,
        sheet.strata,
        {code: value for code, value in cells.items() if code in codes},
        codes if question.code in sheet.asked else frozenset(),
    )


def texts_of(question: Question, sheets: Iterable[Sheet]) -> list[tuple[Sheet, str]]:
    """What was written in words: the answer itself, or what stands beside “Khác”."""
    code = question.code if question.kind in ("text", "long_text") else f"{question.code}__{OTHER}"
    told = ((sheet, sheet.answers.get(code)) for sheet in sheets if question.code in sheet.asked)
    return [(sheet, text) for sheet, text in told if isinstance(text, str) and text.strip()]


def who_said(question: Question, sheets: Iterable[Sheet], said: str) -> list[Sheet]:
    """The sheets that answered so: a choice's code, "yes", a scale's point, a year, a table's row;
    `UNKNOWN` finds those without an answer, `ANSWERED` those with any."""
    told = ((sheet, sheet.answers.get(question.code)) for sheet in sheets if question.code in sheet.asked)
    return [sheet for sheet, value in told if said in codes_of(question, value)]


def codes_of(question: Question, value: Any) -> frozenset[str]:
    """An answer as the codes that a tally counts it under.

    >>> sorted(codes_of(Question("q", "multi", "Áp dụng"), ["iso", "haccp"]))
    ['*', 'haccp', 'iso']
    >>> sorted(codes_of(Question("q", "date", "Ngày cấp"), "2026-03-02"))
    ['*', '2026']
    """
    if value is None or value in ([], {}, ""):
        return frozenset({UNKNOWN})
    if isinstance(value, bool):
        return frozenset({ANSWERED, "yes" if value else "no"})
    if isinstance(value, list | dict):
        return frozenset({ANSWERED, *map(str, value)})
    return frozenset({ANSWERED, str(value)[:4] if question.kind == "date" else str(value)})
