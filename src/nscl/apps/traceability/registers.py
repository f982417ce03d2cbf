"""The lists of traceability, of the one family of registers; the page of each record is the room's own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Link, Register
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability.models import (
    ApiClient,
    CaptureJob,
    Entrustment,
    Event,
    EventHash,
    EventItem,
    Item,
)
from nscl.apps.traceability.queries.finding import place_named
from nscl.apps.traceability.queries.naming import described_at, unnamed
from nscl.apps.traceability.wording import DISPOSITIONS, KINDS, STEPS, TYPES, deed_of, word
from nscl.gs1.canonical import canonical_epc
from nscl.gs1.errors import Gs1Error
from nscl.gs1.parsing import parse
from nscl.vietnamese import search_key

Rows = QuerySet[Any]


def scoped(rows: Rows, actor: Actor, path: str = "province_id") -> Rows:
    """Rows of the provinces that the person sees."""
    return rows if actor.scope is None else rows.filter(**{f"{path}__in": actor.scope})


def provinces(actor: Actor) -> list[tuple[str, str]]:
    """The provinces that have sent anything, for those who see more than one."""
    rows = AdministrativeUnit.objects.filter(
        pk__in=scoped(CaptureJob.objects.all(), actor).order_by().values("province_id")
    )
    return [(str(unit.pk), unit.full_name) for unit in rows]


def words(table: dict[str, str]) -> Callable[[Actor], list[tuple[str, str]]]:
    return lambda actor: [(code, gettext(text)) for code, text in table.items()]


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def since(path: str) -> Callable[[Rows, date], Rows]:
    return lambda rows, day: rows.filter(**{f"{path}__gte": _start(day)})


def until(path: str) -> Callable[[Rows, date], Rows]:
    return lambda rows, day: rows.filter(**{f"{path}__lt": _start(day + timedelta(days=1))})


def of_organisation(path: str) -> Callable[[Rows, str], Rows]:
    """Every word of the text somewhere in the organisation's name, short name or tax code."""

    def apply(rows: Rows, text: str) -> Rows:
        for one in search_key(text).split():
            rows = rows.filter(**{f"{path}__search_key__contains": one})
        return rows

    return apply


def items_meant(text: str) -> Rows:
    """The items of a code in any spelling, or of a lot number."""
    codes = [canonical_epc(text.strip())]
    with suppress(Gs1Error):
        codes.append(parse(text, allow_names=True).link)
    by_code = Item.objects.filter(canonical__in=[code for code in codes if code])
    return by_code if by_code.exists() else Item.objects.filter(lot=text.strip())


# ── Events ─────────────────────────────────────────────────────────────


def event_rows(actor: Actor) -> Rows:
    """Events of the person's provinces with the first thing each names, and whether it still counts."""
    named = EventItem.objects.filter(event=OuterRef("pk")).order_by("position")
    many = named.order_by().values("event").annotate(n=Count("*")).values("n")
    void = EventHash.objects.filter(pk=OuterRef("pk"), is_void=True)
    rows = Event.objects.select_related("read_point", "biz_location", "organisation", "province")
    return scoped(rows, actor).annotate(
        first_code=Subquery(named.values("item__canonical")[:1]),
        first_product=Subquery(named.values("item__product__name")[:1]),
        item_count=Subquery(many, output_field=IntegerField()),
        is_void=Exists(void),
        place_name=Coalesce(described_at("read_point__canonical"), described_at("biz_location__canonical")),
    )


def things_of(event: Any) -> str:
    """The first thing that an event of `event_rows` names, and how many more."""
    if not event.first_code:
        return ""
    named = unnamed(event.first_code).title
    first = f"{named} ({event.first_product})" if event.first_product else named
    more = (event.item_count or 1) - 1
    return gettext("{first} và {n} mã khác").format(first=first, n=more) if more else first


def place_of(event: Any) -> str:
    """Where it happened, by the name that documents give the place."""
    place = event.read_point or event.biz_location
    return (event.place_name or unnamed(place.canonical).title) if place else ""


def _state_of(event: Any) -> str:
    if event.is_error_declaration:
        return gettext("khai báo sai sót")
    return gettext("đã khai báo sai") if event.is_void else gettext("có hiệu lực")


def _with_items(rows: Rows, text: str) -> Rows:
    return rows.filter(pk__in=EventItem.objects.filter(item__in=items_meant(text)).values("event_id"))


def _at_place(rows: Rows, text: str) -> Rows:
    places = list(Item.objects.filter(canonical=place_named(text)).values_list("pk", flat=True))
    return rows.filter(Q(read_point_id__in=places) | Q(biz_location_id__in=places))


def _warned(rows: Rows, wanted: bool) -> Rows:
    return rows.exclude(warnings=[]) if wanted else rows.filter(warnings=[])


def _void(rows: Rows, wanted: bool) -> Rows:
    return rows.filter(is_void=wanted)


EVENTS = Register(
    name="event",
    path="truy-xuat/su-kien",
    namespace="traceability",
    title=_("Sự kiện truy xuất"),
    singular=_("sự kiện"),
    model=Event,
    rows=event_rows,
    deeds="traceability.event",
    columns=(
        Column("luc", _("Thời điểm"), "event_time", "date", sort="event_time"),
        Column("viec", _("Việc"), lambda event: deed_of(event.type, event.action)),
        Column("buoc", _("Bước"), lambda event: word(STEPS, event.biz_step)),
        Column("vat", _("Vật"), things_of),
        Column("noi", _("Địa điểm"), place_of),
        Column("don-vi", _("Đơn vị ghi"), "organisation.name"),
        Column("nghi", _("Điểm nghi ngờ"), lambda event: len(event.warnings) or None, "number"),
        Column("hieu-luc", _("Hiệu lực"), _state_of),
        Column(
            "tinh-trang", _("Tình trạng"), lambda event: word(DISPOSITIONS, event.disposition), shown=False
        ),
        Column("ghi", _("Ghi vào hệ thống"), "record_time", "date", sort="record_time", shown=False),
        Column("ma", _("Mã sự kiện"), "event_id", shown=False),
        Column("tinh", _("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("vat", _("Mã hoặc số lô"), "text", _with_items),
        Filter("tu", _("Từ ngày"), "date", since("event_time")),
        Filter("den", _("Đến ngày"), "date", until("event_time")),
        Filter("loai", _("Loại sự kiện"), "choice", "type", words(TYPES)),
        Filter("buoc", _("Bước"), "choice", "biz_step", words(STEPS)),
        Filter("noi", _("Mã địa điểm"), "text", _at_place),
        Filter("don-vi", _("Đơn vị ghi"), "text", of_organisation("organisation")),
        Filter("nghi", _("Có điểm nghi ngờ"), "flag", _warned),
        Filter("sai", _("Đã khai báo sai"), "flag", _void),
        Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    ),
    search_fields=(),
    default_sort="-event_time",
    list_links=lambda actor: _capture_link(actor),
)


def _capture_link(actor: Actor) -> list[Link]:
    if not actor.can("traceability.event.capture"):
        return []
    return [Link(gettext("Nạp tệp sự kiện"), reverse("traceability:upload"))]


# ── Items ──────────────────────────────────────────────────────────────


def item_rows(actor: Actor) -> Rows:
    """Lots and single things made by organisations of the person's provinces."""
    rows = Item.objects.filter(kind__in=("lot", "instance"), organisation__isnull=False)
    rows = rows.select_related("product", "organisation__province")
    return scoped(rows, actor, "organisation__province_id")


def _kind_choices(actor: Actor) -> list[tuple[str, str]]:
    return [(code, gettext(KINDS[code])) for code in ("lot", "instance")]


ITEMS = Register(
    name="item",
    path="truy-xuat/vat",
    namespace="traceability",
    title=_("Lô, vật được truy xuất"),
    singular=_("lô, vật"),
    model=Item,
    rows=item_rows,
    deeds="traceability.item",
    columns=(
        Column("ten", _("Lô, vật"), lambda item: unnamed(item.canonical).title),
        Column("san-pham", _("Sản phẩm"), "product.name"),
        Column("don-vi", _("Đơn vị làm ra"), "organisation.name"),
        Column("gtin", "GTIN", "gtin"),
        Column("loai", _("Loại"), lambda item: word(KINDS, item.kind)),
        Column("ma", _("Mã chuẩn"), "canonical", shown=False),
        Column("tinh", _("Tỉnh"), "organisation.province.name", shown=False),
    ),
    filters=(
        Filter("so-lo", _("Số lô"), "text", lambda rows, text: rows.filter(lot=text.strip())),
        Filter("loai", _("Loại"), "choice", "kind", _kind_choices),
        Filter("don-vi", _("Đơn vị làm ra"), "text", of_organisation("organisation")),
        Filter("tinh", _("Tỉnh"), "choice", "organisation__province_id", provinces),
    ),
    search_fields=("product__search_key", "organisation__search_key"),
    default_sort="-pk",
)


# ── Captures ───────────────────────────────────────────────────────────


def job_rows(actor: Actor) -> Rows:
    rows = CaptureJob.objects.select_related("organisation", "client", "created_by", "province")
    return scoped(rows, actor)


def sender_name(job: Any) -> str:
    return str(job.client.name if job.client else job.created_by.full_name if job.created_by else "")


JOBS = Register(
    name="job",
    path="truy-xuat/lan-ghi",
    namespace="traceability",
    title=_("Lần ghi sự kiện"),
    singular=_("lần ghi"),
    model=CaptureJob,
    rows=job_rows,
    deeds="traceability.job",
    columns=(
        Column("luc", _("Nhận lúc"), "created_at", "date", sort="created_at"),
        Column("don-vi", _("Ghi cho tổ chức"), "organisation.name"),
        Column("ai", _("Người hoặc phần mềm ghi"), sender_name, deed="traceability.client.view"),
        Column("trang-thai", _("Trạng thái"), "state", "choice", sort="state"),
        Column("co", _("Sự kiện"), "event_count", "number", sort="event_count"),
        Column("ghi", _("Đã ghi"), "stored_count", "number", sort="stored_count"),
        Column("cu", _("Có từ trước"), "replayed_count", "number"),
        Column("bo", _("Bị từ chối"), "refused_count", "number", sort="refused_count"),
        Column("ma", _("Mã lần ghi"), lambda job: str(job.uuid), shown=False),
        Column("tinh", _("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("trang-thai", _("Trạng thái"), "choice", "state"),
        Filter("tu", _("Từ ngày"), "date", since("created_at")),
        Filter("den", _("Đến ngày"), "date", until("created_at")),
        Filter("tinh", _("Tỉnh"), "choice", "province_id", provinces),
    ),
    search_fields=("organisation__search_key",),
    default_sort="-created_at",
    list_links=lambda actor: _capture_link(actor),
)


# ── Programs and entrustments ──────────────────────────────────────────


def client_rows(actor: Actor) -> Rows:
    return scoped(ApiClient.objects.select_related("organisation", "created_by", "province"), actor)


def scope_names(client: ApiClient) -> list[str]:
    return [gettext(str(ApiClient.Scope(one).label)) for one in client.scopes]


def _key_state(client: Any) -> str:
    return gettext("đã thu hồi") if client.is_revoked else gettext("đang dùng được")


CLIENTS = Register(
    name="client",
    path="truy-xuat/phan-mem",
    namespace="traceability",
    title=_("Phần mềm kết nối"),
    singular=_("phần mềm kết nối"),
    model=ApiClient,
    rows=client_rows,
    deeds="traceability.client",
    columns=(
        Column("ten", _("Phần mềm"), "name", sort="name"),
        Column("don-vi", _("Tổ chức"), "organisation.name", sort="organisation__sort_key"),
        Column("lam", _("Được làm"), scope_names, "list"),
        Column("khoa", _("Đầu khóa"), lambda client: f"{client.key_hint}…"),
        Column("trang-thai", _("Trạng thái"), _key_state),
        Column("cap", _("Cấp lúc"), "created_at", "date", sort="created_at"),
        Column("thoi", _("Thu hồi lúc"), "revoked_at", "date", sort="revoked_at", shown=False),
    ),
    filters=(
        Filter("con", _("Còn dùng được"), "flag", lambda rows, yes: rows.filter(revoked_at__isnull=yes)),
    ),
    search_fields=("organisation__search_key",),
    default_sort="-created_at",
    list_links=lambda actor: _deed_link(actor, "traceability.client.issue", _("Cấp khóa"), "client_issue"),
)


def entrustment_rows(actor: Actor) -> Rows:
    return scoped(
        Entrustment.objects.select_related("giver", "keeper", "created_by"), actor, "giver__province_id"
    )


def _holds(rows: Rows, wanted: bool) -> Rows:
    today = timezone.localdate()
    holding = Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gte=today))
    return rows.filter(holding) if wanted else rows.exclude(holding)


ENTRUSTMENTS = Register(
    name="entrustment",
    path="truy-xuat/uy-thac",
    namespace="traceability",
    title=_("Ủy thác ghi sự kiện"),
    singular=_("ủy thác"),
    model=Entrustment,
    rows=entrustment_rows,
    deeds="traceability.entrustment",
    columns=(
        Column("chu", _("Bên ủy thác (chủ hàng)"), "giver.name", sort="giver__sort_key"),
        Column("thay", _("Bên ghi thay"), "keeper.name", sort="keeper__sort_key"),
        Column("tu", _("Từ ngày"), "valid_from", "date", sort="valid_from"),
        Column("den", _("Đến hết ngày"), "valid_to", "date", sort="valid_to"),
        Column("van-ban", _("Văn bản ủy thác"), "document"),
    ),
    filters=(Filter("hieu-luc", _("Đang có hiệu lực"), "flag", _holds),),
    search_fields=("giver__search_key", "keeper__search_key"),
    default_sort="-created_at",
    list_links=lambda actor: _deed_link(
        actor, "traceability.entrustment.grant", _("Ghi ủy thác"), "entrustment_grant"
    ),
)


def _deed_link(actor: Actor, deed: str, label: str, name: str) -> list[Link]:
    return [Link(gettext(label), reverse(f"traceability:{name}"))] if actor.can(deed) else []
