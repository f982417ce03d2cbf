from nscl.apps.core.access import OFFICIALS, MenuItem, Relation, Role, rule

RULES = [
    rule("accounts.hat.choose", "Chọn tư cách làm việc", list(Role)),
    rule("accounts.delegation.manage", "Ủy quyền", OFFICIALS),
    rule("accounts.delegation.revoke", "Thu hồi ủy quyền", OFFICIALS, Relation.PROVINCE),
    rule("accounts.people.manage", "Quản lý cơ quan và tài khoản", [Role.ADMINISTRATOR], Relation.PROVINCE),
]
MENU = [
    MenuItem("accounts.delegation.manage", "Ủy quyền", "accounts:delegations", "Hệ thống", 90),
    MenuItem("accounts.people.manage", "Cơ quan, tài khoản", "accounts:people", "Hệ thống", 92),
]
