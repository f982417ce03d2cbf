"""The register of support contents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.catalog.actions import add_content, change_content
from nscl.apps.catalog.forms import ContentForm
from nscl.apps.catalog.models import CostNorm, SupportContent
from nscl.apps.catalog.queries import norm_on, norm_told, obsolete_warning
from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Register, Section


def rows(actor: Actor) -> QuerySet[Any]:
    return SupportContent.objects.select_related("parent", "successor")


def usable_on(found: QuerySet[Any], day: date) -> QuerySet[Any]:
    begun = Q(valid_from=None) | Q(valid_from__lte=day)
    return found.filter(begun).filter(Q(valid_to=None) | Q(valid_to__gte=day))


def with_norm(found: QuerySet[Any], yes: bool) -> QuerySet[Any]:
    held = Q(pk__in=CostNorm.objects.values("content_id"))
    return found.filter(held if yes else ~held)


def norms(content: SupportContent, actor: Actor) -> dict[str, Any]:
    """The norms of the country and of the person's province, the one of today in a sentence, and the warning
    of a content out of use."""
    today = timezone.localdate()
    held = CostNorm.objects.filter(content=content).select_related("province")
    if actor.scope is not None:
        held = held.filter(Q(province=None) | Q(province_id__in=actor.scope))
    may = {name: actor.can(f"catalog.norm.{name}") for name in ("add", "end", "verify")}
    return {
        "today": norm_on(content, actor.province_id, today),
        "warning": obsolete_warning(content, today),
        "lines": [
            {
                "norm": norm,
                "may_end": may["end"] and norm.valid_to is None and _is_own(norm, actor),
                "may_verify": may["verify"] and not norm.is_verified and _is_own(norm, actor),
            }
            for norm in held
        ],
        "add": reverse("catalog:norm_add", args=[content.pk]) if may["add"] else "",
    }


def _is_own(norm: CostNorm, actor: Actor) -> bool:
    return actor.scope is None if norm.province_id is None else actor.sees(norm.province_id)


def norms_printed(rows: dict[str, Any]) -> tuple[list[str], list[list[str]]]:
    heads = [_("Nơi áp dụng"), _("Định mức")]
    return heads, [
        [str(line["norm"].province or _("Toàn quốc")), norm_told(line["norm"])] for line in rows["lines"]
    ]


def kin(content: SupportContent, actor: Actor) -> list[tuple[str, list[SupportContent]]]:
    """What it belongs to, what it is made of, what it replaced."""
    return [
        (_("Thuộc"), [content.parent] if content.parent else []),
        (_("Gồm"), list(content.parts.all())),
        (_("Thay cho"), list(content.predecessors.all())),
        (_("Thay bằng"), [content.successor] if content.successor else []),
    ]


CONTENTS = Register(
    name="content",
    path="noi-dung-ho-tro",
    namespace="catalog",
    title=noop("Nội dung hỗ trợ"),
    singular=noop("nội dung hỗ trợ"),
    model=SupportContent,
    rows=rows,
    deeds="catalog.content",
    form=ContentForm,
    add=add_content,
    change=change_content,
    columns=(
        Column("ten", noop("Tên"), "name", sort="sort_key"),
        Column("nhom", noop("Nhóm"), "group", "choice", sort="group"),
        Column("la-gi", noop("Là gì"), "description"),
        Column("khi-nao", noop("Dùng khi nào"), "when_to_use", shown=False),
        Column("thuoc", noop("Thuộc"), "parent.name", shown=False),
        Column("den", noop("Dùng đến hết ngày"), "valid_to", "date", sort="valid_to"),
        Column("thay", noop("Thay bằng"), "successor.name"),
        Column("mot-lan", noop("Mỗi đơn vị hỗ trợ một lần"), "once_per_organisation", "flag", shown=False),
        Column("goi-khac", noop("Tên gọi khác trong các kế hoạch"), "named_by", "list", shown=False),
        Column("ma", noop("Mã"), "code", sort="code", shown=False),
    ),
    filters=(
        Filter("nhom", noop("Nhóm"), "choice", "group"),
        Filter("dung-ngay", noop("Còn dùng tại ngày"), "date", usable_on),
        Filter("dinh-muc", noop("Đã ghi định mức"), "flag", with_norm),
    ),
    sections=(
        Section("dinh-muc", noop("Định mức hỗ trợ"), norms, "catalog/_norms.html", printed=norms_printed),
        Section("lien-quan", noop("Liên quan"), kin, "catalog/_kin.html"),
    ),
    labels={"norm": noop("Định mức")},
)
