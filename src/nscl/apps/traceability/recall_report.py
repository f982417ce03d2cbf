"""The closing report's content, frozen with the case: documents are made from it alone."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from nscl.apps.traceability.models import RecallCase
from nscl.apps.traceability.queries.recalls import Board, Held, Stock, board_of
from nscl.apps.traceability.recall_wording import because, break_sentence

FORM = "nscl-recall/1"


def snapshot_of(case: RecallCase, *, at: datetime) -> dict[str, Any]:
    """The case as it stands, in Vietnamese: why, what, who held it, what was recovered.

    Numbers are texts, missing is null.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _snapshot(case, at)


def _snapshot(case: RecallCase, at: datetime) -> dict[str, Any]:
    closure = case.closures.order_by("-version").first()
    assert closure is not None, "an approved recall has a closure"
    items = list(closure.items.order_by("position"))
    products = {one.code: one.product_name for one in items}
    board = board_of(case, today=timezone.localdate(at))
    return {
        "form": FORM,
        "as_of": at.isoformat(),
        "case": _case(case),
        "closure": {
            "version": closure.version,
            "hash": closure.hash,
            "frozen_at": closure.frozen_at.isoformat(),
            "events": closure.event_count,
            "is_cut_off": closure.is_cut_off,
            "breaks": [break_sentence(one, products).text for one in closure.breaks],
            "items": [
                {
                    "code": one.code,
                    "product": one.product_name,
                    "is_root": one.is_root,
                    "is_carrier": one.is_carrier,
                    "because": because(one.because, products),
                }
                for one in items
            ],
        },
        "counts": _counts(board),
        "sums": [
            {name: _text(value) for name, value in vars(one).items()} | {"pct": _text(one.recovered_pct)}
            for one in board.sums
        ],
        "holders": [_holder(row) for row in board.rows],
    }


def _case(case: RecallCase) -> dict[str, Any]:
    return {
        "number": case.code,
        "title": case.title,
        "reason": case.reason,
        "hazard": case.get_hazard_display(),
        "level": case.get_level_display(),
        "basis": case.basis,
        "contact": case.contact,
        "office": case.office_name,
        "province": case.province.full_name,
        "province_name": case.province.name,
        "opened_at": _moment(case.opened_at),
        "notified_at": _moment(case.notified_at),
        "closed_at": _moment(case.closed_at),
        "conclusion": case.conclusion,
        "roots": [one.code for one in case.roots.all()],
    }


def _counts(board: Board) -> dict[str, int]:
    return {
        "holders": len(board.rows),
        "told": board.told,
        "acknowledged": board.acknowledged,
        "answered": board.answered,
        "unknown": board.unknown,
    }


def _holder(row: Held) -> dict[str, Any]:
    notice = row.notice
    return {
        "name": row.name,
        "asked": str(row.holder.asked) if row.holder.asked else "",
        "stand": row.stand,
        "acknowledged_at": _moment(notice.acknowledged_at) if notice else None,
        "answered_at": _moment(notice.answered_at) if notice else None,
        "goods": [_stock(one) for one in row.goods],
    }


def _stock(one: Stock) -> dict[str, Any]:
    told = one.told
    return {
        "code": one.code,
        "name": one.name,
        "standing": one.standing,
        "unit": one.unit_told if told else one.unit,
        "known": _text(one.known),
        "held": _text(told.held) if told else None,
        "sold": _text(told.sold) if told else None,
        "recovered": _text(told.recovered) if told else None,
        "destroyed": _text(told.destroyed) if told else None,
        "note": one.note,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _text(value: Any) -> Any:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
