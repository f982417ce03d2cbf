"""The statement regimes as data: lines by code, the sums the form itself prints, and what was verified.

A correction is a new version of a table, never a change in the code. `verified` says that the line was seen
in a form or in published statements of that regime; the others are kept as data to be confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Duplicate, MissingField, UnknownField, WrongType
from nscl.measures.inputs import choice, flag, records, refuse_unknown, table, text

KINDS = ("flow", "stock", "per_share")
SIGNS = ("+", "-", "any")


@dataclass(frozen=True)
class Line:
    """One line of a form. `sign` is how the form prints it; `part_of` the line it is an "of which" of."""

    code: str
    field: str
    label_vi: str
    sign: str = "+"
    kind: str = "flow"
    part_of: str = ""
    optional: bool = False
    verified: bool = True


@dataclass(frozen=True)
class Identity:
    """A sum of the form: `total` equals the signed terms."""

    total: str
    terms: tuple[tuple[int, str], ...]

    @property
    def text(self) -> str:
        """As people write it."""
        signed = "".join(f"{'+' if sign > 0 else '−'}{code}" for sign, code in self.terms)
        return f"{self.total}={signed.removeprefix('+')}"


@dataclass(frozen=True)
class Regime:
    """A statement regime in one version."""

    id: str
    version: str
    title_vi: str
    source: str
    lines: tuple[Line, ...]
    identities: tuple[Identity, ...]

    def line(self, code: str) -> Line | None:
        """The line of that code."""
        return next((line for line in self.lines if line.code == code), None)

    @property
    def codes(self) -> list[str]:
        """All codes, in the order of the form."""
        return [line.code for line in self.lines]


def identity(written: str) -> Identity:
    """A sum from its text.

    >>> identity("30=20+21-22").terms
    ((1, '20'), (1, '21'), (-1, '22'))
    """
    total, _, right = written.replace("−", "-").replace(" ", "").partition("=")
    terms = re.findall(r"([+-]?)([A-Za-z0-9_.]+)", right)
    return Identity(total, tuple((-1 if sign == "-" else 1, code) for sign, code in terms))


def _lines(rows: str, *, verified: bool, kind: str = "flow") -> tuple[Line, ...]:
    """Lines from rows `code | field | label | sign | part_of or "optional"`."""
    found = []
    for row in filter(str.strip, rows.splitlines()):
        code, field, label, sign, rest = (part.strip() for part in row.split("|"))
        part_of = "" if rest == "optional" else rest
        found.append(Line(code, field, label, sign, kind, part_of, rest == "optional", verified))
    return tuple(found)


_REVENUE_TO_GROSS = """
01 | gross_revenue | Doanh thu bán hàng và cung cấp dịch vụ | + |
02 | revenue_deductions | Các khoản giảm trừ doanh thu | + |
10 | net_revenue | Doanh thu thuần | any |
11 | cost_of_goods_sold | Giá vốn hàng bán | + |
20 | gross_profit | Lợi nhuận gộp | any |
21 | financial_income | Doanh thu hoạt động tài chính | + |
22 | financial_expense | Chi phí tài chính | + |
23 | interest | Trong đó: chi phí lãi vay | + | 22
"""

_NOTES = """
materials | materials | Chi phí nguyên liệu, vật liệu (theo yếu tố) | + |
labour_cost | labour_cost | Chi phí nhân công (theo yếu tố) | + |
depreciation | depreciation | Chi phí khấu hao TSCĐ (theo yếu tố) | + |
outside_services | outside_services | Chi phí dịch vụ mua ngoài (theo yếu tố) | + |
other_cash | other_cash | Chi phí khác bằng tiền, không gồm thuế, phí (theo yếu tố) | + |
production_taxes | production_taxes | Thuế, phí tính vào chi phí | + |
own_capex | own_capex | Giá trị tài sản tự xây dựng, chế tạo | + |
resale_cost | resale_cost | Giá vốn hàng hóa mua về bán lại | + |
"""

_STOCK_NOTES = """
wip | wip | Sản phẩm dở dang (TK 154) | + |
finished_goods | finished_goods | Thành phẩm (TK 155) | + |
goods | goods | Hàng hóa (TK 156, 157) | + |
raw_materials | raw_materials | Nguyên liệu, vật liệu, công cụ (TK 152, 153) | + |
"""

TT200 = Regime(
    "tt200",
    "1",
    "Chế độ kế toán doanh nghiệp theo Thông tư 200/2014/TT-BTC (B01-DN, B02-DN, B09-DN)",
    "Thông tư 200/2014/TT-BTC; các phép cộng của B02-DN như in trên báo cáo đã công bố",
    _lines(
        _REVENUE_TO_GROSS
        + """
24 | associates_profit | Phần lãi, lỗ trong công ty liên doanh, liên kết (báo cáo hợp nhất) | any | optional
25 | selling_expense | Chi phí bán hàng | + |
26 | admin_expense | Chi phí quản lý doanh nghiệp | + |
30 | reported_operating_profit | Lợi nhuận thuần từ hoạt động kinh doanh | any |
31 | other_income | Thu nhập khác | + |
32 | other_expense | Chi phí khác | + |
40 | other_profit | Lợi nhuận khác | any |
50 | pre_tax_profit | Tổng lợi nhuận kế toán trước thuế | any |
51 | income_tax | Chi phí thuế TNDN hiện hành | any |
52 | deferred_tax | Chi phí thuế TNDN hoãn lại | any |
60 | net_profit | Lợi nhuận sau thuế TNDN | any |
""",
        verified=True,
    )
    + _lines("70 | eps | Lãi cơ bản trên cổ phiếu | any |", verified=True, kind="per_share")
    + _lines(_NOTES, verified=True)
    + _lines(_STOCK_NOTES, verified=True, kind="stock")
    + _lines(
        """
140 | inventories | Hàng tồn kho | + |
220 | fixed_assets_net | Tài sản cố định | + |
221 | tangible_net | TSCĐ hữu hình | + |
222 | tangible_cost | TSCĐ hữu hình: nguyên giá | + |
223 | tangible_depreciation | TSCĐ hữu hình: hao mòn lũy kế | - |
224 | leased_net | TSCĐ thuê tài chính | + |
225 | leased_cost | TSCĐ thuê tài chính: nguyên giá | + |
226 | leased_depreciation | TSCĐ thuê tài chính: hao mòn lũy kế | - |
227 | intangible_net | TSCĐ vô hình | + |
228 | intangible_cost | TSCĐ vô hình: nguyên giá | + |
229 | intangible_depreciation | TSCĐ vô hình: hao mòn lũy kế | - |
240 | assets_in_progress | Tài sản dở dang dài hạn | + |
""",
        verified=False,
        kind="stock",
    ),
    tuple(
        map(
            identity,
            [
                "10=01-02",
                "20=10-11",
                "30=20+21-22+24-25-26",
                "40=31-32",
                "50=30+40",
                "60=50-51-52",
                "221=222+223",
                "224=225+226",
                "227=228+229",
                "220=221+224+227",
            ],
        )
    ),
)

TT133 = Regime(
    "tt133",
    "1",
    "Chế độ kế toán doanh nghiệp nhỏ và vừa theo Thông tư 133/2016/TT-BTC (B01-DNN, B02-DNN, B09-DNN)",
    "Thông tư 133/2016/TT-BTC; mã số ngoài 10, 11, 20, 21-24, 31, 32, 50, 51 cần đối chiếu lại với biểu mẫu",
    _lines(_REVENUE_TO_GROSS, verified=True)
    + _lines(
        """
24 | selling_admin_expense | Chi phí quản lý kinh doanh | + |
31 | other_income | Thu nhập khác | + |
32 | other_expense | Chi phí khác | + |
50 | pre_tax_profit | Tổng lợi nhuận kế toán trước thuế | any |
51 | income_tax | Chi phí thuế TNDN | any |
""",
        verified=True,
    )
    + _lines(
        """
30 | reported_operating_profit | Lợi nhuận thuần từ hoạt động kinh doanh | any |
40 | other_profit | Lợi nhuận khác | any |
60 | net_profit | Lợi nhuận sau thuế TNDN | any |
""",
        verified=False,
    )
    + _lines(_NOTES, verified=True)
    + _lines(_STOCK_NOTES, verified=True, kind="stock")
    + _lines(
        """
140 | inventories | Hàng tồn kho | + |
150 | fixed_assets_net | Tài sản cố định | + |
151 | tangible_cost | TSCĐ: nguyên giá | + |
152 | tangible_depreciation | TSCĐ: hao mòn lũy kế | - |
""",
        verified=False,
        kind="stock",
    ),
    tuple(
        map(
            identity,
            ["10=01-02", "20=10-11", "30=20+21-22-24", "40=31-32", "50=30+40", "60=50-51", "150=151+152"],
        )
    ),
)

MINIMUM = Regime(
    "minimum",
    "1",
    "Biểu tối thiểu 12 số cho doanh nghiệp nộp bộ báo cáo rút gọn (số thứ 12 là số lao động: workers)",
    "Biểu của chương trình, rút từ B02-DN/B02-DNN và thuyết minh chi phí theo yếu tố",
    _lines(
        """
10 | net_revenue | Doanh thu thuần | any |
20 | gross_profit | Lợi nhuận gộp | any |
24 | selling_admin_expense | Chi phí bán hàng và quản lý (25+26, hoặc 24 của B02-DNN) | + |
50 | pre_tax_profit | Tổng lợi nhuận kế toán trước thuế | any |
23 | interest | Chi phí lãi vay | + |
materials | materials | Chi phí nguyên liệu, vật liệu | + |
labour_cost | labour_cost | Chi phí nhân công | + |
depreciation | depreciation | Chi phí khấu hao | + |
outside_services | outside_services | Chi phí dịch vụ mua ngoài | + |
""",
        verified=True,
    )
    + _lines("fixed_assets | fixed_assets_net | Tài sản cố định | + |", verified=True, kind="stock"),
    (),
)

HOUSEHOLD = Regime(
    "household",
    "1",
    "Biểu hộ kinh doanh",
    "Biểu của chương trình; công của chủ hộ là số ước tính và luôn được đánh dấu",
    _lines(
        """
revenue | net_revenue | Doanh thu | + |
materials | materials | Chi phí nguyên liệu, hàng hóa | + |
outside_services | outside_services | Chi phí dịch vụ mua ngoài | + |
hired_wages | labour_cost | Tiền công thuê ngoài | + |
depreciation | depreciation | Khấu hao | + |
taxes | production_taxes | Thuế, phí | + |
imputed_owner_labour | imputed_owner_labour | Công của chủ hộ (ước tính) | + |
""",
        verified=True,
    ),
    (),
)

REGIMES = {regime.id: regime for regime in (TT200, TT133, MINIMUM, HOUSEHOLD)}
PENDING = {
    "tt99": "Bảng mã số của Thông tư 99/2025/TT-BTC chưa được đối chiếu nên chưa có trong hệ thống. "
    "Hãy gửi bảng dòng của biểu mẫu trong trường “regime_table”.",
}


def regime_of(name: Any, given: Any = None) -> Regime:
    """The regime of that name, or the caller's own table where one is given.

    >>> regime_of("tt133").line("24").field
    'selling_admin_expense'
    """
    chosen = choice(name, "regime", [*REGIMES, *PENDING])
    if given is not None:
        return _own_table(chosen, given)
    if chosen in PENDING:
        raise MissingField("regime_table", PENDING[chosen])
    return REGIMES[chosen]


def _own_table(name: str, given: Any) -> Regime:
    """A table of the caller, checked: unique codes and fields, identities over known codes."""
    found = table(given, "regime_table")
    refuse_unknown(found, ["version", "title", "source", "lines", "identities"], "regime_table")
    known = ["code", "field", "label", "sign", "kind", "part_of", "optional", "verified"]
    lines = tuple(
        _own_line(row, f"regime_table.lines[{place}]")
        for place, row in enumerate(records(found.get("lines"), "regime_table.lines", known=known))
    )
    for attribute in ("code", "field"):
        seen: set[str] = set()
        for place, line in enumerate(lines):
            value = getattr(line, attribute)
            if value in seen:
                path = f"regime_table.lines[{place}].{attribute}"
                raise Duplicate(path, f"“{value}” xuất hiện hai lần trong bảng mã số. Hãy giữ một dòng.")
            seen.add(value)
    return Regime(
        name,
        text(found.get("version", "caller"), "regime_table.version"),
        text(found.get("title", "Bảng mã số do người dùng cung cấp"), "regime_table.title"),
        text(found.get("source", "Người dùng cung cấp"), "regime_table.source"),
        lines,
        _own_identities(found.get("identities"), {line.code for line in lines}),
    )


def _own_line(row: Mapping[str, Any], path: str) -> Line:
    code = text(row.get("code"), f"{path}.code")
    field = text(row.get("field"), f"{path}.field")
    return Line(
        code,
        field,
        text(row.get("label", field), f"{path}.label"),
        choice(row.get("sign", "any"), f"{path}.sign", SIGNS),
        choice(row.get("kind", "flow"), f"{path}.kind", KINDS),
        text(row["part_of"], f"{path}.part_of") if row.get("part_of") is not None else "",
        flag(row.get("optional", False), f"{path}.optional"),
        flag(row.get("verified", False), f"{path}.verified"),
    )


def _own_identities(given: Any, codes: set[str]) -> tuple[Identity, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple):
        raise WrongType(
            "regime_table.identities",
            'Trường “regime_table.identities” phải là một danh sách như ["10=01-02"].',
        )
    found = []
    for place, written in enumerate(given):
        path = f"regime_table.identities[{place}]"
        one = identity(text(written, path))
        unknown = [code for code in (one.total, *(code for _, code in one.terms)) if code not in codes]
        if unknown or not one.terms:
            raise UnknownField(
                path, f"Phép cộng “{written}” có mã số không có trong bảng. Hãy viết theo mẫu 10=01-02."
            )
        found.append(one)
    return tuple(found)
