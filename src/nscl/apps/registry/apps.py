from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "nscl.apps.registry"
    label = "registry"
    verbose_name = "Sổ đăng ký"

    def ready(self) -> None:
        from nscl.apps.registry import jobs  # noqa: F401  registers its kinds of background work
