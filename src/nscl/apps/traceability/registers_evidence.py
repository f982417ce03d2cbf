"""The list of sealed days, as one of the family of registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Link, Register
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.registers.tables import Row, Table, table_section
from nscl.apps.traceability.evidence import Line
from nscl.apps.traceability.models import DailyRoot
from nscl.apps.traceability.queries.evidence import lines_of
from nscl.apps.traceability.registers import event_rows, things_of
from nscl.apps.traceability.wording import STEPS, deed_of, word
from nscl.vietnamese import format_date, format_number

IN_SIGHT = 30


def rows(actor: Actor) -> QuerySet[DailyRoot]:
    found = DailyRoot.objects.defer("leaves").select_related("province")
    return found if actor.scope is None else found.filter(province_id__in=actor.scope)


def provinces(actor: Actor) -> list[tuple[str, str]]:
    units = AdministrativeUnit.objects.filter(pk__in=rows(actor).order_by().values("province_id"))
    return [(str(unit.pk), unit.full_name) for unit in units]


def links(root: DailyRoot, actor: Actor) -> list[Link]:
    return [
        Link(gettext("Gốc có chữ ký (JSON)"), reverse("traceability:day_root", args=[root.pk])),
        Link(gettext("Danh sách dấu"), reverse("traceability:day_leaves", args=[root.pk])),
    ]


def list_links(actor: Actor) -> list[Link]:
    return [Link(gettext("Kiểm tra, khóa công khai"), reverse("traceability:day_check"))]


def events(root: DailyRoot, actor: Actor) -> Table:
    """The first events of the day in words, each with its page and its proof."""
    found = lines_of(root, IN_SIGHT)
    known = _known(found, actor)
    note = gettext("{n} sự kiện; {shown} sự kiện đầu có ở đây, danh sách dấu có tất cả.").format(
        n=format_number(root.count), shown=format_number(len(found))
    )
    return Table(
        heads=(
            gettext("Sự kiện"),
            gettext("Bước"),
            gettext("Vật"),
            gettext("Thời điểm"),
            gettext("Ghi lúc"),
        ),
        rows=[_row(line, known[line.number], actor) for line in found],
        empty=gettext("Không còn sự kiện nào của ngày trong hệ thống."),
        notes=(note,),
    )


def _known(lines: Sequence[Line], actor: Actor) -> dict[int, Any]:
    """What the store tells of these events, by their numbers."""
    if not lines:
        return {}
    moments = [line.recorded_at for line in lines]  # the database looks only at the parts of those days
    rows = event_rows(actor).filter(record_time__gte=min(moments), record_time__lte=max(moments))
    return {one.pk: one for one in rows.filter(pk__in=[line.number for line in lines])}


def _row(line: Line, event: Any, actor: Actor) -> Row:
    proof = Link(gettext("Bằng chứng (JSON)"), reverse("traceability:event_proof", args=[line.number]))
    may_look = actor.can("traceability.event.view", event)
    return Row(
        (
            deed_of(event.type, event.action),
            word(STEPS, event.biz_step),
            things_of(event),
            timezone.localtime(event.event_time),
            timezone.localtime(line.recorded_at),
        ),
        url=reverse("traceability:event_detail", args=[line.number]) if may_look else "",
        deeds=(proof,),
    )


def day_of(root: Any) -> str:
    return str(format_date(root.day))


DAYS = Register(
    name="day",
    path="dau-chung",
    namespace="traceability",
    title=_("Dấu chứng ngày"),
    singular=_("dấu chứng ngày"),
    model=DailyRoot,
    rows=rows,
    deeds="traceability.day",
    columns=(
        Column("ngay", _("Ngày"), day_of, sort="day"),
        Column("tinh", _("Tỉnh"), "province.name", sort="province__name"),
        Column("so", _("Số sự kiện"), "count", "number", sort="count"),
        Column("goc", _("Gốc"), "root"),
        Column("khoa", _("Khóa ký"), "fingerprint"),
        Column("chot", _("Chốt lúc"), "made_at", "date", sort="made_at"),
        Column("truoc", _("Gốc trước"), "previous", shown=False),
        Column("ky", _("Chữ ký"), "signature", shown=False),
    ),
    filters=(
        Filter("nam", _("Năm"), "year", "day__year"),
        Filter("tu", _("Từ ngày"), "date", "day__gte"),
        Filter("den", _("Đến ngày"), "date", "day__lte"),
        Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    ),
    sections=(table_section("su-kien", _("Sự kiện trong ngày"), events),),
    search_fields=("root",),
    ranked=("root",),
    default_sort="-day",
    links=links,
    list_links=list_links,
    labels={"days": _("Các ngày đã chốt"), "key": _("Khóa ký")},
)
