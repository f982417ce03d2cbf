"""Tasks and solutions of a plan, with the counts printed in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from nscl.plandoc.catalogue import support_code
from nscl.plandoc.roles import heading_role
from nscl.plandoc.source import Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.targets.clauses import Segment, clauses, segments
from nscl.plandoc.targets.forms import form_of
from nscl.plandoc.targets.indicators import indicator
from nscl.plandoc.wording import plain, sentences, trim

_PROGRAMME = re.compile(
    r"(?<![\w“\"])(?P<name>(?:Đề án|Chương trình|Chiến lược|Dự án)\s+[^;,.:()“”\"]{12,140})"
)
_PREDECESSOR = re.compile(
    r"(?:dự án|đề án|chương trình"
    r"|kế hoạch)\s+[“\"](?P<quote>[^”\"]{10,300}?giai "
    r"đoạn\s+(?P<a>\d{4})\s*[-–]\s*(?P<b>\d{4})[^”\"]{0,40})[”\"]",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:đã|kết quả|có)\b")
_LIMITS = re.compile(r"(?:hạn chế|khó khăn|tồn tại|vướng mắc)[^:.;]{0,40}:\s*(?P<rest>[^.]+)", re.IGNORECASE)


def read_tasks(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """The tasks in document order: title, items as printed, outputs with their numbers.

    A numbered line without any words, its own or below it, is no task.
    A heading that only says “Nhiệm vụ” or “Giải pháp” is no task; what is numbered below it is.
    """
    text = plain(document.text)
    found = [
        _task(document, text, section)
        for region in outline.all("tasks")
        for section in _task_sections(region)
    ]
    return [task for task in found if task["title"]]


def _task_sections(region: Section) -> Iterator[Section]:
    numbered = [c for c in region.children if c.is_numbered or c.style in ("named", "capitals")]
    if not numbered:
        yield from [region] if region.children or region.own_start < region.text_end else []
        return
    for child in numbered:
        if child.role in ("budget", "organisation"):
            continue
        is_container = child.role == "tasks" or (child.title and heading_role(child.title) == "tasks")
        if is_container and any(c.is_numbered for c in child.children) and len(child.title.split()) <= 6:
            yield from _task_sections(child)
        else:
            yield child


def _task(document: Document, text: str, section: Section) -> dict[str, Any]:
    title = section.title
    if not title or heading_role(title) == "tasks" and section.own_start < section.text_end:
        own = next(
            sentences(document.text, section.own_start, section.text_end),
            (section.text_start, section.text_end),
        )
        title = document.text[own[0] : own[1]] or title
    parts = [p for p in section.walk() if p is not section and p.style != "table"]
    items = [document.text[p.text_start : p.text_end].strip(" ;.") for p in parts]
    outputs = []
    for part in [section, *parts]:
        start = part.own_start if part is section and section.title else part.text_start
        outputs += list(_outputs(document, text, start, part.text_end))
        if part is not section and part.title and part.own_start >= part.text_end:
            continue
    return {
        "id": section.path or f"B{section.block}",
        "title": _printed(title) or next(filter(None, map(_printed, items)), ""),
        "items": [item for item in items if item],
        "outputs": outputs,
        "span": document.span(section.start, section.end) | {"end": section.end},
    }


def _printed(stretch: str) -> str:
    """A stretch on one line without its closing signs; empty when it holds no word."""
    words = " ".join(stretch.split()).strip(" ;.:")
    return words if any(sign.isalnum() for sign in words) else ""


def _outputs(document: Document, text: str, start: int, end: int) -> Iterator[dict[str, Any]]:
    for clause in clauses(document.text, text, start, end):
        if not clause.quantities:
            continue
        for segment in segments(text, clause):
            if segment.quantity is not None and "đồng" not in segment.quantity.unit:
                yield _output(document, text, segment)


def _output(document: Document, text: str, segment: Segment) -> dict[str, Any]:
    quantity = segment.quantity
    assert quantity is not None
    form = form_of(text, segment)
    start, end = trim(document.text, segment.start, segment.end)
    statement = text[start:end]
    kind = "year" if form.kind == "per_year" else "count"
    return {
        "quote": document.text[start:end],
        "what": None,
        "kind": "per_year" if form.kind == "per_year" else "count",
        "op": quantity.op,
        "value": quantity.value if quantity.value is not None else quantity.min,
        "unit": form.unit,
        "support_content": support_code(statement)
        if re.search(r"hỗ trợ|áp dụng|hướng dẫn", statement)
        else None,
        "indicator": _indicator(text, segment, kind),
    }


def _indicator(text: str, segment: Segment, form: str) -> str:
    quantity = segment.quantity
    assert quantity is not None
    before, after = text[segment.start : quantity.start], text[quantity.number_start : segment.end]
    return indicator(before, after, form, quantity.unit, segment.verb(text))


def read_linked_programmes(document: Document, outline: Outline) -> list[str]:
    """Other programmes and schemes the tasks are tied to, as printed, without a document number."""
    found: list[str] = []
    for region in outline.all("tasks"):
        for match in _PROGRAMME.finditer(document.text, region.start, region.end):
            name = match["name"].strip()
            tail = document.text[match.end() : match.end() + 1]
            if " số " not in name and tail != "(" and name not in found and len(name.split()) >= 6:
                found.append(name)
    return found


def read_predecessor(document: Document, outline: Outline, first_year: int) -> dict[str, Any] | None:
    """The earlier project named in quotation marks whose period ended before this plan's begins."""
    for match in _PREDECESSOR.finditer(document.text):
        start, end = int(match["a"]), int(match["b"])
        if start <= end < first_year and outline.role_at(match.start()) in ("situation", "basis", None):
            return {"quote": match["quote"], "from": start, "to": end}
    return None


def read_baseline(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """Results of the earlier project, from footnotes and the section on the situation."""
    text = plain(document.text)
    found = []
    stretches = [(b.start, b.end) for b in outline.footnotes]
    for region in outline.all("situation"):
        stretches += [(s.own_start, s.text_end) for s in region.walk()]
    for start, end in stretches:
        for clause in clauses(document.text, text, start, end):
            sentence = text[clause.sentence_start : clause.end]
            if not clause.quantities or not _DONE.search(sentence):
                continue
            for segment in segments(text, clause):
                quantity = segment.quantity
                if quantity is None or quantity.value is None or quantity.percent:
                    continue
                a, b = trim(document.text, quantity.start, segment.end)
                found.append(
                    {
                        "indicator": _indicator(text, segment, "count"),
                        "op": "gt" if quantity.op in ("gt", "ge", "approx_gt") else "eq",
                        "value": quantity.value,
                        "unit": quantity.unit,
                        "quote": document.text[a:b],
                    }
                )
    return found


def read_constraints(document: Document, outline: Outline) -> list[str]:
    """What the plan says held the earlier work back, clause by clause."""
    found: list[str] = []
    for region in outline.all("situation"):
        match = _LIMITS.search(document.text, region.start, region.end)
        if match:
            found += [part.strip(" .,") for part in match["rest"].split(";") if part.strip(" .,")]
    return found


def read_principles(document: Document, outline: Outline) -> list[str]:
    """The viewpoints, principles and requirements stated, paragraph by paragraph."""
    found = []
    for region in outline.all("principles"):
        for section in region.walk():
            start = section.own_start if section.title else section.text_start
            stretch = " ".join(document.text[start : section.text_end].split()).strip(" ;.")
            if stretch:
                found.append(stretch)
    return found


def read_general_goals(document: Document, outline: Outline) -> list[dict[str, Any]]:
    """The general goals, sentence by sentence; a quantified sentence is a target and left to those."""
    found: list[dict[str, Any]] = []
    for region in outline.all("general_goal"):
        for section in region.walk():
            start = section.own_start if section.role else section.text_start
            for a, b in sentences(document.text, start, section.text_end):
                a, b = trim(document.text, a, b, " \t\n;.:")
                if b - a > 12:
                    found.append(
                        {
                            "id": f"GG{len(found) + 1}",
                            "quote": document.text[a:b],
                            "span": document.span(a, b),
                        }
                    )
    return found
