"""What the register of organisations takes from spreadsheets, and how a row finds its record."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.imports.spec import ImportField, ImportSpec, Problem, Values, register
from nscl.apps.registry import imports_catalogues  # noqa: F401  declares its imports
from nscl.apps.registry.actions.loading import FIGURES, load
from nscl.apps.registry.actions.preparing import prepare
from nscl.apps.registry.actions.unloading import take_back
from nscl.apps.registry.finding import find, industry_version, key, mark
from nscl.apps.registry.industries import split_code
from nscl.apps.registry.models import Organisation

FIELDS = (
    ImportField(
        "tax_code",
        _("Mã số thuế"),
        "tax_code",
        identity=True,
        synonyms=("MST", "Mã số doanh nghiệp", "Mã DN", "MSDN", "Mã số DN", "Mã số HTX"),
        sample="0100109106",
        help=_("10 số, 10 số kèm 3 số chi nhánh, hoặc 12 số định danh cá nhân"),
    ),
    ImportField(
        "name",
        _("Tên tổ chức"),
        required=True,
        identity=True,
        synonyms=(
            "Tên doanh nghiệp",
            "Tên DN",
            "Tên đơn vị",
            "Tên công ty",
            "Doanh nghiệp",
            "Tên HTX",
            "Tên cơ sở",
        ),
        sample="Công ty TNHH Ví dụ",
    ),
    ImportField("short_name", _("Tên viết tắt"), synonyms=("Tên giao dịch",), max_length=120),
    ImportField(
        "kind",
        _("Loại"),
        "choice",
        choices=tuple((str(code), str(word)) for code, word in Organisation.Kind.choices),
        choice_synonyms={
            "DN": "enterprise",
            "HTX": "cooperative",
            "Hợp tác xã": "cooperative",
            "Tổ hợp tác": "cooperative",
            "Hộ KD": "household",
            "HKD": "household",
            "Hội": "association",
            "Hiệp hội": "association",
            "Viện": "institute",
            "Trung tâm": "institute",
        },
        synonyms=("Loại tổ chức", "Phân loại"),
    ),
    ImportField(
        "legal_form",
        _("Loại hình pháp lý"),
        "choice",
        choices=tuple((str(code), str(word)) for code, word in Organisation.LegalForm.choices),
        choice_synonyms={
            "TNHH MTV": "limited_one",
            "TNHH 1 thành viên": "limited_one",
            "Công ty TNHH 1TV": "limited_one",
            "TNHH 2 thành viên": "limited",
            "TNHH hai thành viên trở lên": "limited",
            "CP": "joint_stock",
            "CTCP": "joint_stock",
            "Cổ phần": "joint_stock",
            "DNTN": "private",
            "Tư nhân": "private",
            "HTX": "cooperative",
            "HKD": "household",
            "Chi nhánh": "branch",
        },
        synonyms=("Loại hình", "Loại hình doanh nghiệp", "Loại hình DN"),
    ),
    ImportField(
        "status",
        _("Tình trạng"),
        "choice",
        choices=(
            ("operating", "Đang hoạt động"),
            ("suspended", "Tạm ngừng"),
            ("dissolved", "Đã giải thể, phá sản"),
        ),
        choice_synonyms={
            "Hoạt động": "operating",
            "Tạm ngừng hoạt động": "suspended",
            "Giải thể": "dissolved",
        },
        synonyms=("Trạng thái", "Tình trạng hoạt động"),
    ),
    ImportField("status_on", _("Tình trạng từ ngày"), "date", synonyms=("Từ ngày",)),
    ImportField(
        "established_on", _("Ngày thành lập"), "date", synonyms=("Ngày cấp", "Ngày ĐKKD", "Ngày đăng ký")
    ),
    ImportField(
        "representative",
        _("Người đại diện"),
        synonyms=("Đại diện pháp luật", "Giám đốc", "Chủ doanh nghiệp", "Chủ hộ", "Họ tên người đại diện"),
        max_length=120,
    ),
    ImportField("representative_title", _("Chức danh"), synonyms=("Chức vụ",), max_length=120),
    ImportField("phone", _("Điện thoại"), "phone", synonyms=("ĐT", "SĐT", "Số điện thoại", "Di động", "Tel")),
    ImportField("email", _("Thư điện tử"), "email", synonyms=("Email", "E-mail", "Hộp thư")),
    ImportField("website", _("Trang web"), synonyms=("Website", "Web"), max_length=200),
    ImportField("is_women_owned", _("Do phụ nữ làm chủ"), "flag", synonyms=("Nữ làm chủ", "DN nữ làm chủ")),
    ImportField(
        "street", _("Số nhà, đường, thôn"), synonyms=("Địa chỉ", "Trụ sở", "Địa chỉ trụ sở"), max_length=250
    ),
    ImportField(
        "commune", _("Xã, phường"), synonyms=("Xã", "Phường", "Xã/phường", "Phường/xã"), max_length=120
    ),
    ImportField(
        "district",
        _("Huyện (trước 01/7/2025)"),
        synonyms=("Huyện", "Quận", "Thành phố", "Huyện/thành phố", "Quận/huyện"),
        max_length=120,
    ),
    ImportField(
        "industry",
        _("Mã ngành chính (VSIC)"),
        synonyms=("Mã ngành", "Ngành", "VSIC", "Mã ngành chính", "Mã ngành kinh tế"),
        sample="1076",
        help=_("Chữ cái cấp 1 hoặc 2–5 chữ số"),
        max_length=12,
    ),
    ImportField(
        "industry_version",
        _("Phiên bản VSIC"),
        "choice",
        choices=(("2018", "2018"), ("2025", "2025")),
        help=_("Để trống: phiên bản đang dùng hôm nay"),
    ),
    ImportField("parent_code", _("Mã số thuế đơn vị chủ quản"), "tax_code", synonyms=("MST công ty mẹ",)),
    ImportField(
        "year", _("Năm số liệu"), "year", synonyms=("Năm", "Năm báo cáo"), sample="2024", shared=True
    ),
    ImportField(
        "workers",
        _("Lao động (người)"),
        "number",
        synonyms=("Số lao động", "Lao động", "Tổng số lao động", "LĐ"),
        unit="người",
    ),
    ImportField(
        "revenue_vnd",
        _("Doanh thu"),
        "money",
        unit="triệu đồng",
        synonyms=("Tổng doanh thu", "Doanh thu thuần"),
    ),
    ImportField(
        "capital_vnd",
        _("Tổng nguồn vốn"),
        "money",
        unit="triệu đồng",
        synonyms=("Nguồn vốn", "Vốn", "Vốn điều lệ", "Tổng vốn"),
    ),
    ImportField(
        "exports_vnd",
        _("Xuất khẩu"),
        "money",
        unit="triệu đồng",
        synonyms=("Giá trị xuất khẩu", "Doanh thu xuất khẩu"),
    ),
    ImportField("source", _("Nguồn"), max_length=250),
    ImportField("note", _("Ghi chú"), max_length=2000),
)


# ── Checking a row ─────────────────────────────────────────────────────


def check(values: Values, actor: Actor) -> list[Problem]:
    """What the cells of one row say together; it asks the database nothing."""
    found = [*_check_figures(values), *_check_days(values), *_check_industry(values)]
    code, head = values.get("tax_code") or "", values.get("parent_code") or ""
    if len(code) == 14 and not head:
        found.append(
            Problem(
                "parent_code",
                gettext("Chi nhánh chưa ghi đơn vị chủ quản; khi đếm sẽ gộp theo 10 số đầu của mã."),
                is_warning=True,
            )
        )
    if len(code) == 14 and head and head[:10] != code[:10]:
        found.append(Problem("parent_code", gettext("Mã chi nhánh không mang mã của đơn vị chủ quản.")))
    if head and len(head) != 10:
        found.append(Problem("parent_code", gettext("Mã đơn vị chủ quản phải có 10 số.")))
    if values.get("district") and not values.get("commune") and not values.get("street"):
        found.append(Problem("commune", gettext("Địa chỉ mới có tên huyện; hãy ghi thêm xã, phường."), True))
    return found


def _check_figures(values: Values) -> Iterator[Problem]:
    figures = {name: values.get(name) for name in FIGURES}
    if any(value is not None for value in figures.values()) and values.get("year") is None:
        yield Problem("year", gettext("Có số liệu mà chưa ghi năm. Hãy ghi năm của số liệu."))
    for name, value in figures.items():
        if value is not None and value < 0:
            yield Problem(name, gettext("Số liệu không thể âm."))
    exports, revenue = figures["exports_vnd"], figures["revenue_vnd"]
    if exports is not None and revenue is not None and exports > revenue:
        yield Problem(
            "exports_vnd", gettext("Xuất khẩu lớn hơn doanh thu. Hãy kiểm tra hai số và đơn vị tính.")
        )
    year, founded = values.get("year"), values.get("established_on")
    if year is not None and year > timezone.localdate().year:
        yield Problem("year", gettext("Năm số liệu ở tương lai."))
    if year is not None and founded is not None and year < founded.year:
        yield Problem("year", gettext("Năm số liệu trước năm thành lập."))


def _check_days(values: Values) -> Iterator[Problem]:
    today = timezone.localdate()
    for name in ("established_on", "status_on"):
        if values.get(name) is not None and values[name] > today:
            yield Problem(name, gettext("Ngày ở tương lai."))
    status, on = values.get("status"), values.get("status_on")
    if status in ("suspended", "dissolved") and on is None:
        yield Problem("status_on", gettext("Chưa ghi tình trạng này có từ ngày nào."))


def _check_industry(values: Values) -> Iterator[Problem]:
    if values.get("industry"):
        try:
            split_code(values["industry"], industry_version(values))
        except Refusal as refused:
            yield Problem("industry", str(refused))


ORGANISATIONS = register(
    ImportSpec(
        name="organisation",
        title=_("Danh sách tổ chức"),
        deed="registry.organisation.import",
        fields=FIELDS,
        find=find,
        mark=mark,
        prepare=prepare,
        reveal="registry.organisation.personal_code",
        check=check,
        key=key,
        apply=load,
        revoke=take_back,
        list_url="registry:organisation_list",
        notes=(
            _("Mỗi tổ chức một dòng. Số liệu nhiều năm: mỗi năm một tệp."),
            _("Ô trống giữ nguyên giá trị đang có trong sổ; ô trống không phải là số 0."),
            _(
                "Doanh thu, nguồn vốn, xuất khẩu: ghi đơn vị tính ở tiêu đề cột, "
                "ví dụ “Doanh thu (triệu đồng)”."
            ),
        ),
    )
)
