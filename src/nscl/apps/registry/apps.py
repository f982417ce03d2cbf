from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "nscl.apps.registry"
    label = "registry"
    verbose_name = "Sổ đăng ký"
