"""The site with one more address: fifty organisations by name, as the least Django makes of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site
from nscl.apps.core.access import actor_of
from nscl.apps.registry.models import Organisation

__all__ = ["handler400", "handler403", "handler404", "handler500"]
_PAGE = (
    '{% extends "base.html" %}{% block content %}<table>{% for row in rows %}<tr><td>{{ row.name }}</td>'
    "<td>{{ row.tax_code }}</td><td>{{ row.get_kind_display }}</td><td>{{ row.get_status_display }}</td></tr>"
    "{% endfor %}</table>{% endblock %}"
)


def bare(request: HttpRequest) -> HttpResponse:
    """Within the site's own frame, so that frame, session and menu cost both sides the same."""
    rows = Organisation.objects.seen_by(actor_of(request).scope).order_by("sort_key", "pk")[:50]
    return HttpResponse(engines["django"].from_string(_PAGE).render({"rows": rows}, request))


urlpatterns = [path("bare/", bare), *site]
