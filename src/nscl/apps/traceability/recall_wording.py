"""A frozen recall in Vietnamese sentences: codes, reasons, breaks and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.core.flow import State
from nscl.apps.traceability import wording
from nscl.apps.traceability.models import RecallHolder
from nscl.apps.traceability.queries.naming import Names, names_of, unnamed
from nscl.apps.traceability.wording import UNITS, Sentence
from nscl.gs1.tracing import Break, Link
from nscl.vietnamese import format_number

__all__ = [
    "STANDS",
    "UNITS",
    "amount",
    "because",
    "break_sentence",
    "holder_name",
    "names_of_holders",
    "title_of",
    "unit_of",
    "whole_of",
]

STANDS = {
    one.code: one
    for one in (
        State("answered", noop("Đã trả lời đủ"), "final", "✓", "met"),
        State("acknowledged", noop("Đã xác nhận, chưa báo đủ số lượng"), "open", "●", "track"),
        State("told", noop("Đã thông báo"), "waiting", "●", "track"),
        State("owing", noop("Đã xác nhận, quá hạn báo số lượng"), "open", "▲", "behind"),
        State("overdue", noop("Quá hạn, chưa xác nhận"), "waiting", "✕", "missed"),
        State("untold", noop("Chưa thông báo"), "open", "▲", "behind"),
        State("unknown", noop("Chưa rõ là ai"), "open", "?", "unknown"),
    )
}


def title_of(code: str) -> str:
    """A code as people say it.

    >>> title_of("https://id.gs1.org/01/08936000000011/10/TD-0203"), title_of("urn:vi-du:kho")
    ('Lô TD-0203', 'urn:vi-du:kho')
    """
    return unnamed(code).title


def whole_of(code: str, product: str) -> str:
    """With the product: `Lô TD-0203 (Tiêu đen xay)`."""
    return replace(unnamed(code), product=product).whole


def because(links: Iterable[Mapping[str, Any]], products: Mapping[str, str]) -> str:
    """Why an item is recalled, from the root to it; empty for a root.

    >>> link = {"source": "urn:a", "target": "urn:b", "why": "of_lot", "event": ""}
    >>> because([{**link, "at": "2026-03-02T02:00:00+00:00"}], {})
    'vì urn:b là vật có số sê-ri thuộc urn:a'
    """
    found = [Link(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in links]
    return wording.because(
        found, _names((code for one in found for code in (one.source, one.target)), products)
    )


def break_sentence(one: Mapping[str, str], products: Mapping[str, str]) -> Sentence:
    """What could not be followed, and what to do about it."""
    return wording.break_sentence(Break(**one), _names((one["item"], one["near"]), products))


def _names(codes: Iterable[str], products: Mapping[str, str]) -> Names:
    """Names by what was frozen: the register may call a product otherwise by now."""
    return Names({code: replace(unnamed(code), product=products.get(code, "")) for code in codes})


def unit_of(code: str) -> str:
    return wording.word(UNITS, code)


def amount(quantity: Decimal | None, unit: str) -> str:
    """`1.250,5 kg`; a missing amount is said, never a zero."""
    return _("chưa rõ") if quantity is None else f"{format_number(quantity)} {unit_of(unit)}"


def holder_name(holder: RecallHolder) -> str:
    """The organisation, else the place or party as documents call its code, else that nobody knows."""
    return names_of_holders([holder])[holder.pk]


def names_of_holders(holders: Iterable[RecallHolder]) -> dict[int, str]:
    """What each holder is called, by its number; one question for all places and parties."""
    rows = list(holders)
    names = names_of(row.code for row in rows if not row.organisation_id)
    return {
        row.pk: str(row.organisation)
        if row.organisation_id
        else names.of(row.code).title
        if row.code
        else _("Chưa rõ nơi nhận")
        for row in rows
    }
