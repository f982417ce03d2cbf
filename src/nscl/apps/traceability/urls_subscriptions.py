from django.urls import include, path

from nscl.apps.core.registers.urls import urls
from nscl.apps.traceability.registers_subscriptions import DELIVERIES, SUBSCRIPTIONS
from nscl.apps.traceability.views import subscribing, subscriptions

_one = f"{SUBSCRIPTIONS.path}/<int:pk>"
urlpatterns = [
    path(f"{SUBSCRIPTIONS.path}/lap/", subscribing.subscribe_page, name="subscription_add"),
    path(f"{DELIVERIES.path}/<int:pk>/gui-lai/", subscriptions.resend, name="delivery_resend"),
    path(f"{_one}/gui-lai/", subscriptions.resume, name="subscription_resume"),
    path(f"{_one}/cham-dut/", subscriptions.end, name="subscription_end"),
    path("", include(urls(SUBSCRIPTIONS))),
    path("", include(urls(DELIVERIES))),
]
