from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "nscl.apps.reporting"
    label = "reporting"
    verbose_name = "Báo cáo"
