"""Who may do what with plans: officers read in and review, leaders approve, the others read."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, Rule, rule
from nscl.apps.programme.models.plans import OPEN_STATES

_CLOSED = "Bản đọc không còn ở bước rà soát nên không sửa được nữa. Tải lại trang để xem trạng thái."
_OFFICER, _LEADER, _PROVINCE = [Role.OFFICER], [Role.LEADER], Relation.PROVINCE


def _item(deed: str, label: str) -> Rule:
    return rule(f"programme.item.{deed}", label, _OFFICER, _PROVINCE, OPEN_STATES, _CLOSED)


RULES = [
    rule("programme.search", _("Tìm kiếm"), READERS),
    rule("programme.indicator.view", _("Xem danh mục phép đo"), READERS),
    rule("programme.plan.view", _("Xem kế hoạch"), READERS, _PROVINCE),
    rule("programme.plan.upload", _("Tải lên văn bản kế hoạch"), _OFFICER, _PROVINCE),
    rule("programme.version.view", _("Xem bản đọc kế hoạch"), INSIDE, _PROVINCE),
    _item("accept", _("Nhận mục")),
    _item("correct", _("Sửa mục")),
    _item("split", _("Tách mục")),
    _item("merge", _("Gộp mục")),
    _item("add", _("Thêm mục")),
    _item("drop", _("Bỏ mục")),
    rule(
        "programme.finding.settle",
        _("Xử lý phát hiện"),
        _OFFICER,
        _PROVINCE,
        [*OPEN_STATES, "in_force"],
        "Bản đọc đang chờ duyệt hoặc đã được thay nên không xử lý phát hiện lúc này.",
    ),
    rule(
        "programme.base.decide",
        _("Quyết định mốc so sánh"),
        [Role.OFFICER, Role.LEADER],
        _PROVINCE,
        [*OPEN_STATES, "in_force"],
        "Bản đọc đang chờ duyệt hoặc đã được thay nên không quyết định mốc lúc này.",
    ),
    rule("programme.version.submit", _("Trình lãnh đạo duyệt"), _OFFICER, _PROVINCE),
    rule("programme.version.return", _("Trả lại bản đọc"), _LEADER, _PROVINCE),
    rule("programme.version.approve", _("Duyệt, đưa kế hoạch vào thực hiện"), _LEADER, Relation.NOT_DRAFTER),
    rule("programme.version.replace", _("Thay bằng bản mới"), _LEADER, _PROVINCE),
    rule("programme.version.drop", _("Bỏ bản đọc"), _OFFICER, _PROVINCE),
]
MENU = [
    MenuItem("programme.plan.view", _("Danh sách kế hoạch"), "programme:plan_list", _("Kế hoạch"), 10),
    MenuItem("programme.plan.upload", _("Đọc văn bản kế hoạch"), "programme:plan_upload", _("Kế hoạch"), 11),
    MenuItem("programme.indicator.view", _("Phép đo"), "programme:indicator_list", _("Kế hoạch"), 29),
]
