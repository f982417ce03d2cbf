"""Puts the actor on every request of a signed-in person; officials without a second factor are led to it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nscl.apps.accounts.actors import resolve
from nscl.apps.core.access import NOBODY, OFFICIALS

ALWAYS_OPEN = ("/accounts/", "/static/", "/ngon-ngu/")


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.hats = NOBODY, []  # type: ignore[attr-defined]
        if request.user.is_authenticated and not request.path.startswith("/static/"):
            chosen = request.session.get("hat", "")
            request.actor, request.hats = resolve(request.user, chosen, timezone.localdate())  # type: ignore
            if self._needs_second_factor(request):
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _needs_second_factor(self, request: HttpRequest) -> bool:
        if settings.NSCL_DEMO or request.path.startswith(ALWAYS_OPEN):
            return False
        official = bool(request.actor.roles & OFFICIALS)  # type: ignore[attr-defined]
        return official and not is_mfa_enabled(request.user)
