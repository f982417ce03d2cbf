"""The trace page: what is asked, the answer as sentence, picture, table and timeline, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.core.registers.cells import plain_text
from nscl.apps.traceability import pictures
from nscl.apps.traceability.actions.exports import note_export
from nscl.apps.traceability.describing import line_of
from nscl.apps.traceability.exports import trace_epcis, trace_json, trace_xlsx
from nscl.apps.traceability.forms import TraceForm
from nscl.apps.traceability.models import Item
from nscl.apps.traceability.queries.answers import Answer, Node, answer
from nscl.apps.traceability.queries.finding import Found, find, seen_at
from nscl.apps.traceability.queries.naming import names_of
from nscl.apps.traceability.queries.recalls import marks_seen, recalled
from nscl.apps.traceability.wording import KINDS, amount, reason_of, word

PAGE = 100
RECENT = 10
ROLES = {
    "root": ("●", "track"), "source": ("←", "unknown"), "target": ("→", "unknown"), "both": ("↔", "unknown"),
    "carrier": ("▢", "unknown"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as the address holds it, and how far it was understood."""

    form: TraceForm
    found: Found
    answer: Answer | None = None

    @property
    def is_asked(self) -> bool:
        return bool(self.form.data.get("ma") or self.form.data.get("noi"))


def asked(request: HttpRequest) -> Asked:
    """Read the question, find what it means, and trace it where it means something exactly."""
    actor = actor_of(request)
    form = TraceForm(request.GET or None, auto_id="truy-%s", label_suffix="")
    if not request.GET or not form.is_valid():
        return Asked(form, Found())
    data = form.cleaned_data
    found = _found(request, actor, data)
    chosen = found.choices if found.is_exact or len(found.choices) == 1 else ()
    if not chosen:
        return Asked(form, found)
    return Asked(form, found, _answered([one.code for one in chosen], form, actor, found.note))


def _found(request: HttpRequest, actor: Actor, data: dict[str, Any]) -> Found:
    if data["noi"]:
        return seen_at(data["noi"], data["tu"], data["den"], actor.scope)
    codes = [code for code in request.GET.getlist("ma") if code.strip()][:200]
    if len(codes) <= 1:
        return find(data["ma"], actor.scope) if data["ma"] else Found()
    several = [find(code, actor.scope) for code in codes]
    known = {one.code: one for found in several if found.is_exact for one in found.choices}
    missing = sum(1 for found in several if not found.is_exact)
    note = _("{n} mã trong danh sách không tìm thấy và không được truy.").format(n=missing) if missing else ""
    return Found(tuple(known.values()), note, is_exact=bool(known))


def _answered(codes: list[str], form: TraceForm, actor: Actor, note: str) -> Answer:
    at = form.cleaned_data["luc"]
    return answer(codes, form.directions, at=at, sees=lambda row: actor.sees(row.province_id), note=note)


# ── The page ───────────────────────────────────────────────────────────


@guarded("traceability.trace.view")
def trace_page(request: HttpRequest) -> HttpResponse:
    """The field to ask in; under it the answer, or what to choose among, or why there is none."""
    question = asked(request)
    context: dict[str, Any] = {"form": question.form, "found": question.found, "is_asked": question.is_asked}
    if question.answer is not None:
        context |= _shown(request, question.answer)
    elif not question.is_asked:
        context["recent"] = _recent(actor_of(request))
    return render(request, "traceability/trace.html", context)


def _shown(request: HttpRequest, found: Answer) -> dict[str, Any]:
    title = _title(found)
    marks = recalled({node.named.code for node in found.nodes if not node.is_hidden})
    only = request.GET.get("xem", "")
    page = Paginator(found.nodes, PAGE).get_page(request.GET.get("trang") if only == "bang" else 1)
    moments = Paginator(found.moments, PAGE).get_page(request.GET.get("trang") if only == "dien-bien" else 1)
    return {
        "answer": found,
        "title": title,
        "only": only if only in ("bang", "dien-bien") else "",
        "sentences": _sentences(found),
        "picture": None if only else pictures.draw(found, title=title),
        "page": page,
        "rows": [_row(node, found) | {"recall": marks.get(node.named.code)} for node in page],
        "recalls": marks_seen(marks.values(), actor_of(request)),
        "roots": "\n".join(found.roots),
        "moments": moments,
        "lines": [line_of(one, found.names) for one in moments],
        "query": _query(request),
    }


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    for name in ("trang", "xem"):
        kept.pop(name, None)
    return kept.urlencode()


def _title(found: Answer) -> str:
    if len(found.roots) == 1:
        return _("Truy vết {item}").format(item=found.names.of(found.roots[0]).whole)
    return _("Truy vết {n} lô, vật").format(n=len(found.roots))


def _sentences(found: Answer) -> list[str]:
    """What was found, in plain words."""
    counts = {name: plain_text(many) for name, many in found.counts.items()}
    ways = [part.trace.direction for part in found.parts]
    sentences = []
    if "back" in ways:
        none = _("Về nguồn: chưa thấy được làm từ lô, vật nào khác.")
        some = _("Về nguồn: được làm từ {sources} lô, vật.").format(**counts)
        sentences.append(some if found.counts["sources"] else none)
    if "forward" in ways:
        none = _("Tới nơi nhận: chưa thấy làm ra lô, vật nào khác.")
        some = _("Tới nơi nhận: đã đi vào {targets} lô, vật.").format(**counts)
        sentences.append(some if found.counts["targets"] else none)
    sentences.append(
        _(
            "Trong đó có {carriers} vật chứa, {organisations} tổ chức, {places} địa điểm, {events} sự kiện."
        ).format(**counts)
    )
    if found.at is not None:
        sentences.append(_("Tính ở thời điểm {at}.").format(at=plain_text(found.at)))
    return sentences


def _row(node: Node, found: Answer) -> dict[str, Any]:
    """One line of the table in words."""
    row = node.row
    places = {place for part in found.parts for place in part.told.places}
    in_view = row.place in places and not node.is_hidden
    labels = {
        "root": _("gốc truy"), "source": _("nguồn"), "target": _("nơi đến"), "both": _("cả hai chiều"),
        "carrier": _("vật chứa"),
    }  # fmt: skip
    sign, tone = ROLES[node.role]
    return {
        "node": node,
        "named": node.named,
        "kind": word(KINDS, node.named.kind),
        "role": labels[node.role],
        "sign": sign,
        "tone": tone,
        "because": [reason_of(text) for text in found.because(node)],
        "amounts": [amount(much, uom) for much, uom in node.amounts],
        "first": node.seen[0] if node.seen else None,
        "last": node.seen[1] if node.seen else None,
        "place": found.names.of(row.place) if in_view and row.place else None,
        "place_at": row.place_at if in_view else None,
        "carried_by": found.names.of(row.carried_by) if in_view and row.carried_by else None,
        "destinations": [found.names.of(code) for code in row.destinations] if in_view else [],
    }


def _recent(actor: Actor) -> list[dict[str, Any]]:
    """The newest lots of the person's provinces, to begin with."""
    rows = Item.objects.filter(kind="lot", organisation__isnull=False)
    if actor.scope is not None:
        rows = rows.filter(organisation__province_id__in=actor.scope)
    codes = list(rows.order_by("-pk").values_list("canonical", flat=True)[:RECENT])
    names = names_of(codes)
    return [{"named": names.of(code)} for code in codes]


# ── Files ──────────────────────────────────────────────────────────────


def _file(request: HttpRequest, kind: str) -> HttpResponse:
    """The answer of the same address as a file; a question without one goes back to its page."""
    question, actor, now = asked(request), actor_of(request), timezone.now()
    if question.answer is None:
        messages.error(request, question.found.note or _("Chưa có kết quả để xuất. Hãy truy vết trước."))
        return redirect(f"{reverse('traceability:trace')}?{_query(request)}")
    data, media_type = _written(question.answer, kind, actor, now)
    if kind != "svg":
        note_export(question.answer, kind, by=actor, at=now)
    ending = "json" if kind == "epcis" else kind
    name = f"truy-vet-{'epcis-' if kind == 'epcis' else ''}{timezone.localtime(now):%Y-%m-%d-%H%M}.{ending}"
    return download(data, name, media_type)


def _written(found: Answer, kind: str, actor: Actor, now: datetime) -> tuple[bytes, str]:
    if kind == "json":
        return trace_json.as_bytes(found, at=now), "application/json"
    if kind == "xlsx":
        return trace_xlsx.workbook(found, title=_title(found), by=actor, at=now), ""
    if kind == "epcis":
        return trace_epcis.document(found, at=now), "application/json"
    drawn = pictures.draw(found, title=_title(found), is_linked=False)
    return str(drawn.svg).encode(), "image/svg+xml"


@guarded("traceability.trace.export")
def trace_file(request: HttpRequest, kind: str) -> HttpResponse:
    return _file(request, kind)


@guarded("traceability.trace.view")
def trace_svg(request: HttpRequest) -> HttpResponse:
    return _file(request, "svg")
