from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "nscl.apps.assessment"
    label = "assessment"
    verbose_name = "Khảo sát, đánh giá"
