"""Who may look at subscriptions, make them, set them going again and end them.

Addresses may carry secrets of the receiver, so only those inside the province look.
"""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, MenuItem, Relation, Role, rule

_KEEPERS = {Role.OFFICER, Role.LEADER}
_PROVINCE = Relation.PROVINCE

RULES = [
    rule("traceability.query.define", _("Đặt truy vấn có tên"), _KEEPERS),
    rule("traceability.query.drop", _("Bỏ truy vấn có tên"), _KEEPERS, _PROVINCE),
    rule("traceability.subscription.view", _("Xem đăng ký nhận tin"), INSIDE, _PROVINCE),
    rule("traceability.subscription.export", _("Xuất danh sách đăng ký nhận tin"), INSIDE),
    rule("traceability.subscription.add", _("Lập đăng ký nhận tin"), _KEEPERS),
    rule("traceability.subscription.drop", _("Xóa đăng ký nhận tin của mình"), _KEEPERS, _PROVINCE),
    rule("traceability.subscription.resume", _("Gửi lại tin"), _KEEPERS, _PROVINCE),
    rule("traceability.subscription.end", _("Chấm dứt đăng ký nhận tin"), _KEEPERS, _PROVINCE),
    rule("traceability.delivery.view", _("Xem lần gửi tin"), INSIDE, _PROVINCE),
    rule("traceability.delivery.resend", _("Gửi lại một lần gửi tin"), _KEEPERS, _PROVINCE),
    rule("traceability.delivery.export", _("Xuất danh sách lần gửi tin"), INSIDE),
]
MENU = [
    MenuItem(
        "traceability.subscription.view",
        _("Đăng ký nhận tin"),
        "traceability:subscription_list",
        _("Truy xuất nguồn gốc"),
        79,
    ),
]
