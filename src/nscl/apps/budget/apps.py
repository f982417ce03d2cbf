from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "nscl.apps.budget"
    label = "budget"
    verbose_name = "Kinh phí"
