from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "nscl.apps.programme"
    label = "programme"
    verbose_name = "Kế hoạch"
