"""Who may see where a plan stands, report on it and approve what is reported."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule
from nscl.apps.monitoring.flow import OBSERVATION_FLOW

REPORTERS = {Role.OFFICER, Role.COORDINATOR}
OPEN = OBSERVATION_FLOW.group("open")
_CHANGED = "Chỉ sửa được số liệu ở bản nháp hoặc bị trả lại. Số đã duyệt thì lập bản đính chính."

RULES = [
    rule("monitoring.plan.view", _("Xem tình hình thực hiện kế hoạch"), READERS, Relation.PROVINCE),
    rule("monitoring.plan.changes", _("Xem thay đổi của kế hoạch"), INSIDE, Relation.PROVINCE),
    rule("monitoring.province.view", _("Xem tình hình của tỉnh"), INSIDE),
    rule("monitoring.ministry.view", _("So sánh các tỉnh"), {Role.MINISTRY, Role.AUDITOR}),
    rule("monitoring.target.view", _("Xem chỉ tiêu"), READERS, Relation.PROVINCE),
    rule("monitoring.target.export", _("Xuất danh sách chỉ tiêu"), READERS, Relation.PROVINCE),
    rule("monitoring.observation.view", _("Xem số liệu thực hiện"), READERS, Relation.PROVINCE),
    rule("monitoring.observation.draft", _("Nhập số liệu thực hiện"), REPORTERS, Relation.PROVINCE),
    rule(
        "monitoring.observation.change",
        _("Sửa số liệu thực hiện"),
        REPORTERS,
        Relation.PROVINCE,
        OPEN,
        _CHANGED,
    ),
    rule("monitoring.observation.submit", _("Trình duyệt số liệu"), REPORTERS, Relation.PROVINCE),
    rule("monitoring.observation.approve", _("Duyệt số liệu"), {Role.LEADER}, Relation.NOT_DRAFTER),
    rule("monitoring.observation.return", _("Trả lại số liệu"), {Role.LEADER}, Relation.PROVINCE),
    rule("monitoring.observation.supersede", _("Thay số liệu đã duyệt"), {Role.LEADER}, Relation.PROVINCE),
    rule("monitoring.observation.carry", _("Chuyển số liệu sang bản mới"), {Role.LEADER}, Relation.PROVINCE),
    rule(
        "monitoring.observation.correct",
        _("Lập bản đính chính số liệu"),
        REPORTERS,
        Relation.PROVINCE,
        {"approved"},
        "Chỉ đính chính được số liệu đã duyệt. Số chưa duyệt thì sửa thẳng.",
    ),
    rule("monitoring.members.view", _("Xem mẫu số của chỉ tiêu"), READERS, Relation.PROVINCE),
    rule("monitoring.members.count", _("Đếm số liệu theo danh mục"), REPORTERS, Relation.PROVINCE),
    rule("monitoring.evidence.download", _("Tải bằng chứng"), READERS, Relation.PROVINCE),
    rule("monitoring.task.view", _("Xem nhiệm vụ"), READERS, Relation.PROVINCE),
    rule("monitoring.task.report", _("Báo cáo nhiệm vụ"), REPORTERS, Relation.PROVINCE),
]
MENU = [
    MenuItem("monitoring.province.view", _("Tình hình của tỉnh"), "monitoring:province", _("Kế hoạch"), 8),
    MenuItem("monitoring.ministry.view", _("So sánh các tỉnh"), "monitoring:ministry", _("Kế hoạch"), 9),
]
