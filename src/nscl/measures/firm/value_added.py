"""Value added of a firm, created (output less bought-in inputs) and distributed (who received it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nscl.measures.errors import Inconsistent, MeasureError, MissingField, OutOfRange
from nscl.measures.firm import roads
from nscl.measures.firm.money import Amount, Unit, amount, plain, shown, unit_of
from nscl.measures.firm.roads import Amounts, Side
from nscl.measures.firm.statement import statement as read_statement
from nscl.measures.inputs import number, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

# What a firm may simply not have; absent, it is left out and the result says so.
MINOR = ("production_taxes", "own_capex", "resale_cost", "other_cash", "inventory_change", "interest")
NOT_NEGATIVE = ("depreciation", "own_capex", "resale_cost", "interest", "labour_cost")
STATEMENT_KEYS = (
    "regime",
    "lines",
    "opening",
    "previous",
    "unit",
    "workers",
    "minimum_wage",
    "months",
    "jump",
    "peer_medians",
    "tolerance",
    "blank_is_nil",
    "strict",
    "regime_table",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class ValueAdded(Result):
    """Value added by both roads, and whether they meet."""

    value_added: Amount
    va_addition: Amount | None
    va_full: Amount | None
    va_subtraction: Amount | None
    output: Amount | None
    bims: Amount | None
    components: Mapping[str, Amount]
    shares_pct: Mapping[str, float | None]
    difference: Amount | None
    difference_pct: float | None
    status: str
    reason: str | None
    bridge: Amount | None
    incomplete: Mapping[str, tuple[str, ...]]


@measure("firm.value_added", "Giá trị gia tăng của doanh nghiệp (cộng, trừ và đối chiếu)")
def value_added(
    *,
    unit: str | None = None,
    statement: Mapping[str, Any] | None = None,
    gross_profit: Any = None,
    selling_expense: Any = None,
    admin_expense: Any = None,
    selling_admin_expense: Any = None,
    operating_profit: Any = None,
    labour_cost: Any = None,
    depreciation: Any = None,
    production_taxes: Any = None,
    pre_tax_profit: Any = None,
    net_profit: Any = None,
    income_tax: Any = None,
    interest: Any = None,
    financial_income: Any = None,
    financial_expense: Any = None,
    associates_profit: Any = None,
    other_income: Any = None,
    other_expense: Any = None,
    output: Any = None,
    net_revenue: Any = None,
    inventory_change: Any = None,
    wip_opening: Any = None,
    wip_closing: Any = None,
    finished_goods_opening: Any = None,
    finished_goods_closing: Any = None,
    own_capex: Any = None,
    resale_cost: Any = None,
    bims: Any = None,
    materials: Any = None,
    outside_services: Any = None,
    other_cash: Any = None,
    warn_pct: Any = 2,
    stop_pct: Any = 5,
    reason: str | None = None,
) -> ValueAdded:
    """Value added by addition (who received it) and by subtraction (how it was made), reconciled.

    It promises exact sums in whole đồng and a reconciliation: a gap above 2 % of value added is a warning,
    above 5 % a refusal until a reason is given, which is then kept with the result. It refuses a firm of
    which neither road can be walked, and names the figure that is missing.

    Formula:
        core: VA = operating profit + labour cost + depreciation + production taxes,
            operating profit = gross profit (20) − selling (25) − admin (26), or 20 − 24 in TT133
        full (MPC): VA = pre-tax profit (50) + interest (23) + depreciation + labour cost + production taxes
        subtraction: VA = output − BIMS; output = net revenue (10) + Δ(WIP + finished goods) + own-account
            capital work − cost of goods resold; BIMS = materials + outside services + other cash costs
        bridge: full − core = 21 − (22 − 23) + 24 + 31 − 32
        gap % = 100·|VA addition − VA subtraction| / |VA addition|
    Input:
        unit: dong, thousand, million, billion; default: amounts as given (decimals allowed).
        statement: input object of firm.statement; its fields fill every key not given here; default none.
        gross_profit, selling_expense, admin_expense, selling_admin_expense (unit): lines 20, 25, 26, or 24 of
            TT133; or operating_profit itself.
        labour_cost (unit): wages, employer's social insurance, meals, bonus, severance, hired labour.
        depreciation (unit): depreciation of the period.
        production_taxes (unit): taxes and fees in costs; default: none stated.
        pre_tax_profit (unit): line 50; or net_profit and income_tax.
        interest (unit): line 23; default: none stated.
        financial_income, financial_expense, associates_profit, other_income, other_expense (unit): lines 21,
            22, 24, 31, 32, only for the bridge.
        output (unit): total output; or net_revenue with inventory_change (or wip_opening, wip_closing,
            finished_goods_opening, finished_goods_closing), own_capex and resale_cost.
        bims (unit): bought-in materials and services; or materials, outside_services and other_cash.
        warn_pct, stop_pct (%): limits of the gap; default 2 and 5.
        reason: why a gap above stop_pct stands; default none.
    Output:
        value_added (đồng): the figure to use: core addition, else full addition, else subtraction.
        va_addition, va_full, va_subtraction, output, bims (đồng): each road; null where not computable.
        components (đồng), shares_pct (%): who received the value added.
        difference (đồng), difference_pct (%): addition less subtraction.
        status: reconciled, warning, accepted_with_reason or one_side_only.
        reason: as given. bridge (đồng): full less core by the lines 21-32.
        incomplete: what each road that could not be walked still needs.
    Source:
        Malaysia Productivity Corporation (NPC), Productivity Report 2009, Appendix A (addition and
        subtraction methods); Circulars 200/2014/TT-BTC and 133/2016/TT-BTC for the lines.
    Traps:
        - Financial and other income (21, 31) are in the full form but not in output: the full form does not
          reconcile with the subtraction of a firm that has them; the core form does.
        - Merchandise: the cost of goods resold leaves output, or it is counted as made by the firm.
        - VAT is excluded everywhere; subcontracted labour outside the payroll belongs in BIMS.
    Example:
        >>> made = value_added(operating_profit=629.1, depreciation=249.6, labour_cost=1193.4)
        >>> made.value_added
        2072.1
    """
    given = {key: value for key, value in locals().items() if key not in _NOT_AMOUNTS}
    money, fields, notes = _gather(given, statement, unit)
    limits = number(warn_pct, "warn_pct", at_least=0), number(stop_pct, "stop_pct", at_least=0)
    if limits[0] > limits[1]:
        raise OutOfRange("warn_pct", "Ngưỡng cảnh báo phải không quá ngưỡng dừng (stop_pct). Hãy sửa lại.")
    why = None if reason is None else text(reason, "reason")
    core, full, sub = roads.core(fields), roads.full(fields), roads.subtraction(fields)
    _refuse_nothing(core, full, sub)
    addition = core if core.value is not None else full
    chosen = addition.value if addition.value is not None else sub.value
    assert chosen is not None  # one road was walked
    gap, gap_pct, status = _reconcile(addition.value, sub.value, limits, why, money)
    parts = addition.parts if addition.value is not None else {}
    return ValueAdded(
        value_added=plain(chosen),
        va_addition=None if core.value is None else plain(core.value),
        va_full=None if full.value is None else plain(full.value),
        va_subtraction=None if sub.value is None else plain(sub.value),
        output=plain(sub.parts["output"]) if "output" in sub.parts else None,
        bims=plain(sub.parts["bims"]) if "bims" in sub.parts else None,
        components={key: plain(value) for key, value in parts.items()},
        shares_pct={key: _share(value, chosen) for key, value in parts.items()},
        difference=None if gap is None else plain(gap),
        difference_pct=gap_pct,
        status=status,
        reason=why,
        bridge=_bridge(fields),
        incomplete={
            name: side.missing
            for name, side in (("va_addition", core), ("va_full", full), ("va_subtraction", sub))
            if side.missing
        },
        assumptions=_assumptions(money, fields, core.value is not None, limits),
        warnings=(*notes, *_cautions(chosen, status, gap_pct, limits, core, full, fields)),
        trace=_trace(core, full, sub, gap_pct, money),
    )


_NOT_AMOUNTS = ("unit", "statement", "warn_pct", "stop_pct", "reason")


def _gather(
    given: dict[str, Any], statement: Any, unit: str | None
) -> tuple[Unit, Amounts, tuple[Caution, ...]]:
    """All amounts by name, from the statement where the caller gives none; WIP and goods as one change."""
    fields: Amounts = {}
    notes: tuple[Caution, ...] = ()
    if statement is not None:
        refuse_unknown(table(statement, "statement"), STATEMENT_KEYS, "statement")
        for key in ("regime", "lines"):
            if statement.get(key) is None:
                raise MissingField(f"statement.{key}", f"Thiếu trường “statement.{key}” của báo cáo.")
        try:
            read = read_statement(**{key: value for key, value in statement.items() if value is not None})
        except MeasureError as refusal:
            raise refusal.under("statement") from refusal
        fields = {key: Decimal(str(value)) for key, value in read.fields.items() if key in given}
        notes = tuple(Caution(one.code, one.sentence_vi, f"statement.{one.field}") for one in read.warnings)
        unit = unit or "dong"
    money = unit_of(unit)
    for key, value in given.items():
        if value is not None:
            fields[key] = amount(value, key, money, at_least=0 if key in NOT_NEGATIVE else None)
    stocks = [("wip_opening", "wip_closing"), ("finished_goods_opening", "finished_goods_closing")]
    for opening, closing in stocks:
        if (opening in fields) != (closing in fields):
            absent = closing if opening in fields else opening
            raise MissingField(absent, f"Thiếu trường “{absent}”: cần cả số đầu kỳ và số cuối kỳ.")
        if opening in fields and given.get("inventory_change") is None:
            change = fields[closing] - fields[opening]
            fields["inventory_change"] = fields.get("inventory_change", Decimal(0)) + change
    return money, fields, notes


def _refuse_nothing(*sides: Side) -> None:
    """Neither road can be walked: name the first missing figure of the one that lacks least."""
    if any(side.value is not None for side in sides):
        return
    nearest = min(sides, key=lambda side: len(side.missing))
    raise MissingField(
        nearest.missing[0],
        f"Chưa đủ số liệu để tính giá trị gia tăng: còn thiếu {', '.join(nearest.missing)}. "
        "Hãy nhập đủ cho phương pháp cộng (lợi nhuận, chi phí nhân công, khấu hao) hoặc phương pháp trừ "
        "(doanh thu, nguyên vật liệu, dịch vụ mua ngoài).",
    )


def _reconcile(
    addition: Decimal | None,
    subtraction: Decimal | None,
    limits: tuple[float, float],
    reason: str | None,
    unit: Unit,
) -> tuple[Decimal | None, float | None, str]:
    if addition is None or subtraction is None:
        return None, None, "one_side_only"
    gap = addition - subtraction
    if gap == 0:
        return gap, 0.0, "reconciled"
    gap_pct = float(100 * abs(gap) / abs(addition)) if addition else None
    if gap_pct is not None and gap_pct <= limits[0]:
        return gap, gap_pct, "reconciled"
    if gap_pct is not None and gap_pct <= limits[1]:
        return gap, gap_pct, "warning"
    if reason is not None:
        return gap, gap_pct, "accepted_with_reason"
    raise Inconsistent(
        "reason",
        f"Giá trị gia tăng tính theo hai cách lệch {shown(abs(gap))} {unit.out_vi} "
        f"({show(gap_pct, 4)} %), quá {show(limits[1])} %. Hãy kiểm tra số liệu, "
        "hoặc nêu lý do trong trường “reason”.",
    )


def _bridge(fields: Amounts) -> Amount | None:
    names = ("financial_income", "financial_expense", "other_income", "other_expense")
    if any(name not in fields for name in names):
        return None
    income, expense, other, cost = (fields[name] for name in names)
    nothing = Decimal(0)
    moved = income - (expense - fields.get("interest", nothing)) + fields.get("associates_profit", nothing)
    return plain(moved + other - cost)


def _share(part: Decimal, whole: Decimal) -> float | None:
    return float(100 * part / whole) if whole > 0 else None


def _assumptions(
    unit: Unit, fields: Amounts, core: bool, limits: tuple[float, float]
) -> tuple[Assumption, ...]:
    absent = [name for name in MINOR if name not in fields]
    return (
        unit.assumption(),
        Assumption(
            "addition_form", "core" if core else "full", "Dạng cộng dùng để đối chiếu với phương pháp trừ."
        ),
        Assumption("not_stated", ", ".join(absent), "Khoản không khai, không tính vào kết quả."),
        Assumption(
            "totals_given",
            ", ".join(name for name in ("operating_profit", "output", "bims") if name in fields),
            "Tổng số được nhập thẳng; các dòng chi tiết của nó không dùng đến.",
        ),
        Assumption("limits_pct", f"{show(limits[0])}; {show(limits[1])}", "Ngưỡng cảnh báo và ngưỡng dừng."),
        Assumption("vat", "excluded", "Mọi số liệu không gồm thuế GTGT."),
    )


def _cautions(
    chosen: Decimal,
    status: str,
    gap_pct: float | None,
    limits: tuple[float, float],
    core: Side,
    full: Side,
    fields: Amounts,
) -> tuple[Caution, ...]:
    found = []
    if chosen <= 0:
        sentence = "Giá trị gia tăng không dương: các tỷ lệ trên giá trị gia tăng không xác định."
        found.append(Caution("value_added_not_positive", sentence, "value_added"))
    if status in ("warning", "accepted_with_reason"):
        sentence = f"Hai cách tính lệch {show(gap_pct, 4)} %, quá {show(limits[0])} %. Nên tìm nguyên nhân."
        found.append(Caution("reconciliation_gap", sentence, "difference_pct"))
    if status == "one_side_only":
        sentence = "Chỉ tính được theo một cách nên chưa đối chiếu được."
        found.append(Caution("one_side_only", sentence, "value_added"))
    bridge = _bridge(fields)
    met = None if core.value is None or full.value is None else full.value - core.value
    if met is not None and bridge is not None and met != Decimal(str(bridge)):
        sentence = "Dạng đầy đủ trừ dạng cốt lõi không bằng các mã số 21 đến 32: hãy xem lại mã số 30, 50."
        found.append(Caution("bridge_broken", sentence, "bridge"))
    return tuple(found)


def _trace(core: Side, full: Side, sub: Side, gap_pct: float | None, unit: Unit) -> tuple[Step, ...]:
    rows = (
        ("Phương pháp cộng (cốt lõi)", " + ", core),
        ("Phương pháp cộng (đầy đủ)", " + ", full),
        ("Phương pháp trừ", " − ", sub),
    )
    steps = [
        Step(
            label,
            f"{joint.join(shown(part) for part in side.parts.values())} = {shown(side.value)}",
            float(side.value),
            unit.out_vi,
        )
        for label, joint, side in rows
        if side.value is not None
    ]
    if gap_pct is not None:
        steps.append(Step("Chênh lệch", "100 × |cộng − trừ| / |cộng|", gap_pct, "%"))
    return tuple(steps)
