from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "nscl.apps.monitoring"
    label = "monitoring"
    verbose_name = "Theo dõi"

    def ready(self) -> None:
        from nscl.apps.monitoring.carry import carry_records
        from nscl.apps.monitoring.register_measures import who_counts
        from nscl.apps.programme.hooks import carrying_along
        from nscl.apps.registry.members import counting

        carrying_along(carry_records)
        counting(who_counts)
