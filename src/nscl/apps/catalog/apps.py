from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "nscl.apps.catalog"
    label = "catalog"
    verbose_name = "Danh mục nội dung hỗ trợ"
