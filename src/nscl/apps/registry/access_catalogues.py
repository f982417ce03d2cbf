"""Who may do what with products, people, networks and the editions of lists."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, Rule, rule

_KEEPERS = [Role.OFFICER, Role.LEADER]
_PROVINCE = Relation.PROVINCE
_FROZEN = _("Danh mục đã có hiệu lực nên không sửa được. Hãy lập danh mục mới thay thế.")


def _register(name: str, view: str, add: str, change: str, export: str, load: str) -> list[Rule]:
    """The five usual rules of a register: readers see, keepers write, those inside take the list away."""
    return [
        rule(f"registry.{name}.view", view, READERS, _PROVINCE),
        rule(f"registry.{name}.add", add, _KEEPERS),
        rule(f"registry.{name}.change", change, _KEEPERS, _PROVINCE),
        rule(f"registry.{name}.export", export, INSIDE),
        rule(f"registry.{name}.import", load, _KEEPERS),
    ]


RULES = [
    *_register(
        "product",
        _("Xem sản phẩm"),
        _("Thêm sản phẩm"),
        _("Sửa thông tin sản phẩm"),
        _("Xuất danh sách sản phẩm"),
        _("Nhập danh sách sản phẩm từ bảng tính"),
    ),
    *_register(
        "person",
        _("Xem cá nhân, chuyên gia"),
        _("Thêm cá nhân"),
        _("Sửa thông tin cá nhân"),
        _("Xuất danh sách cá nhân"),
        _("Nhập danh sách cá nhân từ bảng tính"),
    ),
    rule("registry.person.contact", _("Xem điện thoại, thư điện tử của cá nhân"), INSIDE, _PROVINCE),
    rule("registry.person.affiliate", _("Ghi nơi công tác"), _KEEPERS, _PROVINCE),
    rule("registry.person.certify", _("Ghi chứng chỉ chuyên gia"), _KEEPERS, _PROVINCE),
    *_register(
        "network",
        _("Xem mạng lưới"),
        _("Thêm mạng lưới"),
        _("Sửa thông tin mạng lưới"),
        _("Xuất danh sách mạng lưới"),
        _("Nhập thành viên mạng lưới từ bảng tính"),
    ),
    rule("registry.expert.view", _("Xem chuyên gia theo diện"), READERS, _PROVINCE),
    rule("registry.expert.export", _("Xuất danh sách chuyên gia"), INSIDE),
    rule("registry.network.join", _("Ghi thành viên mạng lưới"), _KEEPERS, _PROVINCE),
    rule("registry.edition.view", _("Xem danh mục ban hành"), READERS, _PROVINCE),
    rule("registry.edition.add", _("Lập danh mục ban hành"), _KEEPERS),
    rule("registry.edition.change", _("Sửa danh mục đang lập"), _KEEPERS, _PROVINCE, {"draft"}, _FROZEN),
    rule("registry.edition.enter", _("Ghi dòng của danh mục"), _KEEPERS, _PROVINCE, {"draft"}, _FROZEN),
    rule("registry.edition.export", _("Xuất danh sách danh mục"), INSIDE),
    rule("registry.edition.import", _("Nhập dòng của danh mục từ bảng tính"), _KEEPERS),
    rule(
        "registry.edition.enact",
        _("Đưa danh mục vào hiệu lực"),
        [Role.LEADER],
        Relation.NOT_DRAFTER,
        {"draft"},
        _("Danh mục này đã có hiệu lực."),
    ),
    rule("registry.edition.close", _("Ghi hết hiệu lực của danh mục"), [Role.LEADER], _PROVINCE),
]
_GROUP = _("Sổ dữ liệu")
MENU = [
    MenuItem("registry.product.view", _("Sản phẩm"), "registry:product_list", _GROUP, 51),
    MenuItem("registry.person.view", _("Cá nhân"), "registry:person_list", _GROUP, 52),
    MenuItem("registry.expert.view", _("Chuyên gia theo diện"), "registry:expert_list", _GROUP, 52),
    MenuItem("registry.network.view", _("Mạng lưới"), "registry:network_list", _GROUP, 53),
    MenuItem("registry.edition.view", _("Danh mục ban hành"), "registry:edition_list", _GROUP, 54),
]
