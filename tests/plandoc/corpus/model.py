"""A plan written once: its parts in order, and beside each sentence the reading it must give.

Inline marks in texts: ``{ins:…}`` a tracked insertion (part of the text), ``{del:…}`` a tracked
deletion (not part of it), ``{fn:…}`` a footnote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.plandoc.corpus.money import Amount, Cell, Sheet, plain

MARK = re.compile(r"\{(ins|del|fn):([^{}]*)\}")

Time = tuple[int, int] | int  # a period or a deadline


@dataclass
class Paragraph:
    text: str
    style: str = "body"  # body, title, h1, h2, h3, item, note, centre


@dataclass
class Columns:
    """Two blocks of lines side by side: the head of the document, or recipients and signature."""

    left: list[str]
    right: list[str]
    kind: str  # head, sign


@dataclass
class Table:
    rows: list[list[Cell]]
    header_rows: int
    wide: bool = False


@dataclass
class NewPage:
    landscape: bool = False


Part = Paragraph | Columns | Table | NewPage


@dataclass
class Target:
    """One expected target. `accept` lists other right values by field."""

    quote: str
    form: dict[str, Any]
    time: Time | None = None
    parent: str | None = None
    accept: dict[str, list[Any]] = field(default_factory=dict)
    flags: dict[str, Any] = field(default_factory=dict)
    id: str | None = None


def target(
    quote: str,
    form: dict[str, Any],
    *,
    time: Time | None = None,
    parent: str | None = None,
    accept: dict[str, list[Any]] | None = None,
    id: str | None = None,
    **flags: Any,
) -> Target:
    return Target(quote, form, time, parent, accept or {}, flags, id)


def _form(
    kind: str, op: str | None, unit: str | None, value: float | None = None, **more: Any
) -> dict[str, Any]:
    return {"kind": kind, "op": op, "value": value, "min": None, "max": None, "unit": unit, "of": None} | more


def count(value: float, unit: str, op: str = "eq") -> dict[str, Any]:
    return _form("count", op, unit, value)


def at_least(value: float, unit: str, op: str = "ge") -> dict[str, Any]:
    return _form("at_least", op, unit, value)


def between(low: float, high: float, unit: str, op: str = "range") -> dict[str, Any]:
    return _form("range", op, unit, min=low, max=high)


def percent(value: float, of: str | None, op: str = "eq") -> dict[str, Any]:
    return _form("percent_of", op, "%", value, of=of)


def growth(
    value: float | tuple[float, float],
    op: str = "eq",
    *,
    unit: str = "%",
    base: str | tuple[int, int] = "undefined",
) -> dict[str, Any]:
    """Growth; `base` is undefined, year_on_year or the years compared with."""
    status: dict[str, Any] = {"base_status": base}
    if isinstance(base, tuple):
        status = {"base_status": "period", "base_period": {"from": base[0], "to": base[1]}}
    if isinstance(value, tuple):
        return _form("growth_rate", op, unit, min=value[0], max=value[1], **status)
    return _form("growth_rate", op, unit, value, **status)


def per_year(value: float | tuple[float, float], unit: str, op: str = "eq") -> dict[str, Any]:
    if isinstance(value, tuple):
        return _form("per_year", op, unit + "/năm", min=value[0], max=value[1])
    return _form("per_year", op, unit + "/năm", value)


def qualitative() -> dict[str, Any]:
    return _form("qualitative", None, None)


def clean(text: str) -> str:
    """The text a reader must see: insertions kept, deletions and footnotes out."""
    return MARK.sub(lambda m: m[2] if m[1] == "ins" else "", text)


def squeeze(text: str) -> str:
    """NFC without any white space: what survives every layout."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


@dataclass
class Fault:
    """One planted fault. `also` lists other true statements of the same fault (its consequences)."""

    code: str
    values: list[Any] = field(default_factory=list)
    where: str | None = None
    money: bool = False  # numeric values are in the sheet's unit
    also: list[Fault] = field(default_factory=list)


class Draft:
    """Collects the parts of one plan and its gold."""

    def __init__(
        self,
        name: str,
        *,
        formats: Sequence[str],
        province: str,
        number: str | None,
        date: str | None,
        date_printed: str,
        horizon: tuple[int, int],
        title: str,
        signer: str,
        position: str = "Phó Chủ tịch",
        mode: Sequence[str] = ("TM", "KT"),
        unit: str = "tỉnh",
        text_style: dict[str, Any] | None = None,
        html_style: dict[str, Any] | None = None,
        docx_style: dict[str, Any] | None = None,
        pdf_style: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.formats = tuple(formats)
        self.styles = {
            "text": text_style or {},
            "html": html_style or {},
            "docx": docx_style or {},
            "pdf": pdf_style or {},
        }
        self.parts: list[Part] = []
        self.targets: list[Target] = []
        self.sections: list[str | None] = []
        self.faults: list[Fault] = []
        self.bases: list[dict[str, Any]] = []
        self.goals: list[str] = []
        self.sheet: Sheet | None = None
        self.budget: dict[str, Any] = {}
        self.time: Time = horizon
        self.section: str | None = None
        self.horizon = horizon
        self.recipients: list[str] = []
        self.plan: dict[str, Any] = {
            "id": name.replace("_", "-"),
            "text": {"file": name, "form": "invented plan", "completeness": "complete"},
            "province_at_issue": {"name": province, "gso_code_2020": "00"},
            "province_now": {
                "name": province,
                "gso_code_2025": "00",
                "merged": False,
                "merged_with": [],
                "since": None,
                "note": "invented province",
            },
            "doc_type": "KH",
            "number": number,
            "number_printed": None,
            "number_in_appendix": None,
            "date": date,
            "date_printed": date_printed,
            "date_partial": None,
            "date_in_appendix": None,
            "place": province,
            "issuer": f"Ủy ban nhân dân {unit} {province}",
            "title": title,
            "title_inferred": False,
            "signer": {"name": signer, "position": position, "mode": list(mode)},
            "horizon": {
                "from": horizon[0],
                "to": horizon[1],
                "phases": [],
                "milestones": [],
                "covered_in_text": None,
            },
            "replaces": [],
            "archive_code": None,
            "recipients": self.recipients,
        }

    # -- parts ------------------------------------------------------------------------------

    def head(self, left: Sequence[str], right: Sequence[str] = (), *, number: str, place_date: str) -> None:
        """The head: issuing body and number on the left, the national motto and date on the right."""
        motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "---------------"]
        self.parts.append(Columns([*left, "-------", number], [*(right or motto), place_date], "head"))
        if self.plan["number_printed"] is None:
            self.plan["number_printed"] = number

    def add(self, style: str, text: str, *targets: Target) -> None:
        self.parts.append(Paragraph(text, style))
        self._expect(text, targets)

    def facts(self, rows: list[list[str]], *targets: Target, header_rows: int = 1) -> None:
        """A table without money: objectives, duties, a letterhead. Its first rows are headings."""
        cells = [[Cell(text, bold=n < header_rows) for text in row] for n, row in enumerate(rows)]
        self.parts.append(Table(cells, header_rows))
        self._expect(" ".join(text for row in rows for text in row), targets)

    def _expect(self, text: str, targets: Sequence[Target]) -> None:
        for item in targets:
            if squeeze(clean(item.quote)) not in squeeze(clean(text)):
                raise ValueError(f"{self.name}: quote not in its sentence: {item.quote}")
            if item.time is None:
                item.time = self.time
                self._widen(item)
            item.id = item.id or f"T{len(self.targets) + 1}"
            self.targets.append(item)
            self.sections.append(self.section)

    def _widen(self, item: Target) -> None:
        """Where only a heading gives the time, a state may be read as due at its end."""
        if item.form["kind"] == "per_year" and isinstance(item.time, int):
            item.time = (self.horizon[0], item.time)
            item.accept.setdefault("time", []).append(item.time[1])
        elif item.form["kind"] in ("qualitative", "percent_of", "growth_rate") and isinstance(
            item.time, tuple
        ):
            item.accept.setdefault("time", []).append(item.time[1])
        elif item.form["kind"] == "qualitative":
            item.accept.setdefault("time", []).append((self.horizon[0], item.time))

    def title(self, *lines: str) -> None:
        for line in lines:
            self.add("title", line)

    def h1(self, text: str) -> None:
        self.add("h1", text)

    def h2(self, text: str) -> None:
        self.add("h2", text)

    def h3(self, text: str) -> None:
        self.add("h3", text)

    def p(self, text: str, *targets: Target) -> None:
        self.add("body", text, *targets)

    def li(self, text: str, *targets: Target) -> None:
        self.add("item", text, *targets)

    def note(self, text: str) -> None:
        self.add("note", text)

    def goal(self, text: str) -> None:
        self.add("item" if text.startswith("- ") else "body", text)
        self.goals.append(re.sub(r"^(-|[a-zđ]\))\s*", "", clean(text)))

    def basis(self, ref: str, date: str, issuer: str, role: str = "basis") -> None:
        self.bases.append(
            {"ref": ref, "ref_normal": ref, "date": date, "issuer": issuer, "role": role, "note": None}
        )

    def sign(self, recipients: Sequence[str], archive: str, *lines: str) -> None:
        """Recipients on the left; the capacity lines, a gap and the name on the right."""
        self.recipients += recipients
        self.plan["archive_code"] = archive
        left = ["Nơi nhận:", *(f"- {name};" for name in recipients), f"- {archive}."]
        self.parts.append(Columns(left, [*lines, "", "", self.plan["signer"]["name"]], "sign"))

    def table(self, sheet: Sheet, rows: list[list[Cell]], *, wide: bool = True) -> None:
        self.sheet = sheet
        header = 2 if any(cell.rowspan > 1 for cell in rows[0]) else 1
        self.parts.append(Table(rows, header, wide))

    def new_page(self, *, landscape: bool = True) -> None:
        self.parts.append(NewPage(landscape))

    # -- gold -------------------------------------------------------------------------------

    def fault(
        self,
        code: str,
        *values: Any,
        where: str | None = None,
        money: bool = False,
        also: Sequence[Fault] = (),
    ) -> None:
        self.faults.append(Fault(code, list(values), where, money, list(also)))

    def total(self, printed: str, vnd: int, words: str | None = None, words_vnd: int | None = None) -> None:
        """The total of the running text, in figures and (maybe wrongly) in words."""
        unit = next((name for name in ("nghìn", "triệu", "tỷ") if f" {name}" in printed), "")
        self.money(
            unit_printed=f"{unit} đồng".strip(),
            total_printed=printed,
            total_printed_vnd=vnd,
            total_words=words,
            total_words_vnd=vnd if words and words_vnd is None else words_vnd,
            total_accepted_vnd=vnd if words_vnd is None else None,
        )

    def source(self, code: str, name: str, amount: Amount | None, share: float | None = None) -> None:
        """A source of the running text, its amount in the budget's unit."""
        fields = {"code": code, "name": name, "amount": None if amount is None else plain(amount), "uses": []}
        self.budget.setdefault("sources", []).append(
            fields if share is None else fields | {"share_printed": share}
        )
        if "enterprise" in code:
            self.money(counterpart_stated=True)

    def appendix(self, quote: str | None, present: str = "complete", title: str | None = None) -> None:
        self.money(
            appendix={"referenced": quote is not None, "present": present, "title": title, "quote": quote}
        )

    def from_appendix(self, number: str | None, date: str | None) -> None:
        """Number and date as the line under the appendix title prints them."""
        self.plan |= {"number_in_appendix": number, "date_in_appendix": date}

    def phases(self, *spans: tuple[int, int]) -> None:
        self.plan["horizon"]["phases"] = [
            {"id": f"P{n}", "from": first, "to": last} for n, (first, last) in enumerate(spans, 1)
        ]

    def money(self, **facts: Any) -> None:
        """Facts of the running text about money, in the schema's words."""
        self.budget |= facts
