from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "nscl.apps.api"
    label = "api"
    verbose_name = "Giao diện lập trình"
