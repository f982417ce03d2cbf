"""Who may do what with the catalogue of contents: the country's; norms are a province's own matter."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Role, rule

_KEEPERS = [Role.ADMINISTRATOR, Role.MINISTRY, Role.LEADER]
_NORMS = [Role.OFFICER, Role.LEADER, Role.FINANCE, Role.MINISTRY]

RULES = [
    rule("catalog.content.view", _("Xem danh mục nội dung hỗ trợ"), READERS | {Role.ADMINISTRATOR}),
    rule("catalog.content.add", _("Thêm nội dung hỗ trợ"), _KEEPERS),
    rule("catalog.content.change", _("Sửa nội dung hỗ trợ"), _KEEPERS),
    rule("catalog.content.export", _("Xuất danh mục nội dung hỗ trợ"), INSIDE | {Role.MINISTRY}),
    rule("catalog.norm.add", _("Ghi định mức hỗ trợ"), _NORMS),
    rule("catalog.norm.end", _("Ghi định mức hết hiệu lực"), _NORMS),
    rule(
        "catalog.norm.verify", _("Xác nhận đã đối chiếu định mức"), [Role.LEADER, Role.FINANCE, Role.MINISTRY]
    ),
]
MENU = [MenuItem("catalog.content.view", _("Nội dung hỗ trợ"), "catalog:content_list", _("Sổ dữ liệu"), 58)]
