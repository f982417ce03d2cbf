"""The lists of subscriptions and of what was sent to them, of the one family of registers."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Link, Register
from nscl.apps.traceability.flow_subscriptions import DELIVERY_FLOW, SUBSCRIPTION_FLOW
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.apps.traceability.queries.naming import Names
from nscl.apps.traceability.query_wording import when_of, whole_condition
from nscl.vietnamese import search_key

Rows = QuerySet[Any]


def keeper_of(row: Any) -> str:
    """Whose subscription it is."""
    organisation = row.query.organisation
    return str(organisation) if organisation else gettext("Cơ quan của tỉnh")


def _of_organisation(path: str) -> Any:
    """Every word somewhere in the organisation's name or tax code."""

    def apply(rows: Rows, text: str) -> Rows:
        for one in search_key(text).split():
            rows = rows.filter(**{f"{path}__search_key__contains": one})
        return rows

    return apply


# ── Subscriptions ──────────────────────────────────────────────────────


def subscription_rows(actor: Actor) -> QuerySet[Subscription]:
    """Those of the person's provinces, with the error of what is on its way."""
    on_its_way = Delivery.objects.filter(subscription=OuterRef("pk"), state__in=("waiting", "gave_up"))
    rows = Subscription.objects.seen_by(actor.scope).select_related(
        "query__organisation", "client", "created_by", "province"
    )
    return rows.annotate(last_error=Subquery(on_its_way.order_by("-pk").values("last_error")[:1]))


def _state(row: Any) -> str:
    return gettext(SUBSCRIPTION_FLOW.states[row.state].label)


def _links(record: Any, actor: Actor) -> list[Link]:
    deliveries = f"{reverse('traceability:delivery_list')}?dang-ky={record.pk}"
    found = [Link(gettext("Các lần gửi"), deliveries)]
    for move in SUBSCRIPTION_FLOW.offered(record, actor):
        page = f"traceability:subscription_{move.deed.rpartition('.')[2]}"
        found.append(Link(gettext(move.label), reverse(page, args=[record.pk])))
    return found


def _list_links(actor: Actor) -> list[Link]:
    found = [Link(gettext("Các lần gửi"), reverse("traceability:delivery_list"))]
    if actor.can("traceability.subscription.add") and actor.province_id is not None:
        found.append(Link(gettext("Lập đăng ký"), reverse("traceability:subscription_add")))
    return found


SUBSCRIPTIONS = Register(
    name="subscription",
    path="truy-xuat/dang-ky-nhan-tin",
    namespace="traceability",
    title=_("Đăng ký nhận tin"),
    singular=_("đăng ký nhận tin"),
    model=Subscription,
    rows=subscription_rows,
    deeds="traceability.subscription",
    columns=(
        Column("truy-van", _("Truy vấn"), "query.name", sort="query__name"),
        Column("don-vi", _("Đơn vị"), keeper_of, sort="query__organisation__sort_key"),
        Column("gui-den", _("Gửi đến"), "shown_destination"),
        Column("khi-nao", _("Khi nào"), lambda row: when_of(row.schedule)),
        Column("trang-thai", _("Trạng thái"), _state, sort="state"),
        Column("gui-duoc", _("Gửi được lần cuối"), "last_notified_at", "date", sort="last_notified_at"),
        Column("loi", _("Lỗi đang gặp"), lambda row: row.trouble or row.last_error or ""),
        Column(
            "dieu-kien",
            _("Điều kiện"),
            lambda row: whole_condition(row.query.query, Names()),
            shown=False,
        ),
        Column("phan-mem", _("Phần mềm"), lambda row: str(row.client or ""), shown=False),
        Column("ky", _("Có chữ ký"), lambda row: bool(row.secret), "flag", shown=False),
        Column("chay", _("Lần chạy kế tiếp"), "next_run_at", "date", sort="next_run_at", shown=False),
        Column("tu", _("Sự kiện ghi từ"), "initial_record_time", "date", shown=False),
        Column("cach-viet", _("Cách viết mã"), "epc_format", "choice", shown=False),
        Column("lap", _("Lập lúc"), "created_at", "date", sort="created_at", shown=False),
        Column("tinh", _("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("trang-thai", _("Trạng thái"), "choice", "state", lambda actor: SUBSCRIPTION_FLOW.choices),
        Filter("don-vi", _("Đơn vị"), "text", _of_organisation("query__organisation")),
        Filter("co-lich", _("Theo lịch"), "flag", lambda rows, yes: rows.filter(schedule__isnull=not yes)),
    ),
    search_fields=("query__name", "query__organisation__search_key", "destination"),
    ranked=("query__name",),
    default_sort="-created_at",
    links=_links,
    list_links=_list_links,
    words={"state": {code: state.label for code, state in SUBSCRIPTION_FLOW.states.items()}},
    labels={"query": _("Truy vấn"), "since": _("Sự kiện ghi từ"), "trouble": _("Vì sao tạm dừng")},
)

# ── Deliveries ─────────────────────────────────────────────────────────


def delivery_rows(actor: Actor) -> Rows:
    rows = Delivery.objects.select_related("subscription__query__organisation", "subscription__client")
    return rows if actor.scope is None else rows.filter(subscription__province_id__in=actor.scope)


def _delivery_state(row: Any) -> str:
    return gettext(DELIVERY_FLOW.states[row.state].label)


def _subscriptions(actor: Actor) -> list[tuple[str, str]]:
    rows = Subscription.objects.seen_by(actor.scope).select_related("query").order_by("query__name", "pk")
    return [(str(row.pk), str(row)) for row in rows]


def _delivery_links(record: Any, actor: Actor) -> list[Link]:
    """Its subscription; sending again where a try has failed."""
    whole = reverse("traceability:subscription_detail", args=[record.subscription_id])
    found = [Link(gettext("Đăng ký nhận tin"), whole)]
    if record.tries:
        for move in DELIVERY_FLOW.offered(record, actor):
            found.append(Link(gettext(move.label), reverse("traceability:delivery_resend", args=[record.pk])))
    return found


DELIVERIES = Register(
    name="delivery",
    path="truy-xuat/lan-gui-tin",
    namespace="traceability",
    title=_("Các lần gửi tin"),
    singular=_("lần gửi tin"),
    model=Delivery,
    rows=delivery_rows,
    deeds="traceability.delivery",
    columns=(
        Column("truy-van", _("Truy vấn"), "subscription.query.name", sort="subscription__query__name"),
        Column("don-vi", _("Đơn vị"), lambda row: keeper_of(row.subscription)),
        Column("trang-thai", _("Trạng thái"), _delivery_state, sort="state"),
        Column("su-kien", _("Số sự kiện"), "event_count", "number", sort="event_count"),
        Column("lan", _("Số lần thử"), "tries", "number", sort="tries"),
        Column("loi", _("Lỗi lần cuối"), "last_error"),
        Column("lap", _("Lập lúc"), "created_at", "date", sort="created_at"),
        Column("nhan", _("Nhận lúc"), "delivered_at", "date", sort="delivered_at"),
        Column("thu-lai", _("Thử lại lúc"), "next_try_at", "date", sort="next_try_at", shown=False),
        Column("gui-den", _("Gửi đến"), "subscription.shown_destination", shown=False),
        Column("ma", _("Mã lần gửi"), "uuid", shown=False),
        Column("ma-tra-loi", _("Mã trả lời"), "last_status", "number", shown=False),
    ),
    filters=(
        Filter("trang-thai", _("Trạng thái"), "choice", "state", lambda actor: DELIVERY_FLOW.choices),
        Filter("dang-ky", _("Đăng ký"), "choice", "subscription_id", _subscriptions),
        Filter("don-vi", _("Đơn vị"), "text", _of_organisation("subscription__query__organisation")),
    ),
    search_fields=("subscription__query__name", "subscription__query__organisation__search_key"),
    ranked=("subscription__query__name",),
    default_sort="-created_at",
    links=_delivery_links,
    words={"state": {code: state.label for code, state in DELIVERY_FLOW.states.items()}},
)
