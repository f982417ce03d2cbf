"""Reading a firm's statement by its regime: named fields in đồng, and what does not add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from nscl.measures.errors import Inconsistent, MissingField, UnknownField
from nscl.measures.firm import lints
from nscl.measures.firm.lints import Finding, IdentityCheck
from nscl.measures.firm.money import Amount, Unit, amount, plain, unit_of
from nscl.measures.firm.regimes import Regime, regime_of
from nscl.measures.inputs import flag, number, table
from nscl.measures.method import measure
from nscl.measures.result import Assumption, Caution, Result, Step

SIZES = ((10.0, "micro"), (100.0, "small"), (200.0, "medium"))
PEER_MEDIAN = 1e9  # đồng of revenue a worker; only its order of magnitude matters
ASSET_FIELDS = ("fixed_assets_net", "tangible_net", "tangible_cost", "leased_cost", "intangible_cost")


@dataclass(frozen=True, kw_only=True, eq=False)
class Statement(Result):
    """A statement as named fields, with its sums and what they show."""

    regime: str
    regime_version: str
    verified: bool
    fields: Mapping[str, Amount]
    derived: tuple[str, ...]
    identities: tuple[IdentityCheck, ...]
    findings: tuple[Finding, ...]
    consistent: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class RegimeTable(Result):
    """One regime as data."""

    regime: str
    version: str
    title: str
    source: str
    lines: tuple[Mapping[str, Any], ...]
    identities: tuple[str, ...]
    unverified: tuple[str, ...]


@measure("firm.regime", "Bảng mã số của một chế độ báo cáo tài chính")
def regime_table(*, regime: str, regime_table: Any = None) -> RegimeTable:
    """The table of a statement regime: codes, fields, signs, sums, and which lines were verified.

    It prints the table that `firm.statement` reads by, or checks a table of the caller (`regime_table`). A
    regime whose form nobody has checked is refused until its table is given.

    Formula:
        none: a table of codes and the sums that the form prints.
    Input:
        regime: tt200, tt133, minimum (12 numbers), household, or tt99 (only with regime_table).
        regime_table: own table {version, title, source, lines: [{code, field, label, sign, kind, part_of,
            optional, verified}], identities: ["10=01-02"]}; default none.
    Output:
        regime, version, title, source: which table it is.
        lines: the lines with code, field, label, sign (+, -, any), kind (flow, stock, per_share).
        identities: the sums of the form.
        unverified: codes still to be held against the printed form.
    Source:
        Circulars 200/2014/TT-BTC (forms B01-DN, B02-DN, B09-DN) and 133/2016/TT-BTC (B01-DNN, B02-DNN).
    Traps:
        - Line 24 is the share of associates in TT200 (consolidated form only) but the one line of selling
          and administrative expense in TT133.
    Example:
        >>> regime_table(regime="tt133").identities[2]
        '30=20+21−22−24'
    """
    found = regime_of(regime, regime_table)
    names = ("code", "field", "label_vi", "sign", "kind", "part_of", "optional", "verified")
    return RegimeTable(
        regime=found.id,
        version=found.version,
        title=found.title_vi,
        source=found.source,
        lines=tuple({name: getattr(line, name) for name in names} for line in found.lines),
        identities=tuple(one.text for one in found.identities),
        unverified=tuple(line.code for line in found.lines if not line.verified),
        warnings=_unverified(found, set(found.codes)),
    )


@measure("firm.statement", "Đọc báo cáo tài chính theo chế độ kế toán")
def statement(
    *,
    regime: str,
    lines: Mapping[str, Any],
    opening: Mapping[str, Any] | None = None,
    previous: Mapping[str, Any] | None = None,
    unit: str = "dong",
    workers: Any = None,
    minimum_wage: Any = None,
    months: Any = 12,
    jump: Any = 3,
    peer_medians: Mapping[str, Any] | None = None,
    tolerance: Any = None,
    blank_is_nil: bool = False,
    strict: bool = False,
    regime_table: Any = None,
) -> Statement:
    """A firm's statement, line by code, read into named fields in đồng, with a lint of units, signs and sums.

    It promises whole đồng, exact sums, and the path of every line that contradicts another. It does not
    correct anything. It refuses codes the regime does not have, amounts that are not whole đồng, and (with
    `strict`) a statement that contradicts itself.

    Formula:
        TT200: 10 = 01 − 02; 20 = 10 − 11; 30 = 20 + (21 − 22) + 24 − (25 + 26); 40 = 31 − 32; 50 = 30 + 40;
            60 = 50 − 51 − 52 (24 stands in the consolidated form only)
        TT133: 30 = 20 + 21 − 22 − 24; 60 = 50 − 51
        unit: round(log₁₀(revenue per worker / median of firms of that size) / 3) ≠ 0 is suspect
    Input:
        regime: tt200, tt133, minimum, household, or tt99 with regime_table.
        lines (unit): amount by code; costs by nature under their names (materials, labour_cost, depreciation,
            outside_services, other_cash, production_taxes, own_capex, resale_cost); stocks at closing.
        opening (unit): stocks at opening, by code; default none.
        previous (unit): the lines of the year before, for the jump lint; default none.
        unit: dong, thousand, million or billion (đồng); default dong.
        workers (people): average number of workers; default none.
        minimum_wage (đồng/person/month): regional minimum wage in force; default none: not checked.
        months (months): length of the period; default 12.
        jump (times): year-on-year factor that is pointed out; default 3.
        peer_medians (đồng/person/period): median revenue per worker by size {micro, small, medium, large}
            (≤ 10, ≤ 100, ≤ 200, more workers); default 1 billion for all, a convention.
        tolerance (unit): gap a sum may have; default half a unit for each figure in it.
        blank_is_nil: true reads the blank lines of the form as nil in the sums; default false.
        strict: true refuses a statement with an error; default false.
        regime_table: own table of the regime (see firm.regime); default none.
    Output:
        regime, regime_version, verified: the table used, and whether all lines used were verified.
        fields (đồng): amount by field name; stocks end in _opening and _closing.
        derived: codes that were blank and follow from a sum of the form.
        identities (đồng): each sum with expected, found, difference, holds (null where terms are missing).
        findings: [{code, severity, field, sentence_vi, expected, found}].
        consistent: no finding is an error.
    Source:
        Circular 200/2014/TT-BTC, form B02-DN and B02-DN/HN; Circular 133/2016/TT-BTC, form B02-DNN.
    Traps:
        - A blank line is not zero here unless `blank_is_nil` says that the form left it out as nil.
        - Data vendors print interest (23) with a minus or move the share of associates below line 50.
        - A unit error multiplies every money line by 1,000 and leaves all sums intact: only size shows it.
    Example:
        >>> read = statement(regime="tt200", lines={"01": 12552293018, "02": 187885391, "11": 10653375360,
        ...                                         "20": 1711032267})
        >>> read.fields["net_revenue"], read.consistent
        (12364407627, True)
    """
    table_ = regime_of(regime, regime_table)
    money = unit_of(unit)
    if money.name is None:
        money = unit_of("dong")
    current = _amounts(lines, "lines", table_, money)
    if not current:
        raise MissingField("lines", "Chưa có dòng nào của báo cáo. Hãy nhập ít nhất một mã số trong “lines”.")
    start = _amounts(opening, "opening", table_, money, stocks_only=True) if opening is not None else {}
    before = _amounts(previous, "previous", table_, money) if previous is not None else {}
    nil = flag(blank_is_nil, "blank_is_nil")
    summed, derived = _completed(table_, current, nil)
    allowed = None if tolerance is None else amount(tolerance, "tolerance", money, at_least=0)
    people = None if workers is None else number(workers, "workers", at_least=0)
    checks = lints.check_identities(table_, summed, money, allowed, "lines")
    checks_open = lints.check_identities(table_, start, money, allowed, "opening")
    findings = [
        *lints.identity_findings(table_, checks, "lines"),
        *lints.identity_findings(table_, checks_open, "opening"),
        *lints.sign_findings(table_, current, "lines"),
        *lints.sign_findings(table_, start, "opening"),
        *lints.jump_findings(table_, current, before, number(jump, "jump", above=1)),
        *lints.unit_findings(_revenue(table_, summed), people, _median(peer_medians, people), money),
        *lints.labour_findings(
            current,
            people,
            None if minimum_wage is None else number(minimum_wage, "minimum_wage", above=0),
            number(months, "months", above=0, at_most=24),
            _code(table_, "labour_cost"),
        ),
        *lints.asset_findings(current, start, [_code(table_, name) for name in ASSET_FIELDS]),
    ]
    broken = [finding for finding in findings if finding.severity == "error"]
    if flag(strict, "strict") and broken:
        raise Inconsistent(broken[0].field, broken[0].sentence_vi)
    return Statement(
        regime=table_.id,
        regime_version=table_.version,
        verified=not _unverified(table_, set(current) | set(start)),
        fields=_fields(table_, current | {code: summed[code] for code in derived}, start),
        derived=derived,
        identities=(*checks, *checks_open),
        findings=tuple(findings),
        consistent=not broken,
        assumptions=_assumptions(money, allowed, nil, peer_medians, people),
        warnings=(
            *(Caution(finding.code, finding.sentence_vi, finding.field) for finding in findings),
            *_unverified(table_, set(current) | set(start)),
        ),
        trace=_trace(checks, money),
    )


def _amounts(
    given: Any, column: str, regime: Regime, unit: Unit, *, stocks_only: bool = False
) -> dict[str, Decimal]:
    """The given lines as exact amounts; null means not given."""
    found = {}
    for key, value in table(given, column).items():
        code = str(key)
        line = regime.line(code)
        if line is None or (stocks_only and line.kind != "stock"):
            codes = [one.code for one in regime.lines if not stocks_only or one.kind == "stock"]
            raise UnknownField(
                f"{column}.{code}",
                f"Chế độ {regime.id} không có mã số “{code}” ở cột này. Các mã số dùng được: "
                f"{', '.join(codes)}.",
            )
        if value is not None:
            scale = unit_of("dong") if line.kind == "per_share" else unit
            found[code] = amount(value, f"{column}.{code}", scale)
    return found


def _completed(
    regime: Regime, current: dict[str, Decimal], nil: bool
) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """The lines with the totals that follow from their terms; with `nil`, blanks of a sum count as none."""
    full = dict(current)
    derived = []
    for one in regime.identities:
        codes = [code for _, code in one.terms]
        if nil and one.total in full:
            full |= {code: Decimal(0) for code in codes if code not in full}
        needed = [code for code in codes if not getattr(regime.line(code), "optional", False)]
        if one.total not in full and all(code in full for code in needed):
            full[one.total] = sum((sign * full.get(code, Decimal(0)) for sign, code in one.terms), Decimal(0))
            derived.append(one.total)
    return full, tuple(derived)


def _fields(regime: Regime, closing: dict[str, Decimal], opening: dict[str, Decimal]) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    for line in regime.lines:
        stock = line.kind == "stock"
        if line.code in opening:
            found[f"{line.field}_opening"] = plain(opening[line.code])
        if line.code in closing:
            found[f"{line.field}_closing" if stock else line.field] = plain(closing[line.code])
    return found


def _code(regime: Regime, field: str) -> str:
    """The code of a field in this regime, or the field's own name where it has none."""
    return next((line.code for line in regime.lines if line.field == field), field)


def _revenue(regime: Regime, lines: dict[str, Decimal]) -> Decimal | None:
    return lines.get(_code(regime, "net_revenue"), lines.get(_code(regime, "gross_revenue")))


def _size(workers: float | None) -> str:
    if workers is None:
        return "large"
    return next((name for limit, name in SIZES if workers <= limit), "large")


def _median(given: Mapping[str, Any] | None, workers: float | None) -> float:
    if given is None:
        return PEER_MEDIAN
    names = [name for _, name in SIZES] + ["large"]
    for key in table(given, "peer_medians"):
        if key not in names:
            raise UnknownField(
                f"peer_medians.{key}", f"Quy mô phải là một trong: {', '.join(names)}. Hãy sửa “{key}”."
            )
    checked = {
        key: number(value, f"peer_medians.{key}", above=0)
        for key, value in given.items()
        if value is not None
    }
    return checked.get(_size(workers), PEER_MEDIAN)


def _unverified(regime: Regime, used: set[str]) -> tuple[Caution, ...]:
    codes = [line.code for line in regime.lines if line.code in used and not line.verified]
    if not codes:
        return ()
    return (
        Caution(
            "unverified_lines",
            f"Mã số {', '.join(codes)} của chế độ {regime.id} chưa đối chiếu với biểu mẫu gốc. "
            "Hãy kiểm tra trước khi công bố.",
            "regime",
        ),
    )


def _assumptions(
    unit: Unit, tolerance: Decimal | None, nil: bool, medians: Any, workers: float | None
) -> tuple[Assumption, ...]:
    return (
        unit.assumption(),
        Assumption(
            "identity_tolerance",
            "half_unit_per_figure" if tolerance is None else float(tolerance),
            "Sai số làm tròn cho phép của một phép cộng.",
        ),
        Assumption(
            "blank_is_nil", str(nil).lower(), "Dòng bỏ trống có được coi là không phát sinh hay không."
        ),
        Assumption(
            "peer_median",
            "given" if medians is not None else PEER_MEDIAN,
            f"Doanh thu/lao động trung vị để dò đơn vị (quy mô {_size(workers)}); "
            "mặc định là quy ước, chưa phải số thống kê.",
        ),
    )


def _trace(checks: list[IdentityCheck], unit: Unit) -> tuple[Step, ...]:
    return tuple(
        Step(
            "Cộng kiểm tra" if check.holds is not None else "Chưa đủ dòng để kiểm tra",
            check.identity,
            None if check.expected is None else float(check.expected),
            unit.out_vi,
        )
        for check in checks
    )
