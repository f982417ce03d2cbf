from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "nscl.apps.monitoring"
    label = "monitoring"
    verbose_name = "Theo dõi"
