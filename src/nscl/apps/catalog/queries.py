"""What may be chosen on a day and at what norm; what is unknown is said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nscl.apps.catalog.models import CostNorm, SupportContent
from nscl.vietnamese import format_date, format_money, format_number


@dataclass(frozen=True)
class NormAnswer:
    """The norm that holds for a content in a province on a day; `norm` is None when none is known."""

    norm: CostNorm | None
    sentence: str

    @property
    def is_known(self) -> bool:
        """Whether a norm stands with an amount or a share."""
        return self.norm is not None and (self.norm.cap_vnd is not None or self.norm.rate_pct is not None)


def norm_on(content: SupportContent, province_id: int | None, on: date) -> NormAnswer:
    """The province's own norm of the day, else the national one, else “chưa biết” in a sentence."""
    rows = CostNorm.objects.filter(content=content, valid_from__lte=on).filter(
        Q(valid_to=None) | Q(valid_to__gte=on)
    )
    found = {row.province_id: row for row in rows.filter(Q(province=None) | Q(province_id=province_id))}
    norm = found.get(province_id) or found.get(None)
    if norm is None:
        return NormAnswer(
            None,
            _("Chưa biết định mức của “{name}” tại ngày {day}: chưa ghi văn bản nào.").format(
                name=content.name, day=format_date(on)
            ),
        )
    return NormAnswer(norm, f"{cap_text(norm)}; {rate_text(norm)} ({norm.source})")


def cap_text(norm: CostNorm) -> str:
    """“tối đa 30.000.000 đồng/hệ thống”, or that the text does not tell."""
    if norm.cap_vnd is None:
        return _("mức tối đa: chưa biết")
    per = f"/{norm.per}" if norm.per else ""
    return _("tối đa {amount}{per}").format(amount=format_money(norm.cap_vnd, "đồng"), per=per)


def rate_text(norm: CostNorm) -> str:
    """“hỗ trợ tối đa 50 %”, or that the text does not tell."""
    if norm.rate_pct is None:
        return _("tỷ lệ hỗ trợ: chưa biết")
    return _("hỗ trợ tối đa {rate} %").format(rate=format_number(norm.rate_pct))


def norm_told(norm: CostNorm) -> str:
    """A norm as the history tells it; what is not known is said to be unknown."""
    until = f" – {format_date(norm.valid_to)}" if norm.valid_to else ""
    known = ", ".join((cap_text(norm), rate_text(norm)))
    seen = _("đã đối chiếu") if norm.is_verified else _("chưa đối chiếu")
    return f"{known}; {norm.source} ({format_date(norm.valid_from)}{until}), {seen}"


def choosable(on: date) -> QuerySet[SupportContent]:
    """Contents that may be chosen on a day: begun, and not yet out of use."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    return SupportContent.objects.filter(begun).filter(Q(valid_to=None) | Q(valid_to__gte=on))


def obsolete_warning(content: SupportContent, on: date) -> str:
    """A sentence when the content is out of use on a day, naming what takes its place; else empty.

    The chain of successors is followed to the one that may be chosen now.
    """
    if not content.is_obsolete(on):
        return ""
    last = content.valid_to
    assert last is not None
    gone = _("{name} đã hết hiệu lực từ sau ngày {day}.").format(name=content.name, day=format_date(last))
    heir = current_successor(content, on)
    if heir is None:
        return gone + " " + _("Hãy chọn nội dung khác còn dùng.")
    return gone + " " + _("Hãy dùng {name}.").format(name=heir.name)


def current_successor(content: SupportContent, on: date) -> SupportContent | None:
    """The first in the chain of successors that is in use on the day."""
    seen = {content.pk}
    step = content.successor
    while step is not None and step.pk not in seen:
        if not step.is_obsolete(on):
            return step
        seen.add(step.pk)
        step = step.successor
    return None
