"""Every address of the site. Rooms bring their own; names are English, paths Vietnamese without marks."""

from django.urls import include, path

urlpatterns = [
    # First, as programs ask thousands of times: an address is looked up from the top.
    path("", include("nscl.apps.api.urls")),
    path("accounts/", include("nscl.apps.accounts.auth_urls")),
    path("", include("nscl.apps.core.urls")),
    path("", include("nscl.apps.accounts.urls")),
    path("", include("nscl.apps.core.imports.urls")),
    path("", include("nscl.apps.catalog.urls")),
    path("", include("nscl.apps.registry.urls")),
    path("", include("nscl.apps.programme.urls")),
    path("", include("nscl.apps.budget.urls")),
    path("", include("nscl.apps.assessment.urls")),
    path("", include("nscl.apps.traceability.urls")),
    path("", include("nscl.apps.monitoring.urls")),
    path("", include("nscl.apps.reporting.urls")),
]

handler400 = "nscl.apps.core.views.errors.bad_request"
handler403 = "nscl.apps.core.views.errors.forbidden"
handler404 = "nscl.apps.core.views.errors.not_found"
handler500 = "nscl.apps.core.views.errors.server_error"
