from django.urls import include, path

app_name = "traceability"
urlpatterns = [
    path("", include("nscl.apps.traceability.urls_tracing")),
    path("", include("nscl.apps.traceability.urls_senders")),
    path("", include("nscl.apps.traceability.urls_recalls")),
    path("", include("nscl.apps.traceability.urls_subscriptions")),
    path("", include("nscl.apps.traceability.urls_evidence")),
]
