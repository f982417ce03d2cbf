"""Who may open the addresses for programs; the rights of a key (`ApiClient.Scope`) are asked beside this."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import READERS, rule

RULES = [
    rule("api.page.open", _("Đọc mô tả giao diện lập trình"), None),
    rule("api.events.read", _("Đọc sự kiện truy xuất qua giao diện lập trình"), READERS),
]
