"""The one sentence a question's answers come to: what stands above its chart and in the list of findings."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from nscl.apps.assessment.queries_surveys import share_pct
from nscl.apps.assessment.results_tables import rounded, unit_of
from nscl.apps.assessment.results_veil import LEAST
from nscl.policy.questionnaires import Question, Tally, TallyLine
from nscl.vietnamese import format_number


def headline(question: Question, tally: Tally, *, is_veiled: bool = False) -> str:
    """“62 % đơn vị trả lời “Có”.” — of those asked. Says so where nobody was asked, nobody answered, or too
    few did for a reader from outside."""
    if not tally.asked:
        return _("Chưa đơn vị nào được hỏi câu này.")
    if not tally.answered:
        return _("Chưa đơn vị nào trả lời câu này.")
    if is_veiled and tally.answered < LEAST:
        return _("Ít hơn {n} đơn vị trả lời câu này, chưa công bố.").format(n=LEAST)
    if tally.kind == "table":
        return _("{n} đơn vị điền bảng này.").format(n=format_number(tally.answered))
    if tally.kind == "scale" and tally.numbers is not None:
        return _("Điểm trung bình {mean} trên 5.").format(mean=_number(tally.numbers.mean, 1))
    if tally.numbers is not None:
        return _numbers(question, tally)
    if tally.lines:
        return _choices(question, tally, is_veiled)
    return _("{n} đơn vị viết câu trả lời.").format(n=format_number(tally.answered))


def _number(value: Decimal, places: int) -> str:
    return str(format_number(rounded(value, places)))


def amount(question: Question, value: Decimal) -> str:
    """A number with its unit; money in the largest unit that keeps it readable."""
    if question.kind == "money":
        for size, word in ((Decimal(10) ** 9, _("tỷ đồng")), (Decimal(10) ** 6, _("triệu đồng"))):
            if abs(value) >= size:
                return f"{_number(value / size, 1)} {word}"
    unit = _("đồng") if question.kind == "money" else unit_of(question)
    return f"{_number(value, max(question.decimals, 1))} {unit}".strip()


def _numbers(question: Question, tally: Tally) -> str:
    numbers = tally.numbers
    assert numbers is not None
    median = amount(question, numbers.median)
    if numbers.lowest == numbers.highest:
        return _("Mọi câu trả lời đều là {median}.").format(median=median)
    if numbers.low_quartile == numbers.high_quartile:
        return _("Một nửa số đơn vị trả lời đúng {median}.").format(median=median)
    low, high = amount(question, numbers.low_quartile), amount(question, numbers.high_quartile)
    (number, _space, unit), end = low.partition(" "), high.partition(" ")[2]
    return _("Trung vị {median}; một nửa số đơn vị từ {low} đến {high}.").format(
        median=median, low=number if unit == end else low, high=high
    )


def _choices(question: Question, tally: Tally, is_veiled: bool) -> str:
    shown = [line for line in tally.lines if not (is_veiled and line.count < LEAST)]
    alone = {choice.code for choice in question.choices if choice.is_exclusive}
    if question.kind == "yes_no":
        shown = [line for line in shown if line.code == "yes"] or shown
    top = max((line for line in shown if line.code not in alone or len(shown) == 1), key=_count, default=None)
    if top is None or not top.count:
        return _("{n} đơn vị trả lời câu này.").format(n=format_number(tally.answered))
    told = _("{pct} % đơn vị trả lời “{label}”.").format(pct=_whole(top, tally), label=top.label)
    if question.kind != "multi":
        return told
    return _some(question, tally, alone, is_veiled).format(top=top.label, pct=_whole(top, tally))


def _some(question: Question, tally: Tally, alone: set[str], is_veiled: bool) -> str:
    """How a question with several answers is summed up, by what it is about."""
    about = {
        "in_use": _("Đang áp dụng nhiều nhất: “{top}” ({pct} % đơn vị)."),
        "certificate": _("Chứng nhận có nhiều nhất: “{top}” ({pct} % đơn vị)."),
        "need": _("Cần hỗ trợ nhiều nhất: “{top}” ({pct} % đơn vị)."),
        "difficulty": _("Khó khăn gặp nhiều nhất: “{top}” ({pct} % đơn vị)."),
        "training": _("Đào tạo được nêu nhiều nhất: “{top}” ({pct} % đơn vị)."),
    }
    told = about.get(question.about, _("Được chọn nhiều nhất: “{top}” ({pct} % đơn vị)."))
    none = sum(line.count for line in tally.lines if line.code in alone)
    some = tally.answered - none
    if not alone or (is_veiled and (none < LEAST or some < LEAST)):
        return told
    whole = share_pct(some, tally.asked) or Decimal(0)
    lead = {
        "in_use": _("{n} % đơn vị đã áp dụng ít nhất một nội dung."),
        "certificate": _("{n} % đơn vị có ít nhất một chứng nhận."),
        "need": _("{n} % đơn vị có nhu cầu."),
        "difficulty": _("{n} % đơn vị gặp khó khăn."),
    }.get(question.about, _("{n} % đơn vị chọn ít nhất một ý."))
    return f"{lead.format(n=_percent(whole))} {told}"


def _count(line: TallyLine) -> int:
    return line.count


def _whole(line: TallyLine, tally: Tally) -> str:
    return _percent(share_pct(line.count, tally.asked) or Decimal(0))


def _percent(share: Decimal) -> str:
    """Whole percents in a sentence; a small share keeps its decimal, so that it is not 0.

    >>> _percent(Decimal("62.5")), _percent(Decimal("0.4"))
    ('63', '0,4')
    """
    return str(format_number(share if share < 1 else share.quantize(Decimal(1), ROUND_HALF_UP)))
