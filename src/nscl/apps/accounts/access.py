from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import OFFICIALS, MenuItem, Relation, Role, rule

RULES = [
    rule("accounts.hat.choose", _("Chọn tư cách làm việc"), list(Role)),
    rule("accounts.delegation.manage", _("Ủy quyền"), OFFICIALS),
    rule("accounts.delegation.revoke", _("Thu hồi ủy quyền"), OFFICIALS, Relation.PROVINCE),
    rule(
        "accounts.people.manage", _("Quản lý cơ quan và tài khoản"), [Role.ADMINISTRATOR], Relation.PROVINCE
    ),
]
MENU = [
    MenuItem("accounts.delegation.manage", _("Ủy quyền"), "accounts:delegations", _("Hệ thống"), 90),
    MenuItem("accounts.people.manage", _("Cơ quan, tài khoản"), "accounts:people", _("Hệ thống"), 92),
]
