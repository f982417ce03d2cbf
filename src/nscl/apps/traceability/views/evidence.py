"""Sealed days: whether they hold, and everything needed to check them without this system."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.http import download
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability import actions, signing
from nscl.apps.traceability.jobs_evidence import check_soon
from nscl.apps.traceability.models import DailyRoot, Event
from nscl.apps.traceability.queries.evidence import leaves_text, proof_of, root_json, states_of
from nscl.apps.traceability.registers_evidence import rows
from nscl.gs1 import day_roots, verifier


@guarded("traceability.day.view")
@require_GET
def day_check(request: HttpRequest) -> HttpResponse:
    """How the last checks of each province ended, and what anyone needs to check for themselves."""
    actor = actor_of(request)
    try:
        key = signing.public_of(signing.signing_key())
    except Refusal as refusal:
        key = ""
        messages.error(request, str(refusal))
    context = {
        "states": states_of(actor),
        "key": key,
        "fingerprint": day_roots.fingerprint(key) if key else "",
    }
    return render(request, "traceability/day_check.html", context)


@guarded("traceability.day.check")
@require_POST
def day_check_start(request: HttpRequest, province: int) -> HttpResponse:
    """Check a province's sealed days in the background."""
    actor = actor_of(request)
    unit = _province_or_404(province)
    actor.require("traceability.day.check", DailyRoot(province=unit))
    return redirect("core:job", pk=check_soon(unit, by=actor).pk)


@guarded("traceability.day.close")
@require_POST
def day_close(request: HttpRequest, province: int) -> HttpResponse:
    """Seal the days that are over now, without waiting for the night."""
    try:
        made = actions.close_days(_province_or_404(province), by=actor_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Đã chốt {n} ngày.").format(n=len(made)) if made else _("Không có ngày nào phải chốt.")
        messages.success(request, said)
    return redirect("traceability:day_check")


def _province_or_404(pk: int) -> AdministrativeUnit:
    return get_object_or_404(AdministrativeUnit.objects.provinces(), pk=pk)


# ── Files ──────────────────────────────────────────────────────────────


@guarded("traceability.day.fetch")
@require_GET
def day_root(request: HttpRequest, pk: int) -> HttpResponse:
    """A day's signed root. Public: it names no event, and the more people keep it the better."""
    root = get_object_or_404(DailyRoot.objects.defer("leaves").select_related("province"), pk=pk)
    return _json(root_json(root), f"goc-{root.province.code}-{root.day}.json")


@guarded("traceability.day.view")
@require_GET
def day_leaves(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The list of a day's leaves, a line each."""
    root = get_object_or_404(rows(actor_of(request)), pk=pk)
    response = StreamingHttpResponse(leaves_text(root), content_type="text/plain; charset=utf-8")
    name = f"dau-{root.province.code}-{root.day}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@guarded("traceability.day.view")
@require_GET
def event_proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof that an event stood in its day's list; 404 while its day is open."""
    province = Event.objects.filter(pk=number).values_list("province_id", flat=True).first()
    if province is None or not actor_of(request).sees(province):
        raise Http404
    proof = proof_of(number, province)
    if proof is None:
        raise Http404(_("Sự kiện chưa được chốt, hoặc đã bị thay đổi sau khi chốt nên không có bằng chứng."))
    return _json(proof, f"bang-chung-{number}.json")


@guarded("traceability.day.fetch")
@require_GET
def day_key(request: HttpRequest, fingerprint: str = "") -> HttpResponse:
    """The public key that signs now, or a former one by its fingerprint."""
    try:
        current = signing.public_of(signing.signing_key())
    except Refusal as refusal:
        raise Http404(str(refusal)) from None
    keys = {day_roots.fingerprint(key): key for key in signing.trusted_keys()}
    found = keys.get(fingerprint, "") if fingerprint else current
    if not found:
        raise Http404
    name = f"khoa-{day_roots.fingerprint(found)}.pub"
    return download(f"{found}\n".encode(), name, "text/plain; charset=utf-8")


@guarded("traceability.day.fetch")
@require_GET
def day_verifier(request: HttpRequest) -> HttpResponse:
    """The stand-alone program that checks a proof: it needs Python and nothing else."""
    source = Path(verifier.__file__).read_bytes()
    return download(source, "verifier.py", "text/x-python; charset=utf-8")


def _json(value: dict[str, Any], name: str) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, indent=1)
    return download(text.encode(), name, "application/json")
