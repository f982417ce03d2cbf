"""The identifier of what a target measures: a table of the genre's indicators, else a stable slug."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nscl.plandoc.times import find_times
from nscl.vietnamese.fold import fold


@dataclass(frozen=True, slots=True)
class Rule:
    """`identifier` when `words` occur in the statement; limited to a form or units when given."""

    identifier: str
    words: re.Pattern[str]
    form: str = ""
    units: re.Pattern[str] | None = None


def _rule(identifier: str, words: str, form: str = "", units: str = "") -> Rule:
    return Rule(identifier, re.compile(words), form, re.compile(rf"^(?:{units})") if units else None)


_PEOPLE = r"lượt(?:$|/| người| học viên)|cán bộ|công chức|viên chức|người|học viên|lao động"
_FIRMS = r"doanh nghiệp|tổ chức|đơn vị|hợp tác xã|cơ sở|lượt"
_GOODS = r"sản phẩm|mặt hàng|nhóm|giấy"
_KEY = r"(?:trọng điểm|chủ lực|chủ yếu|thế mạnh|đặc trưng)"
_TRAINED = r"(?:đào tạo|tập huấn|bồi dưỡng)"

# Tried in order. In `words` the sign # stands where the number is.
# `form` is percent, growth, year, count or none.
_RULES = (
    # Growth
    _rule("component_productivity_growth_pct", r"(?:nhân|yếu) tố thành phần", "growth"),
    _rule("iso_9001_14001_certificates_growth", r"giấy chứng nhận.*iso 9001.*iso 14001", "growth"),
    _rule("certificates_growth", r"số (?:lượng )?(?:giấy )?chứng (?:nhận|chỉ)", "growth"),
    _rule("orgs_supported", r"số (?:lượng )?(?:tổ chức|doanh nghiệp|đơn vị|lượt|hợp tác xã).*#", "growth"),
    _rule("tfp_growth_pct", r"(?:\btfp\b|nhân tố tổng hợp).*#", "growth"),
    _rule("labour_productivity_growth_pct", r"năng suất lao động", "growth"),
    _rule("energy_reduction_pct", r"năng lượng|điện năng|nhiên liệu", "growth"),
    _rule("cost_reduction_pct", r"chi phí|giá thành", "growth"),
    _rule("defect_reduction_pct", r"lỗi|phế phẩm|sai hỏng", "growth"),
    _rule("revenue_growth_pct", r"doanh thu|giá trị sản xuất|kim ngạch", "growth"),
    _rule("enterprise_productivity_growth_pct", r"năng suất", "growth"),
    # Every year
    _rule("tfp_measured_annually", r"(?:đo lường|tính toán|đánh giá).*(?:tfp|nhân tố tổng hợp)", "year"),
    _rule("award_entries_per_year", r"giải thưởng", "year"),
    _rule("tv_programmes_per_year", r"chương trình (?:truyền hình|phát thanh)|phóng sự truyền hình", "year"),
    _rule("classes_per_year", r"", "year", r"lớp|khóa"),
    _rule("annual_conference", r"", "year", r"hội nghị"),
    _rule("conferences_per_year", r"", "year", r"hội thảo|tọa đàm|diễn đàn"),
    _rule("articles_per_year", r"", "year", r"bài|tin|phóng sự|chuyên (?:mục|đề|trang)|bản tin"),
    _rule("experts_per_year", r"", "year", r"chuyên gia"),
    _rule("people_trained_per_year", _TRAINED, "year", _PEOPLE),
    _rule(
        "productivity_measured_annually",
        r"(?:đo lường|đánh giá|thống kê|tính toán).*năng suất",
        "year",
        "lần",
    ),
    _rule("orgs_supported_per_year", r"", "year", _FIRMS),
    # Shares
    _rule("tfp_contribution_pct", r"\btfp\b|nhân tố tổng hợp", "percent"),
    _rule("new_beneficiary_share", r"#.{0,25}mới được hỗ trợ", "percent"),
    _rule("repeat_beneficiary_new_content_share", r"bổ sung[^,]*nội dung", "percent"),
    _rule("satisfaction_pct", r"hài lòng", "percent"),
    _rule("mandatory_products_certified_pct", r"bắt buộc.*(?:hợp quy|hợp chuẩn)", "percent"),
    _rule(
        "key_products_declared_standard_pct",
        rf"(?:sản phẩm|hàng hóa).*{_KEY}.*(?:công bố|áp dụng) .*(?:tiêu chuẩn|quy chuẩn)",
        "percent",
    ),
    _rule("products_traceable_pct", r"(?:sản phẩm|hàng hóa|mặt hàng).*truy xuất", "percent"),
    _rule("products_declared_hop_quy_pct", r"(?:sản phẩm|hàng hóa).*hợp quy", "percent"),
    _rule("products_certified_pct", r"(?:sản phẩm|hàng hóa).*chứng nhận", "percent"),
    _rule("network_membership_pct", r"mạng lưới", "percent"),
    _rule("officials_trained_pct", rf"(?:cán bộ|công chức|viên chức).*{_TRAINED}", "percent"),
    _rule("key_enterprises_trained_pct", rf"(?:doanh nghiệp|tổ chức).*{_KEY}.*{_TRAINED}", "percent"),
    _rule("enterprises_trained_pct", rf"(?:doanh nghiệp|tổ chức|hợp tác xã).*{_TRAINED}", "percent"),
    _rule("key_enterprises_with_tools_pct", r"^\W*trong đó.*công cụ", "percent"),
    _rule("key_enterprises_with_project_pct", rf"doanh nghiệp.*{_KEY}.*(?:dự án|kế hoạch)", "percent"),
    _rule("enterprises_with_tools_pct", r"công cụ|\b5s\b|kaizen|lean", "percent"),
    _rule("enterprises_with_mgmt_system_pct", r"hệ thống quản lý|\biso\b", "percent"),
    _rule("enterprises_with_technology_pct", r"doanh nghiệp.*(?:đổi mới|ứng dụng).*công nghệ", "percent"),
    _rule("labour_productivity_level", r"năng suất lao động", "count", r"[a-zđỷệ ]*đồng"),
    # Experts, people, teaching
    _rule("experts_certified_productivity", r"# ?(?:chuyên gia|tư vấn viên)(?: tư vấn)?(?: về)? năng suất"),
    _rule(
        "experts_technology_assessment",
        r"# ?(?:chuyên gia|đánh giá viên)[^;]*(?:trình độ|năng lực) công nghệ"
        r"|chuyên gia[^;]*(?:trình độ|năng lực) công nghệ[^;]*# ?chuyên gia",
    ),
    _rule(
        "experts_certified_conformity",
        r"# ?(?:chuyên gia|đánh giá viên)[^;,]{0,20}(?:đánh giá|chứng nhận|sự phù hợp)"
        r"|# ?chuyên gia[^;]{0,40}đánh giá (?:sự phù hợp|chứng nhận)",
    ),
    _rule("experts_certified_productivity", r"# ?(?:chuyên gia|tư vấn viên)[^;]{0,30}năng suất"),
    _rule("experts_trained", r"", "", r"chuyên gia|tư vấn viên|đánh giá viên"),
    _rule("officials_trained", r"#.{0,40}(?:công chức|viên chức)", "", _PEOPLE),
    _rule("managers_trained", r"#.{0,60}(?:lãnh đạo|(?<!hệ thống )quản lý|người lao động)", "", _PEOPLE),
    _rule("people_trained", rf"{_TRAINED}|tham gia|tham dự", "", _PEOPLE),
    _rule("schools_training", r"trường|cơ sở giáo dục|giáo dục nghề nghiệp", "", r"trường|trung tâm"),
    _rule("student_clubs", r"câu lạc bộ"),
    _rule("schools_training", r"", "", r"cơ sở giáo dục|cơ sở đào tạo"),
    # Media and events, told by the unit
    _rule("classes_held", r"", "count", r"lớp|khóa"),
    _rule("conferences_held", r"", "count", r"hội nghị|hội thảo|tọa đàm|diễn đàn"),
    _rule("comms_reportage", r"", "count", r"phóng sự|chuyên (?:đề|mục|trang)|phim|video|clip|chương trình"),
    _rule("comms_articles", r"", "count", r"bài|tin|số|ấn phẩm|tờ|cuốn|tài liệu|sổ"),
    _rule("comms_rounds", r"tuyên truyền|phổ biến|truyền thông", "", r"đợt|cuộc|buổi|lần"),
    _rule("study_visits", r"tham quan|học tập", "", r"đoàn|chuyến|đợt|lần"),
    _rule("surveys_done", r"khảo sát|điều tra", "", r"đợt|cuộc|lần"),
    _rule("enterprises_surveyed", r"(?:khảo sát|điều tra)[^;]{0,30}#", "count", _FIRMS),
    # Systems and stores
    _rule("portal_operating", r"cổng thông tin|trang thông tin|website"),
    _rule("standards_store", r"kho dữ liệu|cơ sở dữ liệu.{0,20}(?:tiêu chuẩn|quy chuẩn)|thư viện tiêu chuẩn"),
    _rule("database_built", r"cơ sở dữ liệu|hệ thống dữ liệu"),
    # Without a number
    _rule("key_product_and_enterprise_registers", r"danh mục.*(?:sản phẩm|hàng hóa|doanh nghiệp)", "none"),
    _rule("enterprise_survey_done", r"(?:đánh giá|khảo sát|điều tra).*(?:thực trạng|hiện trạng)", "none"),
    _rule("awareness", r"nhận thức", "none"),
    _rule("green_productivity_tasks", r"năng suất xanh", "none"),
    _rule("experts_certified_productivity", r"chuyên gia năng suất", "none"),
    _rule("workforce_quality", r"nguồn nhân lực", "none"),
    _rule("network_formed", r"mạng lưới"),
    # Goods
    _rule("startups_product_testing", r"khởi nghiệp.*thử nghiệm|thử nghiệm.*sản phẩm mới"),
    _rule("products_certified_hop_quy", r"#[^;]*hợp quy", "", _GOODS),
    _rule("products_certified_hop_chuan", r"#[^;]*hợp chuẩn", "", _GOODS),
    _rule("products_traceable", r"truy xuất|mã số|mã vạch|tem", "", rf"{_GOODS}|chuỗi|mã|tem"),
    _rule("products_certified", r"chứng nhận", "", _GOODS),
    _rule(
        "trademarks_registered",
        r"nhãn hiệu|chỉ dẫn|thương hiệu",
        "",
        r"nhãn hiệu|chỉ dẫn|thương hiệu|sản phẩm",
    ),
    _rule("key_products_supported", r"", "", r"sản phẩm|mặt hàng"),
    _rule("base_standards_built", r"", "", r"tiêu chuẩn cơ sở"),
    _rule("local_regulations_issued", r"", "", r"quy chuẩn"),
    _rule("standards_adopted", r"", "", r"tiêu chuẩn"),
    # Organisations
    _rule("startups_supported", r"#.{0,20}khởi nghiệp"),
    _rule("leading_enterprises", r"(?:doanh nghiệp|tổ chức|đơn vị) (?:đi đầu|dẫn đầu|tiên phong|đầu tàu)"),
    _rule("model_enterprises", r"mô hình điểm|# ?doanh nghiệp điển hình|#[^;]{0,60}đồng bộ"),
    _rule("model_enterprises", r"", "", r"mô hình"),
    _rule("sti_enterprises_supported", r"#[^;]{0,30} khoa học(?: và|,) công nghệ", "", _FIRMS),
    _rule(
        "cab_capacity_units",
        r"(?:năng lực|trang thiết bị|cơ sở vật chất)[^;]*(?:thử nghiệm|kiểm nghiệm|đánh giá sự phù hợp)",
        "",
        _FIRMS,
    ),
    _rule("cab_or_consultancy_built", r"# ?tổ chức (?:tư vấn|đánh giá|chứng nhận|thử nghiệm|giám định)"),
    _rule("cab_capacity_units", r"", "", r"phòng (?:thử|thí|kiểm)"),
    _rule("award_entries", r"giải thưởng"),
    _rule(
        "orgs_supported",
        r"hệ thống quản lý.*công cụ|công cụ.*hệ thống quản lý",
        "",
        r"doanh nghiệp|tổ chức|đơn vị",
    ),
    _rule("tool_adoptions", r"#[^;]*công cụ(?![^;]*hệ thống quản lý)", "", r"lượt|công cụ"),
    _rule("mgmt_system_adoptions", r"#[^;]*(?:hệ thống quản lý|\biso\b|haccp|gmp)", "", r"lượt|hệ thống"),
    _rule("orgs_base_standard", r"#[^;]*tiêu chuẩn cơ sở", "count", _FIRMS),
    _rule("orgs_traceability", r"#[^;]{0,60}truy xuất", "count", _FIRMS),
    _rule("orgs_with_tools", r"#[^;]*(?:công cụ|\b5s\b|kaizen|\blean\b|mfca|\bkpi)", "count", _FIRMS),
    _rule("orgs_with_mgmt_system", r"#[^;]*(?:hệ thống quản lý|\biso\b|haccp|gmp)", "count", _FIRMS),
    _rule("orgs_supported", r"hỗ trợ|áp dụng|hướng dẫn|tư vấn", "", _FIRMS),
    _rule("mgmt_system_adoptions", r"hệ thống quản lý", "none"),
)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_EMPTY_WORDS = frozenset(
    [
        "cac",
        "nhung",
        "mot",
        "so",
        "cho",
        "cua",
        "va",
        "voi",
        "tai",
        "theo",
        "duoc",
        "co",
        "la",
        "tu",
        "den",
        "dat",
        "trong",
        "do",
        "khoang",
        "it",
        "nhat",
        "toi",
        "thieu",
        "tren",
        "nam",
        "hang",
        "moi",
        "vao",
        "giai",
        "doan",
        "ve",
        "phan",
        "dau",
        "xuong",
        "duoi",
        "quy",
        "thang",
        "truoc",
        "ngay",
        "con",
        "nay",
    ]
)


def indicator(before: str, after: str, form: str, unit: str, lead: str = "") -> str:
    """The identifier of a statement in plain text, cut at its number.

    `before` ends where the number's operator begins, `after` starts with the number; `lead` is the verb an
    elliptic list shares; `form` is percent, growth, year, count or none.

    >>> indicator("đào tạo ", "20 chuyên gia đánh giá trình độ công nghệ", "count", "chuyên gia")
    'experts_technology_assessment'
    >>> indicator("lắp đặt ", "5 trạm quan trắc", "count", "trạm")
    'tram_quan_trac'
    """
    own = (
        f"{before}#{re.sub(r'^[0-9.,% ()-]*(?:(?:đến|tới) [0-9.,% ]+)?', '', after)}"
        if form != "none"
        else after
    )
    found = _match(own, form, unit)
    if lead and found in (None, "orgs_supported", "people_trained", "key_products_supported"):
        found = _match(f"{lead} {own}", form, unit) or found
    if found:
        return found
    name = slug(own if form == "none" else own.partition("#")[2])
    return (name if name != _NAMELESS else slug(own)) + _SUFFIX.get(form, "")


_NAMELESS = "muc_tieu"
_SUFFIX = {"percent": "_pct", "growth": "_growth", "year": "_per_year"}


def _match(statement: str, form: str, unit: str) -> str | None:
    for rule in _RULES:
        if rule.form and rule.form != form:
            continue
        if rule.units and not rule.units.match(unit):
            continue
        if rule.words.search(statement):
            return rule.identifier
    return None


def slug(text: str) -> str:
    """A short identifier from the content words of a phrase, years left out; the same for the same words.

    >>> slug("Đến năm 2025 xây dựng bộ chỉ số năng suất của tỉnh")
    'xay_dung_bo_chi_nang_suat_tinh'
    """
    for time in reversed(find_times(text)):
        text = text[: time.start] + " " + text[time.end :]
    words = [w for w in _NOT_IN_SLUG.split(fold(text)) if w and not w.isdigit() and w not in _EMPTY_WORDS]
    return "_".join(words[:7]) or _NAMELESS
