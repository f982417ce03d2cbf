"""What a figure of each target form is made of, and which figures cannot be.

Plain values: the rule is told the year of today and never asks a clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from nscl.apps.core.access import Refusal
from nscl.apps.monitoring.wording import component_label, figure
from nscl.apps.programme.models import Target
from nscl.policy.terms import TargetTerms
from nscl.vietnamese import squash

WHOLE_DIGITS = 16
DECIMALS = 4


class FigureRefused(Refusal):
    """A figure that cannot be saved; `field` is the part of the form to look at."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Figure:
    """One reported result of one year. None is not reported; zero is a figure."""

    year: int
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_done: bool | None = None
    subjects: tuple[str, ...] = ()
    component: str = ""
    note: str = ""


@dataclass(frozen=True)
class Shape:
    """Which parts a target's figure has, in the order of the form."""

    fields: tuple[str, ...]
    components: tuple[str, ...] = ()
    is_percent: bool = False
    is_whole: bool = False
    is_growth: bool = False


def shape_of(target: Target, terms: TargetTerms) -> Shape:
    """The parts by form: a state, a share of a whole, a growth's level or pair, a count with its subjects."""
    if terms.count_mode == "state":
        return Shape(("is_done",))
    parts = tuple(target.composition)
    if terms.kind == "growth_rate":
        fields: tuple[str, ...] = ("value", "numerator", "denominator")
        fields += ("subjects",) if terms.count_mode == "distinct" else ()
        return Shape(fields, parts, is_growth=True)
    if terms.count_mode == "ratio":
        return Shape(("numerator", "denominator"), is_percent=True)
    if terms.count_mode == "distinct" or parts:
        return Shape(("value", "subjects"), parts, is_whole=True)
    percent = terms.unit.startswith("%")
    return Shape(("value",), is_percent=percent, is_whole=terms.count_mode == "events" and not percent)


def allowed_years(terms: TargetTerms, counted: range, horizon_to: int) -> set[int]:
    """Years that a figure may speak of: those counted, those of the base, and, for a thing to be done,
    the years after its deadline in which it may be done late."""
    last = terms.deadline if terms.deadline is not None else terms.period.last if terms.period else horizon_to
    years = set(counted) or {last}
    base = terms.base
    if base is not None and base.year is not None:
        years |= set(range(base.year, min(years)))
    if base is not None and base.period is not None:
        years |= set(base.period.years)
    if terms.kind == "growth_rate":
        years.add(min(years) - 1)
    if terms.count_mode == "state":
        years |= set(range(last, max(horizon_to, last) + 1))
    return years


def check_year(target: Target, year: int, *, years: set[int], counted: range, this_year: int) -> None:
    """Refuses a year outside the target's period and one that has not come."""
    if year not in years:
        first, last = (counted[0], counted[-1]) if counted else (min(years), max(years))
        whose = "của kế hoạch" if _same_as_plan(target, first, last) else "của chỉ tiêu"
        raise FigureRefused(
            "year",
            f"Không thể lưu: năm {year} nằm ngoài giai đoạn {first}–{last} {whose}. "
            "Chọn năm khác hoặc sửa giai đoạn.",
        )
    if year > this_year:
        raise FigureRefused("year", f"Không thể lưu: năm {year} chưa đến. Chọn năm {this_year} trở về trước.")


def _same_as_plan(target: Target, first: int, last: int) -> bool:
    plan = target.node.version.plan
    return plan is not None and (plan.horizon_from, plan.horizon_to) == (first, last)


def check_figure(target: Target, terms: TargetTerms, given: Figure) -> Figure:
    """The figure with its list of names tidied and counted. Refuses parts that do not fit the form.

    A share must have both parts and not exceed its base; a count is whole and not negative; a list of
    names and the number beside it must agree.
    """
    shape = shape_of(target, terms)
    _refuse_strangers(shape, given)
    _check_size(given)
    if "is_done" in shape.fields:
        return _check_state(given)
    if given.numerator is not None or given.denominator is not None or not {"value"} & set(shape.fields):
        _check_parts(shape, given)
        return given
    return _check_value(shape, given)


def _refuse_strangers(shape: Shape, given: Figure) -> None:
    names = {
        "value": "giá trị",
        "numerator": "tử số",
        "denominator": "mẫu số",
        "is_done": "trạng thái hoàn thành",
        "subjects": "danh sách đối tượng",
    }
    for name, label in names.items():
        if name not in shape.fields and getattr(given, name) not in (None, ()):
            asked = ", ".join(names[field] for field in shape.fields)
            raise FigureRefused(name, f"Chỉ tiêu này không dùng {label}. Hãy nhập: {asked}.")
    if given.component and given.component not in shape.components:
        raise FigureRefused(
            "component", f"“{component_label(given.component)}” không phải thành phần của chỉ tiêu."
        )


def _check_size(given: Figure) -> None:
    for name in ("value", "numerator", "denominator"):
        number = getattr(given, name)
        if number is None:
            continue
        if abs(number) >= 10**WHOLE_DIGITS:
            raise FigureRefused(name, f"Số {figure(number)} quá lớn. Kiểm tra lại đơn vị tính.")
        if number != round(number, DECIMALS):
            raise FigureRefused(
                name, f"Số {figure(number)} có quá {DECIMALS} chữ số thập phân. Hãy làm tròn."
            )


def _check_state(given: Figure) -> Figure:
    if given.is_done is None:
        raise FigureRefused("is_done", "Chọn đã hoàn thành hay chưa hoàn thành.")
    return given


def _check_parts(shape: Shape, given: Figure) -> None:
    if given.value is not None:
        raise FigureRefused("value", "Nhập giá trị, hoặc nhập tử số và mẫu số; không nhập cả hai.")
    if given.numerator is None:
        raise FigureRefused("numerator", "Có mẫu số mà thiếu tử số. Hãy nhập đủ cả hai.")
    if given.denominator is None:
        raise FigureRefused("denominator", "Có tử số mà thiếu mẫu số. Hãy nhập đủ cả hai.")
    if given.denominator <= 0:
        raise FigureRefused("denominator", "Mẫu số phải lớn hơn 0. Kiểm tra lại danh mục làm mẫu số.")
    if given.numerator < 0:
        raise FigureRefused("numerator", f"Tử số {figure(given.numerator)} là số âm. Kiểm tra lại số liệu.")
    if not shape.is_growth and given.numerator > given.denominator:
        share = figure(given.numerator / given.denominator * 100, 1)
        raise FigureRefused(
            "numerator",
            f"Không thể lưu: tử số {figure(given.numerator)} lớn hơn mẫu số {figure(given.denominator)} "
            f"({share} %, vượt 100 %). Kiểm tra lại hai số.",
        )


def _check_value(shape: Shape, given: Figure) -> Figure:
    names = tidy(given.subjects)
    if given.value is None and names:
        given = replace(given, value=Decimal(len(names)))
    if given.value is None:
        both = " (hoặc tử số và mẫu số)" if shape.is_growth else ""
        raise FigureRefused("value", f"Nhập giá trị của năm{both}. Nếu không phát sinh thì ghi số 0.")
    if given.value < 0 and not shape.is_percent:
        raise FigureRefused("value", f"Giá trị {figure(given.value)} là số âm. Kiểm tra lại số liệu.")
    if shape.is_whole and given.value != given.value.to_integral_value():
        raise FigureRefused(
            "value", f"Đây là số đếm, phải là số nguyên; {figure(given.value)} không phải số nguyên."
        )
    if names and given.value != len(names):
        raise FigureRefused(
            "subjects",
            f"Danh sách có {len(names)} tên khác nhau nhưng giá trị là {figure(given.value)}. "
            "Sửa danh sách hoặc giá trị cho khớp.",
        )
    return replace(given, subjects=names)


def tidy(names: Iterable[str]) -> tuple[str, ...]:
    """Names without blanks and repetitions, in the given order; case does not make another name.

    >>> tidy(["Công ty A", " công  ty a ", "", "HTX B"])
    ('Công ty A', 'HTX B')
    """
    found: dict[str, str] = {}
    for name in names:
        clean = squash(name)
        if clean:
            found.setdefault(clean.casefold(), clean)
    return tuple(found.values())
