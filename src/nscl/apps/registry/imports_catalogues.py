"""What the registers of products, people and lists take from spreadsheets."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.core.imports.spec import ImportField, ImportSpec, Problem, Values, register
from nscl.apps.registry.actions.entry_loads import load_entries, take_back_entries
from nscl.apps.registry.actions.loads import (
    CREDENTIAL,
    load_people,
    load_products,
    take_back_people,
    take_back_products,
)
from nscl.apps.registry.finding_catalogues import (
    find_people,
    find_products,
    mark_people,
    mark_products,
    name_makers,
)
from nscl.apps.registry.finding_entries import find_entries
from nscl.apps.registry.models import ExpertCredential
from nscl.vietnamese import search_key

_BLANK = _("Ô trống giữ nguyên giá trị đang có trong sổ; ô trống không phải là số 0.")


def check_product(values: Values, actor: Actor) -> list[Problem]:
    """What the cells of one product say together."""
    found = []
    stars = values.get("ocop_stars")
    if stars is not None and not 1 <= stars <= 5:
        found.append(
            Problem("ocop_stars", gettext("Hạng OCOP là từ 1 đến 5 sao. Chưa xếp hạng thì để trống."))
        )
    if values.get("regulation") and values.get("is_regulated") is False:
        found.append(Problem("regulation", gettext("Sản phẩm không thuộc diện bắt buộc mà có quy chuẩn.")))
    digits = "".join(sign for sign in values.get("hs_code") or "" if sign.isdigit())
    if digits and len(digits) % 2:
        found.append(
            Problem(
                "hs_code",
                gettext(
                    "Mã HS “{code}” thiếu một chữ số, có lẽ Excel đã bỏ số 0 ở đầu; hãy so lại mã."
                ).format(code=values["hs_code"]),
            )
        )
    return found


def key_of_product(values: Values) -> tuple[str, ...] | None:
    """A row is its GTIN, or without one its name and maker."""
    if values.get("gtin"):
        return ("gtin", values["gtin"])
    return (
        ("name", search_key(values["name"]), values.get("maker_code") or "") if values.get("name") else None
    )


PRODUCTS = register(
    ImportSpec(
        name="product",
        title=_("Danh sách sản phẩm"),
        deed="registry.product.import",
        fields=(
            ImportField(
                "name",
                _("Tên sản phẩm, dịch vụ"),
                required=True,
                identity=True,
                synonyms=("Tên sản phẩm", "Sản phẩm", "Tên hàng hóa", "Sản phẩm, hàng hóa", "Tên SP"),
                sample="Mận tam hoa sấy dẻo",
            ),
            ImportField(
                "gtin",
                _("GTIN"),
                "gtin",
                identity=True,
                synonyms=("Mã vạch", "Mã số mã vạch", "Barcode", "EAN"),
            ),
            ImportField(
                "maker_code",
                _("Mã số thuế đơn vị sản xuất"),
                "tax_code",
                synonyms=("Mã số thuế", "MST", "MST đơn vị", "MST cơ sở", "Mã số doanh nghiệp"),
                sample="0100109106",
                help=_("Đơn vị phải có trong sổ tổ chức"),
            ),
            ImportField(
                "maker_name",
                _("Tên đơn vị sản xuất"),
                synonyms=(
                    "Đơn vị sản xuất",
                    "Cơ sở sản xuất",
                    "Tên cơ sở",
                    "Tên đơn vị",
                    "Doanh nghiệp",
                    "Tên doanh nghiệp",
                    "Chủ thể",
                    "Chủ thể OCOP",
                    "Tên chủ thể",
                    "Nhà sản xuất",
                ),
                help=_("Dùng khi không có mã số thuế: tìm đúng một tổ chức cùng tên trong sổ"),
            ),
            ImportField(
                "kind",
                _("Loại"),
                "choice",
                choices=(("good", "Hàng hóa"), ("service", "Dịch vụ")),
            ),
            ImportField("brand", _("Nhãn hiệu"), synonyms=("Thương hiệu",), max_length=120),
            ImportField(
                "ocop_stars",
                _("Hạng OCOP (sao)"),
                "whole",
                synonyms=("OCOP", "Số sao", "Hạng sao"),
                unit="sao",
            ),
            ImportField(
                "is_regulated", _("Thuộc diện bắt buộc"), "flag", synonyms=("Bắt buộc", "Sản phẩm nhóm 2")
            ),
            ImportField("regulation", _("Quy chuẩn áp dụng"), synonyms=("Quy chuẩn", "QCVN"), max_length=200),
            ImportField("hs_code", _("Mã HS"), synonyms=("HS",), max_length=12),
            ImportField("cpc_code", _("Mã CPC"), synonyms=("CPC",), max_length=12),
            ImportField("source", _("Nguồn"), max_length=250),
            ImportField("note", _("Ghi chú"), max_length=2000),
        ),
        find=find_products,
        mark=mark_products,
        complete=name_makers,
        reveal="registry.organisation.personal_code",
        check=check_product,
        key=key_of_product,
        apply=load_products,
        revoke=take_back_products,
        list_url="registry:product_list",
        notes=(_("Mỗi sản phẩm một dòng; nhập danh sách tổ chức trước."), _BLANK),
    )
)


def check_person(values: Values, actor: Actor) -> list[Problem]:
    """Consent before phone and mail; a certificate's parts belong to a scheme; dates in order."""
    found = []
    today = timezone.localdate()
    if (values.get("phone") or values.get("email")) and values.get("consented_on") is None:
        sentence = gettext("Có điện thoại hoặc thư điện tử mà chưa ghi ngày người này đồng ý lưu thông tin.")
        found.append(Problem("consented_on", sentence))
    for name in ("consented_on", "credential_issued_on"):
        if values.get(name) is not None and values[name] > today:
            found.append(Problem(name, gettext("Ngày ở tương lai.")))
    born = values.get("birth_year")
    if born is not None and not 1900 <= born <= today.year:
        found.append(Problem("birth_year", gettext("Năm sinh chưa đúng.")))
    told = [name for name in CREDENTIAL if name != "scheme" and values.get(name) is not None]
    if told and not values.get("scheme"):
        found.append(Problem("scheme", gettext("Có lĩnh vực hoặc chứng chỉ mà chưa ghi diện chuyên gia.")))
    issued, until = values.get("credential_issued_on"), values.get("credential_valid_to")
    if issued is not None and until is not None and until < issued:
        found.append(Problem("credential_valid_to", gettext("Chứng chỉ hết giá trị trước ngày cấp.")))
    return found


def key_of_person(values: Values) -> tuple[str, int | None] | None:
    """A row is its name, in capitals or not, and year of birth; every mark of the name counts."""
    if not values.get("full_name"):
        return None
    return (" ".join(values["full_name"].casefold().split()), values.get("birth_year"))


PEOPLE = register(
    ImportSpec(
        name="person",
        title=_("Danh sách cá nhân, chuyên gia"),
        deed="registry.person.import",
        fields=(
            ImportField(
                "full_name",
                _("Họ và tên"),
                required=True,
                identity=True,
                synonyms=("Họ tên", "Tên", "Họ và tên chuyên gia", "Chuyên gia"),
                sample="Nguyễn Thị Ví Dụ",
                max_length=120,
            ),
            ImportField(
                "birth_year", _("Năm sinh"), "year", identity=True, synonyms=("Sinh năm",), sample="1980"
            ),
            ImportField(
                "degree", _("Học hàm, học vị"), synonyms=("Trình độ", "Học vị", "Học hàm"), max_length=60
            ),
            ImportField("speciality", _("Chuyên môn"), synonyms=("Chuyên ngành",), max_length=250),
            ImportField("consented_on", _("Đồng ý lưu thông tin ngày"), "date", synonyms=("Ngày đồng ý",)),
            ImportField(
                "phone", _("Điện thoại"), "phone", synonyms=("ĐT", "SĐT", "Số điện thoại", "Di động")
            ),
            ImportField("email", _("Thư điện tử"), "email", synonyms=("Email", "E-mail")),
            ImportField(
                "scheme",
                _("Diện chuyên gia"),
                "choice",
                choices=tuple((str(code), str(word)) for code, word in ExpertCredential.Scheme.choices),
                choice_synonyms={
                    "Năng suất": "productivity",
                    "Công nghệ": "technology",
                    "Tư vấn": "consultant",
                },
                synonyms=("Diện", "Loại chuyên gia"),
            ),
            ImportField("credential_field", _("Lĩnh vực"), synonyms=("Lĩnh vực chứng nhận",), max_length=250),
            ImportField(
                "credential_number",
                _("Số chứng chỉ"),
                synonyms=("Số giấy chứng nhận", "Số GCN", "Chứng chỉ số"),
                max_length=80,
            ),
            ImportField(
                "credential_issuer", _("Nơi cấp"), synonyms=("Cơ quan cấp", "Đơn vị cấp"), max_length=250
            ),
            ImportField("credential_issued_on", _("Ngày cấp"), "date"),
            ImportField(
                "credential_valid_to", _("Giá trị đến"), "date", synonyms=("Hiệu lực đến", "Ngày hết hạn")
            ),
            ImportField("source", _("Nguồn"), max_length=250),
            ImportField("note", _("Ghi chú"), max_length=2000),
        ),
        find=find_people,
        mark=mark_people,
        check=check_person,
        key=key_of_person,
        apply=load_people,
        revoke=take_back_people,
        list_url="registry:person_list",
        notes=(_("Mỗi người một dòng, mỗi lần nhập một chứng chỉ cho mỗi người."), _BLANK),
    )
)


def check_entry(values: Values, actor: Actor) -> list[Problem]:
    """A line's place in its list is counted from 1."""
    position = values.get("position")
    if position is not None and position < 1:
        return [Problem("position", gettext("Thứ tự đếm từ 1."))]
    return []


def key_of_entry(values: Values) -> tuple[str, str] | None:
    """A row is its name in its decision."""
    if not values.get("number") or not values.get("printed_name"):
        return None
    return values["number"], search_key(values["printed_name"])


ENTRIES = register(
    ImportSpec(
        name="edition-entry",
        title=_("Các dòng của danh mục ban hành"),
        deed="registry.edition.import",
        fields=(
            ImportField(
                "number",
                _("Số quyết định"),
                required=True,
                identity=True,
                synonyms=("Quyết định số", "Quyết định", "Số QĐ"),
                sample="88/QĐ-UBND",
                max_length=60,
            ),
            ImportField("position", _("Thứ tự"), "whole", synonyms=("STT", "TT", "Số thứ tự")),
            ImportField(
                "printed_name",
                _("Tên in trong quyết định"),
                required=True,
                identity=True,
                synonyms=("Tên sản phẩm", "Tên doanh nghiệp", "Sản phẩm, hàng hóa", "Tên"),
                sample="Mận tam hoa",
            ),
            ImportField("gtin", _("GTIN"), "gtin", synonyms=("Mã vạch",)),
            ImportField(
                "tax_code",
                _("Mã số thuế đơn vị"),
                "tax_code",
                synonyms=("MST", "Mã số thuế", "Mã số doanh nghiệp"),
            ),
            ImportField("note", _("Ghi chú")),
        ),
        find=find_entries,
        reveal="registry.organisation.personal_code",
        check=check_entry,
        key=key_of_entry,
        apply=load_entries,
        revoke=take_back_entries,
        list_url="registry:edition_list",
        notes=(_("Lập danh mục theo quyết định trên trang trước, rồi nhập các dòng."), _BLANK),
    )
)
