"""Who may do what with the registers: officers keep them, leaders may mend them, the others read."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule
from nscl.apps.registry import access_catalogues

_KEEPERS = [Role.OFFICER, Role.LEADER]
_PROVINCE = Relation.PROVINCE

RULES = [
    rule("registry.organisation.view", _("Xem tổ chức"), READERS, _PROVINCE),
    rule("registry.organisation.add", _("Thêm tổ chức"), _KEEPERS),
    rule("registry.organisation.change", _("Sửa thông tin tổ chức"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.export", _("Xuất danh sách tổ chức"), INSIDE),
    rule("registry.organisation.status", _("Ghi tình trạng tổ chức"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.facts", _("Ghi số liệu năm của tổ chức"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.contacts", _("Xem người liên hệ của tổ chức"), INSIDE, _PROVINCE),
    rule("registry.organisation.personal_code", _("Xem mã số định danh cá nhân"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.merge", _("Gộp hồ sơ tổ chức trùng"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.unmerge", _("Tách hồ sơ tổ chức đã gộp"), _KEEPERS, _PROVINCE),
    rule("registry.twins.view", _("Xem hồ sơ nghi trùng"), INSIDE),
    rule("registry.twins.find", _("Tìm hồ sơ nghi trùng"), _KEEPERS),
    rule("registry.twins.settle", _("Kết luận hồ sơ nghi trùng"), _KEEPERS, _PROVINCE),
    rule("registry.organisation.import", _("Nhập danh sách tổ chức từ bảng tính"), _KEEPERS),
    *access_catalogues.RULES,
]
# Keys of the record of deeds that are not for every reader (`core.registers.secrets`).
SECRETS = {
    "registry.organisation": dict.fromkeys(("phone", "email"), "registry.organisation.contacts"),
    "registry.person": dict.fromkeys(("phone", "email"), "registry.person.contact"),
}
MENU = [
    MenuItem("registry.organisation.view", _("Tổ chức"), "registry:organisation_list", _("Sổ dữ liệu"), 50),
    *access_catalogues.MENU,
    MenuItem("registry.organisation.import", _("Nhập từ tệp"), "imports:home", _("Sổ dữ liệu"), 59),
]
