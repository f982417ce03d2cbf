"""A job's progress: a page that refreshes itself, with or without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django_htmx.http import HttpResponseClientRedirect

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.core.models import Job


@guarded("core.job.view")
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the person who started a job sees it."""
    job = get_object_or_404(Job, pk=pk, created_by_id=actor_of(request).user_id)
    if job.state == Job.State.DONE and job.result_url:
        return HttpResponseClientRedirect(job.result_url) if request.htmx else redirect(job.result_url)  # type: ignore[attr-defined]
    template = "core/_job.html" if request.htmx else "core/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": job})
