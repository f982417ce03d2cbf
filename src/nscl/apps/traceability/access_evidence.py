"""Who seals days of events and who checks them."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import READERS, MenuItem, Relation, Role, rule

_KEEPERS = {Role.OFFICER, Role.LEADER}

RULES = [
    rule("traceability.day.view", _("Xem dấu chứng ngày"), READERS, Relation.PROVINCE),
    rule("traceability.day.export", _("Xuất danh sách dấu chứng ngày"), READERS),
    rule("traceability.day.fetch", _("Tải gốc, khóa công khai và chương trình kiểm tra"), None),
    rule("traceability.day.close", _("Chốt các ngày đã qua"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.day.check", _("Kiểm tra dấu chứng ngày"), READERS, Relation.PROVINCE),
]
MENU = [
    MenuItem(
        "traceability.day.view", _("Dấu chứng ngày"), "traceability:day_list", _("Truy xuất nguồn gốc"), 78
    ),
]
