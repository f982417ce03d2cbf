from django.urls import URLPattern, path

from nscl.apps.core.registers.urls import list_urls
from nscl.apps.traceability.registers import EVENTS, ITEMS
from nscl.apps.traceability.views import events, items, tracing

urlpatterns: list[URLPattern] = [
    path("truy-xuat/", tracing.trace_page, name="trace"),
    path("truy-xuat/hinh.svg", tracing.trace_svg, name="trace_svg"),
    path("truy-xuat/ket-qua.json", tracing.trace_file, {"kind": "json"}, name="trace_json"),
    path("truy-xuat/ket-qua.xlsx", tracing.trace_file, {"kind": "xlsx"}, name="trace_xlsx"),
    path("truy-xuat/epcis.json", tracing.trace_file, {"kind": "epcis"}, name="trace_epcis"),
    path("truy-xuat/su-kien/<int:pk>/", events.event_page, name="event_detail"),
    path("truy-xuat/vat/<int:pk>/", items.item_page, name="item_detail"),
    *list_urls(EVENTS),
    *list_urls(ITEMS),
]
