"""When a target is due: what its sentence, its parent, its heading and the plan say of time."""

from __future__ import annotations

import re

from nscl.plandoc.horizon import Horizon
from nscl.plandoc.targets.clauses import Clause, Segment
from nscl.plandoc.targets.draft import Draft
from nscl.plandoc.times import Time, find_times

_TELLS_PARTS = re.compile(r"\W*(?:trong đó|riêng|gồm|bao gồm)\b")

_DATES = re.compile(r"(?:\d{1,2}\s*[/-]\s*)*(?:19|20)\d{2}|\b(?:tháng|quý|ngày)\s*\d{1,2}\b")


def own_time(text: str, segment: Segment) -> Time | None:
    """The time a statement names itself: one that opens it, else the next after its number.

    A year inside brackets that split the figure dates the parts only.
    """
    low = segment.quantity.end if segment.quantity else segment.start
    times = [
        t for t in find_times(text, segment.start, segment.end) if not _dates_parts(text, low, segment.end, t)
    ]
    ends = [t for t in times if t.kind != "start"] or times
    if not ends:
        return None
    if segment.quantity is None:
        return ends[-1]
    start = segment.quantity.end
    after = [t for t in ends if t.start >= start]
    leads = ends[0].start - segment.start <= 20
    return ends[0] if leads or not after else after[0]


def _dates_parts(text: str, low: int, high: int, time: Time) -> bool:
    opened = text.rfind("(", low, time.start)
    if opened < 0 or text.find(")", opened, time.start) >= 0:
        return False
    close = text.find(")", time.end, high)
    inside = text[opened + 1 : high if close < 0 else close]
    return bool(_TELLS_PARTS.match(inside) or re.search(r"\d", _DATES.sub("", inside)))


def share_times(text: str, drafts: list[Draft], cut: list[Clause]) -> None:
    """A time that opens a clause holds for the rest of its sentence, one that ends it for all of it."""
    leading: dict[int, list[Time]] = {}
    for clause in cut:
        leading.setdefault(clause.sentence, []).extend(_leading(text, clause))
    for draft, last in zip(drafts, [None, *drafts], strict=False):
        if draft.own is not None:
            continue
        segment = draft.segment
        before = [t for t in leading.get(segment.sentence, ()) if t.start < draft.start]
        if before:
            draft.carried = before[-1]
        elif segment.nested and draft.parent is not None:
            draft.carried = draft.parent.own or draft.parent.carried
        elif last is not None and _has_it(text, last, draft):
            draft.carried = last.own
        else:
            draft.carried = _closing_time(text, segment)


def _has_it(text: str, work: Draft, draft: Draft) -> bool:
    """Whether a count says what the dated work right before it has: “…trong năm 2023, có 15 thành viên”."""
    beside = work.segment.sentence == draft.segment.sentence and text[work.end : draft.start].strip() == ","
    return beside and work.segment.quantity is None and draft.segment.quantity is not None


def _leading(text: str, clause: Clause) -> list[Time]:
    limit = clause.quantities[0].start if clause.quantities else clause.start + 40
    return [t for t in find_times(text, clause.start, clause.end) if t.start < limit]


def _closing_time(text: str, segment: Segment) -> Time | None:
    """A date at the end of the sentence; where only a start stands there, it is that of the last clause."""
    low, high = segment.sentence_start, segment.sentence_end
    times = find_times(text, low, high)
    if len(times) != 1 or times[0].end < high - 3 or times[0].kind == "start":
        return None
    return None if _dates_parts(text, low, high, times[0]) else times[0]


def settle_time(draft: Draft, horizon: Horizon) -> None:
    """Give a draft its period or its deadline.

    Its own time stands before that of its sentence, of its parent, of its heading, of the plan.  Under a
    heading that names a phase, counts add up over the phase while shares and works hold at its end.
    """
    time = draft.own or draft.carried
    heading = draft.item.heading
    if time is None and draft.parent is not None:
        draft.period, draft.deadline = draft.parent.period, draft.parent.deadline
        if draft.form.each_year and draft.deadline is not None:
            draft.period, draft.deadline = (horizon.starts_after(draft.deadline), draft.deadline), None
        return
    if time is None and heading is not None:
        if heading.kind == "period" and not draft.form.flow:
            draft.deadline = heading.last
            return
        time = heading
    if time is None:
        draft.period = horizon.covered or (horizon.main_first, horizon.main_last)
    elif time.kind == "period":
        draft.period = (time.first, time.last)
    elif time.kind == "start":
        last = heading.last if heading is not None and heading.last >= time.first else horizon.main_last
        draft.period = (time.first, max(last, time.first))
    elif draft.form.each_year:
        draft.period = _years_until(time, heading, horizon)
    else:
        draft.deadline = time.last
    if time is not None and time.strict_before:
        draft.form.doubts.append(f"“trước” mốc thời gian: đọc là hết năm {time.last}")


def _years_until(time: Time, heading: Time | None, horizon: Horizon) -> tuple[int, int]:
    """The years of a yearly target that names only its end."""
    if heading is not None and heading.kind == "period" and heading.first <= time.last:
        return heading.first, time.last
    return min(horizon.starts_after(time.last), time.last), time.last


def take_childs_deadline(draft: Draft) -> None:
    """A count that has no date of its own is due when what is said of the counted things is due."""
    dated = next((c for c in draft.children if c.own is not None and c.deadline is not None), None)
    if (
        dated
        and draft.own is None
        and draft.carried is None
        and not dated.segment.nested
        and not draft.form.each_year
    ):
        draft.period, draft.deadline = None, dated.deadline
