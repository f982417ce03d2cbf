from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nscl.apps.core"
    label = "core"
    verbose_name = "Nền"
