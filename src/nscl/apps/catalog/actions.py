"""Deeds on the catalogue: contents with their successors, and norms as dated rows with their source."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from nscl.apps.catalog.models import CostNorm, SupportContent
from nscl.apps.catalog.queries import norm_told
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.vietnamese import squash

FIELDS = (
    "code",
    "name",
    "group",
    "parent",
    "description",
    "when_to_use",
    "once_per_organisation",
    "valid_from",
    "valid_to",
    "successor",
    "named_by",
)


@transaction.atomic
def add_content(*, by: Actor, at: datetime, **data: Any) -> SupportContent:
    """Enter a content. Refuses a code that stands, dates out of order, a ring of parents or successors."""
    by.require("catalog.content.add")
    content = SupportContent()
    _set(content, data)
    _check(content)
    content.save()
    after = {name: value for name, value in _told(content, data).items() if value not in (None, "", [])}
    audit.record(by=by, at=at, deed="catalog.content.add", obj=content, after=after)
    return content


@transaction.atomic
def change_content(
    record: SupportContent, *, revision: int | None = None, by: Actor, at: datetime, **data: Any
) -> SupportContent:
    """Change the fields that `data` names. A last day and a successor make it obsolete from the next day."""
    held = SupportContent.objects.select_for_update(of=("self",)).get(pk=record.pk)
    by.require("catalog.content.change", held)
    require_revision(held, revision)
    before = _told(held, data)
    _set(held, data)
    _check(held)
    after = _told(held, data)
    changed = [name for name in data if before[name] != after[name]]
    if changed:
        held.revision += 1
        held.save()
        audit.record(
            by=by,
            at=at,
            deed="catalog.content.change",
            obj=held,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    for name in [*data, "revision"]:
        setattr(record, name, getattr(held, name))
    return held


@transaction.atomic
def add_norm(
    content: SupportContent,
    *,
    source: str,
    valid_from: date,
    cap_vnd: int | None = None,
    rate_pct: Decimal | None = None,
    per: str = "",
    clause: str = "",
    national: bool = False,
    valid_to: date | None = None,
    by: Actor,
    at: datetime,
) -> CostNorm:
    """Write down what a text allows for a content from a day on; the open norm before it ends the day before.

    An amount or a share that the text does not say stays empty. Refuses a norm without its source, a share
    outside 0–100 %, an amount of nothing, and dates that overlap another norm of the same place.
    `national` is for the whole country and reserved to the ministry.
    """
    by.require("catalog.norm.add")
    content = SupportContent.objects.select_for_update(of=("self",)).get(pk=content.pk)
    province_id = None if national else by.province_id
    if province_id is None and by.scope is not None:
        raise Refusal(_("Định mức toàn quốc do bộ ghi. Hãy ghi định mức của tỉnh."))
    norm = CostNorm(
        content=content,
        province_id=province_id,
        cap_vnd=cap_vnd,
        rate_pct=rate_pct,
        per=squash(per),
        source=squash(source),
        clause=squash(clause),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check_norm(norm)
    _make_room(norm, by=by, at=at)
    norm.save()
    audit.record(by=by, at=at, deed="catalog.norm.add", obj=content, after={"norm": norm_told(norm)})
    return norm


@transaction.atomic
def end_norm(norm: CostNorm, *, on: date, reason: str, by: Actor, at: datetime) -> CostNorm:
    """Say the last day of a norm, with the text that ended it."""
    by.require("catalog.norm.end")
    norm = _own_norm(norm, by)
    if not reason.strip():
        raise Refusal(_("Cần nêu văn bản làm định mức hết hiệu lực."))
    if on < norm.valid_from:
        raise Refusal(_("Ngày hết hiệu lực phải không trước ngày bắt đầu."))
    _end(norm, on, reason=reason.strip(), by=by, at=at)
    return norm


@transaction.atomic
def verify_norm(norm: CostNorm, *, by: Actor, at: datetime) -> CostNorm:
    """Say that somebody compared the norm with its text."""
    by.require("catalog.norm.verify")
    norm = _own_norm(norm, by)
    if norm.is_verified:
        raise Refusal(_("Định mức này đã được đối chiếu."))
    before = {"norm": norm_told(norm)}
    norm.is_verified = True
    norm.save(update_fields=["is_verified"])
    after = {"norm": norm_told(norm)}
    audit.record(by=by, at=at, deed="catalog.norm.verify", obj=norm.content, before=before, after=after)
    return norm


def _own_norm(norm: CostNorm, by: Actor) -> CostNorm:
    held = CostNorm.objects.select_for_update(of=("self",)).get(pk=norm.pk)
    if held.province_id is None and by.scope is not None:
        raise Refusal(_("Định mức toàn quốc do bộ ghi."))
    if held.province_id is not None and not by.sees(held.province_id):
        raise Refusal(_("Định mức này của tỉnh khác."))
    return held


def _end(norm: CostNorm, on: date, *, reason: str = "", by: Actor, at: datetime) -> None:
    before = {"norm": norm_told(norm)}
    norm.valid_to = on
    norm.save(update_fields=["valid_to"])
    audit.record(
        by=by,
        at=at,
        deed="catalog.norm.end",
        obj=norm.content,
        before=before,
        after={"norm": norm_told(norm)},
        reason=reason,
    )


def _make_room(norm: CostNorm, *, by: Actor, at: datetime) -> None:
    """Close the open norm that this one follows; any other in its time stands in the way."""
    others = CostNorm.objects.filter(content=norm.content, province_id=norm.province_id)
    others = others.filter(Q(valid_to=None) | Q(valid_to__gte=norm.valid_from))
    if norm.valid_to is not None:
        others = others.filter(valid_from__lte=norm.valid_to)
    for other in others:
        if other.valid_to is not None or other.valid_from >= norm.valid_from:
            raise Refusal(
                _("Đã có định mức theo {source} cho cùng thời gian. Hãy xem lại ngày hiệu lực.").format(
                    source=other.source
                )
            )
        _end(other, norm.valid_from - timedelta(days=1), by=by, at=at)


def _check_norm(norm: CostNorm) -> None:
    if not norm.source:
        raise Refusal(_("Cần ghi căn cứ: số, ngày và cơ quan ban hành văn bản."))
    if norm.cap_vnd is not None and norm.cap_vnd <= 0:
        raise Refusal(_("Mức tối đa phải lớn hơn 0. Chưa biết thì để trống."))
    if norm.rate_pct is not None and not 0 < norm.rate_pct <= 100:
        raise Refusal(_("Tỷ lệ hỗ trợ phải lớn hơn 0 và không quá 100 %. Chưa biết thì để trống."))
    if norm.valid_to is not None and norm.valid_to < norm.valid_from:
        raise Refusal(_("Ngày hết hiệu lực phải không trước ngày bắt đầu."))


def _set(content: SupportContent, data: dict[str, Any]) -> None:
    for name, value in data.items():
        if name not in FIELDS:
            raise Refusal(_("Danh mục không có mục “{name}”.").format(name=name))
        setattr(
            content, name, squash(value) if isinstance(value, str) and name in ("code", "name") else value
        )


def _check(content: SupportContent) -> None:
    if not content.code or not content.name:
        raise Refusal(_("Nội dung hỗ trợ phải có mã và tên."))
    same = SupportContent.objects.filter(code=content.code).exclude(pk=content.pk).first()
    if same is not None:
        raise Refusal(_("Mã {code} đã dùng cho “{name}”.").format(code=content.code, name=same.name))
    first, last = content.valid_from, content.valid_to
    if first is not None and last is not None and last < first:
        raise Refusal(_("Ngày cuối phải không trước ngày đầu."))
    if content.successor is not None and last is None:
        raise Refusal(_("Nội dung có nội dung thay thế thì phải ghi ngày cuối cùng được dùng."))
    for link in ("parent", "successor"):
        _refuse_ring(content, link)


def _refuse_ring(content: SupportContent, link: str) -> None:
    seen, step = {content.pk} if content.pk else set(), getattr(content, link)
    while step is not None:
        if step.pk in seen:
            raise Refusal(_("“{name}” không thể thuộc hoặc thay thế chính nó.").format(name=content.name))
        seen.add(step.pk)
        step = getattr(step, link)


def _told(content: SupportContent, data: dict[str, Any]) -> dict[str, Any]:
    """The fields as audit entries keep them: links by their keys."""
    return {
        name: getattr(content, f"{name}_id") if name in ("parent", "successor") else getattr(content, name)
        for name in data
    }
