"""Search over plans, targets and tasks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.programme.queries.search import search as find


@guarded("programme.search")
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    found = find(words, actor_of(request))
    context = {"words": words, "found": found, "total": sum(part.total for part in found)}
    return render(request, "programme/search.html", context)
