"""Who may do what with plans: officers read in and review, leaders approve, the others read."""

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, Rule, rule
from nscl.apps.programme.models.plans import OPEN_STATES

_CLOSED = "Bản đọc không còn ở bước rà soát nên không sửa được nữa. Tải lại trang để xem trạng thái."
_OFFICER, _LEADER, _PROVINCE = [Role.OFFICER], [Role.LEADER], Relation.PROVINCE


def _item(deed: str, label: str) -> Rule:
    return rule(f"programme.item.{deed}", label, _OFFICER, _PROVINCE, OPEN_STATES, _CLOSED)


RULES = [
    rule("programme.search", "Tìm kiếm", READERS),
    rule("programme.indicator.view", "Xem danh mục phép đo", READERS),
    rule("programme.plan.view", "Xem kế hoạch", READERS, _PROVINCE),
    rule("programme.plan.upload", "Tải lên văn bản kế hoạch", _OFFICER, _PROVINCE),
    rule("programme.version.view", "Xem bản đọc kế hoạch", INSIDE, _PROVINCE),
    _item("accept", "Nhận mục"),
    _item("correct", "Sửa mục"),
    _item("split", "Tách mục"),
    _item("merge", "Gộp mục"),
    _item("add", "Thêm mục"),
    _item("drop", "Bỏ mục"),
    rule(
        "programme.finding.settle",
        "Xử lý phát hiện",
        _OFFICER,
        _PROVINCE,
        [*OPEN_STATES, "in_force"],
        "Bản đọc đang chờ duyệt hoặc đã được thay nên không xử lý phát hiện lúc này.",
    ),
    rule(
        "programme.base.decide",
        "Quyết định mốc so sánh",
        [Role.OFFICER, Role.LEADER],
        _PROVINCE,
        [*OPEN_STATES, "in_force"],
        "Bản đọc đang chờ duyệt hoặc đã được thay nên không quyết định mốc lúc này.",
    ),
    rule("programme.version.submit", "Trình lãnh đạo duyệt", _OFFICER, _PROVINCE),
    rule("programme.version.return", "Trả lại bản đọc", _LEADER, _PROVINCE),
    rule("programme.version.approve", "Duyệt, đưa kế hoạch vào thực hiện", _LEADER, Relation.NOT_DRAFTER),
    rule("programme.version.replace", "Thay bằng bản mới", _LEADER, _PROVINCE),
    rule("programme.version.drop", "Bỏ bản đọc", _OFFICER, _PROVINCE),
]
MENU = [
    MenuItem("programme.plan.view", "Danh sách kế hoạch", "programme:plan_list", "Kế hoạch", 10),
    MenuItem("programme.plan.upload", "Đọc văn bản kế hoạch", "programme:plan_upload", "Kế hoạch", 11),
    MenuItem("programme.indicator.view", "Phép đo", "programme:indicator_list", "Kế hoạch", 29),
]
