"""Names of systems, tools, labels and awards, and the codes of support contents: tables and their use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from nscl.plandoc.source import Document
from nscl.plandoc.standards import find_merged_schemes, find_standards, judge_standard
from nscl.plandoc.structure import Outline, Region, Section
from nscl.plandoc.wording import plain, sentences, trim

# Support contents: the first fitting row names a phrase; dotted codes stand before their parents.
_SUPPORT: tuple[tuple[str, str], ...] = (
    ("integrated", r"tích hợp (?:các )?hệ thống|áp dụng đồng bộ|đồng bộ các giải pháp"),
    ("mgmt_system.iso_17025", r"17025|phòng (?:thử|thí) nghiệm"),
    ("mgmt_system.haccp", r"haccp"),
    ("mgmt_system.advanced", r"hệ thống quản lý[^;]*(?:tiên tiến|iatf|16949|27001|2700\b|45001|ohsas|50001)"),
    ("mgmt_system.iso_14001", r"iso[^;]{0,6}140\d\d"),
    ("mgmt_system.iso_9001", r"iso[^;]{0,6}900\d"),
    ("product_certification.foreign_standard", r"tiêu chuẩn (?:nước ngoài|của nước ngoài)"),
    ("base_standard", r"tiêu chuẩn cơ sở|\btccs\b"),
    ("startup_testing", r"thử nghiệm sản phẩm mới"),
    ("enterprise_it", r"quản trị doanh nghiệp|công nghệ thông tin|công nghệ số|chuyển đổi số"),
    ("traceability", r"truy xuất nguồn gốc"),
    ("product_certification.hop_quy", r"(?<!hợp chuẩn, )hợp quy(?!, hợp chuẩn| và hợp chuẩn)"),
    ("product_certification.hop_chuan", r"hợp chuẩn(?!,? (?:và )?hợp quy)"),
    ("product_certification", r"chứng nhận (?:sản phẩm|hợp chuẩn)|hợp chuẩn"),
    ("system_certification", r"chứng nhận (?:các )?hệ thống quản lý"),
    ("productivity_measurement", r"đo (?:lường )?năng suất"),
    ("gap_organic_green", r"nông nghiệp tốt|\bg\.?a\.?p\b|vietgap|hữu cơ|năng suất xanh"),
    ("mgmt_system", r"hệ thống quản lý"),
    ("improvement_tool", r"công cụ (?:cải tiến|nâng cao|năng suất|hỗ trợ cải tiến)|công cụ"),
    ("smart_production", r"sản xuất thông minh|dịch vụ thông minh"),
    ("technology", r"(?:đổi mới|chuyển giao|ứng dụng)[^;]{0,30} công nghệ"),
    ("standards", r"tiêu chuẩn|quy chuẩn"),
)
_SUPPORT_ROWS = tuple((code, re.compile(words)) for code, words in _SUPPORT)

# What an organisation may receive, as the plans phrase it; each phrase found names one content.
_CONTENTS: tuple[tuple[str, str], ...] = (
    (
        "technology",
        r"(?:nghiên cứu, )?đổi mới, (?:chuyển giao|chuyên gia)(?: và"
        r"|,) ứng dụng(?: tiến bộ)?(?: khoa học)?[ ,]*công nghệ",
    ),
    ("standards", r"áp dụng (?:các giải pháp về )?tiêu chuẩn, quy chuẩn kỹ thuật"),
    (
        "base_standard",
        r"(?:hướng dẫn )?xây dựng(?: và|,)? áp dụng tiêu chuẩn cơ sở|xây dựng tiêu chuẩn cơ sở",
    ),
    ("integrated", r"tích hợp các hệ thống quản lý|áp dụng đồng bộ các giải pháp"),
    ("mgmt_system.iso_17025", r"(?:hệ thống quản lý )?iso/ ?iec 17025"),
    ("mgmt_system.haccp", r"hệ thống quản lý[^;,]{0,40}haccp"),
    ("mgmt_system.advanced", r"hệ thống quản lý[^;]{0,40}tiên tiến quốc tế"),
    ("mgmt_system.iso_14001", r"hệ thống quản lý[^;,]{0,60}iso 140\d\d"),
    ("mgmt_system.iso_9001", r"hệ thống quản lý[^;,]{0,40}iso 900\d"),
    ("mgmt_system", r"(?:xây dựng|áp dụng|chứng nhận)[^;:.]{0,60}hệ thống quản lý"),
    ("system_certification", r"chứng nhận (?:các )?hệ thống quản lý"),
    ("product_certification.foreign_standard", r"chứng nhận phù hợp (?:với )?tiêu chuẩn (?:của )?nước ngoài"),
    ("product_certification.hop_chuan", r"chứng nhận hợp chuẩn(?!, hợp quy)"),
    ("product_certification.hop_quy", r"chứng nhận hợp quy"),
    ("product_certification", r"chứng nhận sản phẩm(?:, hàng hóa| hợp chuẩn)?"),
    ("improvement_tool", r"công cụ (?:cải tiến|nâng cao)[^;,.:()]{0,40}"),
    ("smart_production", r"công cụ hỗ trợ (?:cho )?sản xuất thông minh(?:, dịch vụ thông minh)?"),
    ("traceability", r"(?:hệ thống )?truy xuất nguồn gốc"),
    ("gap_organic_green", r"thực hành nông nghiệp tốt[^;.]{0,40}|nông nghiệp hữu cơ|vietgap"),
    ("enterprise_it", r"hệ thống quản trị doanh nghiệp"),
    ("startup_testing", r"thử nghiệm sản phẩm mới"),
    ("productivity_measurement", r"(?:phương pháp )?đo (?:lường )?năng suất"),
)
_CONTENT_ROWS = tuple((code, re.compile(words)) for code, words in _CONTENTS)

_NAMES: dict[str, str] = {
    "management_systems": r"HACCP|(?<!\w)GMP(?!\w)|BRC(?:GS)?|FSSC(?! \d)|IFS(?!\w)",
    "practices": r"G\.A\.P|VietGAP|Vietgap|VietGap|VIETGAP|thực hành nông nghiệp tốt|thực hành sản xuất tốt"
    r"|(?:sản xuất )?nông nghiệp (?:sản xuất )?hữu cơ|năng suất xanh",
    "sustainability_and_market": r"(?<!\w)4C(?!\w)|Rainforest(?: Alliance)?|UTZ|Fair ?trade|Halal|HALAL"
    r"|USDA(?: Organic)?"
    r"|Global ?G\.?A\.?P\.?|GlobalG\.A\.P\.|GlobalGAP|Global Gap|tiêu chuẩn hữu cơ|ASC(?!\w)|MSC(?!\w)"
    r"|FSC(?!\w)|OCOP",
    "tools": r"(?:[KC]aizen|KAIZEN)\s*-\s*\d[sS]|Lean(?: Six Sigma|\s*6 ?[Ss]igma)?|Learn 6 sigma|(?:6"
    r"|[Ss]ix) ?[Ss]igma"
    r"|(?<![\w-])[53]S(?!\w)|Kaizen|KAIZEN|QCC|GHK|TQM|TPM|MFCA|KPIs?|Layout|LAYOUT|SMED|OEE|FMEA|SPC|VSM"
    r"|BSC|CMR|CRM"
    r"|ERP|Kanban|Poka[- ]?[Yy]oke|(?:7|bảy) công cụ (?:thống kê|kiểm soát chất lượng|quản lý)"
    r"|sản xuất tinh gọn"
    r"|công cụ đo lường năng suất|cải tiến năng suất tổng thể|nhóm kiểm soát chất lượng",
    "other": r"truy xuất nguồn gốc|tiêu chuẩn cơ sở|quy chuẩn kỹ thuật địa phương|mã số,? mã vạch"
    r"|chuyển đổi số|hợp chuẩn"
    r"|hợp quy|tiêu chuẩn nước ngoài|nhãn hiệu",
}
_NAME_ROWS = tuple(
    (group, re.compile(rf"(?<!\w)(?:{words})(?!\w)", 0 if group != "other" else re.IGNORECASE))
    for group, words in _NAMES.items()
)
_READINGS: tuple[tuple[str, str], ...] = (
    (r"BRC", "BRCGS"),
    (r"Rainforest", "Rainforest Alliance"),
    (r"Global ?G[Aa][Pp]", "GlobalG.A.P."),
    (r"KPIs", "KPI"),
    (r"Learn 6 sigma", "Lean Six Sigma"),
    (r"CMR", "chưa rõ, có thể là CRM"),
    (r"Vietgap|VietGap|VIETGAP", "VietGAP"),
)
_READING_ROWS = tuple((re.compile(rf"^(?:{printed})$"), reading) for printed, reading in _READINGS)
# Numbers listed after an ISO code, their prefix left out.
_BARE_CODES = re.compile(
    r"(?<=[,;] )(?P<code>22000|17025|14001|9001|45001|50001|27001|17020|17065)(?=\s*[,;.)]|\s)(?![./]\d)"
)
_IEC = frozenset({"17025", "27001", "17020", "17065"})
_OPEN_ENDED = re.compile(r"và (?:các [^,;.]{0,30})?tương đương|v\.v\.?|vân vân", re.IGNORECASE)
_AWARD = re.compile(
    r"giải thưởng (?:chất lượng|năng suất)[^,;.()]{0,20}?(?:quốc gia|việt nam|châu á|tỉnh)", re.IGNORECASE
)
_SYSTEM_CUE = re.compile(r"hệ thống quản lý")
_TOOL_CUE = re.compile(r"công cụ")

_DEMANDS: tuple[tuple[str, str], ...] = (
    (
        "portal",
        r"cổng thông tin(?: điện tử)? (?:năng suất|về năng suất|khoa học)[^;.]*|\d+ cổng thông tin[^;.]*",
    ),
    ("standards_store", r"kho dữ liệu (?:về )?tiêu chuẩn[^;.]*|cơ sở dữ liệu (?:về )?tiêu chuẩn[^;.]*"),
    (
        "database",
        r"xây dựng(?:,? (?:và )?(?:duy trì|vận hành"
        r"|cập nhật))? (?:hệ thống )?cơ sở dữ liệu (?!(?:về )?tiêu chuẩn)[^;.]*",
    ),
    ("registers", r"xác định danh mục[^;.]*|xây dựng danh mục[^;.]*"),
    ("registration_list", r"lập danh sách[^;.]*đăng ký[^;.]*"),
    ("statistics", r"thực hiện thống kê[^;.]*chỉ tiêu[^;.]*|thống kê, đánh giá các chỉ tiêu[^;.]*"),
    ("before_during_after_results", r"(?:kết quả )?đánh giá trước, trong và (?:sau )?(?:khi )?[^;.]*"),
    ("website", r"chuyên mục trên (?:website|trang thông tin|cổng thông tin)[^;.,)]*|lên website[^;.]*"),
    ("measurement_method", r"(?:hỗ trợ )?phương pháp đo (?:lường )?năng suất[^;.,]*"),
    ("network", r"hình thành mạng lưới[^;.]*"),
    ("tfp_measurement", r"(?:thực hiện )?(?:đo lường|tính toán)[^;.]*(?:\(tfp\)|\btfp\b)[^;.]*"),
)
_DEMAND_ROWS = tuple((what, re.compile(words)) for what, words in _DEMANDS)


def support_code(phrase: str) -> str | None:
    """The support content a phrase of plain text names, None when it names none.

    >>> support_code("01 hệ thống truy xuất nguồn gốc"), support_code("áp dụng tiêu chuẩn cơ sở")
    ('traceability', 'base_standard')
    """
    return next((code for code, words in _SUPPORT_ROWS if words.search(phrase)), None)


def read_support_contents(document: Document, outline: Outline) -> list[dict[str, str]]:
    """The contents of support a plan names, each once, in the order of first mention."""
    text = plain(document.text)
    found: dict[str, tuple[int, str]] = {}
    for start, end in _stretches(
        document, outline, ("support", "scope", "tasks", "specific_targets", "objectives")
    ):
        for code, words in _CONTENT_ROWS:
            for match in words.finditer(text, start, end):
                if code not in found or match.start() < found[code][0]:
                    found[code] = (match.start(), document.text[match.start() : match.end()].strip())
    return [
        {"code": code, "name": name} for code, (_, name) in sorted(found.items(), key=lambda kv: kv[1][0])
    ]


def read_catalogue(document: Document, outline: Outline) -> dict[str, Any]:
    """The systems, practices, labels and tools named in the plan, as printed, with proposed readings."""
    groups: dict[str, list[str]] = {group: [] for group in _NAMES}
    corrections: dict[str, str] = {}
    open_ended = None
    for start, end in _stretches(document, outline, ()):
        stretch = document.text[start:end]
        words = plain(stretch)
        for at, group, printed, reading in sorted(_names_in(stretch, words)):
            _add(groups[group], printed)
            if reading:
                corrections.setdefault(printed, reading)
            del at
        if open_ended is None and (match := _OPEN_ENDED.search(stretch)):
            open_ended = match.group()
    pairs = [{"printed": k, "reading": v} for k, v in corrections.items()]
    return {**groups, "open_ended": open_ended, "corrections": pairs}


def _names_in(stretch: str, words: str) -> Iterator[tuple[int, str, str, str]]:
    taken: list[tuple[int, int]] = []
    for mention in find_standards(stretch):
        fault = judge_standard(mention, None)
        reading = fault.replacement if fault and fault.fault != "superseded_later" else ""
        taken.append((mention.start, mention.end))
        yield mention.start, "management_systems", mention.printed, reading
    if taken:
        for match in _BARE_CODES.finditer(stretch):
            if not any(a <= match.start() < b for a, b in taken):
                prefix = "ISO/IEC" if match["code"] in _IEC else "ISO"
                yield match.start(), "management_systems", match["code"], f"{prefix} {match['code']}"
    merged = {name: successor for _, _, name, successor, _ in find_merged_schemes(stretch)}
    for group, pattern in _NAME_ROWS:
        for match in pattern.finditer(stretch):
            if any(a <= match.start() < b for a, b in taken):
                continue
            if group != "other":
                taken.append(match.span())
            printed = match.group()
            kind = _by_context(words, match.start(), group, printed)
            yield match.start(), kind, printed, _reading(printed) or merged.get(printed, "")


def _by_context(words: str, at: int, group: str, printed: str) -> str:
    """TQM is a system to one plan and a tool to another: the list it stands in decides."""
    if printed != "TQM":
        return group
    before = words[max(0, at - 250) : at]
    systems = [m.start() for m in _SYSTEM_CUE.finditer(before)]
    tools = [m.start() for m in _TOOL_CUE.finditer(before)]
    return "management_systems" if systems and systems[-1] > (tools or [-1])[-1] else group


def _reading(printed: str) -> str:
    return next((reading for pattern, reading in _READING_ROWS if pattern.match(printed)), "")


def _add(names: list[str], printed: str) -> None:
    if plain(printed) not in {plain(name) for name in names}:
        names.append(printed)


def read_awards(document: Document) -> list[str]:
    """The awards named, each once."""
    names: list[str] = []
    for match in _AWARD.finditer(document.text):
        _add(names, match.group())
    return names


def read_system_demand(document: Document, outline: Outline) -> list[dict[str, str]]:
    """What the plan asks to be built as a system: databases, portals, registers, statistics."""
    text = plain(document.text)
    found: dict[str, tuple[int, str]] = {}
    for start, end in _stretches(document, outline, ("objectives", "specific_targets", "tasks", "support")):
        for what, words in _DEMAND_ROWS:
            match = words.search(text, start, end)
            if match and what not in found:
                a, b = trim(document.text, match.start(), match.end())
                found[what] = (a, document.text[a:b])
    return [
        {"what": what, "quote": quote} for what, (_, quote) in sorted(found.items(), key=lambda kv: kv[1][0])
    ]


def _stretches(document: Document, outline: Outline, roles: Iterable[str]) -> Iterator[tuple[int, int]]:
    """The paragraphs of the sections with these roles; without roles the body and the footnotes."""
    wanted = tuple(roles)
    if not wanted or outline.is_summary:
        regions: list[Region | Section] = [outline.body]
        seen = [(b.start, b.end) for r in regions for b in document.blocks if r.start <= b.start < r.end]
        yield from seen or [(b.start, b.end) for b in document.blocks]
        yield from ((b.start, b.end) for b in outline.footnotes)
        return
    done: set[int] = set()
    for role in wanted:
        for section in outline.all(role):
            for part in section.walk():
                if part.block not in done:
                    done.add(part.block)
                    yield from sentences(document.text, part.start, max(part.text_end, part.start))
