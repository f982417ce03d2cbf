"""A scoring scheme, checked: unique codes, maxima that add up, classes that rise."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange, UnknownField, WrongType
from nscl.measures.inputs import choice, flag, number, records, refuse_unknown, table, text
from nscl.measures.method import measure
from nscl.measures.result import Caution, Result, show
from nscl.measures.techlevel.schemes import SCHEMES

TOTAL = 100.0
FORMULAS = {
    "min_over_mean": "phần đạt thấp nhất / phần đạt bình quân của các nhóm",
    "min_over_max": "phần đạt thấp nhất / phần đạt cao nhất của các nhóm",
    "min_share": "phần đạt thấp nhất của các nhóm",
    "one_minus_cv": "1 − độ lệch chuẩn / bình quân phần đạt của các nhóm, không dưới 0",
    "geometric_over_arithmetic": "trung bình nhân / trung bình cộng phần đạt của các nhóm",
}


@dataclass(frozen=True)
class Group:
    """A group of criteria with its maximum."""

    code: str
    name: str
    max: float


@dataclass(frozen=True)
class Criterion:
    """One criterion; no maximum means that only its group's binds."""

    code: str
    group: str
    name: str
    max: float | None
    max_verified: bool
    norm: bool


@dataclass(frozen=True)
class Level:
    """A class: from this total on, with at least this coefficient where one is set."""

    code: str
    name: str
    from_: float
    min_coefficient: float | None
    verified: bool


@dataclass(frozen=True)
class Norm:
    """The industry's norm of a criterion and which side of it is better."""

    norm: float
    better: str


@dataclass(frozen=True)
class Scheme:
    """A versioned scoring scheme."""

    id: str
    version: str
    title: str
    source: str
    in_force: str
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    formula: str
    formula_verified: bool
    classes: tuple[Level, ...]
    norms: Mapping[str, Mapping[str, Norm]]

    def members(self, group: str) -> list[Criterion]:
        """The criteria of a group."""
        return [criterion for criterion in self.criteria if criterion.group == group]

    @property
    def unverified(self) -> tuple[str, ...]:
        """What nobody has held against the text of the circular."""
        found = []
        if any(not criterion.max_verified for criterion in self.criteria):
            found.append("criterion_maxima")
        if any(not level.verified for level in self.classes):
            found.append("class_limits")
        if not self.formula_verified:
            found.append("coefficient_formula")
        return tuple(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class SchemeTable(Result):
    """A scheme as data."""

    id: str
    version: str
    title: str
    source: str
    in_force: str
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    classes: tuple[Level, ...]
    coefficient_formula: str
    norms: Mapping[str, Mapping[str, Norm]]
    total: float
    unverified: tuple[str, ...]


@measure("technology.scheme", "Bộ tiêu chí đánh giá trình độ công nghệ")
def scheme_table(*, scheme: Any = "tt17-2019") -> SchemeTable:
    """The scoring scheme of a technology-level assessment: the built-in one, or the caller's, checked.

    It promises that the maxima add up to 100, that codes are unique and that classes rise; it refuses a
    scheme that does not, naming the place, and lists what was not held against the circular as unverified.

    Formula:
        Σ group maxima = 100; Σ criterion maxima of a group = its maximum, where all of them are set
    Input:
        scheme: tt17-2019 (default), or an object {id, version, title, source, in_force, groups: [{code, name,
            max}], criteria: [{code, group, name, max, max_verified, norm}], coefficient: {formula, verified},
            classes: [{code, name, from, min_coefficient, verified}],
            norms: {industry: {code: {norm, better}}}}.
    Output:
        id, version, title, source, in_force: which scheme. groups, criteria, classes, norms: its tables.
        coefficient_formula: name of the formula. total (points): 100.
        unverified: criterion_maxima, class_limits, coefficient_formula, as far as they apply.
    Source:
        Circular 17/2019/TT-BKHCN (in force 25 January 2020), Articles 3-5, Annexes I and II: 26 criteria,
        groups T 7/30, E 5/20, O 5/19, R 5/17, I 4/14.
    Traps:
        - The four groups T, H, I, O are those of the superseded Circular 04/2014/TT-BKHCN.
        - A limit taken from a summary on the web is not the circular's: it stays marked until it is checked.
    Example:
        >>> shown = scheme_table()
        >>> [(group.code, group.max) for group in shown.groups], len(shown.criteria)
        ([('T', 30.0), ('E', 20.0), ('O', 19.0), ('R', 17.0), ('I', 14.0)], 26)
    """
    found = read(scheme)
    return SchemeTable(
        id=found.id,
        version=found.version,
        title=found.title,
        source=found.source,
        in_force=found.in_force,
        groups=found.groups,
        criteria=found.criteria,
        classes=found.classes,
        coefficient_formula=found.formula,
        norms=found.norms,
        total=math.fsum(group.max for group in found.groups),
        unverified=found.unverified,
        warnings=cautions(found),
    )


def cautions(scheme: Scheme) -> tuple[Caution, ...]:
    """What a reader must know of a scheme before using it."""
    sentences = {
        "criterion_maxima": "Điểm tối đa từng tiêu chí chưa đối chiếu với Thông tư; chỉ xét tối đa nhóm.",
        "class_limits": "Ngưỡng phân loại chưa đối chiếu với Thông tư: kết quả xếp loại chỉ để tham khảo.",
        "coefficient_formula": "Công thức hệ số đồng bộ chưa đối chiếu với Thông tư: chỉ để tham khảo.",
    }
    return tuple(Caution(f"unverified_{key}", sentences[key], "scheme") for key in scheme.unverified)


def read(given: Any) -> Scheme:
    """The scheme of that name, or the caller's own, checked throughout."""
    own = isinstance(given, Mapping)
    source = given if own else SCHEMES[choice(given, "scheme", list(SCHEMES))]
    found = table(source, "scheme")
    known = [
        "id",
        "version",
        "title",
        "source",
        "in_force",
        "groups",
        "criteria",
        "coefficient",
        "classes",
        "norms",
    ]
    refuse_unknown(found, known, "scheme")
    groups = _groups(found.get("groups"))
    criteria = _criteria(found.get("criteria"), groups)
    formula, verified = _coefficient(found.get("coefficient"))
    return Scheme(
        id=text(found.get("id"), "scheme.id"),
        version=text(found.get("version"), "scheme.version"),
        title=text(found.get("title", found.get("id")), "scheme.title"),
        source=text(found.get("source", "Người dùng cung cấp"), "scheme.source"),
        in_force=text(found.get("in_force", "–"), "scheme.in_force"),
        groups=groups,
        criteria=criteria,
        formula=formula,
        formula_verified=verified,
        classes=_classes(found.get("classes")),
        norms=_norms(found.get("norms"), criteria),
    )


def _unique(codes: Sequence[str], path: str) -> None:
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise Duplicate(f"{path}[{place}].code", f"Mã “{code}” xuất hiện hai lần. Hãy đặt mã khác.")


def _groups(given: Any) -> tuple[Group, ...]:
    rows = records(given, "scheme.groups", known=["code", "name", "max"])
    found = tuple(
        Group(
            text(row.get("code"), f"scheme.groups[{place}].code"),
            text(row.get("name", row.get("code")), f"scheme.groups[{place}].name"),
            number(row.get("max"), f"scheme.groups[{place}].max", above=0, at_most=TOTAL),
        )
        for place, row in enumerate(rows)
    )
    _unique([group.code for group in found], "scheme.groups")
    total = math.fsum(group.max for group in found)
    if abs(total - TOTAL) > 1e-9:
        raise Inconsistent(
            "scheme.groups", f"Tổng điểm tối đa các nhóm là {show(total)}, phải bằng 100. Hãy sửa điểm nhóm."
        )
    return found


def _criteria(given: Any, groups: tuple[Group, ...]) -> tuple[Criterion, ...]:
    rows = records(given, "scheme.criteria", known=["code", "group", "name", "max", "max_verified", "norm"])
    found = tuple(_criterion(row, f"scheme.criteria[{place}]", groups) for place, row in enumerate(rows))
    _unique([criterion.code for criterion in found], "scheme.criteria")
    for group in groups:
        members = [criterion for criterion in found if criterion.group == group.code]
        if not members:
            raise MissingField("scheme.criteria", f"Nhóm {group.code} chưa có tiêu chí nào. Hãy bổ sung.")
        check_maxima(group, [criterion.max for criterion in members], "scheme.criteria")
    return found


def check_maxima(group: Group, maxima: Sequence[float | None], path: str) -> None:
    """The maxima of a group's criteria add up to the group's, or stay below it while some are open."""
    stated = math.fsum(value for value in maxima if value is not None)
    whole = None not in maxima
    if stated > group.max + 1e-9 or (whole and stated < group.max - 1e-9):
        raise Inconsistent(
            path,
            f"Tổng điểm tối đa các tiêu chí nhóm {group.code} là {show(stated)}, điểm tối đa nhóm là "
            f"{show(group.max)}. Hãy sửa cho khớp.",
        )


def _criterion(row: Mapping[str, Any], path: str, groups: tuple[Group, ...]) -> Criterion:
    code = text(row.get("code"), f"{path}.code")
    limit = row.get("max")
    return Criterion(
        code,
        choice(row.get("group"), f"{path}.group", [group.code for group in groups]),
        text(row.get("name", code), f"{path}.name"),
        None if limit is None else number(limit, f"{path}.max", above=0, at_most=TOTAL),
        flag(row.get("max_verified", False), f"{path}.max_verified"),
        flag(row.get("norm", False), f"{path}.norm"),
    )


def _coefficient(given: Any) -> tuple[str, bool]:
    found = table(given, "scheme.coefficient")
    refuse_unknown(found, ["formula", "verified"], "scheme.coefficient")
    return (
        choice(found.get("formula"), "scheme.coefficient.formula", list(FORMULAS)),
        flag(found.get("verified", False), "scheme.coefficient.verified"),
    )


def _classes(given: Any) -> tuple[Level, ...]:
    known = ["code", "name", "from", "min_coefficient", "verified"]
    found = []
    for place, row in enumerate(records(given, "scheme.classes", known=known)):
        path = f"scheme.classes[{place}]"
        code = text(row.get("code"), f"{path}.code")
        limit = row.get("min_coefficient")
        found.append(
            Level(
                code,
                text(row.get("name", code), f"{path}.name"),
                number(row.get("from"), f"{path}.from", at_least=0, at_most=TOTAL),
                None if limit is None else number(limit, f"{path}.min_coefficient", at_least=0, at_most=1),
                flag(row.get("verified", False), f"{path}.verified"),
            )
        )
    _unique([level.code for level in found], "scheme.classes")
    if found[0].from_ != 0:
        raise OutOfRange("scheme.classes[0].from", "Loại thấp nhất phải bắt đầu từ 0 điểm. Hãy sửa lại.")
    if found[0].min_coefficient:
        raise OutOfRange(
            "scheme.classes[0].min_coefficient", "Loại thấp nhất không đòi hỏi hệ số đồng bộ. Hãy bỏ trống."
        )
    for place in range(1, len(found)):
        if found[place].from_ <= found[place - 1].from_:
            raise OutOfRange(
                f"scheme.classes[{place}].from",
                f"Ngưỡng của loại thứ {place + 1} phải cao hơn loại trước ({show(found[place - 1].from_)}).",
            )
    return tuple(found)


def _norms(given: Any, criteria: tuple[Criterion, ...]) -> dict[str, dict[str, Norm]]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise WrongType("scheme.norms", "Trường “scheme.norms” phải là một đối tượng ngành: chuẩn.")
    scored = [criterion.code for criterion in criteria if criterion.norm]
    found: dict[str, dict[str, Norm]] = {}
    for industry, rows in given.items():
        path = f"scheme.norms.{industry}"
        found[str(industry)] = {}
        for code, row in table(rows, path).items():
            if code not in scored:
                raise UnknownField(
                    f"{path}.{code}",
                    f"Tiêu chí “{code}” không chấm theo chuẩn ngành. Các tiêu chí: {', '.join(scored)}.",
                )
            cell = table(row, f"{path}.{code}")
            refuse_unknown(cell, ["norm", "better"], f"{path}.{code}")
            found[str(industry)][str(code)] = Norm(
                number(cell.get("norm"), f"{path}.{code}.norm", above=0),
                choice(cell.get("better", "higher"), f"{path}.{code}.better", ["higher", "lower"]),
            )
    return found
