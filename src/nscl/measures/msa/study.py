"""What every gauge study shares: reading a full design, and the tables of its variance components."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special

from nscl.measures.errors import ConstantData, TooFew, Unbalanced, WrongType
from nscl.measures.inputs import kind_vi, number, numbers
from nscl.measures.result import Array, Caution

LARGEST = 1e150
# Differences below this share of the readings are the noise of arithmetic, not of the gauge.
NOISE = 1e-13

Table = dict[str, float | None]


def cube(values: Any, levels: tuple[str, str, str], least: tuple[int, int, int]) -> Array:
    """A full three-way design of readings; a hole or a short row is refused where it is.

    `levels` names the three axes in words, `least` is the fewest of each.
    """
    outer = _rows(values, "values")
    table = [_rows(row, f"values[{i}]") for i, row in enumerate(outer)]
    _enough(len(table), least[0], levels[0], "values")
    for i, row in enumerate(table):
        if len(row) != len(table[0]):
            raise Unbalanced(
                f"values[{i}]",
                f"{levels[0].capitalize()} {i + 1} có {len(row)} {levels[1]}, {levels[0]} 1 có "
                f"{len(table[0])}: mọi {levels[0]} phải có đủ như nhau.",
            )
    _enough(len(table[0]), least[1], levels[1], "values[0]")
    cells = [[_cell(cell, f"values[{i}][{j}]") for j, cell in enumerate(row)] for i, row in enumerate(table)]
    _enough(len(cells[0][0]), least[2], levels[2], "values[0][0]")
    for i, cell_row in enumerate(cells):
        for j, cell in enumerate(cell_row):
            if len(cell) != len(cells[0][0]):
                raise Unbalanced(
                    f"values[{i}][{j}]",
                    f"Ô {levels[0]} {i + 1}, {levels[1]} {j + 1} có {len(cell)} {levels[2]}, ô đầu có "
                    f"{len(cells[0][0])}: số {levels[2]} phải bằng nhau.",
                )
    found = np.array(cells, dtype=np.float64)
    if not float(np.ptp(found)) > 1 / LARGEST:
        raise ConstantData("values", "Mọi lần đo bằng nhau. Hãy kiểm tra độ phân giải của dụng cụ đo.")
    return found


def _rows(value: Any, path: str) -> Any:
    if value is None:
        raise Unbalanced(path, f"Thiếu “{path}”. Nghiên cứu này cần đủ mọi ô.")
    if isinstance(value, str | Mapping) or not isinstance(value, Sequence | np.ndarray):
        raise WrongType(path, f"“{path}” phải là một danh sách, không phải {kind_vi(value)}.")
    return value


def _cell(value: Any, path: str) -> Array:
    for k, reading in enumerate(_rows(value, path)):
        if reading is None:
            raise Unbalanced(f"{path}[{k}]", f"Thiếu lần đo thứ {k + 1} ở “{path}”. Hãy đo bù ô này.")
    return numbers(value, path, at_least_items=0, at_least=-LARGEST, at_most=LARGEST)


def _enough(count: int, least: int, level: str, path: str) -> None:
    if count < least:
        raise TooFew(path, f"Cần ít nhất {least} {level}; nhận được {count}.")


def floor_of(readings: Array) -> float:
    """The mean square below which nothing but rounding is left."""
    return (NOISE * float(np.abs(readings).max())) ** 2


@dataclass
class Components:
    """Variance components; None is "not in this design", never zero."""

    repeatability: float
    operator: float | None
    interaction: float | None
    part: float
    cautions: list[Caution] = field(default_factory=list)

    @property
    def reproducibility(self) -> float | None:
        known = [one for one in (self.operator, self.interaction) if one is not None]
        return sum(known) if known else None

    @property
    def variances(self) -> Table:
        """Every component and the sums they make."""
        shared = self.reproducibility
        gauge = self.repeatability + (shared or 0.0)
        return {
            "rr": gauge,
            "repeatability": self.repeatability,
            "reproducibility": shared,
            "operator": self.operator,
            "interaction": self.interaction,
            "part": self.part,
            "total": gauge + self.part,
        }

    def clip(self, name: str, value: float, word: str) -> float:
        """A variance estimated below zero is zero, and said so."""
        if value < 0:
            self.cautions.append(
                Caution(f"negative_{name}", f"Phương sai {word} ước lượng âm nên lấy bằng 0.", "values")
            )
        return max(0.0, value)


@dataclass(frozen=True)
class Tables:
    """The tables a study prints, by source of variation."""

    varcomp: Table
    contribution_pct: Table
    stddev: Table
    study_variation: Table
    study_variation_pct: Table
    tolerance_pct: Table | None
    process_pct: Table | None
    ndc: int | None


def tables(found: Components, multiple: float, tolerance: Any, process_sigma: Any) -> Tables:
    """Every table from the components; `process_sigma` adds shares of a known process."""
    width = None if tolerance is None else number(tolerance, "tolerance", above=0)
    process = None if process_sigma is None else number(process_sigma, "process_sigma", above=0)
    variances = found.variances
    sd = {name: None if value is None else math.sqrt(value) for name, value in variances.items()}
    total_variance, total, gauge, part = variances["total"], sd["total"], sd["rr"], sd["part"]
    assert total_variance and total and gauge is not None and part is not None
    if gauge == 0:
        found.cautions.append(
            Caution(
                "no_gauge_variation",
                "Không thấy biến động của hệ đo: dụng cụ có thể không đủ phân giải để thấy; không tính ndc.",
                "values",
            )
        )
    return Tables(
        variances,
        _times(variances, 100 / total_variance),
        sd,
        _times(sd, multiple),
        _times(sd, 100 / total),
        None if width is None else _times(sd, 100 * multiple / width),
        None if process is None else _times(sd, 100 / process),
        # The small addition keeps 1.41 × a ratio that is exact from falling under its whole number.
        None if gauge == 0 else max(1, math.floor(1.41 * part / gauge + 1e-9)),
    )


def _times(table: Table, factor: float) -> Table:
    return {name: None if value is None else value * factor for name, value in table.items()}


def advice(made: Tables) -> list[Caution]:
    """AIAG's guide values, as cautions: they are advice, not law."""
    share = made.study_variation_pct["rr"]
    assert share is not None
    found = []
    if share > 30:
        found.append(
            Caution("rr_above_30", "R&R trên 30 % biến động nghiên cứu: hệ đo cần được cải tiến.", "values")
        )
    elif share > 10:
        found.append(
            Caution("rr_10_to_30", "R&R trong khoảng 10–30 %: chỉ tạm chấp nhận tuỳ ứng dụng.", "values")
        )
    if made.ndc is not None and made.ndc < 5:
        found.append(
            Caution("ndc_below_5", f"Hệ đo chỉ phân biệt được {made.ndc} nhóm; nên từ 5 trở lên.", "values")
        )
    return found


@dataclass(frozen=True)
class Line:
    """One line of an analysis of variance."""

    df: int
    ss: float
    ms: float | None
    f: float | None = None
    p: float | None = None


def line(df: int, ss: float, quiet: float) -> Line:
    """A line before its test; a mean square under `quiet` is zero."""
    mean_square = ss / df
    return Line(df, ss, mean_square if mean_square > quiet else 0.0)


def tested(one: Line, against: Line) -> Line:
    """The line with its F test; no test when neither has any variation."""
    if not against.ms:
        return Line(one.df, one.ss, one.ms, math.inf, 0.0) if one.ms else one
    ratio = (one.ms or 0.0) / against.ms
    return Line(one.df, one.ss, one.ms, ratio, float(special.fdtrc(one.df, against.df, ratio)))
