"""The productivity ratios of a firm: a registry of quotients, and the identities that tie them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Inconsistent, UnknownField
from nscl.measures.firm.money import LABELS_VI
from nscl.measures.inputs import choice, number, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

Quantities = Mapping[str, float]


@dataclass(frozen=True)
class Ratio:
    """One ratio: numerator over denominator, times a factor; both are names or sums of names."""

    name: str
    title_vi: str
    numerator: str
    denominator: str
    unit: str
    factor: float = 1.0
    verified: bool = True

    @property
    def formula(self) -> str:
        """As people write it."""
        over = self.denominator if re.fullmatch(r"\w+", self.denominator) else f"({self.denominator})"
        return f"{'100 × ' if self.factor == 100 else ''}{self.numerator} / {over}"


REGISTRY = (
    Ratio("labour_productivity", "Năng suất lao động", "value_added", "workers", "{money}/người"),
    Ratio("labour_productivity_hour", "Năng suất lao động theo giờ", "value_added", "hours", "{money}/giờ"),
    Ratio(
        "labour_cost_competitiveness",
        "Tính cạnh tranh về chi phí lao động",
        "value_added",
        "labour_cost",
        "lần",
    ),
    Ratio("labour_cost_per_worker", "Chi phí lao động bình quân", "labour_cost", "workers", "{money}/người"),
    Ratio("unit_labour_cost", "Chi phí lao động đơn vị", "labour_cost", "output", "đồng/đồng"),
    Ratio("capital_productivity", "Năng suất vốn", "value_added", "fixed_assets", "lần"),
    Ratio("capital_intensity", "Mức trang bị vốn", "fixed_assets", "workers", "{money}/người"),
    Ratio("value_added_ratio", "Hàm lượng giá trị gia tăng", "value_added", "output", "%", 100),
    Ratio("output_per_worker", "Đầu ra bình quân lao động", "output", "workers", "{money}/người"),
    Ratio("profit_share", "Tỷ phần lợi nhuận", "profit", "value_added", "%", 100),
    Ratio("labour_share", "Tỷ phần lao động", "labour_cost", "value_added", "%", 100),
    Ratio("profit_margin", "Tỷ suất lợi nhuận trên đầu ra", "profit", "output", "%", 100),
    Ratio("profit_per_worker", "Lợi nhuận bình quân lao động", "profit", "workers", "{money}/người"),
    Ratio(
        "wealth_creation_efficiency",
        "Hiệu quả tạo giá trị",
        "value_added",
        "labour_cost + depreciation",
        "%",
        100,
    ),
)
PROCESS = Ratio(
    "process_efficiency", "Hiệu quả quá trình", "value_added", "total_input - bims", "lần", verified=False
)
NAMES = (
    "value_added",
    "output",
    "workers",
    "hours",
    "labour_cost",
    "fixed_assets",
    "profit",
    "bims",
    "total_input",
    "depreciation",
)
IDENTITIES = (
    ("labour_productivity", ("value_added_ratio", "output_per_worker"), 0.01),
    ("labour_productivity", ("capital_productivity", "capital_intensity"), 1.0),
    ("labour_productivity", ("labour_cost_competitiveness", "labour_cost_per_worker"), 1.0),
)


@dataclass(frozen=True)
class IdentityHeld:
    """An identity between ratios, with the figures put in."""

    identity: str
    left: float
    right: float
    holds: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Ratios(Result):
    """The ratios that the given figures allow; an undefined one is null with its reason."""

    ratios: Mapping[str, float | None]
    units: Mapping[str, str]
    formulas: Mapping[str, str]
    reasons: Mapping[str, str]
    not_computed: Mapping[str, tuple[str, ...]]
    identities: tuple[IdentityHeld, ...]


@measure("firm.ratios", "Các chỉ tiêu năng suất của doanh nghiệp")
def ratios(
    *,
    value_added: Any,
    workers: Any = None,
    hours: Any = None,
    output: Any = None,
    labour_cost: Any = None,
    fixed_assets: Any = None,
    fixed_assets_opening: Any = None,
    fixed_assets_closing: Any = None,
    fixed_assets_basis: str | None = None,
    profit: Any = None,
    depreciation: Any = None,
    bims: Any = None,
    total_input: Any = None,
    process_efficiency: Mapping[str, Any] | None = None,
    unit: str | None = None,
) -> Ratios:
    """The value-added ratios of a firm (APO, MPC, VNPI family) with the identities that tie them together.

    It promises one definition a ratio, named with its formula and unit, and checks the identities. A ratio on
    a value added that is zero or negative is null with its reason, never clipped; so is a labour share above
    100 %. It refuses negative workers, hours, labour cost or assets.

    Formula:
        labour productivity = VA / workers (and / hours); labour cost competitiveness = VA / labour cost
        labour cost per worker = labour cost / workers; unit labour cost = labour cost / output
        capital productivity = VA / average fixed assets; capital intensity = average fixed assets / workers
        value-added ratio = 100·VA / output; profit share = 100·profit / VA;
        labour share = 100·labour cost / VA
        wealth creation efficiency = 100·VA / (labour cost + depreciation)
        process efficiency = VA / (total input − BIMS), unverified, replaceable
        LP = VA ratio × output per worker = capital productivity × capital intensity
           = LCC × labour cost per worker
    Input:
        value_added (unit): of the period, current prices for levels.
        workers (people): annual average, above 0. hours (h): worked, above 0.
        output, labour_cost, profit, depreciation, bims, total_input (unit): default none.
        fixed_assets (unit): average of the period; or fixed_assets_opening and fixed_assets_closing.
        fixed_assets_basis: gross or net; stored with the result; default not stated.
        process_efficiency: {numerator, denominator}, sums of the names above, such as "total_input - bims".
        unit: dong, thousand, million, billion, used for the unit labels only; default none.
    Output:
        ratios: figure by name; null where undefined. units, formulas: by name.
        reasons: why a ratio is null. not_computed: what the other ratios still need.
        identities: [{identity, left, right, holds}].
    Source:
        MPC/NPC Productivity Report 2009, Appendix A; SPRING Singapore, A Guide to Productivity Measurement
        (2011), ch. 5; DTI (UK), Value Added Scoreboard (wealth creation efficiency).
    Traps:
        - Year-end workers or a labour force are not the average number at work.
        - Gross and net fixed assets give different capital productivity: fix one and say which.
        - The definition of process efficiency differs between manuals: confirm it before publishing.
    Example:
        >>> found = ratios(value_added=2072.1, labour_cost=1193.4, output=8135.4)
        >>> round(found.ratios["labour_cost_competitiveness"], 4), round(found.ratios["labour_share"], 2)
        (1.7363, 57.59)
    """
    given = {
        "value_added": number(value_added, "value_added"),
        **_optional(workers=workers, hours=hours, above=0),
        **_optional(output=output, labour_cost=labour_cost, depreciation=depreciation, at_least=0),
        **_optional(bims=bims, total_input=total_input, at_least=0),
        **_optional(profit=profit),
    }
    assets = _assets(fixed_assets, fixed_assets_opening, fixed_assets_closing)
    if assets is not None:
        given["fixed_assets"] = assets
    basis = (
        None
        if fixed_assets_basis is None
        else choice(fixed_assets_basis, "fixed_assets_basis", ["gross", "net"])
    )
    money = "đơn vị tiền" if unit is None else LABELS_VI[choice(unit, "unit", list(LABELS_VI))]
    registry = (*REGISTRY, _process(process_efficiency))
    values: dict[str, float | None] = {}
    reasons: dict[str, str] = {}
    waiting: dict[str, tuple[str, ...]] = {}
    for ratio in registry:
        needed = [name for _, name in (*_terms(ratio.numerator), *_terms(ratio.denominator))]
        absent = tuple(name for name in needed if name not in given)
        if absent:
            waiting[ratio.name] = absent
            continue
        values[ratio.name], reason = _take(ratio, given)
        if reason:
            reasons[ratio.name] = reason
    used = [ratio for ratio in registry if ratio.name in values]
    return Ratios(
        ratios=values,
        units={ratio.name: ratio.unit.format(money=money) for ratio in used},
        formulas={ratio.name: ratio.formula for ratio in used},
        reasons=reasons,
        not_computed=waiting,
        identities=_identities(values),
        assumptions=(
            Assumption(
                "fixed_assets_basis", basis or "not_stated", "Nguyên giá (gross) hay giá trị còn lại (net)."
            ),
            Assumption("process_efficiency", registry[-1].formula, "Công thức chưa được xác minh."),
        ),
        warnings=_cautions(values, reasons, basis),
        trace=tuple(
            Step(ratio.title_vi, _put_in(ratio, given), values[ratio.name], ratio.unit.format(money=money))
            for ratio in used
        ),
    )


def _optional(
    *, above: float | None = None, at_least: float | None = None, **values: Any
) -> dict[str, float]:
    return {
        key: number(value, key, above=above, at_least=at_least)
        for key, value in values.items()
        if value is not None
    }


def _assets(average: Any, opening: Any, closing: Any) -> float | None:
    """Average fixed assets: given, or the mean of opening and closing."""
    if average is not None:
        if opening is not None or closing is not None:
            raise Inconsistent(
                "fixed_assets", "Hãy nhập tài sản bình quân, hoặc đầu kỳ và cuối kỳ, không nhập cả hai."
            )
        return number(average, "fixed_assets", at_least=0)
    if opening is None and closing is None:
        return None
    first = number(opening, "fixed_assets_opening", at_least=0)
    last = number(closing, "fixed_assets_closing", at_least=0)
    return first / 2 + last / 2


def _terms(expression: str) -> list[tuple[int, str]]:
    """The signed names of a sum: "total_input - bims"."""
    return [
        (-1 if sign == "-" else 1, name) for sign, name in re.findall(r"([+-]?)\s*([A-Za-z_]+)", expression)
    ]


def _process(given: Any) -> Ratio:
    """The process-efficiency ratio as configured."""
    if given is None:
        return PROCESS
    found = table(given, "process_efficiency")
    refuse_unknown(found, ["numerator", "denominator"], "process_efficiency")
    parts = {}
    for key in ("numerator", "denominator"):
        path = f"process_efficiency.{key}"
        written = text(found.get(key), path).replace("−", "-")
        if not re.fullmatch(r"[-+]?\s*[A-Za-z_]+(\s*[-+]\s*[A-Za-z_]+)*", written):
            raise UnknownField(
                path, "Công thức phải là tổng, hiệu của các tên, ví dụ “total_input - bims”. Hãy viết lại."
            )
        for _, name in _terms(written):
            if name not in NAMES:
                raise UnknownField(path, f"Không có đại lượng “{name}”. Dùng được: {', '.join(NAMES)}.")
        parts[key] = written
    return Ratio(
        PROCESS.name, PROCESS.title_vi, parts["numerator"], parts["denominator"], PROCESS.unit, verified=False
    )


def _sum(expression: str, given: Quantities) -> float:
    return sum(sign * given[name] for sign, name in _terms(expression))


def _take(ratio: Ratio, given: Quantities) -> tuple[float | None, str]:
    """The ratio, or why it is undefined."""
    involved = {name for _, name in (*_terms(ratio.numerator), *_terms(ratio.denominator))}
    if "value_added" in involved and given["value_added"] <= 0:
        return None, "value_added_not_positive"
    top, bottom = _sum(ratio.numerator, given), _sum(ratio.denominator, given)
    if bottom == 0:
        return None, "zero_denominator"
    if bottom < 0:
        return None, "negative_denominator"
    value = ratio.factor * top / bottom
    if not math.isfinite(value):
        return None, "not_finite"
    if ratio.name == "labour_share" and value > 100:
        return None, "not_meaningful"
    return value, ""


def _identities(values: Mapping[str, float | None]) -> tuple[IdentityHeld, ...]:
    found = []
    for left, (one, other), factor in IDENTITIES:
        a, b, c = values.get(left), values.get(one), values.get(other)
        if a is None or b is None or c is None:
            continue
        right = factor * b * c
        close = math.isclose(a, right, rel_tol=1e-9)
        found.append(IdentityHeld(f"{left} = {one} × {other}", a, right, close))
    return tuple(found)


def _put_in(ratio: Ratio, given: Quantities) -> str:
    filled = re.sub(r"[A-Za-z_]+", lambda match: show(given.get(match.group(), math.nan)), ratio.formula)
    return f"{ratio.formula} = {filled}"


def _cautions(
    values: Mapping[str, float | None], reasons: Mapping[str, str], basis: str | None
) -> tuple[Caution, ...]:
    found = []
    if "value_added_not_positive" in reasons.values():
        sentence = "Giá trị gia tăng không dương: các chỉ tiêu trên giá trị gia tăng không xác định."
        found.append(Caution("value_added_not_positive", sentence, "value_added"))
    if reasons.get("labour_share") == "not_meaningful":
        sentence = "Chi phí lao động lớn hơn giá trị gia tăng: tỷ phần lao động không có ý nghĩa."
        found.append(Caution("not_meaningful", sentence, "labour_cost"))
    if values.get("capital_productivity") is not None and basis is None:
        sentence = "Chưa nêu tài sản cố định theo nguyên giá hay giá trị còn lại (fixed_assets_basis)."
        found.append(Caution("fixed_assets_basis_unstated", sentence, "fixed_assets_basis"))
    if values.get("process_efficiency") is not None:
        sentence = "Công thức hiệu quả quá trình chưa được xác minh. Hãy xác nhận trước khi công bố."
        found.append(Caution("unverified_formula", sentence, "process_efficiency"))
    return tuple(found)
