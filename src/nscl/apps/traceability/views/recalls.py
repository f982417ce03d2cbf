"""Pages of a recall: the case at a glance, the goods it reached, its versions, its files."""

from __future__ import annotations

import itertools
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.post import how_sent
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import recall_sheets
from nscl.apps.traceability.actions import recalls as deeds
from nscl.apps.traceability.flow import RECALL_FLOW
from nscl.apps.traceability.models import RecallCase, RecallClosure, RecallHolding, RecallItem
from nscl.apps.traceability.queries.naming import Names, names_of
from nscl.apps.traceability.queries.recalls import (
    Board,
    Difference,
    board_of,
    content_of,
    difference,
)
from nscl.apps.traceability.recall_closing import report_docx
from nscl.apps.traceability.recall_closure import Closure
from nscl.apps.traceability.recall_wording import (
    STANDS,
    amount,
    because,
    break_sentence,
    names_of_holders,
    title_of,
    unit_of,
    whole_of,
)
from nscl.apps.traceability.wording import reason_of

PAGE_SIZE = 50
FEW = 12
CHEAP = 2000  # events of a closure that is compared with the present on every look at its case


def recall_or_404(request: HttpRequest, pk: int, deed: str = "traceability.recall.view") -> RecallCase:
    """A recall of the person's scope (else 404) on which the deed is theirs now (else 403 or a refusal)."""
    actor = actor_of(request)
    rows = RecallCase.objects.seen_by(actor.scope).select_related("province", "drafted_by", "opened_by")
    case = get_object_or_404(rows, pk=pk)
    actor.require(deed, case)
    return case


def url(case: RecallCase, page: str = "recall_detail", *more: int) -> str:
    return reverse(f"traceability:{page}", args=[case.pk, *more])


# ── One recall ─────────────────────────────────────────────────────────


@guarded("traceability.recall.view")
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """State, who answered, how much came back, what to do next."""
    case, actor, today = recall_or_404(request, pk), actor_of(request), timezone.localdate()
    frozen = deeds.newest(case)
    board = board_of(case, today=today)
    context = {
        "case": case,
        "state": RECALL_FLOW.states[case.state],
        "steps": _steps(case),
        "next": _next(case, board, actor),
        "offered": {move.deed.rpartition(".")[2] for move in RECALL_FLOW.offered(case, actor)},
        "frozen": frozen,
        "preview": preview_of(deeds.current(case)) if frozen is None else None,
        "breaks": _breaks(frozen),
        "is_stale": _is_stale(case, frozen),
        "board": board,
        "stands": _stands(case, board),
        "sums": [{"name": unit_of(one.unit), "sum": one} for one in board.sums],
        "unmeasured": board.unmeasured,
        "roots": [(root, title_of(root.code)) for root in case.roots.all()],
        "is_late": case.state == "notified" and case.answer_by is not None and case.answer_by < today,
        "how_sent": how_sent(),
    }
    return render(request, "traceability/recall_detail.html", context)


def _steps(case: RecallCase) -> list[tuple[str, str]]:
    """The way of a recall: (label, "d" done, "c" now, "" to come)."""
    labels = [_("Lập hồ sơ"), _("Duyệt"), _("Thông báo"), _("Thu hồi, theo dõi"), _("Kết thúc")]
    now = {"draft": 0, "submitted": 1, "opened": 2, "notified": 3, "closed": 5}.get(case.state, -1)
    return [(label, "d" if i < now else "c" if i == now else "") for i, label in enumerate(labels)]


def _next(case: RecallCase, board: Board, actor: Actor) -> dict[str, str] | None:
    """The one main deed of the page, by state and person."""
    deed = f"traceability.recall.{'open' if case.state == 'submitted' else 'notify'}"
    if case.state == "submitted" and actor.can(deed, case):
        return {"label": _("Xem và duyệt"), "url": url(case, "recall_open")}
    if case.state == "opened" and actor.can(deed, case):
        return {"label": _("Thông báo nơi giữ hàng"), "url": url(case, "recall_notify")}
    if case.state == "notified":
        if board.counts["untold"] and actor.can(deed, case):
            return {"label": _("Thông báo thêm"), "url": url(case, "recall_notify")}
        if actor.can("traceability.recall.remind", case):
            return {"label": _("Nhắc nơi chưa trả lời"), "url": url(case, "recall_remind")}
    if case.state == "closed":
        return {"label": _("Báo cáo kết thúc"), "url": url(case, "recall_report")}
    return None


def _stands(case: RecallCase, board: Board) -> list[dict[str, Any]]:
    base = url(case, "recall_holders")
    return [
        {"state": one, "count": board.counts.get(code, 0), "url": f"{base}?tinh-hinh={code}"}
        for code, one in STANDS.items()
    ]


def _breaks(frozen: RecallClosure | None) -> list[Any]:
    if frozen is None or not frozen.breaks:
        return []
    codes = {one[end] for one in frozen.breaks for end in ("item", "near")}
    rows = frozen.items.filter(code__in=codes)
    products = dict(rows.values_list("code", "product_name"))
    return [break_sentence(one, products) for one in frozen.breaks]


def _is_stale(case: RecallCase, frozen: RecallClosure | None) -> bool:
    """Whether newer events would change what was frozen; looked at only where that is quick."""
    if frozen is None or not case.is_in_force or frozen.event_count > CHEAP:
        return False
    return deeds.current(case).hash != frozen.hash


def preview_of(found: Closure) -> dict[str, Any]:
    """What would be frozen now, for people."""
    products = {one.code: one.product for one in found.goods}
    goods = [one for one in found.goods if not one.is_carrier]
    return {
        "hash": found.hash,
        "items": len(goods),
        "carriers": len(found.goods) - len(goods),
        "events": found.event_count,
        "holders": len(found.keepers),
        "is_cut_off": found.is_cut_off,
        "breaks": [break_sentence(one, products) for one in found.breaks],
        "goods": [
            {"name": whole_of(one.code, one.product), "is_root": one.is_root,
             "because": because(one.because, products)}
            for one in goods[:FEW]
        ],
        "more": max(0, len(goods) - FEW),
    }  # fmt: skip


# ── The goods ──────────────────────────────────────────────────────────


@guarded("traceability.recall.view")
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """Every item of a version with why it is in it and where it is; narrowed, page by page."""
    case = recall_or_404(request, pk)
    frozen = _version(case, request.GET.get("phien-ban", ""))
    wanted = {key: request.GET.get(key, "").strip()[:200] for key in ("tim", "la")}
    rows = narrowed(frozen, wanted)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "case": case,
        "frozen": frozen,
        "versions": list(case.closures.order_by("-version")),
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "page": page,
        "lines": item_lines(list(page)),
        "query": request.GET.urlencode(),
    }
    return render(request, "traceability/recall_items.html", context)


def _version(case: RecallCase, text: str) -> RecallClosure:
    """The version asked for, else the newest; a recall that was never approved has none."""
    rows = case.closures.order_by("-version")
    if text.isascii() and text.isdecimal() and len(text) < 6:
        rows = rows.filter(version=int(text))
    found = rows.first()
    if found is None:
        raise Http404
    return found


def narrowed(frozen: RecallClosure, wanted: dict[str, str]) -> Any:
    """The items of a version by words of code or product, and by what they are."""
    rows = RecallItem.objects.filter(closure=frozen).order_by("position")
    for word in wanted["tim"].split():
        rows = rows.filter(code__icontains=word) | rows.filter(product_name__icontains=word)
    kinds = {"goc": {"is_root": True}, "hang": {"is_carrier": False}, "vat-chua": {"is_carrier": True}}
    return rows.filter(**kinds.get(wanted["la"], {}))


def item_lines(rows: list[RecallItem]) -> list[dict[str, Any]]:
    """Items in words: the reason from the root, and each holder with what it has."""
    codes = {link[end] for row in rows for link in row.because for end in ("source", "target")}
    closures = {row.closure_id for row in rows}
    names = RecallItem.objects.filter(closure__in=closures, code__in=codes)
    products = dict(names.values_list("code", "product_name"))
    held: dict[int, list[RecallHolding]] = {}
    found = RecallHolding.objects.filter(item__in=[row.pk for row in rows])
    holdings = list(found.select_related("holder__organisation").order_by("pk"))
    called = names_of_holders({one.holder_id: one.holder for one in holdings}.values())
    for one in holdings:
        held.setdefault(one.item_id, []).append(one)
    return [
        {
            "row": row,
            "name": whole_of(row.code, row.product_name),
            "why": reason_of(because(row.because, products)),
            "holdings": [
                {"holding": one, "who": called[one.holder_id], "amount": amount(one.quantity, one.unit)}
                for one in held.get(row.pk, [])
            ],
        }
        for row in rows
    ]


# ── Versions ───────────────────────────────────────────────────────────


@guarded("traceability.recall.view")
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version with what came in and fell out against the one before."""
    case = recall_or_404(request, pk)
    rows = list(case.closures.order_by("version").select_related("frozen_by"))
    contents = [content_of(one) for one in rows]
    changes = [said_difference(difference(old, new)) for old, new in itertools.pairwise(contents)]
    context = {"case": case, "lines": list(zip(rows, [None, *changes], strict=False))[::-1]}
    return render(request, "traceability/recall_versions.html", context)


def said_difference(found: Difference) -> dict[str, Any]:
    """A difference in words, the first of each list."""
    return {
        "is_empty": found.is_empty,
        "parts": [
            {"label": label, "count": len(codes), "names": names[:FEW], "more": max(0, len(codes) - FEW)}
            for label, codes, names in (
                (_("Mã hàng thêm vào"), found.items_in, [title_of(one) for one in found.items_in]),
                (_("Mã hàng ra khỏi phạm vi"), found.items_out, [title_of(one) for one in found.items_out]),
                (_("Hàng ở nơi giữ mới"), found.holdings_in, _places(found.holdings_in)),
                (_("Hàng không còn ở nơi giữ"), found.holdings_out, _places(found.holdings_out)),
                (_("Số lượng hoặc tình trạng đổi"), found.holdings_changed, _places(found.holdings_changed)),
            )
            if codes
        ],
    }


def _places(rows: list[tuple[str, str]]) -> list[str]:
    """`Lô A – Hợp tác xã Chợ Mới` for the first of these goods at holders."""
    shown = rows[:FEW]
    ids = [int(key.removeprefix("org:")) for _code, key in shown if key.startswith("org:")]
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    places = names_of(key for _code, key in shown if not key.startswith(("org:", "unknown:")))
    return [f"{title_of(code)} – {_keeper(key, names, places)}" for code, key in shown]


def _keeper(key: str, names: dict[int, str], places: Names) -> str:
    if key.startswith("org:"):
        return names.get(int(key.removeprefix("org:")), "–")
    return _("Chưa rõ nơi nhận") if key.startswith("unknown:") else places.of(key).title


# ── Files ──────────────────────────────────────────────────────────────


@guarded("traceability.recall.export")
def items_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The goods as they are shown, as a workbook."""
    case = recall_or_404(request, pk, "traceability.recall.export")
    frozen = _version(case, request.GET.get("phien-ban", ""))
    wanted = {key: request.GET.get(key, "").strip()[:200] for key in ("tim", "la")}
    lines = item_lines(list(narrowed(frozen, wanted)))
    data = recall_sheets.goods(case, frozen, lines, at=timezone.now())
    return download(data, f"{_file(case)}-hang-hoa.xlsx")


@guarded("traceability.recall.export")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The closing report as Word: made from what was frozen, the same bytes each time."""
    case = recall_or_404(request, pk, "traceability.recall.export")
    if case.report is None:
        raise Http404
    return download(report_docx(case.report), f"{_file(case)}-bao-cao.docx")


def _file(case: RecallCase) -> str:
    return f"thu-hoi-{case.number:02d}-{case.year}"
