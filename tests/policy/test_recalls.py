"""Answers to a recall add up unit by unit, and what is missing is never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nscl.policy.recalls import Line, Told, faults_of, sums_of


def kg(**figures: float | None) -> Told:
    return Told(**{name: None if value is None else Decimal(str(value)) for name, value in figures.items()})


@pytest.mark.parametrize(
    ("told", "figure"),
    [
        (kg(), "held"),
        (kg(held=-1), "held"),
        (kg(held=1e15), "held"),
        (kg(held=0.12345), "held"),
        (kg(recovered=1), "recovered"),
        (kg(held=3, recovered=4), "recovered"),
        (kg(held=3, sold=1, recovered=5), "recovered"),
        (kg(held=3, destroyed=1), "destroyed"),
        (kg(held=3, recovered=1, destroyed=2), "destroyed"),
    ],
)
def test_figures_that_cannot_be_are_refused(told: Told, figure: str) -> None:
    [fault] = faults_of(told)
    assert fault.figure == figure and not fault.is_warning


@pytest.mark.parametrize(
    "told",
    [kg(held=0), kg(sold=3), kg(held=3, recovered=3), kg(held=0, sold=4, recovered=4, destroyed=4)],
)
def test_figures_that_can_be_pass(told: Told) -> None:
    assert faults_of(told) == []


def test_more_or_less_than_the_events_tell_is_doubted_and_kept() -> None:
    for told in (kg(held=3, sold=1), kg(held=9, sold=9)):
        assert [one.is_warning for one in faults_of(told, Decimal(10))] == [True]
    assert faults_of(kg(held=3, sold=7), Decimal(10)) == [] == faults_of(kg(held=3), Decimal(10))


def test_units_are_never_added_and_missing_figures_are_counted() -> None:
    lines = [
        Line("KGM", Decimal(10), kg(held=4, sold=6, recovered=5)),
        Line("KGM", Decimal(20), kg(held=20)),
        Line("KGM", None),
        Line("LTR", Decimal(7), kg(held=7, recovered=7)),
        Line("H87", Decimal(1)),
    ]
    pieces, kilos, litres = sums_of(lines)
    assert (kilos.known, kilos.known_missing, kilos.held, kilos.recovered) == (30, 1, 24, 5)
    assert (kilos.recovered_missing, kilos.destroyed, kilos.recovered_pct) == (2, None, None)
    assert litres.recovered_pct == Decimal("100.0") and pieces.recovered is None
