"""Growth: year on year, on average over years, or against a base year, base period or given value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.display import written
from nscl.policy.evidence import Evidence, by_year
from nscl.policy.goal import Goal
from nscl.policy.terms import Observation, TargetTerms
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Measurement, Reason, Step, unknown

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Level:
    """The level of one year or base, with the observations that gave it."""

    value: Decimal
    used: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Pair:
    now: Decimal
    before: Decimal
    used: tuple[str, ...]


def measure_growth(terms: TargetTerms, evidence: Evidence, line: Timeline) -> Measurement:
    """The growth in % against the decided base; a reduction counts as positive when `decreasing`.

    With count mode `average` it is the geometric mean of the yearly growths; otherwise the roll-up
    says whether sums, averages or the latest level are compared.
    """
    if terms.base is None and terms.base_required:
        return unknown(sentences.base_undecided(terms))
    if not evidence.counted:
        return unknown(sentences.no_observation())
    levels = _levels(terms, (*evidence.others, *evidence.counted))
    if isinstance(levels, Reason):
        return unknown(levels)
    if terms.count_mode == "average":
        return _mean_rate(terms, evidence, levels, line)
    base = base_level(terms, levels, line)
    return unknown(base) if isinstance(base, Reason) else _against_base(terms, levels, base, line)


def expected_growth(terms: TargetTerms, goal: Goal, line: Timeline, found: Measurement) -> Decimal | None:
    """The growth that should show by now: for sums the line runs over the sums, for levels over the rate."""
    bar = goal.bar
    if bar is None or line.first is None:
        return None
    if terms.path or (terms.count_mode != "average" and terms.rollup == "latest"):
        return line.expected(Decimal(0), bar, terms.path, whole=False)
    if terms.count_mode == "average" or terms.rollup == "average" or found.denominator is None:
        return bar
    base = found.denominator
    total = base * (1 - bar / HUNDRED if terms.decreasing else 1 + bar / HUNDRED)
    share = total * len(line.due) / len(line.years)
    return _rate(terms, share, base)


def yearly_growth(terms: TargetTerms, evidence: Evidence, line: Timeline) -> dict[int, Measurement]:
    """The growth of each due year against the year before it; the base stands before the first year.

    Years that cannot be computed for want of a figure are left out: missing, not zero.
    """
    if terms.base is None and terms.base_required:
        return {year: unknown(sentences.base_undecided(terms)) for year in line.due}
    levels = _levels(terms, (*evidence.others, *evidence.counted))
    if isinstance(levels, Reason):
        return {year: unknown(levels) for year in line.due}
    pairs = _pairs(evidence.counted)
    found: dict[int, Measurement] = {}
    for year in line.due:
        pair = pairs.get(year) or _year_pair(terms, year, levels, line)
        if isinstance(pair, Reason):
            found[year] = unknown(pair, used=levels[year].used)
        elif pair is not None and pair.before <= 0:
            found[year] = unknown(sentences.base_not_positive(str(year - 1)), used=pair.used)
        elif pair is not None:
            found[year] = _measured_rate(terms, pair.now, pair.before, pair.used, f"Tăng năm {year}")
    return found


def base_level(terms: TargetTerms, levels: Mapping[int, Level], line: Timeline) -> Level | Reason:
    """The positive value to compare with, or the reason why there is none."""
    base = terms.base
    if base is None:
        return sentences.base_undecided(terms)
    label = base.label or "mốc so sánh"
    found: Level | None = None
    if base.value is not None:
        found = Level(base.value)
    elif base.kind == "period" and base.period is not None:
        years = [levels[year] for year in base.period.years if year in levels]
        if len(years) == len(base.period.years):
            total = sum((level.value for level in years), Decimal(0))
            sums = terms.rollup == "sum" and not terms.per_year and terms.count_mode != "average"
            found = Level(total if sums else total / len(years), tuple(i for lv in years for i in lv.used))
    else:
        year = base.year if base.year is not None else (line.first - 1 if line.first is not None else None)
        found = levels.get(year) if year is not None else None
        label = base.label or f"năm {year}"
    if found is None:
        return sentences.base_value_missing(label)
    return found if found.value > 0 else sentences.base_not_positive(label)


def _levels(terms: TargetTerms, observations: Sequence[Observation]) -> dict[int, Level] | Reason:
    """One level a year: subjects are recounted, parts of a sum added, two different levels refused."""
    levels: dict[int, Level] = {}
    for year, group in by_year(observations).items():
        used = tuple(o.id for o in group)
        values = [o.value for o in group if o.value is not None]
        lists = [o.subjects for o in group if o.subjects is not None]
        if terms.count_mode == "distinct" and len(lists) == len(group):
            levels[year] = Level(Decimal(len(frozenset[str]().union(*lists))), used)
        elif terms.count_mode == "distinct" and len(group) > 1:
            return replace(sentences.subjects_missing((year,)), withholds=True)
        elif len(values) < len(group):
            continue  # A part that is not reported leaves the year unknown.
        elif terms.rollup == "sum":
            levels[year] = Level(sum(values, Decimal(0)), used)
        elif len(set(values)) > 1:
            return sentences.two_values_one_year(year)
        else:
            levels[year] = Level(values[0], used)
    return levels


def _pairs(counted: Sequence[Observation]) -> dict[int, _Pair]:
    """Years that bring their own comparison: this year and the year before on one price base."""
    return {
        o.year: _Pair(o.numerator, o.denominator, (o.id,))
        for o in counted
        if o.numerator is not None and o.denominator is not None
    }


def _year_pair(
    terms: TargetTerms, year: int, levels: Mapping[int, Level], line: Timeline
) -> _Pair | Reason | None:
    now = levels.get(year)
    if now is None:
        return None
    before: Level | Reason | None = levels.get(year - 1)
    if year == line.first:
        before = base_level(terms, levels, line)
    if before is None or isinstance(before, Reason):
        return before
    return _Pair(now.value, before.value, (*before.used, *now.used))


def _rate(terms: TargetTerms, now: Decimal, before: Decimal) -> Decimal:
    growth = (now / before - 1) * HUNDRED
    return -growth if terms.decreasing else growth


def _measured_rate(
    terms: TargetTerms, now: Decimal, before: Decimal, used: tuple[str, ...], label: str
) -> Measurement:
    rate = _rate(terms, now, before)
    ratio = f"{written(now)} ÷ {written(before)}"
    formula = f"(1 − {ratio}) × 100 %" if terms.decreasing else f"({ratio} − 1) × 100 %"
    step = Step(label, formula, rate)
    return Measurement(rate, rate, rate, used, (step,), numerator=now, denominator=before)


def _mean_rate(
    terms: TargetTerms, evidence: Evidence, levels: Mapping[int, Level], line: Timeline
) -> Measurement:
    """The geometric mean over the due years; of levels only the first and the last matter."""
    if line.first is None:
        return unknown(sentences.start_undecided())
    if not line.due:
        return unknown(sentences.no_full_year(line.first))
    pairs, count = _pairs(evidence.counted), len(line.due)
    if all(year in pairs for year in line.due):
        product = Decimal(1)
        for year in line.due:
            if pairs[year].before <= 0:
                return unknown(sentences.base_not_positive(str(year - 1)), used=pairs[year].used)
            product *= pairs[year].now / pairs[year].before
        used = tuple(i for year in line.due for i in pairs[year].used)
        formula = " × ".join(f"{written(pairs[y].now)} ÷ {written(pairs[y].before)}" for y in line.due)
        return _root(terms, product, count, used, formula)
    last = levels.get(line.due[-1])
    if last is None:
        silent = tuple(year for year in line.due if year not in levels and year not in pairs)
        return unknown(replace(sentences.missing_years(silent or line.due[-1:]), withholds=True))
    start = base_level(terms, levels, line)
    if isinstance(start, Reason):
        return unknown(start, used=last.used)
    if terms.base is not None and terms.base.kind == "year" and terms.base.year is not None:
        count = line.due[-1] - terms.base.year
    if count < 1:
        return unknown(sentences.no_full_year(line.first))
    formula = f"{written(last.value)} ÷ {written(start.value)}"
    found = _root(terms, last.value / start.value, count, (*start.used, *last.used), formula)
    return replace(found, numerator=last.value, denominator=start.value)


def _root(
    terms: TargetTerms, product: Decimal, count: int, used: tuple[str, ...], formula: str
) -> Measurement:
    growth = (product ** (Decimal(1) / count) - 1) * HUNDRED if product > 0 else -HUNDRED
    rate = -growth if terms.decreasing else growth
    step = Step(f"Bình quân nhân của {count} năm", f"căn bậc {count} của ({formula}), trừ 1", rate)
    return Measurement(rate, rate, rate, used=used, steps=(step,))


def _against_base(
    terms: TargetTerms, levels: Mapping[int, Level], base: Level, line: Timeline
) -> Measurement:
    known = {year: level for year, level in levels.items() if line.covers(year)}
    if terms.rollup == "average":
        known = {year: level for year, level in known.items() if year in line.due}
    if not known:
        return unknown(sentences.no_observation())
    last = max(known)
    missing = tuple(year for year in line.due if year not in known)
    total = sum((level.value for level in known.values()), Decimal(0))
    now, label = total, "Tổng kỳ này so với kỳ gốc"
    if terms.rollup == "average":
        now, label = total / len(known), "Bình quân năm so với mốc"
    elif terms.rollup == "latest":
        now, label = known[last].value, f"Năm {last} so với mốc"
        missing = tuple(y for y in (line.last_due,) if y is not None and y > last)
        known = {last: known[last]}
    used = (*base.used, *(i for year in sorted(known) for i in known[year].used))
    found = _measured_rate(terms, now, base.value, used, label)
    if terms.rollup == "sum" and not line.closed:
        found = replace(found, notes=(sentences.phase_unfinished(),))
    if not missing:
        return found
    gap = sentences.missing_years(missing)
    if terms.rollup == "sum" and not terms.decreasing:
        return replace(found, most=None, gaps=(gap,))
    return replace(found, faults=(replace(gap, withholds=True),))
