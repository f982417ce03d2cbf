from nscl.apps.core.access import READERS, MenuItem, Relation, Role, rule

DRAFTERS = [Role.OFFICER]
RULES = [
    rule("reporting.report.view", "Xem báo cáo", READERS, Relation.PROVINCE),
    rule("reporting.report.draft", "Lập báo cáo năm", DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.submit", "Trình ký báo cáo", DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.drop", "Bỏ bản thảo báo cáo", DRAFTERS, Relation.PROVINCE),
    rule("reporting.report.return", "Trả lại báo cáo", [Role.LEADER], Relation.NOT_DRAFTER),
    rule("reporting.report.issue", "Ban hành báo cáo", [Role.LEADER], Relation.NOT_DRAFTER),
]
MENU = [MenuItem("reporting.report.view", "Báo cáo", "reporting:report_list", "Kế hoạch", 40)]
