"""What a careful reader sees in a statement before any ratio is taken: sums, signs, units, jumps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from nscl.measures.firm.money import LABELS_VI, UNITS, Amount, Unit, plain, shown
from nscl.measures.firm.regimes import Identity, Regime

Lines = Mapping[str, Decimal]


@dataclass(frozen=True)
class Finding:
    """One thing to look at: an error (the statement contradicts itself) or a warning."""

    code: str
    severity: str
    field: str
    sentence_vi: str
    expected: Amount | None = None
    found: Amount | None = None


@dataclass(frozen=True)
class IdentityCheck:
    """A sum of the form, as it stands in this statement."""

    identity: str
    expected: Amount | None
    found: Amount | None
    difference: Amount | None
    holds: bool | None
    missing: tuple[str, ...] = ()


def check_identities(
    regime: Regime, lines: Lines, unit: Unit, tolerance: Decimal | None, column: str
) -> list[IdentityCheck]:
    """Every sum of the form whose total is given; one with a missing term is not judged."""
    return [
        _check(one, regime, lines, unit, tolerance)
        for one in regime.identities
        if one.total in lines and _concerns(regime, one, column)
    ]


def _concerns(regime: Regime, one: Identity, column: str) -> bool:
    line = regime.line(one.total)
    return column == "lines" or (line is not None and line.kind == "stock")


def _check(
    one: Identity, regime: Regime, lines: Lines, unit: Unit, tolerance: Decimal | None
) -> IdentityCheck:
    found = lines[one.total]
    absent = [code for _, code in one.terms if code not in lines]
    missing = tuple(code for code in absent if not getattr(regime.line(code), "optional", False))
    if missing:
        return IdentityCheck(one.text, None, plain(found), None, None, missing)
    expected = sum((sign * lines[code] for sign, code in one.terms if code in lines), Decimal(0))
    # Each printed figure may be off by half a unit of the statement.
    allowed = Decimal(len(one.terms) + 1) / 2 * unit.scale if tolerance is None else tolerance
    difference = found - expected
    return IdentityCheck(
        one.text, plain(expected), plain(found), plain(difference), abs(difference) <= allowed
    )


def identity_findings(regime: Regime, checks: list[IdentityCheck], column: str) -> list[Finding]:
    """The sums that do not hold."""
    found = []
    for check in checks:
        total = check.identity.partition("=")[0]
        line = regime.line(total)
        if (
            check.holds is False
            and line is not None
            and check.expected is not None
            and check.found is not None
        ):
            found.append(
                Finding(
                    "identity_broken",
                    "error",
                    f"{column}.{total}",
                    f"Mã số {total} ({line.label_vi}) không bằng {check.identity.partition('=')[2]}: "
                    f"ghi {shown(check.found)}, tính ra {shown(check.expected)}. "
                    "Hãy đối chiếu lại với báo cáo.",
                    check.expected,
                    check.found,
                )
            )
    return found


def sign_findings(regime: Regime, lines: Lines, column: str) -> list[Finding]:
    """Costs written with a minus, accumulated depreciation without one, a part above its whole."""
    found = []
    for code, value in lines.items():
        line = regime.line(code)
        if line is None:
            continue
        path = f"{column}.{code}"
        if (line.sign == "+" and value < 0) or (line.sign == "-" and value > 0):
            how = "số dương" if line.sign == "+" else "số âm (trong ngoặc)"
            found.append(
                Finding(
                    "sign",
                    "error",
                    path,
                    f"Mã số {code} ({line.label_vi}) thường ghi {how}; ở đây là {shown(value)}. "
                    "Hãy kiểm tra dấu.",
                    None,
                    plain(value),
                )
            )
        whole = lines.get(line.part_of) if line.part_of else None
        if whole is not None and value > whole:
            found.append(
                Finding(
                    "part_above_whole",
                    "error",
                    path,
                    f"Mã số {code} là một phần của mã số {line.part_of} nhưng lại lớn hơn: "
                    f"{shown(value)} > {shown(whole)}. Hãy kiểm tra hai dòng.",
                    plain(whole),
                    plain(value),
                )
            )
    return found


def jump_findings(regime: Regime, lines: Lines, previous: Lines, factor: float) -> list[Finding]:
    """Flows more than `factor` times up or down on the year before."""
    found = []
    for code, value in lines.items():
        before = previous.get(code)
        line = regime.line(code)
        if line is None or line.kind != "flow" or not before or not value or (value > 0) != (before > 0):
            continue
        times = float(value / before)
        if times > factor or times < 1 / factor:
            word = f"gấp {times:.3g} lần" if times > 1 else f"chỉ bằng {times:.3g} lần"
            found.append(
                Finding(
                    "year_on_year_jump",
                    "warning",
                    f"lines.{code}",
                    f"Mã số {code} ({line.label_vi}) {word.replace('.', ',')} năm trước. "
                    "Hãy kiểm tra đơn vị tính và phạm vi hợp nhất.",
                    plain(before),
                    plain(value),
                )
            )
    return found


def unit_findings(revenue: Decimal | None, workers: float | None, median: float, unit: Unit) -> list[Finding]:
    """Revenue per worker a thousand times off the median of firms of that size: most often the wrong unit."""
    if revenue is None or revenue <= 0 or not workers or unit.name is None:
        return []
    times = float(revenue) / workers / median
    steps = round(math.log10(times) / 3) if 1e-18 < times < 1e18 else 0
    if steps == 0:
        return []
    wanted = unit.scale // 1000**steps if steps > 0 else unit.scale * 1000**-steps
    names = {scale: name for name, scale in UNITS.items()}
    guess = f" Có phải báo cáo ghi theo {LABELS_VI[names[wanted]]}?" if wanted in names else ""
    far = (
        f"lớn gấp {shown(round(times))} lần" if times > 1 else f"nhỏ hơn {shown(round(1 / times))} lần so với"
    )
    sentence = (
        f"Doanh thu một lao động {far} trung vị doanh nghiệp cùng quy mô: "
        f"đơn vị tính ({LABELS_VI[unit.name]}) có thể sai.{guess}"
    )
    return [Finding("unit_suspect", "warning", "unit", sentence)]


def labour_findings(
    lines: Lines, workers: float | None, minimum_wage: float | None, months: float, labour_code: str
) -> list[Finding]:
    """Workers without labour cost, and labour cost below the minimum wage."""
    labour = lines.get(labour_code)
    if labour is None or not workers:
        return []
    path = f"lines.{labour_code}"
    if labour == 0:
        return [
            Finding(
                "labour_cost_zero",
                "warning",
                path,
                "Có lao động nhưng chi phí nhân công bằng 0. Hãy lấy số từ thuyết minh chi phí theo yếu tố.",
                None,
                0,
            )
        ]
    monthly = float(labour) / workers / months
    if minimum_wage is None or labour < 0 or monthly >= minimum_wage:
        return []
    return [
        Finding(
            "below_minimum_wage",
            "warning",
            path,
            f"Chi phí nhân công bình quân {shown(round(monthly))} đồng/người/tháng, thấp hơn lương tối thiểu "
            f"vùng {shown(round(minimum_wage))}. Hãy kiểm tra số lao động và đơn vị tính.",
            minimum_wage,
            monthly,
        )
    ]


def asset_findings(lines: Lines, opening: Lines, asset_codes: list[str]) -> list[Finding]:
    """Depreciation where the balance sheet shows no fixed assets."""
    cost = lines.get("depreciation")
    stated = [values[code] for values in (lines, opening) for code in asset_codes if code in values]
    if not cost or not stated or any(stated):
        return []
    return [
        Finding(
            "depreciation_without_assets",
            "warning",
            "lines.depreciation",
            "Có chi phí khấu hao nhưng tài sản cố định đầu kỳ và cuối kỳ bằng 0. Hãy kiểm tra bảng cân đối.",
            0,
            plain(cost),
        )
    ]
