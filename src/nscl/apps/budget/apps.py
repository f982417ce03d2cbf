from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "nscl.apps.budget"
    label = "budget"
    verbose_name = "Kinh phí"

    def ready(self) -> None:
        from nscl.apps.budget import staging
        from nscl.apps.programme import hooks

        hooks.after_staging(staging.load_budget)
        hooks.after_item_change(staging.item_changed)
        hooks.after_settling(staging.finding_settled)
        hooks.carrying_along(staging.carry_along)
