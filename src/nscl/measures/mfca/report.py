"""MFCA for reporting: the flow cost matrix, and two periods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Inconsistent, MeasureError, MissingField
from nscl.measures.inputs import number, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.mfca.costs import KINDS, Costs, costs, percent
from nscl.measures.mfca.lines import LIMIT
from nscl.measures.mfca.network import network
from nscl.measures.mfca.reading import canonical
from nscl.measures.result import Assumption, Caution, Result, Step, show

NETWORK_KEYS = ("centres", "links", "unit", "tolerance_pct", "carry_over")
WASTE = dict.fromkeys(("waste_cost", "waste_management_cost"), "waste_management")
STATE_KEYS = ("product", "loss", "product_quantity", "note", *NETWORK_KEYS)


@dataclass(frozen=True, kw_only=True, eq=False)
class MatrixResult(Result):
    """The flow cost matrix: product, loss and total down, kinds of cost across."""

    product: Costs
    loss: Costs
    total: Costs
    pct_of_total: Mapping[str, Costs]
    pct_of_kind: Mapping[str, Costs]


@dataclass(frozen=True)
class Change:
    """One figure before and after."""

    before: float
    after: float
    difference: float
    change_pct: float


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparisonResult(Result):
    """What an improvement changed: losses by kind, cost a unit of product, saving, payback."""

    loss: Mapping[str, Change]
    total_cost: Change
    loss_share_pct: Change
    cost_per_unit: Change
    loss_per_unit: Change
    saving: float
    saving_a_year: float
    payback_years: float | None
    reason: str | None


@measure("mfca.matrix", "Ma trận chi phí dòng vật liệu")
def matrix(
    product: Mapping[str, Any] | None = None,
    loss: Mapping[str, Any] | None = None,
    centres: Sequence[Mapping[str, Any]] | None = None,
    links: Sequence[Mapping[str, Any]] | None = None,
    unit: str | None = None,
    tolerance_pct: float | None = None,
    carry_over: str | None = None,
    centre: str | None = None,
) -> MatrixResult:
    """The flow cost matrix of a report: product and material loss against the four kinds of cost.

    Takes either stated costs of product and loss, or quantity centres as `mfca.network` does (then the
    whole network, or the centre named). Refused: both at once, a centre that is not there, waste
    management charged to the product.

    Formula:
        total = product + loss, kind by kind
        pct_of_total = 100·cell / grand total
        pct_of_kind = 100·cell / total of its kind

    Input:
        product (đ): {material, energy, system}; default from `centres`
        loss (đ): {material, energy, system, waste_management}; default from `centres`. `waste_cost` and
            `waste_management_cost` are other spellings of `waste_management`
        centres, links, unit, tolerance_pct, carry_over: as in `mfca.network`
        centre (text): only this quantity centre; default the network

    Output:
        product, loss, total (đ): material, energy, system, waste_management, total
        pct_of_total (%): the same three rows as shares of the grand total
        pct_of_kind (%): the same three rows as shares of each kind; null for a kind without cost

    Source:
        METI, Guide for Material Flow Cost Accounting, 2007; ISO 14051:2011 clause 6.9; APO, Manual on
        Material Flow Cost Accounting, 2014 (Nitto Denko case).

    Traps:
        - Percentages of the total and of the kind are both printed in practice; say which.
        - Quantity centres without `links` are computed separately and summed, with the caution `no_links`
          of `mfca.network`.
        - Waste management has no product part: its loss share is always 100 %.

    Example:
        >>> found = matrix(product={"material": 700, "energy": 35, "system": 560},
        ...                loss={"material": 300, "energy": 15, "system": 240, "waste_management": 80})
        >>> round(found.pct_of_total["loss"].total, 2), round(found.pct_of_kind["loss"].material, 2)
        (32.9, 30.0)
    """
    if centres is None:
        if centre is not None:
            raise MissingField("centres", "Muốn xem một trung tâm thì cần nhập “centres”.")
        good, bad = _stated(product, "product"), _stated(loss, "loss")
    elif product is not None or loss is not None:
        raise Inconsistent("product", "Nhập “product” và “loss”, hoặc “centres”; không nhập cả hai.")
    else:
        found = network(centres, links, unit, tolerance_pct, carry_over)
        good, bad = found.total.product, found.total.loss
        if centre is not None:
            named = [one for one in found.centres if one.id == text(centre, "centre")]
            if not named:
                raise MissingField("centre", f"Không có trung tâm “{centre}” trong “centres”.")
            good, bad = named[0].product, named[0].loss
    whole = costs([getattr(good, kind) + getattr(bad, kind) for kind in KINDS])
    rows = {"product": good, "loss": bad, "total": whole}
    return MatrixResult(
        product=good,
        loss=bad,
        total=whole,
        pct_of_total={name: _shares(row, whole, by_kind=False) for name, row in rows.items()},
        pct_of_kind={name: _shares(row, whole, by_kind=True) for name, row in rows.items()},
        assumptions=(
            Assumption("waste_management", "loss", "Chi phí quản lý chất thải chỉ nằm ở tổn thất."),
        ),
        trace=(
            Step(
                "Tỷ lệ chi phí tổn thất",
                f"{show(bad.total)} / {show(whole.total)}",
                percent(bad.total, whole.total),
                "%",
            ),
        ),
    )


@measure("mfca.compare", "So sánh chi phí dòng vật liệu trước và sau cải tiến")
def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    investment: float | None = None,
    periods_per_year: float | None = None,
) -> ComparisonResult:
    """What an improvement saved: two material flow accounts of periods of equal length, side by side.

    Costs are compared per unit of product, so that a period with more output does not look worse. Refused:
    a period without product quantity, costs of nothing.

    Formula:
        cost per unit u = total cost / product quantity;  loss per unit = loss cost / product quantity
        saving of a period = (u_before − u_after) · product quantity after
        saving a year = saving · periods per year;  payback = investment / saving a year

    Input:
        before, after (object): {product, loss, product_quantity}, costs (đ) as in `mfca.matrix`;
            or {centres, links, …} as in `mfca.network`, whose product quantity is the mass that leaves
        investment (đ): what the improvement cost; default not given
        periods_per_year (number): how many such periods a year has; default 1

    Output:
        loss (đ): before, after, difference, change_pct of each kind and of the total
        total_cost (đ), cost_per_unit, loss_per_unit (đ/unit): the same four figures
        loss_share_pct (%): the same; its difference is in percentage points
        saving, saving_a_year (đ): negative when costs rose
        payback_years (years): null when there is no investment or no saving
        reason (text): why there is no payback: no_investment, no_saving; else null

    Source:
        ISO 14051:2011 clauses 6.10–6.11; METI, Guide for Material Flow Cost Accounting, 2007.

    Traps:
        - A lower loss cost may only mean a smaller output: look at the loss per unit.
        - The loss is the upper bound of a saving: labour and depreciation are saved only if put to use.

    Example:
        >>> found = compare({"product": {"material": 80}, "loss": {"material": 20}, "product_quantity": 8},
        ...                 {"product": {"material": 90}, "loss": {"material": 10}, "product_quantity": 9},
        ...                 investment=50, periods_per_year=4)
        >>> round(found.cost_per_unit.before, 2), round(found.saving, 2), round(found.payback_years, 2)
        (12.5, 12.5, 1.0)
    """
    first, last = _state(before, "before"), _state(after, "after")
    paid = None if investment is None else number(investment, "investment", at_least=0, at_most=LIMIT)
    periods = (
        1.0
        if periods_per_year is None
        else number(periods_per_year, "periods_per_year", above=0, at_most=1e6)
    )
    unit_before, unit_after = first.total / first.quantity, last.total / last.quantity
    saving = (unit_before - unit_after) * last.quantity
    reason = None if paid is not None and saving > 0 else ("no_investment" if paid is None else "no_saving")
    doubts = (
        () if saving >= 0 else (Caution("cost_rose", "Chi phí cho một đơn vị sản phẩm tăng lên.", "after"),)
    )
    return ComparisonResult(
        loss={
            kind: _change(getattr(first.loss, kind), getattr(last.loss, kind)) for kind in (*KINDS, "total")
        },
        total_cost=_change(first.total, last.total),
        loss_share_pct=_change(percent(first.loss.total, first.total), percent(last.loss.total, last.total)),
        cost_per_unit=_change(unit_before, unit_after),
        loss_per_unit=_change(first.loss.total / first.quantity, last.loss.total / last.quantity),
        saving=saving,
        saving_a_year=saving * periods,
        payback_years=None if reason else (paid or 0.0) / (saving * periods),
        reason=reason,
        assumptions=(
            Assumption("periods_per_year", periods, "Số kỳ trong một năm."),
            Assumption("volume", last.quantity, "Tiết kiệm tính theo sản lượng của kỳ sau."),
        ),
        warnings=doubts,
        trace=(
            Step(
                "Chi phí một đơn vị, trước", f"{show(first.total)} / {show(first.quantity)}", unit_before, "đ"
            ),
            Step("Chi phí một đơn vị, sau", f"{show(last.total)} / {show(last.quantity)}", unit_after, "đ"),
            Step(
                "Tiết kiệm mỗi kỳ",
                f"({show(unit_before)} − {show(unit_after)}) × {show(last.quantity)}",
                saving,
                "đ",
            ),
        ),
    )


@dataclass(frozen=True)
class _State:
    loss: Costs
    total: float
    quantity: float


def _state(value: Any, field: str) -> _State:
    given = table(value, field)
    refuse_unknown(given, STATE_KEYS, field)
    if given.get("centres") is None:
        good = _stated(given.get("product"), f"{field}.product")
        bad = _stated(given.get("loss"), f"{field}.loss")
        made = given.get("product_quantity")
    else:
        try:
            found = network(**{key: given[key] for key in NETWORK_KEYS if given.get(key) is not None})
        except MeasureError as refusal:
            raise refusal.under(field) from refusal
        good, bad = found.total.product, found.total.loss
        made = given.get("product_quantity", found.total.balance.product)
    total = good.total + bad.total
    if not total:
        raise Inconsistent(f"{field}.product", "Các chi phí đều bằng 0, không có gì để so sánh.")
    return _State(bad, total, number(made, f"{field}.product_quantity", above=1e-12, at_most=LIMIT))


def _stated(value: Any, field: str) -> Costs:
    given = canonical(table(value, field), field, WASTE)
    refuse_unknown(given, (*KINDS, "total"), field)
    parts = [
        0.0 if given.get(kind) is None else number(given[kind], f"{field}.{kind}", at_least=0, at_most=LIMIT)
        for kind in KINDS
    ]
    found = costs(parts)
    if field.endswith("product") and found.waste_management:
        raise Inconsistent(
            f"{field}.waste_management",
            "Chi phí quản lý chất thải tính hết vào tổn thất, không vào sản phẩm.",
        )
    total = given.get("total")
    if total is not None:
        stated = number(total, f"{field}.total", at_least=0, at_most=LIMIT)
        if abs(stated - found.total) > 1e-3 * max(stated, found.total):
            raise Inconsistent(
                f"{field}.total", f"Tổng ghi {show(stated)} khác tổng các loại chi phí {show(found.total)}."
            )
    return found


def _shares(row: Costs, whole: Costs, *, by_kind: bool) -> Costs:
    kinds = (*KINDS, "total")
    return Costs(
        *(percent(getattr(row, kind), getattr(whole, kind if by_kind else "total")) for kind in kinds)
    )


def _change(before: float, after: float) -> Change:
    return Change(before, after, after - before, percent(after - before, before))
