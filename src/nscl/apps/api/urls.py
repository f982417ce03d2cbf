"""What other systems talk to: EPCIS 2.0 under /epcis/v2/, our own questions under /api/v1/."""

from django.urls import include, path

app_name = "api"
urlpatterns = [
    path("epcis/v2/", include("nscl.apps.api.urls_epcis")),
    path("epcis/v2/", include("nscl.apps.api.urls_queries")),
    path("api/v1/", include("nscl.apps.api.urls_tracing")),
    path("api/v1/", include("nscl.apps.api.urls_recalls")),
]
