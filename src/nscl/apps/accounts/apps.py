from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nscl.apps.accounts"
    label = "accounts"
    verbose_name = "Cơ quan và tài khoản"
