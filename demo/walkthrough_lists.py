"""The lists of the walkthrough, for Lào Cai's officer: each row with what the import will say of it."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from demo.experts import Expert, experts
from demo.firms import Firm, firms, otherwise, spare_brands
from demo.names import gtin, people, personal_code, tax_code
from demo.products import NEXT, Good, goods, regulated
from demo.sheets import Line, Table, group
from nscl.vietnamese import fold, format_date

PLAN = "lao-cai"
MILLION = 1_000_000
FIRST = 14  # the brands before stand in the list that waits in Lạng Sơn
Cells = tuple[Any, ...]
ORGANISATION_HEADS = (
    "STT",
    "Tên đơn vị",
    "MST",
    "Loại hình DN",
    "Giám đốc",
    "Trụ sở chính|Thôn, đường",
    "Trụ sở chính|Xã/phường",
    "Ngày ĐKKD",
    "Mã ngành",
    "Số liệu|Năm",
    "Số liệu|LĐ",
    "Số liệu|Doanh thu (triệu đồng)",
    "Ghi chú",
)


def brand(number: int) -> str:
    return spare_brands()[FIRST + number]


def code(number: int) -> str:
    """Codes that no organisation of the register bears."""
    return tax_code(4500 + number)


def mistyped(text: str) -> str:
    """The same digits with another check digit."""
    return text[:-1] + str((int(text[-1]) + 1) % 10)


# ── Organisations ──────────────────────────────────────────────────────


def organisations() -> Table:
    """What a district left behind: codes, dates and names in every way people write them."""
    own = [firm for firm in firms(PLAN) if firm.kind == "enterprise" and firm.trade and 2024 in firm.years]
    known = [firm for firm in own if "revenue_vnd" in firm.years[2024] and firm.code][6:14]
    fresh = _new_organisations()
    lines = [
        group("I. Các phường"),
        *(Line("new", cells) for cells in fresh[:4]),
        Line("same", _known(known[0])),
        Line("same", _known(known[1])),
        Line("changed", _known(known[2], director="Lý Rêu Tròn")),
        group("II. Các xã"),
        *(Line("new", cells) for cells in fresh[4:]),
        Line("same", fresh[5]),
        Line("changed", _known(known[3], workers=3)),
        Line("doubtful", _row(otherwise(known[4].name))),
        Line("doubtful", _row(fold(otherwise(known[5].name)).upper())),
        Line("doubtful", _row(otherwise(firms(PLAN)[2].name))),
        *(Line("wrong", cells) for cells in _wrong_organisations()),
        Line("skipped", (None, "Tổng cộng", *[None] * 8, 512, "98.765,5")),
    ]
    return Table(
        titles=(
            "ỦY BAN NHÂN DÂN TỈNH",
            "TỔNG HỢP DOANH NGHIỆP, HỢP TÁC XÃ (minh họa)",
            "Tính đến cuối năm 2024",
        ),
        heads=ORGANISATION_HEADS,
        lines=_numbered(lines),
        foot=("NGƯỜI LẬP BIỂU", "Người Lập Minh Họa"),
        aside=(
            "Cột LĐ: lao động có đóng bảo hiểm xã hội.",
            "Doanh thu: triệu đồng, trừ ô có ghi đơn vị khác.",
        ),
        hidden=5,
    )


def _numbered(lines: list[Line]) -> tuple[Line, ...]:
    """The running number in front of the rows that have one."""
    found, number = [], 0
    for line in lines:
        if line.standing != "skipped":
            number += 1
            line = Line(line.standing, (number, *line.cells[1:]))
        found.append(line)
    return tuple(found)


def _row(
    name: str | None,
    mst: Any = None,
    form: str | None = None,
    director: str | None = None,
    place: tuple[str | None, str | None] = (None, None),
    founded: Any = None,
    industry: Any = None,
    figures: tuple[Any, Any, Any] = (None, None, None),
    note: str | None = None,
) -> Cells:
    return (0, name, mst, form, director, *place, founded, industry, *figures, note)


def _new_organisations() -> list[Cells]:
    """Nothing wrong with these, whatever they look like."""
    names = people(8, "walkthrough")
    spaced = f"{code(2)[:4]} {code(2)[4:7]} {code(2)[7:]}"
    decomposed = unicodedata.normalize("NFD", f"Hợp tác xã Chè {brand(3)}")
    head = firms(PLAN)[0]
    where = ("Tổ 4", "Phường Sa Pa")
    return [
        _row(f"CTY TNHH CHÈ {brand(0).upper()}", code(0), "TNHH MTV", names[0], where, date(2018, 4, 5), "1076",
             (2024, 35, "12.500,5")),
        _row(f"Công ty CP Gỗ {brand(1)}", int(code(1)), "CTCP", names[1], where, "25/12/2016", 1621,
             (2024, 120, "1,5 tỷ")),
        _row(f"DNTN {brand(2)}", f"MST: {spaced}", "DNTN", names[2], where, "05.04.2021", "C1030", (2024, 8, 950)),
        _row(decomposed, code(3), "HTX", names[3], where, "9-6-2020", None, (2024, 21, "2.310")),
        _row(f"Chi nhánh Bắc Hà – {head.name}", f"{head.code}-002", "Chi nhánh", None, (None, "Xã Bắc Hà")),
        _row(f"Hộ kinh doanh Mật ong {brand(4)}", personal_code(900), "HKD", names[4], (None, "Xã Bát Xát"),
             date(2022, 3, 1)),
        _row(f"HTX Nông sản {brand(5)}", None, "HTX", names[5], (None, "Xã Văn Bàn"), "17/10/2019", None,
             (2024, 14, 1_800), "chưa có mã số"),
    ]  # fmt: skip


_FORMS = {
    "limited": "TNHH 2 thành viên",
    "limited_one": "TNHH MTV",
    "joint_stock": "Cổ phần",
    "private": "Tư nhân",
}


def _known(firm: Firm, *, director: str = "", workers: int = 0) -> Cells:
    values, figures = firm.values, firm.years[2024]
    return _row(
        firm.name,
        firm.code,
        _FORMS[values["legal_form"]],
        director or values["representative"],
        (None, values["commune"]),
        format_date(values["established_on"]),
        None,
        (2024, int(figures["workers"]) + workers, figures["revenue_vnd"] // MILLION),
    )


def _wrong_organisations() -> list[Cells]:
    """Two of them mean one record and say different things; the others have a cell nobody can read."""
    where = (None, "Xã Bảo Thắng")
    twice = code(20)
    return [
        _row(f"Công ty TNHH {brand(6)}", mistyped(code(21)), None, None, where),
        _row(f"Công ty TNHH {brand(7)}", int(code(22)[1:]), None, None, where),
        _row(f"Công ty TNHH {brand(8)}", code(23), None, None, where, "31/02/2019"),
        _row(
            f"Công ty TNHH {brand(9)}",
            code(24),
            None,
            None,
            where,
            "30/6/2021",
            None,
            (2024, "khoảng 30", None),
        ),
        _row(f"Công ty TNHH {brand(10)}", twice, "TNHH MTV", None, where),
        _row(f"Công ty TNHH {brand(10)} mới", twice, "TNHH MTV", None, where),
        _row(None, code(25), None, "Vũ Cỏ Khẽ", where),
    ]


# ── Products ───────────────────────────────────────────────────────────

PRODUCT_HEADS = ("TT", "Tên sản phẩm", "Mã vạch", "MST cơ sở", "Số sao", "Sản phẩm nhóm 2", "Quy chuẩn")


def products() -> Table:
    """Products of makers that the register has, and some that cannot be."""
    own = goods(PLAN)
    plain = [good for good in own if good.values["gtin"]]
    makers = [good.maker for good in own]
    unknown = code(40)
    lines = [
        Line("new", (0, "Trà hoa vàng túi lọc", gtin(9001), makers[0].code, 4, "không", None)),
        Line("new", (0, "Cao quế chi", int(gtin(9002)), makers[1].code, None, "Không", None)),
        Line("new", (0, "Mứt mận gừng", None, makers[5].code, 3, None, None)),
        Line("new", (0, "Gạch đất sét nung rỗng", gtin(9003), makers[4].code, None, "x", "QCVN 16:2023/BXD")),
        Line("same", _product(plain[2])),
        Line("same", _product(plain[3])),
        Line("changed", _product(plain[4], regulation="QCVN 16:2025/BXD")),
        Line("changed", _product(plain[5], stars=5)),
        Line("doubtful", (0, own[6].name, None, makers[7].code, None, None, None)),
        Line("wrong", (0, "Rượu ngô ủ chum", mistyped(gtin(9004)), makers[8].code, None, None, None)),
        Line("wrong", (0, "Lạp sườn gác bếp", gtin(9005), makers[8].code, 6, None, None)),
        Line("wrong", (0, "Miến dong đỏ", gtin(9006), unknown, None, None, None)),
        Line("wrong", (0, "Thép hình chữ U", gtin(9007), makers[7].code, None, "không", "QCVN 7:2019/BKHCN")),
    ]
    titles = ("DANH MỤC SẢN PHẨM CỦA TỈNH (minh họa)",)
    return Table(titles, PRODUCT_HEADS, _numbered(lines))


def _product(good: Good, *, stars: int | None = None, regulation: str = "") -> Cells:
    values = good.values
    must = "có" if values["is_regulated"] else "không"
    rule = regulation or values["regulation"]
    return (0, good.name, values["gtin"], good.maker.code, stars or values["ocop_stars"], must, rule)


# ── People ─────────────────────────────────────────────────────────────

PERSON_HEADS = (
    "TT",
    "Họ và tên",
    "Năm sinh",
    "Học vị",
    "Diện",
    "Số GCN",
    "Cơ quan cấp",
    "Ngày cấp",
    "Hiệu lực đến",
    "Email",
    "Ngày đồng ý",
)
_SCHEMES = {"productivity": "Chuyên gia năng suất", "conformity": "Chuyên gia đánh giá sự phù hợp"}


def persons() -> Table:
    """Experts with their certificates; an address needs the day its owner agreed."""
    own, names = experts(PLAN), people(8, "walkthrough experts")
    issuer, agreed = "Viện Năng suất minh họa", date(2025, 6, 20)
    lines = [
        Line("new", _person(names[0], 1984, "Năng suất", "71/NS-2025 (minh họa)", issuer, "12/03/2025", "12/03/2031")),
        Line(
            "new",
            _person(names[1], 1979, "Tư vấn", "72/TV-2025 (minh họa)", issuer, date(2025, 4, 2), None, "a@example.vn", agreed),
        ),
        Line("new", _person(names[2], 1990, "Giảng viên", None, issuer, "2/5/2025")),
        Line("new", _person(names[3], None)),
        Line("same", _expert(own[0])),
        Line("changed", _expert(own[5], until=date(2035, 12, 31))),
        Line("doubtful", _person(own[7].name, None)),
        Line("wrong", _person(names[4], 1988, email="b@example.vn")),
        Line("wrong", _person(names[5], 1981, "Năng suất", "73/NS (minh họa)", issuer, "10/10/2025", "09/10/2024")),
        Line("wrong", _person(names[6], 1975, "Kế toán trưởng")),
        Line("wrong", _person(names[7], 1970, "Năng suất", own[1].values["credential_number"], issuer)),
    ]  # fmt: skip
    return Table(("DANH SÁCH CHUYÊN GIA (minh họa)",), PERSON_HEADS, _numbered(lines))


def _person(
    name: str,
    born: int | None,
    scheme: str | None = None,
    number: str | None = None,
    issuer: str | None = None,
    issued: Any = None,
    until: Any = None,
    email: str | None = None,
    agreed: Any = None,
) -> Cells:
    return (0, name, born, None, scheme, number, issuer, issued, until, email, agreed)


def _expert(expert: Expert, *, until: date | None = None) -> Cells:
    values = expert.values
    return _person(
        expert.name,
        values["birth_year"],
        _SCHEMES[values["scheme"]],
        values["credential_number"],
        values["credential_issuer"],
        format_date(values["credential_issued_on"]),
        until or values["credential_valid_to"],
    )


# ── Cooperatives in an old encoding, lines of a decision ───────────────

COOPERATIVE_HEADS = (
    "Số TT",
    "Tên HTX",
    "Mã số HTX",
    "Xã",
    "Họ tên người đại diện",
    "Năm báo cáo",
    "Số lao động",
)


def cooperatives() -> Table:
    """A text file of many years ago, in letters of TCVN3."""
    names = people(9, "walkthrough cooperatives")
    places = ("Xã Bắc Hà", "Xã Bát Xát", "Xã Văn Bàn", "Xã Bảo Thắng")
    lines = [
        Line(
            "new",
            (
                0,
                f"Hợp tác xã Nông nghiệp {brand(11 + n)}",
                code(60 + n),
                places[n % 4],
                names[n],
                "2024",
                str(9 + 2 * n),
            ),
        )
        for n in range(4)
    ]
    # TCVN3 has no place for capitals with a tone: such names would come back with a small letter.
    known = [
        firm for firm in firms(PLAN) if firm.kind == "cooperative" and firm.code and "Ủ" not in firm.name
    ]
    for firm in known[:3]:
        values = firm.values
        lines.append(
            Line("same", (0, firm.name, firm.code, values["commune"], values["representative"], None, None))
        )
    doubt = next(firm for firm in known[3:] if firm.name != otherwise(firm.name))
    lines.append(Line("doubtful", (0, otherwise(doubt.name), None, None, None, None, None)))
    lines.append(
        Line("wrong", (0, f"Hợp tác xã {brand(15)}", mistyped(code(66)), places[0], names[8], "2024", "12"))
    )
    return Table((), COOPERATIVE_HEADS, _numbered(lines))


ENTRY_HEADS = ("STT", "Sản phẩm, hàng hóa", "Mã vạch", "MST", "Quyết định số")


def entries() -> Table:
    """The lines of the decision that Lào Cai's officer has begun to enter."""
    lines = [
        Line("new", (0, good.name, good.values["gtin"], good.maker.code, NEXT))
        for good in regulated(PLAN)[1:11]
    ]
    lines.append(Line("wrong", (0, "Thú nhồi bông chưa có trong sổ", gtin(9050), None, NEXT)))
    lines.append(Line("wrong", (0, "Dòng của quyết định khác", None, None, "99/QĐ-SKHCN")))
    titles = (f"PHỤ LỤC KÈM THEO QUYẾT ĐỊNH SỐ {NEXT} (minh họa)",)
    return Table(titles, ENTRY_HEADS, _numbered(lines))
