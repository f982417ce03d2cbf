from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    name = "nscl.apps.traceability"
    label = "traceability"
    verbose_name = "Truy xuất nguồn gốc"

    def ready(self) -> None:
        from nscl.apps.traceability import recall_jobs  # noqa: F401  registers its kinds of background work
