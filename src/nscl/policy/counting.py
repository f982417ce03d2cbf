"""Counts: turns are added, things are recounted, levels take the latest, models need all their parts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from nscl.policy import sentences
from nscl.policy.display import written
from nscl.policy.evidence import by_year
from nscl.policy.terms import Observation, TargetTerms
from nscl.policy.timeline import Timeline
from nscl.policy.verdicts import Measurement, Reason, Step, unknown


def measure_count(terms: TargetTerms, counted: Sequence[Observation], line: Timeline) -> Measurement:
    """How many there are, by the count mode of `terms`."""
    negative = [o.year for o in counted if o.value is not None and o.value < 0]
    if negative:
        return unknown(sentences.negative_value(negative[0]), used=_ids(counted))
    if terms.composition:
        found = _models(terms, counted, line)
    elif terms.count_mode == "distinct":
        found = _distinct(counted, line)
    elif terms.count_mode == "latest":
        found = latest_level(counted, line)
    else:
        found = _events(counted, line)
    return _with_stock(terms, found)


def unreported_years(counted: Iterable[Observation], line: Timeline) -> tuple[int, ...]:
    """Due years with no figure, or with one that was reported as unknown."""
    years = by_year(counted)
    return tuple(y for y in line.due if y not in years or not all(map(_tells, years[y])))


def latest_level(counted: Sequence[Observation], line: Timeline) -> Measurement:
    """The level of the latest reported year; a level older than the last due year withholds the verdict."""
    years = by_year(o for o in counted if o.value is not None)
    if not years:
        return unknown(sentences.no_observation())
    year, group = max(years.items())
    values = {o.value for o in group if o.value is not None}
    if len(values) > 1:
        return unknown(sentences.two_values_one_year(year), used=_ids(group))
    value = values.pop()
    step = Step(f"Mức mới nhất, năm {year}", written(value), value)
    found = Measurement(value, value, value, used=_ids(group), steps=(step,))
    return found if is_current(year, line) else outdated(found, line)


def is_current(year: int, line: Timeline) -> bool:
    return line.last_due is None or year >= line.last_due


def outdated(found: Measurement, line: Timeline) -> Measurement:
    """A level may have moved either way since; it is shown, but tells nothing sure of the last due year."""
    assert line.last_due is not None
    fault = replace(sentences.missing_years((line.last_due,)), withholds=True)
    return replace(found, faults=(*found.faults, fault))


def _tells(observation: Observation) -> bool:
    return observation.value is not None or observation.subjects is not None


def _ids(observations: Iterable[Observation]) -> tuple[str, ...]:
    return tuple(o.id for o in observations)


def _gap(missing: tuple[int, ...]) -> tuple[Reason, ...]:
    return (sentences.missing_years(missing),) if missing else ()


def _events(counted: Sequence[Observation], line: Timeline) -> Measurement:
    known = [o for o in counted if o.value is not None]
    if not known:
        return unknown(sentences.no_observation())
    steps: list[Step] = []
    total = Decimal(0)
    for year, group in by_year(known).items():
        values = [o.value for o in group if o.value is not None]
        total += sum(values)
        steps.append(Step(f"Năm {year}", " + ".join(map(written, values)), sum(values, Decimal(0))))
    steps.append(Step("Cộng các năm", " + ".join(written(s.value or Decimal(0)) for s in steps), total))
    gap = _gap(_unvalued_years(counted, line))
    return Measurement(total, total, None if gap else total, used=_ids(known), steps=tuple(steps), gaps=gap)


def _unvalued_years(counted: Iterable[Observation], line: Timeline) -> tuple[int, ...]:
    years = by_year(counted)
    return tuple(y for y in line.due if y not in years or any(o.value is None for o in years[y]))


def _distinct(counted: Sequence[Observation], line: Timeline) -> Measurement:
    told = [o for o in counted if _tells(o)]
    if not told:
        return unknown(sentences.no_observation())
    named = frozenset[str]().union(*(o.subjects for o in told if o.subjects is not None))
    # Without a list the same organisation may come back: at least the largest single figure is
    # distinct, at most all of them are new.
    bare = [o for o in told if o.subjects is None and o.value]
    least = max([Decimal(len(named)), *(o.value for o in bare if o.value is not None)])
    most = Decimal(len(named)) + sum((o.value for o in bare if o.value is not None), Decimal(0))
    steps = [
        Step(f"Năm {o.year}", f"{len(o.subjects)} đối tượng có tên", Decimal(len(o.subjects)))
        if o.subjects is not None
        else Step(f"Năm {o.year}", f"{written(o.value or Decimal(0))}, chưa có danh sách", o.value)
        for o in told
    ]
    steps.append(
        Step("Đếm lại, mỗi đối tượng một lần", f"{len(named)} đối tượng có tên", Decimal(len(named)))
    )
    missing = unreported_years(counted, line)
    gaps = _gap(missing)
    if least != most:
        gaps += (sentences.subjects_missing(o.year for o in bare),)
    return Measurement(
        least, least, None if missing else most, used=_ids(told), steps=tuple(steps), gaps=gaps
    )


def _models(terms: TargetTerms, counted: Sequence[Observation], line: Timeline) -> Measurement:
    """Models that have all their parts. A part without subjects, or never reported, only bounds them."""
    told = [o for o in counted if _tells(o)]
    if not told:
        return unknown(sentences.no_observation())
    whole = [o for o in told if o.component is None]
    declared = frozenset[str]().union(*(o.subjects for o in whole if o.subjects is not None))
    bare = [o.value for o in whole if o.subjects is None and o.value is not None]
    done = declared | _complete_subjects(terms, told)
    reported = [part for part in terms.composition if any(o.component == part for o in told)]
    gaps: tuple[Reason, ...] = ()
    if reported:
        gaps += tuple(sentences.component_missing(p) for p in terms.composition if p not in reported)
        if any(o.component in reported and o.subjects is None and o.value for o in told):
            gaps += (sentences.components_unlinked(),)
    ceiling = len(declared) + _most_from_parts(terms, reported, told) if gaps else Decimal(len(done))
    least = max([Decimal(len(done)), *bare])
    most = ceiling + sum(bare, Decimal(0))
    steps = [_part_step(part, needed, told) for part, needed in terms.composition.items()]
    steps.append(Step("Mô hình đủ mọi nội dung", f"{len(done)} đối tượng đủ nội dung", Decimal(len(done))))
    if any(bare) and least != most:
        gaps += (sentences.subjects_missing(o.year for o in whole if o.subjects is None),)
    missing = unreported_years(counted, line)
    gaps += _gap(missing)
    return Measurement(
        least, least, None if missing else most, used=_ids(told), steps=tuple(steps), gaps=gaps
    )


def _complete_subjects(terms: TargetTerms, told: Sequence[Observation]) -> frozenset[str]:
    received: dict[str, Counter[str]] = {part: Counter() for part in terms.composition}
    for observation in told:
        if observation.component in received and observation.subjects is not None:
            received[observation.component].update(observation.subjects)
    everyone = frozenset[str]().union(*received.values())
    return frozenset(
        who for who in everyone if all(received[p][who] >= n for p, n in terms.composition.items())
    )


def _part_total(part: str, told: Sequence[Observation]) -> Decimal:
    return sum(
        (
            Decimal(len(o.subjects)) if o.subjects is not None else o.value or Decimal(0)
            for o in told
            if o.component == part
        ),
        Decimal(0),
    )


def _part_step(part: str, needed: int, told: Sequence[Observation]) -> Step:
    total = _part_total(part, told)
    return Step(f"Nội dung “{part}”", f"{written(total)} lượt, mỗi mô hình cần {needed}", total)


def _most_from_parts(terms: TargetTerms, reported: Sequence[str], told: Sequence[Observation]) -> Decimal:
    return min(_part_total(part, told) // terms.composition[part] for part in reported)


def _with_stock(terms: TargetTerms, found: Measurement) -> Measurement:
    """Adds what already stood, when a person decided that it counts."""
    base = terms.base
    if base is None or base.kind != "given" or base.value is None or found.value is None:
        return found
    if not terms.accumulates:
        return found
    value = found.value + base.value
    step = Step(
        f"Cộng số đã có ({base.label or 'gốc'})", f"{written(found.value)} + {written(base.value)}", value
    )
    return replace(
        found,
        value=value,
        least=found.least + base.value,
        most=None if found.most is None else found.most + base.value,
        steps=(*found.steps, step),
    )
