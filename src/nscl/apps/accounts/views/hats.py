"""Choosing which office and role to act under."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nscl.apps.core.access import guarded


@guarded("accounts.hat.choose")
@require_POST
def choose_hat(request: HttpRequest) -> HttpResponse:
    """Keep the chosen hat for this session; one that is not theirs is ignored."""
    key = request.POST.get("hat", "")
    if key in {hat.key for hat in request.hats}:  # type: ignore[attr-defined]
        request.session["hat"] = key
    return redirect("core:inbox")
