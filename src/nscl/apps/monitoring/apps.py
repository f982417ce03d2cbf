from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "nscl.apps.monitoring"
    label = "monitoring"
    verbose_name = "Theo dõi"

    def ready(self) -> None:
        from nscl.apps.monitoring.carry import carry_records
        from nscl.apps.programme.hooks import carrying_along

        carrying_along(carry_records)
