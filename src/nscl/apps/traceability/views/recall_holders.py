"""Pages of a recall's holders: all of them, one of them, who it is, what it said, its link and letters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.post import how_sent
from nscl.apps.core.registers.cells import said
from nscl.apps.core.site import site_url
from nscl.apps.traceability import recall_sheets
from nscl.apps.traceability.actions import recall_notices as deeds
from nscl.apps.traceability.forms_recalls import FIGURES, AddressForm, AnswerForm, HolderForm, figure_text
from nscl.apps.traceability.models import RecallCase, RecallHolder, RecallNotice, RecallRecovery
from nscl.apps.traceability.queries.naming import names_of
from nscl.apps.traceability.queries.recalls import LATE, Board, Held, Stock, board_of, stock_of
from nscl.apps.traceability.recall_letters import letters_docx, qr_of
from nscl.apps.traceability.recall_links import url_of
from nscl.apps.traceability.recall_wording import STANDS, holder_name, title_of, unit_of
from nscl.apps.traceability.views.recalls import recall_or_404, url
from nscl.vietnamese import search_key

PAGE_SIZE = 50
DEED = "traceability.recall"


@guarded(f"{DEED}.view")
def holders(request: HttpRequest, pk: int) -> HttpResponse:
    """Everyone who holds goods, with where it stands: the silent ones are a filter away."""
    case = recall_or_404(request, pk)
    board = board_of(case, today=timezone.localdate())
    wanted = _wanted(request)
    page = Paginator(_narrowed(board, wanted), PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "case": case,
        "board": board,
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "stands": list(STANDS.values()),
        "page": page,
        "lines": [line_of(row) for row in page],
        "query": request.GET.urlencode(),
        "has_notices": any(row.notice for row in board.rows),
    }
    return render(request, "traceability/recall_holders.html", context)


def _wanted(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET.get(key, "").strip()[:200] for key in ("tim", "tinh-hinh")}


def _narrowed(board: Board, wanted: dict[str, str]) -> list[Held]:
    """Holders by words of their name and by where they stand; those to be asked first."""
    words = search_key(wanted["tim"]).split()
    chosen = wanted["tinh-hinh"]
    stand = LATE if chosen == "late" else (chosen,) if chosen in STANDS else ()
    order = ("unknown", "overdue", "owing", "untold", "told", "acknowledged", "answered")
    found = [
        row
        for row in board.rows
        if (not stand or row.stand in stand) and all(word in search_key(row.name) for word in words)
    ]
    return sorted(found, key=lambda row: (order.index(row.stand), row.holder.pk))


def line_of(row: Held) -> dict[str, Any]:
    """A holder in words; how many figures it told of how many items."""
    return {
        "row": row,
        "name": row.name,
        "state": STANDS[row.stand],
        "goods": [(one.name, one.amount) for one in row.goods[:3]],
        "more": max(0, len(row.goods) - 3),
        "asked": str(row.holder.asked) if row.stand == "unknown" and row.holder.asked else "",
    }


@guarded(f"{DEED}.export")
def holders_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The holders as they are shown, one line an item, with what was told."""
    case = recall_or_404(request, pk, f"{DEED}.export")
    board = board_of(case, today=timezone.localdate())
    data = recall_sheets.holders(case, _narrowed(board, _wanted(request)), at=timezone.now())
    return download(data, f"thu-hoi-{case.number:02d}-{case.year}-noi-giu.xlsx")


# ── One holder ─────────────────────────────────────────────────────────


def _holder_or_404(request: HttpRequest, pk: int, row: int, deed: str) -> tuple[RecallCase, RecallHolder]:
    case = recall_or_404(request, pk, deed)
    rows = RecallHolder.objects.filter(case=case).select_related("organisation", "asked", "notice")
    holder = get_object_or_404(rows, pk=row)
    holder.case = case
    return case, holder


def _notice_or_404(request: HttpRequest, pk: int, row: int, deed: str) -> RecallNotice:
    case, holder = _holder_or_404(request, pk, row, deed)
    notice = get_object_or_404(RecallNotice, holder=holder)
    notice.holder = holder
    return notice


@never_cache
@guarded(f"{DEED}.view")
def holder(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """One holder: its goods, its notice and link, what it told and when."""
    case, one = _holder_or_404(request, pk, row, f"{DEED}.view")
    actor = actor_of(request)
    return render(request, "traceability/recall_holder.html", _context(request, case, one, actor))


def _context(request: HttpRequest, case: RecallCase, one: RecallHolder, actor: Any) -> dict[str, Any]:
    notice = getattr(one, "notice", None)
    held = next(
        (row for row in board_of(case, today=timezone.localdate()).rows if row.holder.pk == one.pk), None
    )
    may_link = notice is not None and actor.can(f"{DEED}.links", case) and case.state == "notified"
    base = site_url(request)
    return {
        "case": case,
        "one": one,
        "name": holder_name(one),
        "state": STANDS[held.stand] if held else STANDS["unknown"],
        "notice": notice,
        "goods": _goods(held),
        "figures": [said(label) for label in FIGURES.values()],
        "history": _history(notice),
        "mails": notice.mails.order_by("-queued_at", "-pk")[:20] if notice else [],
        "link": url_of(notice, base) if notice and may_link else "",
        "qr": qr_svg(notice, base) if notice and may_link else "",
        "may_see_email": actor.can("registry.organisation.contacts"),
        "may_record": notice is not None and actor.can(f"{DEED}.record", case),
        "may_identify": one.organisation_id is None and actor.can(f"{DEED}.identify", case),
        "may_remind": notice is not None and actor.can(f"{DEED}.remind", case),
        "email_form": AddressForm(initial={"email": notice.email if notice else ""}, label_suffix=""),
        "identify_form": HolderForm(actor=actor),
        "how_sent": how_sent(),
    }


def _goods(held: Held | None) -> list[tuple[Stock, list[tuple[str, str]], str]]:
    """Each item with the figures told of it and, while it is there, at which of the holder's places."""
    stocks = held.goods if held else []
    places = names_of(one.place for one in stocks)
    here = [places.of(one.place).title if one.place and one.standing == "here" else "" for one in stocks]
    return [(one, _figures(one.told), place) for one, place in zip(stocks, here, strict=True)]


def _history(notice: RecallNotice | None) -> list[dict[str, Any]]:
    """Every figure ever told, the newest first."""
    if notice is None:
        return []
    rows = RecallRecovery.objects.filter(notice=notice).select_related("user").order_by("-told_at", "-pk")
    return [
        {
            "row": row,
            "name": title_of(row.code),
            "unit": unit_of(row.unit),
            "figures": _figures(row),
        }
        for row in rows[:200]
    ]


def _figures(told: Any) -> list[tuple[str, str]]:
    """The four figures with their labels; a dash where nothing was told."""
    return [
        (said(label), figure_text(getattr(told, name)) if told else "–") for name, label in FIGURES.items()
    ]


def qr_svg(notice: RecallNotice, base_url: str) -> SafeString:
    """The code as a picture in the page itself: the link goes to no other server and into no file."""
    picture = qr_of(notice, base_url).svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=False)
    return mark_safe(picture)  # drawn here, from our own address


@require_POST
@guarded(f"{DEED}.identify")
def identify(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Who this place or party is."""
    case, one = _holder_or_404(request, pk, row, f"{DEED}.identify")
    actor = actor_of(request)
    form = HolderForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            organisation = form.cleaned_data["organisation"]
            deeds.identify_holder(one, organisation, by=actor, at=timezone.now())
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi nơi giữ hàng là {who}.").format(who=organisation))
            return redirect(url(case, "recall_holder", one.pk))
    context = _context(request, case, one, actor) | {"identify_form": form}
    return render(request, "traceability/recall_holder.html", context, status=400)


@guarded(f"{DEED}.record")
def record(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write down what the holder said by telephone or on paper."""
    notice = _notice_or_404(request, pk, row, f"{DEED}.record")
    case, actor, now = notice.holder.case, actor_of(request), timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = AnswerForm(posted, stock=stock_of(notice), is_officer=True, today=timezone.localdate(now))
    if form.is_bound and form.is_valid():
        who = deeds.Answerer(
            RecallNotice.Channel.OFFICER, form.cleaned_data["by_name"], user_id=actor.user_id
        )
        try:
            deeds.tell_quantities(
                notice, form.answers(), who, as_of=form.cleaned_data["as_of"], by=actor, at=now
            )
        except deeds.AnswerFaults as faults:
            form.add_error(None, str(faults))
            form.put_faults(faults.faults)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi trả lời của nơi giữ hàng."))
            return redirect(url(case, "recall_holder", row))
    context = {"case": case, "one": notice.holder, "name": holder_name(notice.holder), "form": form}
    return render(request, "traceability/recall_record.html", context, status=400 if form.errors else 200)


@require_POST
@guarded(f"{DEED}.record")
def acknowledge(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The holder said that it knows, without figures yet."""
    notice = _notice_or_404(request, pk, row, f"{DEED}.record")
    actor = actor_of(request)
    who = deeds.Answerer(RecallNotice.Channel.OFFICER, request.POST.get("by_name", ""), user_id=actor.user_id)
    try:
        deeds.acknowledge(notice, who, by=actor, at=timezone.now())
        messages.success(request, _("Đã ghi nơi giữ hàng xác nhận đã biết."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(notice.holder.case, "recall_holder", row))


@require_POST
@guarded(f"{DEED}.remind")
def email(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The address this recall writes to."""
    notice = _notice_or_404(request, pk, row, f"{DEED}.remind")
    form = AddressForm(request.POST)
    try:
        if form.is_valid():
            deeds.set_email(notice, email=form.cleaned_data["email"], by=actor_of(request), at=timezone.now())
            messages.success(request, _("Đã ghi thư điện tử nhận thông báo."))
        else:
            messages.error(request, _("Thư điện tử quá dài. Hãy kiểm tra lại."))
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(url(notice.holder.case, "recall_holder", row))


@require_POST
@guarded(f"{DEED}.links")
def renew(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A new link; the older ones end."""
    notice = _notice_or_404(request, pk, row, f"{DEED}.links")
    deeds.renew_link(notice, by=actor_of(request), at=timezone.now())
    messages.success(request, _("Đã cấp liên kết mới. Liên kết, thư và mã QR cũ không dùng được nữa."))
    return redirect(url(notice.holder.case, "recall_holder", row))


@require_POST
@guarded(f"{DEED}.links")
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters with their QR codes as one Word file: of the holder named, else of all told."""
    case = recall_or_404(request, pk, f"{DEED}.links")
    rows = RecallNotice.objects.filter(holder__case=case).order_by("pk")
    only = request.POST.get("noi-giu", "")
    if only.isascii() and only.isdecimal() and len(only) < 19:
        rows = rows.filter(holder=int(only))
    notices = list(rows.select_related("holder__organisation", "holder__case__province"))
    actor, now = actor_of(request), timezone.now()
    try:
        deeds.note_letters(notices, by=actor, at=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect(url(case, "recall_holders"))
    data = letters_docx(case, notices, base_url=site_url(request), at=now)
    response = download(data, f"thu-hoi-{case.number:02d}-{case.year}-thong-bao.docx")
    response.headers["Cache-Control"] = "no-store"
    return response
