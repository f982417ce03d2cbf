from nscl.apps.core.access import READERS, Relation, Role, rule

RULES = [
    rule("budget.view", "Xem kinh phí", READERS, Relation.PROVINCE),
    rule("budget.allocation.enter", "Giao kinh phí", [Role.FINANCE], Relation.PROVINCE),
    rule("budget.disbursement.enter", "Ghi giải ngân", [Role.FINANCE], Relation.PROVINCE),
]
