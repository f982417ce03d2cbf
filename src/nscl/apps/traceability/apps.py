from django.apps import AppConfig


class TraceabilityConfig(AppConfig):
    name = "nscl.apps.traceability"
    label = "traceability"
    verbose_name = "Truy xuất nguồn gốc"

    def ready(self) -> None:
        # Each registers its kinds of background work.
        from nscl.apps.traceability import jobs_evidence, recall_jobs  # noqa: F401
