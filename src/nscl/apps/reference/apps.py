from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "nscl.apps.reference"
    label = "reference"
    verbose_name = "Danh mục dùng chung"
