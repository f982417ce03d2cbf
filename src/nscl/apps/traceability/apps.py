from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    name = "nscl.apps.traceability"
    label = "traceability"
    verbose_name = "Truy xuất nguồn gốc"
