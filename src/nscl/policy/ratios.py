"""Percentages: numerators over denominators, on the base that the document or a person has named."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.counting import is_current, outdated
from nscl.policy.display import written
from nscl.policy.evidence import by_year
from nscl.policy.terms import Observation, ParentOutcome, TargetTerms
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Measurement, Reason, Step, unknown


def measure_ratio(
    terms: TargetTerms, counted: Sequence[Observation], line: Timeline, parent: ParentOutcome | None
) -> Measurement:
    """The share in %, refused when a part is missing, the base is empty, or the share is impossible.

    With roll-up `sum` the numerators and the denominators of all years are added; otherwise the latest
    year stands for the level reached.
    """
    told = {y: group for y, group in by_year(counted).items() if any(map(_tells, group))}
    if not told:
        return unknown(sentences.no_observation())
    last = max(told)
    used = [o for year, group in told.items() for o in group if terms.rollup == "sum" or year == last]
    if len(used) == 1 and used[0].numerator is None and used[0].value is not None:
        found = _printed_share(used[0], used[0].value)
    else:
        found = _quotient(terms, used, parent)
    if terms.rollup != "sum":
        return found if is_current(last, line) else outdated(found, line)
    missing = tuple(year for year in line.due if year not in told)
    if not missing:
        return found
    return replace(found, faults=(*found.faults, replace(sentences.missing_years(missing), withholds=True)))


def measure_mean(counted: Sequence[Observation], line: Timeline) -> Measurement:
    """The mean over the due years of a figure that each year brings anew, such as a share of growth.

    Years that give numerator and denominator are added part by part; bare figures are averaged.
    """
    years = [o for o in counted if o.year in line.due and _tells(o)]
    if not years:
        no_year = line.first is not None and not line.due
        return unknown(sentences.no_full_year(line.first or 0) if no_year else sentences.no_observation())
    seen = [o.year for o in years]
    if len(set(seen)) < len(seen):
        twice = next(year for year in seen if seen.count(year) > 1)
        return unknown(sentences.two_values_one_year(twice), used=_ids(years))
    found = _added_parts(years) or _plain_mean(years)
    missing = tuple(year for year in line.due if year not in seen)
    if not missing:
        return found
    return replace(found, faults=(*found.faults, replace(sentences.missing_years(missing), withholds=True)))


def _tells(observation: Observation) -> bool:
    return observation.numerator is not None or observation.value is not None


def _ids(observations: Sequence[Observation]) -> tuple[str, ...]:
    return tuple(o.id for o in observations)


def _printed_share(observation: Observation, value: Decimal) -> Measurement:
    """A share that came as a finished figure: it cannot be recounted, but an impossible one is refused."""
    faults: tuple[Reason, ...] = ()
    if value > 100:
        faults = (sentences.above_base(value, Decimal(100)),)
    elif value < 0:
        faults = (sentences.negative_value(observation.year),)
    step = Step(f"Tỷ lệ năm {observation.year}", f"{written(value)} %", value)
    return Measurement(value, value, value, used=(observation.id,), steps=(step,), faults=faults)


def _quotient(terms: TargetTerms, used: Sequence[Observation], parent: ParentOutcome | None) -> Measurement:
    numerator = Decimal(0)
    for observation in used:
        if observation.numerator is None:
            return unknown(sentences.parts_missing(observation.year), used=_ids(used))
        if observation.numerator < 0:
            return unknown(sentences.negative_value(observation.year), used=_ids(used))
        numerator += observation.numerator
    denominator = _denominator(terms, used, parent)
    if isinstance(denominator, Reason):
        return replace(unknown(denominator, used=_ids(used)), numerator=numerator)
    if denominator <= 0:
        found = unknown(sentences.denominator_zero(), used=_ids(used))
        return replace(found, numerator=numerator, denominator=denominator)
    share = numerator / denominator * 100
    return Measurement(
        share,
        share,
        share,
        used=_ids(used),
        steps=(Step("Tử số chia mẫu số", f"{written(numerator)} ÷ {written(denominator)} × 100 %", share),),
        faults=(sentences.above_base(numerator, denominator),) if numerator > denominator else (),
        notes=(sentences.base_harmless(terms.parent or ""),) if _doubt_is_harmless(terms, parent) else (),
        numerator=numerator,
        denominator=denominator,
    )


def _denominator(
    terms: TargetTerms, used: Sequence[Observation], parent: ParentOutcome | None
) -> Decimal | Reason:
    """The decided parent or given figure, else the year's own, else the register, else the parent's."""
    base = terms.base
    if base is None and terms.base_required and not _doubt_is_harmless(terms, parent):
        return sentences.base_undecided(terms)
    if base is not None and base.kind == "parent":
        reached = parent.numerator if parent is not None else None
        return sentences.parent_missing(terms.parent or base.label) if reached is None else reached
    if base is not None and base.kind == "given" and base.value is not None:
        return base.value
    own = [o.denominator for o in used if o.denominator is not None]
    if len(own) == len(used):
        return sum(own, Decimal(0))
    if base is not None and base.value is not None and len(used) == 1:
        return base.value
    if parent is not None and parent.id == terms.parent and parent.denominator is not None:
        return parent.denominator
    return sentences.parts_missing(next(o.year for o in used if o.denominator is None))


def _doubt_is_harmless(terms: TargetTerms, parent: ParentOutcome | None) -> bool:
    """Of a parent of 100 % both readings of "trong đó" ask the same in the end: a share of the whole list."""
    undecided = terms.base_required and terms.base is None
    return undecided and parent is not None and parent.id == terms.parent and parent.goal == 100


def _added_parts(years: Sequence[Observation]) -> Measurement | None:
    pairs = [(o.numerator, o.denominator) for o in years]
    if any(n is None or d is None for n, d in pairs):
        return None
    numerator = sum((n for n, _ in pairs if n is not None), Decimal(0))
    denominator = sum((d for _, d in pairs if d is not None), Decimal(0))
    if denominator == 0:
        return unknown(sentences.denominator_zero(), used=_ids(years))
    share = numerator / denominator * 100
    step = Step("Cộng tử số, cộng mẫu số", f"{written(numerator)} ÷ {written(denominator)} × 100 %", share)
    return Measurement(
        share, share, share, _ids(years), (step,), numerator=numerator, denominator=denominator
    )


def _plain_mean(years: Sequence[Observation]) -> Measurement:
    values: list[Decimal] = []
    for observation in years:
        if observation.value is not None:
            values.append(observation.value)
        elif observation.numerator is None or not observation.denominator:
            return unknown(sentences.parts_missing(observation.year), used=_ids(years))
        else:
            values.append(observation.numerator / observation.denominator * 100)
    mean = sum(values, Decimal(0)) / len(values)
    step = Step("Bình quân các năm", f"({' + '.join(map(written, values))}) ÷ {len(values)}", mean)
    return Measurement(mean, mean, mean, used=_ids(years), steps=(step,))
