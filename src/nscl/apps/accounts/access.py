from nscl.apps.core.access import OFFICIALS, MenuItem, Relation, Role, rule

RULES = [
    rule("accounts.hat.choose", "Chọn tư cách làm việc", list(Role)),
    rule("accounts.delegation.manage", "Ủy quyền", OFFICIALS),
    rule("accounts.delegation.revoke", "Thu hồi ủy quyền", OFFICIALS, Relation.PROVINCE),
]
MENU = [MenuItem("accounts.delegation.manage", "Ủy quyền", "accounts:delegations", "Hệ thống", 90)]
