from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import READERS, MenuItem, Relation, Role, rule

DRAFTERS = [Role.OFFICER]
RULES = [
    rule("reporting.report.view", _("Xem báo cáo"), READERS, Relation.PROVINCE),
    rule("reporting.report.draft", _("Lập báo cáo năm"), DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.submit", _("Trình ký báo cáo"), DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.drop", _("Bỏ bản thảo báo cáo"), DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.return", _("Trả lại báo cáo"), [Role.LEADER], Relation.NOT_DRAFTER),
    rule("reporting.report.issue", _("Ban hành báo cáo"), [Role.LEADER], Relation.NOT_DRAFTER),
]
MENU = [MenuItem("reporting.report.view", _("Báo cáo"), "reporting:report_list", _("Kế hoạch"), 40)]
