"""Who prepares, approves, announces and ends a recall, and who reads it."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule

_KEEPERS = {Role.OFFICER, Role.LEADER}
_IN_FORCE = {"opened", "notified"}
_NOT_OPEN = _("Hồ sơ thu hồi này không còn mở, hoặc chưa được duyệt.")
_SUBMITTED = _("Hồ sơ đã trình duyệt nên không sửa được. Đề nghị lãnh đạo trả lại để sửa.")

RULES = [
    rule("traceability.recall.view", _("Xem hồ sơ thu hồi"), READERS, Relation.PROVINCE),
    rule("traceability.recall.add", _("Lập hồ sơ thu hồi"), _KEEPERS),
    rule(
        "traceability.recall.change",
        _("Sửa hồ sơ thu hồi"),
        _KEEPERS,
        Relation.PROVINCE,
        {"draft"},
        _SUBMITTED,
    ),
    rule("traceability.recall.submit", _("Trình duyệt hồ sơ thu hồi"), _KEEPERS, Relation.PROVINCE),
    rule("traceability.recall.return", _("Trả lại hồ sơ thu hồi"), {Role.LEADER}, Relation.PROVINCE),
    rule("traceability.recall.open", _("Duyệt mở thu hồi"), {Role.LEADER}, Relation.NOT_DRAFTER),
    rule(
        "traceability.recall.refreeze",
        _("Chốt lại phạm vi thu hồi"),
        _KEEPERS,
        Relation.PROVINCE,
        _IN_FORCE,
        _NOT_OPEN,
    ),
    rule("traceability.recall.notify", _("Thông báo nơi giữ hàng"), _KEEPERS, Relation.PROVINCE),
    rule(
        "traceability.recall.remind",
        _("Nhắc nơi giữ hàng"),
        _KEEPERS,
        Relation.PROVINCE,
        {"notified"},
        _NOT_OPEN,
    ),
    rule(
        "traceability.recall.identify",
        _("Xác định nơi giữ hàng là tổ chức nào"),
        _KEEPERS,
        Relation.PROVINCE,
        _IN_FORCE,
        _NOT_OPEN,
    ),
    rule(
        "traceability.recall.record",
        _("Ghi trả lời của nơi giữ hàng"),
        _KEEPERS,
        Relation.PROVINCE,
        {"notified"},
        _NOT_OPEN,
    ),
    rule(
        "traceability.recall.links", _("Xem, cấp lại liên kết và in thư thu hồi"), _KEEPERS, Relation.PROVINCE
    ),
    rule("traceability.recall.close", _("Kết thúc thu hồi"), {Role.LEADER}, Relation.NOT_DRAFTER),
    rule("traceability.recall.withdraw", _("Hủy hồ sơ thu hồi"), {Role.LEADER}, Relation.PROVINCE),
    rule("traceability.recall.export", _("Xuất hồ sơ thu hồi"), INSIDE, Relation.PROVINCE),
    # By the link in the letter, without an account; which holder it opens is said by its token.
    rule("traceability.recall.answer", _("Trả lời thông báo thu hồi"), None),
]
# An address somebody gave for one notice is as personal as the register's own.
SECRETS = {"traceability.recallnotice": {"email": "registry.organisation.contacts"}}
MENU = [
    MenuItem(
        "traceability.recall.view",
        _("Thu hồi hàng"),
        "traceability:recall_list",
        _("Truy xuất nguồn gốc"),
        68,
    ),
]
