"""Reads the objectives section into targets of the schema.

A target is a quantified statement of the objectives, wherever it stands (the general goal included), or
a statement of work without a number in the specific targets.  Counts of tasks or of the appendix are not.
"""

from __future__ import annotations

import re
from typing import Any

from nscl.plandoc.horizon import Horizon
from nscl.plandoc.source import Document, UnreadableDocument
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.targets import lexicon as words
from nscl.plandoc.targets.clauses import DATED_WORK, Clause, Segment, clauses, segments
from nscl.plandoc.targets.draft import Draft
from nscl.plandoc.targets.forms import Form, form_of, unnumbered
from nscl.plandoc.targets.indicators import indicator
from nscl.plandoc.targets.items import Item, items
from nscl.plandoc.targets.tables import table_targets
from nscl.plandoc.targets.timing import own_time, settle_time, share_times, take_childs_deadline
from nscl.plandoc.wording import plain, trim

Target = dict[str, Any]

# A plan sets a few dozen targets; the longest seen has 29.
_MOST_TARGETS = 400
_LONGEST_ITEM = 40_000
TOO_MANY = (
    f"Phần mục tiêu có hơn {_MOST_TARGETS} số liệu, không giống một kế hoạch; xin kiểm tra lại tệp đã chọn."
)

_QUALITATIVE = "qualitative"
_INTRO = re.compile(r"\W*(?:về )?(?:mục tiêu|chỉ tiêu)(?: cụ thể| chung)?\s*[,:]\s*|\W*(?:sẽ|là)\s+")
_SUBJECT_AGAIN = re.compile(r"^\W*(?:các|những|mỗi|số)\s+(?P<np>\S+(?: \S+){2,3})")


def read_targets(document: Document, outline: Outline, horizon: Horizon) -> list[Target]:
    """The targets of a plan in document order, valid against the schema.

    Refuses a text with hundreds of figures among its objectives as no plan.
    Every target has a verbatim quote and a span; what the wording leaves open stands in `ambiguity`.
    """
    text = plain(document.text)
    drafts: list[Draft] = []
    last_in: dict[int, Draft] = {}
    for item in items(outline, text):
        if item.end - item.start > _LONGEST_ITEM:
            raise UnreadableDocument("not_a_plan", TOO_MANY)
        found = _read_item(document.text, text, item, _above(item.section, last_in))
        if found:
            last_in[id(item.section)] = found[0]
        drafts += found
        if len(drafts) > _MOST_TARGETS:
            raise UnreadableDocument("not_a_plan", TOO_MANY)
    for draft in drafts:
        settle_time(draft, horizon)
    for draft in drafts:
        take_childs_deadline(draft)
    for number, draft in enumerate(drafts, start=1):
        draft.id = f"T{number}"
    targets = [_target(document, text, draft) for draft in drafts]
    targets += table_targets(document, outline, horizon, len(targets))
    _mark_cumulative(targets)
    return targets


def _above(section: Section, last_in: dict[int, Draft]) -> Draft | None:
    above = section.parent
    while above is not None:
        if id(above) in last_in:
            return last_in[id(above)]
        above = above.parent
    return None


# One item -----------------------------------------------------------------------------------------


def _read_item(original: str, text: str, item: Item, above: Draft | None) -> list[Draft]:
    cut = clauses(original, text, item.start, item.end)
    quantified = any(c.quantities for c in cut)
    drafts: list[Draft] = []
    for position, clause in enumerate(cut):
        if clause.quantities:
            for segment in segments(text, clause):
                _take_up_verb(segment, drafts)
                drafts.append(_draft(text, item, segment, drafts, above))
            continue
        yearly = None if item.general else unnumbered(text, clause.start, clause.end)
        if yearly:
            drafts.append(_plain_draft(text, item, clause, yearly))
        elif _states_work(text, item, clause, cut[:position], quantified, drafts):
            drafts.append(_plain_draft(text, item, clause, Form(_QUALITATIVE, None, flow=False)))
        elif (
            drafts
            and drafts[-1].segment.sentence == clause.sentence
            and not item.general
            or drafts
            and not quantified
            and drafts[-1].form.kind == _QUALITATIVE
        ):
            drafts[-1].end = clause.end
    share_times(text, drafts, cut)
    return drafts


def _draft(text: str, item: Item, segment: Segment, before: list[Draft], above: Draft | None) -> Draft:
    start, end = segment.start, segment.end
    intro = _INTRO.match(text, start, end)
    if intro and segment.quantity and intro.end() < segment.quantity.start:
        start = intro.end()
    draft = Draft(item, segment, form_of(text, segment), start, end)
    draft.own = own_time(text, segment)
    parent = _parent(text, segment, before, above)
    if parent is not None and not (draft.form.kind == "growth_rate" and segment.nested):
        draft.parent = parent
        parent.children.append(draft)
    elif segment.nested and draft.form.kind == "percent_of" and not before and not draft.form.doubts:
        draft.form.doubts.append("“trong đó” đứng riêng: tỷ lệ tính trên mục trước hay trên mọi mục ở trên")
    return draft


def _take_up_verb(segment: Segment, before: list[Draft]) -> None:
    """A clause that begins with its number shares the verb of the clause before it."""
    quantity = segment.quantity
    if not before or quantity is None or quantity.start > segment.start or segment.elliptic:
        return
    last = before[-1].segment
    if last.sentence == segment.sentence:
        segment.lead, segment.elliptic = last.lead, True


def _plain_draft(text: str, item: Item, clause: Clause, form: Form) -> Draft:
    segment = Segment(
        clause.start,
        clause.end,
        clause.start,
        clause.end,
        clause.sentence,
        clause.sentence_start,
        clause.sentence_end,
    )
    draft = Draft(item, segment, form, clause.start, clause.end)
    draft.own = own_time(text, segment)
    statement = text[clause.start : clause.end]
    for name, pattern in (
        ("soft", words.SOFT),
        ("contributory", words.CONTRIBUTES),
        ("additional", words.CONTINUES),
    ):
        if re.match(rf"\W*(?:{pattern.pattern})", statement):
            form.extras[name] = True
    return draft


def _parent(text: str, segment: Segment, before: list[Draft], above: Draft | None) -> Draft | None:
    if segment.nested and before:
        outer = before[-1]
        beside = outer.segment.nested and outer.segment.clause_end == segment.clause_end
        return outer.parent if beside else outer
    if before and not segment.elliptic and segment.start == segment.sentence_start:
        again = _SUBJECT_AGAIN.match(text[segment.start : segment.end])
        last = before[-1]
        if again and again["np"] in text[last.start : last.end] and last.segment.sentence != segment.sentence:
            return last
    return above if not before else None


def _states_work(
    text: str, item: Item, clause: Clause, earlier: list[Clause], quantified: bool, drafts: list[Draft]
) -> bool:
    """Whether a clause without a number is an objective of its own."""
    if item.general or item.context or _unspecific(item):
        return False
    statement = text[clause.start : clause.end]
    if len(statement.split()) < 3 or words.ABOUT_MONEY.match(statement):
        return False
    opens = words.OPENS_WORK.match(statement) or words.OPENS_WORK_NOUN.match(statement)
    opens_sentence = clause.start == clause.sentence_start
    if not quantified:
        if opens_sentence:
            return not drafts
        return bool(opens) and not _goes_on(text, clause, earlier)
    dated_work = DATED_WORK.match(text, clause.start)
    if dated_work and dated_work.end() == clause.end:
        return True
    if not drafts or not opens:
        return False
    return opens_sentence or not _goes_on(text, clause, earlier)


def _unspecific(item: Item) -> bool:
    """Below a heading that mixes general and specific goals only quantified statements are targets."""
    if item.labelled:
        return False
    roles = [s.role for s in item.section.above() if s.role]
    return not roles or roles[0] == "objectives"


def _goes_on(text: str, clause: Clause, earlier: list[Clause]) -> bool:
    """Whether the clause repeats a verb of the clause before it, which it then goes on listing."""
    verb = words.FIRST_VERB.match(text[clause.start : clause.end])
    if not verb or not earlier:
        return False
    before = text[earlier[-1].start : earlier[-1].end]
    at = before.find(verb[1])
    return (
        at > 12
        and text[clause.start] == text[clause.start].lower()
        and earlier[-1].sentence == clause.sentence
    )


# The schema's object ------------------------------------------------------------------------------


def _target(document: Document, text: str, draft: Draft) -> Target:
    quantity, form = draft.segment.quantity, draft.form
    start, end = trim(document.text, draft.start, draft.end, " \t\n;,:.")
    if (
        document.text[start:end].count("(") > document.text[start:end].count(")")
        and document.text[end : end + 1] == ")"
    ):
        end += 1
    target: Target = {
        "id": draft.id,
        "section": draft.item.path,
        "quote": document.text[start:end],
        "kind": form.kind,
        "op": None,
        "value": None,
        "min": None,
        "max": None,
        "unit": form.unit,
        "indicator": _indicator(text, draft, start, end),
        "of": document_case(document, form.of, draft),
        "period": {"from": draft.period[0], "to": draft.period[1]} if draft.period else None,
        "deadline": draft.deadline,
        "span": document.span(start, end),
    }
    if quantity is not None:
        target |= {"op": quantity.op, "value": quantity.value, "min": quantity.min, "max": quantity.max}
    elif form.kind == "per_year":
        target |= {"op": "ge", "value": 1}
    target |= _extras(document, text, draft, form)
    return target


def _indicator(text: str, draft: Draft, start: int, end: int) -> str:
    kinds = {"percent_of": "percent", "growth_rate": "growth", "per_year": "year", _QUALITATIVE: "none"}
    form, unit = kinds.get(draft.form.kind, "count"), draft.form.unit or ""
    quantity, segment = draft.segment.quantity, draft.segment
    if quantity is None:
        return indicator("", text[start:end], form, unit)
    own = text[start : quantity.start], text[quantity.number_start : end]
    return indicator(*own, form, unit, segment.verb(text))


def document_case(document: Document, phrase: str | None, draft: Draft) -> str | None:
    """A phrase found in plain text as the document prints it."""
    if phrase is None:
        return None
    at = plain(document.text[draft.start : draft.end]).find(phrase)
    return document.text[draft.start + at : draft.start + at + len(phrase)] if at >= 0 else phrase


def _extras(document: Document, text: str, draft: Draft, form: Form) -> Target:
    extras = dict(form.extras)
    if extras.pop("scope", None) is not None and draft.segment.quantity is not None:
        start, end = trim(document.text, draft.start, draft.segment.quantity.start, " -,:;")
        if len(document.text[start:end].split()) > 2:
            extras["scope"] = document.text[start:end]
    condition = words.CONDITION.search(text, draft.start, max(draft.end, draft.segment.clause_end))
    limited = words.LIMITATION.search(text, draft.start, draft.end)
    priority = words.PRIORITY.search(text, draft.start, draft.end)
    for key, match in (("condition", condition or limited), ("priority", priority)):
        if match:
            start, end = match.span(next(name for name in match.groupdict() if match[name]))
            extras[key] = document.text[start:end].strip()
    if draft.parent is not None:
        extras["parent"] = draft.parent.id
    if form.doubts:
        extras["ambiguity"] = "; ".join(form.doubts)
    return extras


def _mark_cumulative(targets: list[Target]) -> None:
    """Counts set again for a later year: the text must say whether they add to the earlier ones."""
    for i, target in enumerate(targets):
        if (
            target["deadline"] is None
            or target["kind"] not in ("count", "at_least", "range")
            or target.get("additional")
        ):
            continue
        earlier = [
            t
            for t in targets[:i]
            if t["indicator"] == target["indicator"]
            and t["unit"] == target["unit"]
            and t["deadline"] is not None
            and t["deadline"] < target["deadline"]
        ]
        if earlier:
            doubt = (
                f"số đến năm {target['deadline']} là lũy kế hay thêm vào số đến năm {earlier[-1]['deadline']}"
            )
            target["ambiguity"] = "; ".join(filter(None, [target.get("ambiguity"), doubt]))
