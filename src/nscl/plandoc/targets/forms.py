"""The form of one statement: kind, unit, denominator, base, and what the wording leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from nscl.plandoc.catalogue import support_code
from nscl.plandoc.numbers import Quantity
from nscl.plandoc.targets import lexicon as words
from nscl.plandoc.targets.clauses import Segment
from nscl.plandoc.times import Time, find_base
from nscl.plandoc.units import unit_at
from nscl.plandoc.wording import trim


@dataclass(slots=True)
class Form:
    """What the schema asks of a target, before its time is settled.

    `each_year` says that the quantity repeats every year; `flow` that it adds up over a period (a count),
    unlike a state that holds at a date (a share).
    """

    kind: str
    unit: str | None
    of: str | None = None
    each_year: bool = False
    flow: bool = True
    extras: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


_SUBJECT = re.compile(r"\btỷ (?:lệ|trọng)\s+(?:các |số )?(?P<np>[^,;:]+?)" + words.PREDICATE.pattern)
_CONTRIBUTION = re.compile(
    r"\bđóng góp\b[^;]*\bvào\s+(?P<np>[^,;:\d]+?)(?:\s*từ [\d.,%\s]+(?:năm \d+\s*)?)?"
    r"\s*(?:đạt|chiếm|là|lên|khoảng|từ|ở mức)?\s*$"
)
_UPWARDS = re.compile(r"^\s*trở lên(?=\s)")
_TOTAL = re.compile(r"\b(?:trên|trong|so với) (?:tổng )?(?:số )?(?P<np>[^,;.]{3,60})$")
_INTO = re.compile(r"\s*(?:vào|cho|trong)\s+(?!năm|cuối|giai đoạn|quý|tháng)(?P<np>[^,;.()]+)")
_COMPARED_TO = re.compile(r"so (?:với|cùng)\s+(?P<what>[^,;.]{3,60})")
# “ít nhất 50% doanh nghiệp …, phấn đấu 60%”: the noun stands with the floor.
_FLOOR = re.compile(r"[\d.,]+\s*%\s+(?P<np>[^,;()]+?)\s*[,(]?\s*(?:và |đồng thời )?phấn đấu\b")
_ARTICLE = re.compile(r"^(?:số |các |những |tổng số |trong tổng số |trên tổng số )+")
_PLAIN_YEAR = re.compile(r"\b(?:mỗi|hàng|hằng) năm\b|/\s*năm\b")
_TWO_SUBJECTS = re.compile(r"\bsố [^,;]*\bvà (?:số|tỷ lệ) ")


def form_of(text: str, segment: Segment) -> Form:
    """The form of a segment that has a quantity."""
    quantity = segment.quantity
    assert quantity is not None
    each_year = _each_year(text, segment, quantity)
    if quantity.percent or quantity.times:
        growth = _grows(text, segment, quantity)
        form = (
            _growth(text, segment, quantity, each_year)
            if growth
            else _share(text, segment, quantity, each_year)
        )
    else:
        form = _number(quantity, each_year)
        if each_year and _averages(text, segment, quantity, each_year):
            form.extras["aggregation"] = "average"
    _common(text, segment, quantity, form)
    return form


def _each_year(text: str, segment: Segment, quantity: Quantity) -> bool:
    if quantity.per == "năm" or quantity.per == "quý":
        return True
    before = segment.verb(text) + " " + text[segment.start : quantity.start]
    if words.PER_YEAR.search(before) or words.PER_YEAR.search(text[quantity.start : quantity.end]):
        return True
    tail = re.match(r"[^,;(]*", text[quantity.end : segment.end])
    return bool(tail and words.PER_YEAR.search(tail.group()))


def _grows(text: str, segment: Segment, quantity: Quantity) -> bool:
    if quantity.times:
        return True
    before = text[segment.start : quantity.start]
    window = (
        before[before.rfind(",") + 1 :]
        if "," in before[-80:] and words.GROWTH.search(before[before.rfind(",") :])
        else before
    )
    if words.LEVEL.search(window) or words.LEVEL.search(text[quantity.start : quantity.number_start]):
        return False
    growths = list(words.GROWTH.finditer(window))
    if not growths:
        return False
    last = growths[-1]
    share = re.search(r"\btỷ (?:lệ|trọng)\b", window[last.start() :])
    return share is None


def _growth(text: str, segment: Segment, quantity: Quantity, each_year: bool) -> Form:
    statement = text[segment.start : segment.end]
    average = _averages(text, segment, quantity, each_year)
    unit = "lần" if quantity.times and not quantity.percent else "%"
    yearly = each_year or (average and unit == "%" and bool(words.AVERAGE_OF_YEARS.search(statement)))
    form = Form("growth_rate", unit + ("/năm" if yearly else ""), each_year=False, flow=yearly)
    if average:
        form.extras["aggregation"] = "average"
    base = find_base(text, segment.start, segment.end)
    subject = text[segment.start : quantity.start]
    if base == "last_year":
        form.extras["base_status"] = "year_on_year"
    elif isinstance(base, Time):
        form.extras["base_status"] = "period"
        form.extras["base_period"] = {"from": base.first, "to": base.last}
        if _TWO_SUBJECTS.search(subject):
            form.doubts.append("tăng tính trên tổng hay trên từng loại chưa nêu rõ")
    elif yearly and not words.COUNTED_SUBJECT.search(subject) and words.ECONOMIC.search(subject):
        form.extras["base_status"] = "year_on_year"
    else:
        form.extras["base_status"] = "undefined"
        compared = _COMPARED_TO.search(text, segment.start, segment.end)
        if compared:
            form.doubts.append(f"gốc so sánh “{compared['what'].strip()}” chưa có năm")
        else:
            form.doubts.append("không nêu gốc so sánh (năm gốc hoặc giá trị gốc)")
    if words.COUNTED_SUBJECT.search(subject) or form.extras["base_status"] == "undefined":
        form.extras["scope"] = ""
    if words.REDUCES.search(subject[-40:]):
        form.extras["note"] = "mức giảm"
    return form


def _averages(text: str, segment: Segment, quantity: Quantity, each_year: bool) -> bool:
    """Whether “bình quân” speaks of the rate, rather than of a level for each person or body."""
    if words.OVER_BODIES.match(text, quantity.end, segment.end):
        return False
    statement = segment.verb(text) + " " + text[segment.start : segment.end]
    return any(
        not words.AVERAGE_OVER.match(statement, found.start())
        and (each_year or words.GROWTH.search(statement, 0, found.start()))
        for found in words.AVERAGE.finditer(statement)
    )


def _share(text: str, segment: Segment, quantity: Quantity, each_year: bool) -> Form:
    of = _denominator(text, segment, quantity)
    unit = "%/năm" if each_year else "%"
    form = Form("per_year" if each_year else "percent_of", unit, of=of, each_year=each_year, flow=each_year)
    if of is None:
        base = (
            "“trong đó” tính trên mục tiêu đứng trước hay trên toàn bộ"
            if segment.nested
            else "tính trên đối tượng nào"
        )
        form.doubts.append(f"mẫu số của tỷ lệ chưa nêu rõ: {base}")
    return form


def _denominator(text: str, segment: Segment, quantity: Quantity) -> str | None:
    """The noun phrase a percentage is of: after it, after “vào”, or the subject of “tỷ lệ … đạt”."""
    after = text[quantity.end : segment.end]
    if into := _INTO.match(after):
        return _noun_phrase(into["np"])
    before = text[segment.start : quantity.start]
    if share := _CONTRIBUTION.search(before):
        return _noun_phrase(share["np"])
    after = _UPWARDS.sub("", after)
    if not words.PREDICATE_FIRST.match(after):
        stop = words.PREDICATE.search(after)
        phrase = _noun_phrase(after[: stop.start()] if stop else after)
        if phrase and len(phrase) > 1:
            return phrase
    if quantity.op == "ge_range" and (floor := _FLOOR.match(text, quantity.number_start, quantity.end)):
        stop = words.PREDICATE.search(floor["np"])
        return _noun_phrase(floor["np"][: stop.start()] if stop else floor["np"])
    subject = _SUBJECT.search(before + " đạt ")
    if subject:
        return _noun_phrase(subject["np"])
    if segment.nested:
        return None
    total = _TOTAL.search(after.rstrip(" .;,"))
    if total:
        return _noun_phrase(total["np"])
    counted = re.match(
        r"^\W*(?:tổng )?số (?:lượng )?(?P<np>[^,;:]+?)" + words.PREDICATE.pattern, before + " đạt "
    )
    return _noun_phrase(counted["np"]) if counted else None


def _noun_phrase(phrase: str) -> str | None:
    start, end = trim(phrase, 0, len(phrase), " ,;.:()")
    return _ARTICLE.sub("", phrase[start:end]) or None


def _number(quantity: Quantity, each_year: bool) -> Form:
    unit = quantity.unit
    if each_year:
        per = "quý" if quantity.per == "quý" else "năm"
        return Form("per_year", f"{unit}/{per}" if not unit.endswith(f"/{per}") else unit, each_year=True)
    kind = {"eq": "count", "approx": "count", "range": "range", "ge_range": "range"}.get(
        quantity.op, "at_least"
    )
    if quantity.per and not unit.endswith(quantity.per):
        unit = f"{unit}/{quantity.per}"
    return Form(kind, unit)


def _common(text: str, segment: Segment, quantity: Quantity, form: Form) -> None:
    """Marks of the wording that any form may carry, and its doubts."""
    before = text[segment.start : quantity.start]
    lead = segment.verb(text) + " " + before
    place = words.PER_PLACE.search(before)
    if place and form.unit and "/" not in form.unit and form.kind not in ("percent_of", "growth_rate"):
        form.unit = f"{form.unit}/{place['place']}"
    opening = text[segment.sentence_start : min(segment.sentence_start + 25, quantity.start)]
    if words.SOFT.search(lead) or words.SOFT.search(opening):
        form.extras["soft"] = True
    if words.CONTRIBUTES.search(before):
        form.extras["contributory"] = True
    if words.CONTINUES.search(lead):
        form.extras["additional"] = True
    if segment.composition:
        form.extras["composition"] = _composition(text, segment)
        form.doubts.append(
            "các nội dung trong một mô hình có tính thêm vào các chỉ tiêu cùng nội dung hay không"
        )
    if quantity.op == "ge_range" and not words.SOFT.search(text, quantity.start, quantity.end):
        form.doubts.append("“ít nhất” đi với khoảng: số nhỏ là mức sàn, số lớn là mức phấn đấu")
    if quantity.op == "approx_gt":
        form.doubts.append("“khoảng trên” vừa ước lượng vừa là mức sàn")
    if quantity.upper:
        form.extras["note"] = "văn bản chỉ nêu mức trên"
    if quantity.doubt:
        form.doubts.append(quantity.doubt)
    if (
        form.unit
        and form.unit.split("/")[0] in words.REPEATED_UNITS
        and not form.each_year
        and not quantity.times
    ):
        form.doubts.append("số lần tính cho cả kỳ hay cho mỗi năm chưa nêu rõ")


def _composition(text: str, segment: Segment) -> dict[str, int]:
    parts: dict[str, int] = {}
    for i, quantity in enumerate(segment.composition):
        stop = segment.composition[i + 1].start if i + 1 < len(segment.composition) else segment.end
        phrase = re.split(r"[,;()]", text[quantity.number_start : stop])[0]
        code = support_code(phrase) or quantity.unit
        parts[code] = parts.get(code, 0) + int(quantity.value or quantity.min or 0)
    return parts


def unnumbered(text: str, start: int, end: int) -> Form | None:
    """The form of a statement without a number: work that repeats every year, else None."""
    statement = text[start:end]
    yearly = _PLAIN_YEAR.search(statement)
    if not yearly or not (words.OPENS_WORK.match(statement) or yearly.start() < 12):
        return None
    noun = re.search(r"\btổ chức\s+(?:các\s+)?", statement)
    unit = unit_at(statement, noun.end() - 1, len(statement), known_only=True)[0] if noun else ""
    form = Form("per_year", f"{unit or 'lần'}/năm", each_year=True)
    form.extras["note"] = "văn bản không in số; đọc là ít nhất một lần mỗi năm"
    return form
