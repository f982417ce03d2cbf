from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "nscl.apps.assessment"
    label = "assessment"
    verbose_name = "Khảo sát, đánh giá"

    def ready(self) -> None:
        from nscl.apps.assessment import jobs  # noqa: F401  registers its kinds of background work
        from nscl.apps.assessment.excel import jobs as form_jobs  # noqa: F401
