from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import READERS, Relation, Role, rule

RULES = [
    rule("budget.view", _("Xem kinh phí"), READERS, Relation.PROVINCE),
    rule("budget.allocation.enter", _("Giao kinh phí"), [Role.FINANCE], Relation.PROVINCE),
    rule("budget.disbursement.enter", _("Ghi giải ngân"), [Role.FINANCE], Relation.PROVINCE),
]
