"""One capture: what came in, what was stored, and each fault with its place in the document."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.registers import event_rows, job_rows
from nscl.apps.traceability.wording import deed_of

PAGE = 100
FEW = 20
TONES = {"done": "met", "partly": "behind", "failed": "missed", "waiting": "unknown", "running": "track"}
SIGNS = {"done": "✓", "partly": "▲", "failed": "✕", "waiting": "?", "running": "●"}


@guarded("traceability.job.view")
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The capture; 404 for one of another province."""
    actor = actor_of(request)
    job: CaptureJob = get_object_or_404(job_rows(actor), pk=pk)
    actor.require("traceability.job.view", job)
    errors: list[dict[str, Any]] = list(job.errors)
    context = {
        "job": job,
        "tone": TONES[job.state],
        "sign": SIGNS[job.state],
        "page": Paginator(errors, PAGE).get_page(request.GET.get("trang")),
        "events": _events(job, event_rows(actor)),
        "few": FEW,
    }
    return render(request, "traceability/job.html", context)


def _events(job: CaptureJob, rows: Any) -> list[dict[str, Any]]:
    """The first events that it stored: written between its coming and its end."""
    if not job.stored_count or job.finished_at is None:
        return []
    span = rows.filter(record_time__gte=job.created_at, record_time__lte=job.finished_at)
    found = span.filter(job_id=job.pk).order_by("event_time", "pk")[:FEW]
    return [{"event": event, "deed": deed_of(event.type, event.action)} for event in found]
