"""Who may capture events for an organisation and who may hand out keys to its systems."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule

_KEEPERS = {Role.OFFICER, Role.LEADER}

RULES = [
    rule("traceability.event.capture", _("Ghi sự kiện truy xuất"), {Role.OFFICER}, Relation.PROVINCE),
    rule("traceability.client.issue", _("Cấp khóa truy cập cho phần mềm"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.client.revoke", _("Thu hồi khóa truy cập"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.entrustment.grant", _("Ghi ủy thác ghi sự kiện"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.query.define", _("Đặt truy vấn có tên"), _KEEPERS),
    rule("traceability.query.drop", _("Bỏ truy vấn có tên"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.subscription.view", _("Xem đăng ký nhận tin"), READERS, Relation.PROVINCE),
    rule("traceability.subscription.export", _("Xuất danh sách đăng ký nhận tin"), INSIDE),
    rule("traceability.subscription.add", _("Lập đăng ký nhận tin"), _KEEPERS),
    rule("traceability.subscription.drop", _("Xóa đăng ký nhận tin của mình"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.subscription.resume", _("Gửi lại tin"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.subscription.end", _("Chấm dứt đăng ký nhận tin"), _KEEPERS, Relation.PROVINCE),
]
MENU = [
    MenuItem(
        "traceability.subscription.view",
        _("Đăng ký nhận tin"),
        "traceability:subscription_list",
        _("Truy xuất nguồn gốc"),
        69,
    ),
]
