from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nscl.apps.core"
    label = "core"
    verbose_name = "Nền"

    def ready(self) -> None:
        """The background work of this room is known to the worker."""
        from importlib import import_module

        import_module("nscl.apps.core.imports.work")
