"""Small pages that belong to no room."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.core.inbox import waiting_for


@guarded("core.inbox.view")
def inbox(request: HttpRequest) -> HttpResponse:
    """The front page of a signed-in person: what waits for them."""
    return render(request, "core/inbox.html", {"waiting": waiting_for(actor_of(request))})


@guarded("core.page.public")
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@guarded("core.page.public")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and return to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax")
        translation.activate(language)
    return response


@guarded("core.page.public")
def health(request: HttpRequest) -> HttpResponse:
    """For the watchman of the server: answers only when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
