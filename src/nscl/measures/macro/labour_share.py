"""The labour share by named methods: the choice that decides TFP more than any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Inconsistent, MissingField
from nscl.measures.inputs import choice, number, records, text
from nscl.measures.macro.checks import LARGEST, level, names, share, share_cautions
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step, show

METHODS = {
    "comp_only": "Chỉ thu nhập của người làm công ăn lương (thấp nếu nhiều lao động tự làm).",
    "same_wage": "Lao động tự làm hưởng cùng mức tiền công như người làm công cùng ngành.",
    "mixed_half": "Một phần thu nhập hỗn hợp là của lao động (mặc định một nửa).",
    "mixed_proportional": "Thu nhập hỗn hợp chia theo tỷ phần của phần còn lại.",
    "io_table": "Thu nhập đầy đủ của người lao động theo bảng cân đối liên ngành.",
    "given": "Tỷ phần được nhập sẵn.",
}
AMOUNTS = ("compensation", "gva", "hours_all", "hours_employees", "mixed_income", "labour_income")


@dataclass(frozen=True, kw_only=True)
class IndustryShare:
    """One industry: its labour income before and after the cap, and its share."""

    name: str
    gva: float
    labour_income: float
    labour_share: float
    uncapped_income: float
    capped: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class LabourShare(Result):
    """The share of labour in gross value added, and how it was reached."""

    labour_share: float
    capital_share: float
    labour_income: float | None
    gva: float | None
    industries: list[IndustryShare]
    capped: list[str]


@measure("growth.labour_share", "Tỷ phần lao động trong giá trị tăng thêm")
def labour_share(
    *,
    method: Any,
    compensation: Any = None,
    gva: Any = None,
    hours_all: Any = None,
    hours_employees: Any = None,
    mixed_income: Any = None,
    labour_income: Any = None,
    labour_share: Any = None,
    industries: Any = None,
    cap: Any = "gva",
    mixed_fraction: Any = 0.5,
    vintage: Any = None,
) -> LabourShare:
    """The labour share of gross value added, by a method that is stored with the figure.

    Promises one number with its method, industry by industry where industries are given, with imputed income
    capped at the industry's value added unless told otherwise. Refuses compensation above value added (most
    often a slip of units), more employee hours than all hours, and mixing of methods in one call.

    Formula:
        comp_only: Σ compensation / Σ GVA
        same_wage: Σ min(compensation · hours_all / hours_employees, GVA) / Σ GVA
        mixed_half: Σ (compensation + fraction · mixed_income) / Σ GVA
        mixed_proportional: compensation / (GVA − mixed_income)
        io_table: Σ labour_income / Σ GVA
        given: labour_share

    Input:
        method (comp_only, same_wage, mixed_half, mixed_proportional, io_table, given): required
        compensation (money): compensation of employees, with employers' social contributions
        gva (money): gross value added at basic prices, same unit
        hours_all (hours or persons): of all workers
        hours_employees (hours or persons): of the employees among them, in the same unit
        mixed_income (money): income of unincorporated enterprises
        labour_income (money): full labour income of the input–output table
        labour_share (0–1): for given
        industries (list): {name, and the amounts above} each, instead of the single amounts
        cap (gva, none): cap imputed labour income at value added (default), or leave it
        mixed_fraction (0–1): labour's part of mixed income; default 0.5
        vintage (text): table or year the figures come from, stored with the result

    Output:
        labour_share (0–1): labour income over gross value added
        capital_share (0–1): 1 − labour_share
        labour_income (money): total after the cap, null if given
        gva (money): total, null if given
        industries: name, gva, labour_income, labour_share, uncapped_income, capped
        capped (names): industries where the cap was used

    Source:
        OECD (2001), Measuring Productivity, ch. 4 (self-employed);
        D. Gollin (2002), Getting Income Shares Right, JPE 110(2)
        (adjustments 1–3); General Statistics Office of Viet Nam, TFP indicator (input–output table).

    Traps:
        - comp_only is biased low wherever many work for themselves; then TFP is overstated or understated
          with the growth of capital.
        - The denominator is GVA at basic prices: GRDP with product taxes hands the taxes to capital.
        - Same wage by the whole economy overstates farm incomes; give industries.

    Example:
        >>> found = labour_share(
        ...     method="same_wage", compensation=30, gva=100, hours_all=90, hours_employees=50
        ... )
        >>> round(found.labour_share, 2)
        0.54
        >>> labour_share(method="mixed_half", compensation=30, gva=100, mixed_income=40).labour_share
        0.5
    """
    way = choice(method, "method", list(METHODS))
    capping = choice(cap, "cap", ["gva", "none"]) == "gva"
    part = number(mixed_fraction, "mixed_fraction", at_least=0, at_most=1)
    source = (
        None
        if vintage is None
        else text(vintage, "vintage")
        if isinstance(vintage, str)
        else show(number(vintage, "vintage"))
    )
    single = dict(
        zip(
            AMOUNTS, (compensation, gva, hours_all, hours_employees, mixed_income, labour_income), strict=True
        )
    )
    if way == "given":
        return _given(labour_share, single, industries, source)
    if labour_share is not None:
        raise Inconsistent(
            "labour_share", "Tỷ phần nhập sẵn chỉ dùng với method là given. Hãy bỏ một trong hai."
        )
    found = [
        _industry(way, item, name, path, part, capping) for item, name, path in _items(single, industries)
    ]
    return _total(way, found, part, capping, source)


def _items(single: Mapping[str, Any], industries: Any) -> list[tuple[Mapping[str, Any], str, str]]:
    if industries is None:
        return [(single, "Toàn bộ", "")]
    for key, value in single.items():
        if value is not None:
            raise Inconsistent(key, "Đã nhập theo ngành thì không nhập số chung. Hãy bỏ một trong hai.")
    listed = records(industries, "industries", known=("name", *AMOUNTS))
    return [
        (item, name, f"industries[{place}].")
        for place, (item, name) in enumerate(zip(listed, names(listed, "industries"), strict=True))
    ]


def _amount(item: Mapping[str, Any], key: str, path: str) -> float:
    if item.get(key) is None:
        raise MissingField(path + key, f"Phương pháp này cần trường “{path}{key}”. Hãy nhập một số.")
    return number(item[key], path + key, at_least=0, at_most=LARGEST)


def _industry(
    way: str, item: Mapping[str, Any], name: str, path: str, part: float, capping: bool
) -> IndustryShare:
    value_added = level(item.get("gva"), f"{path}gva")
    income = _INCOMES[way](item, path, part, value_added)
    capped = capping and income > value_added and way in ("same_wage", "mixed_half")
    kept = value_added if capped else income
    return IndustryShare(
        name=name,
        gva=value_added,
        labour_income=kept,
        labour_share=kept / value_added,
        uncapped_income=income,
        capped=capped,
    )


def _compensation(item: Mapping[str, Any], path: str, value_added: float) -> float:
    paid = _amount(item, "compensation", path)
    if paid > value_added:
        raise Inconsistent(
            f"{path}compensation",
            f"Thu nhập của người làm công ({show(paid)}) lớn hơn giá trị tăng thêm ({show(value_added)}). "
            "Hãy kiểm tra đơn vị.",
        )
    return paid


def _comp_only(item: Mapping[str, Any], path: str, part: float, value_added: float) -> float:
    return _compensation(item, path, value_added)


def _same_wage(item: Mapping[str, Any], path: str, part: float, value_added: float) -> float:
    paid = _compensation(item, path, value_added)
    everyone = level(item.get("hours_all"), f"{path}hours_all")
    employees = level(item.get("hours_employees"), f"{path}hours_employees")
    if employees > everyone:
        raise Inconsistent(
            f"{path}hours_employees",
            "Số giờ (hoặc số người) của người làm công lớn hơn tổng số. Hãy kiểm tra lại hai số.",
        )
    return paid * (everyone / employees)


def _mixed(item: Mapping[str, Any], path: str, value_added: float) -> tuple[float, float]:
    paid, mixed = _compensation(item, path, value_added), _amount(item, "mixed_income", path)
    if mixed > value_added:
        raise Inconsistent(
            f"{path}mixed_income", "Thu nhập hỗn hợp lớn hơn giá trị tăng thêm. Hãy kiểm tra đơn vị."
        )
    return paid, mixed


def _mixed_half(item: Mapping[str, Any], path: str, part: float, value_added: float) -> float:
    paid, mixed = _mixed(item, path, value_added)
    return paid + part * mixed


def _mixed_proportional(item: Mapping[str, Any], path: str, part: float, value_added: float) -> float:
    paid, mixed = _mixed(item, path, value_added)
    if paid > value_added - mixed or mixed == value_added:
        raise Inconsistent(
            f"{path}mixed_income",
            "Thu nhập của người làm công và thu nhập hỗn hợp cộng lại vượt giá trị tăng thêm. "
            "Hãy kiểm tra lại.",
        )
    return paid / (value_added - mixed) * value_added


def _io_table(item: Mapping[str, Any], path: str, part: float, value_added: float) -> float:
    income = _amount(item, "labour_income", path)
    if income > value_added:
        raise Inconsistent(
            f"{path}labour_income", "Thu nhập lao động lớn hơn giá trị tăng thêm. Hãy kiểm tra đơn vị."
        )
    return income


_INCOMES: dict[str, Callable[[Mapping[str, Any], str, float, float], float]] = {
    "comp_only": _comp_only,
    "same_wage": _same_wage,
    "mixed_half": _mixed_half,
    "mixed_proportional": _mixed_proportional,
    "io_table": _io_table,
}


def _given(value: Any, single: Mapping[str, Any], industries: Any, source: str | None) -> LabourShare:
    for key, amount in {**single, "industries": industries}.items():
        if amount is not None:
            raise Inconsistent(key, "Tỷ phần đã cho sẵn thì không nhập số liệu khác. Hãy bỏ một trong hai.")
    if value is None:
        raise MissingField("labour_share", "Thiếu trường “labour_share”. Hãy nhập tỷ phần từ 0 đến 1.")
    beta = share(value, "labour_share")
    return LabourShare(
        labour_share=beta,
        capital_share=1 - beta,
        labour_income=None,
        gva=None,
        industries=[],
        capped=[],
        assumptions=_assumptions("given", None, None, source),
        warnings=tuple(share_cautions(beta)),
        trace=(Step("Tỷ phần lao động", "nhập sẵn", beta),),
    )


def _total(
    way: str, found: Sequence[IndustryShare], part: float, capping: bool, source: str | None
) -> LabourShare:
    income, total = sum(item.labour_income for item in found), sum(item.gva for item in found)
    beta = income / total
    if beta > 1 + 1e-12:
        raise Inconsistent(
            "cap",
            "Thu nhập lao động ước tính vượt giá trị tăng thêm. Hãy dùng cap là gva hoặc kiểm tra số liệu.",
        )
    capped = [item.name for item in found if item.capped]
    cautions = share_cautions(beta)
    if capped:
        cautions.append(
            Caution("capped_at_gva", f"Thu nhập lao động bị chặn ở giá trị tăng thêm: {', '.join(capped)}.")
        )
    if way == "comp_only":
        cautions.append(
            Caution(
                "self_employed_left_out", "Chưa tính thu nhập của lao động tự làm: tỷ phần này là cận dưới."
            )
        )
    return LabourShare(
        labour_share=beta,
        capital_share=1 - beta,
        labour_income=income,
        gva=total,
        industries=list(found),
        capped=capped,
        assumptions=_assumptions(way, part if way == "mixed_half" else None, capping, source),
        warnings=tuple(cautions),
        trace=(
            Step("Thu nhập của lao động", METHODS[way], income, "đơn vị tiền"),
            Step("Giá trị tăng thêm theo giá cơ bản", f"{len(found)} ngành", total, "đơn vị tiền"),
            Step("Tỷ phần lao động", f"{show(income)} / {show(total)}", beta),
        ),
    )


def _assumptions(
    way: str, part: float | None, capping: bool | None, source: str | None
) -> tuple[Assumption, ...]:
    found = [
        Assumption("method", way, METHODS[way]),
        Assumption("denominator", "gva", "Giá trị tăng thêm theo giá cơ bản, không gồm thuế sản phẩm."),
    ]
    if part is not None:
        found.append(Assumption("mixed_fraction", part, "Phần của lao động trong thu nhập hỗn hợp."))
    if capping is not None:
        found.append(
            Assumption("cap", "gva" if capping else "none", "Chặn thu nhập ước tính ở giá trị tăng thêm.")
        )
    if source is not None:
        found.append(Assumption("vintage", source, "Nguồn hoặc năm của số liệu."))
    return tuple(found)
