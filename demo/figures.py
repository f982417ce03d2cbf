"""Invented results 2021–2025, target by target in the order of the document.

`Shares` gives numerators over one base, `Names` how many invented enterprises or people, `Counts` how
many times, `Levels` a level or a level with that of the year before, `States` done or not. `Members` are
counted over the province's list in force, `Experts` over the register's certificates, `Surveyed` over
the surveys made.
A year that is not named was not reported: missing, not zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Series:
    """The years of one target; `left` says where a year's figure still stands on its way."""

    target: int
    years: dict[int, object]
    left: dict[int, str] = field(default_factory=dict)  # year → draft | submitted | returned
    fresh: tuple[int, ...] = ()  # years approved just before today


@dataclass(frozen=True)
class Shares(Series):
    years: dict[int, tuple[int, int]]


@dataclass(frozen=True)
class Names(Series):
    """`pool` is what the invented subjects are called; `again` how many of a year's were counted before."""

    years: dict[int, int]
    pool: str = "Doanh nghiệp minh họa"
    again: int = 0


@dataclass(frozen=True)
class Members(Series):
    """How many lines of the list in force counted; None takes those the registers know themselves.

    `over_parent` counts over what the target above has counted, so it is entered after that was approved.
    """

    years: dict[int, int | None]
    over_parent: bool = False


@dataclass(frozen=True)
class Experts(Series):
    """Years for which the register's experts were counted."""

    years: dict[int, None]


@dataclass(frozen=True)
class Surveyed(Series):
    """Years for which the surveys made and answered were counted."""

    years: dict[int, None]


@dataclass(frozen=True)
class Parts(Series):
    """Subjects by part of a model; a model counts when it has all its parts."""

    years: dict[int, dict[str, tuple[int, ...]]]


@dataclass(frozen=True)
class Counts(Series):
    years: dict[int, int]


@dataclass(frozen=True)
class Levels(Series):
    """A level, or (level, level of the year before)."""

    years: dict[int, float | tuple[float, float]]


@dataclass(frozen=True)
class States(Series):
    years: dict[int, bool]


def _of(base: int, *numerators: int, first: int = 2021) -> dict[int, tuple[int, int]]:
    return {first + index: (numerator, base) for index, numerator in enumerate(numerators)}


def _from(first: int, *numbers: int) -> dict[int, int]:
    return {first + index: number for index, number in enumerate(numbers)}


_PARTS = ("mgmt_system", "improvement_tool", "traceability")


def _models(year: int, *parts: tuple[int, ...]) -> dict[int, dict[str, tuple[int, ...]]]:
    return {year: dict(zip(_PARTS, parts, strict=True))}


SERIES: dict[str, tuple[Series, ...]] = {
    "lao-cai": (
        States(1, {2021: True}),
        States(2, {2021: False, 2022: True}),
        Surveyed(2, {2025: None}),
        Members(3, _from(2021, 4, 7, 10, 15, 20), fresh=(2025,)),
        Members(4, _from(2021, 9, 11, 13, 14, 15)),
        Names(5, _from(2021, 1, 2, 0, 1, 2), again=1),
        Members(6, _from(2021, 6, 12, 19, 26, 33), fresh=(2025,)),
        Members(7, _from(2021, 2, 5, 9, 14, 19), fresh=(2025,), over_parent=True),
        Names(8, _from(2021, 0, 2, 3, 2, 2)),
        Levels(9, {2022: 108, 2023: 117.5, 2024: 126, 2025: 133}, left={2025: "submitted"}),
        Shares(10, _of(60, 18, 31, 44, 57, 60)),
        Members(11, _from(2021, 12, 22, 31, 40, 48), left={2025: "returned"}),
        Members(12, dict.fromkeys(range(2021, 2026)), fresh=(2025,)),
        Counts(13, _from(2021, 1, 1, 1, 1, 1)),
        States(14, {2022: True}),
        States(15, {2024: False}),
        Counts(16, _from(2021, 2, 2, 3, 2, 2), left={2025: "draft"}),
        Names(18, _from(2021, 4, 5, 4, 4, 4), pool="Học viên minh họa"),
        Names(19, _from(2021, 3, 4, 4, 3, 2), pool="Học viên minh họa B"),
        Members(20, _from(2023, 10, 15, 20)),
        Members(21, _from(2023, 13, 14, 15)),
        Members(22, _from(2023, 19, 26, 33)),
        Members(23, _from(2023, 9, 14, 19), over_parent=True),
        Counts(24, _from(2021, 20, 24, 30, 33, 36)),
        Names(25, _from(2021, 0, 2, 3, 2, 2)),
    ),
    "lam-dong": (
        Levels(1, {2021: 41.2, 2022: 43.5, 2023: 44.8, 2024: 46.1, 2025: 46.9}),
        Levels(
            2,
            {2021: (103.1, 98.4), 2022: (110.9, 103.1), 2023: (118.2, 110.9), 2024: (126.5, 118.2), 2025: (136.4, 126.5)},
        ),
        Counts(3, _from(2021, 1, 2, 2, 3, 3)),
        Counts(4, _from(2021, 3, 5, 6, 6, 5), fresh=(2025,)),
        Counts(5, _from(2021, 1, 0, 1, 1, 0)),
        Parts(
            6,
            {
                **_models(2022, (1, 2), (1, 2), (1,)),
                **_models(2023, (3, 4, 5), (3, 4), (2, 3, 4)),
                **_models(2024, (6, 7), (5, 6), (5, 6)),
                **_models(2025, (8, 9), (7, 8), (7, 8)),
            },
        ),
        Counts(7, _from(2021, 5, 8, 10, 12, 11)),
        Counts(8, _from(2021, 2, 5, 6, 6, 5), left={2025: "submitted"}),
        Names(9, _from(2021, 1, 2, 3, 2, 2), pool="Sản phẩm minh họa"),
        Names(10, _from(2021, 1, 1, 0, 1, 1), pool="Sản phẩm minh họa B"),
        Names(11, _from(2021, 0, 2, 3, 3, 2)),
        Shares(12, {2021: (9, 10), 2022: (8, 12), 2023: (9, 13), 2024: (10, 15), 2025: (8, 12)}),
        Shares(13, {2021: (1, 10), 2022: (4, 12), 2023: (4, 13), 2024: (5, 15), 2025: (4, 12)}),
    ),
    "nam-dinh": (
        Levels(1, {2023: (107.2, 100), 2024: (115.3, 107.2), 2025: (124.4, 115.3)}),
        Levels(2, {2023: 37.1, 2024: 38.2, 2025: 38.7}),
        Names(3, _from(2023, 1, 1, 0)),
        Names(4, _from(2023, 7, 9, 8), again=1, fresh=(2025,)),
        Names(5, _from(2023, 0, 1, 0), pool="Trường minh họa"),
        Experts(6, dict.fromkeys((2023, 2024, 2025))),
        Counts(7, _from(2023, 15, 20, 18)),
        Counts(8, _from(2023, 30, 42)),
        Levels(10, {2023: 37.1, 2024: 38.2, 2025: 38.7}),
        Names(11, _from(2023, 1, 1, 0)),
        Names(12, _from(2023, 7, 9, 8), again=1),
        Names(13, _from(2023, 0, 1, 0), pool="Trường minh họa"),
    ),
    "lang-son": (
        Names(1, _from(2021, 22, 24, 27, 30, 34), again=10),
        Names(2, _from(2022, 1, 1, 0, 1)),
        Experts(3, dict.fromkeys(range(2021, 2026))),
        Counts(4, _from(2021, 20, 28, 31, 26, 30)),
        Names(5, _from(2021, 0, 0, 0, 0, 0), pool="Trường minh họa"),
    ),
    "hung-yen": (
        Experts(1, dict.fromkeys(range(2021, 2026))),
        Names(3, _from(2021, 0, 0, 1, 0, 0), pool="Trường minh họa"),
        Counts(4, _from(2021, 2, 4, 5, 5, 3)),
        Counts(5, _from(2021, 0, 1, 1, 0, 0)),
        Names(6, _from(2021, 3, 5, 7, 6, 4)),
        Counts(7, _from(2021, 1, 1, 1, 0, 1)),
        Names(10, _from(2021, 0, 1, 0, 1, 0)),
        States(11, {2024: True}),
    ),
}  # fmt: skip
