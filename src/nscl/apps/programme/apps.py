from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "nscl.apps.programme"
    label = "programme"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from nscl.apps.programme import jobs  # noqa: F401  registers its kinds of background work
