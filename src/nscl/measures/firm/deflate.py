"""Value added in constant prices: by two price indices, or by one with a flag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange
from nscl.measures.inputs import choice, number, numbers, whole
from nscl.measures.method import measure
from nscl.measures.result import Array, Assumption, Caution, Result, Step, show


@dataclass(frozen=True, kw_only=True, eq=False)
class Deflated(Result):
    """Value added in the prices of the base year."""

    years: tuple[int, ...]
    base_year: int
    value_added_current: Array
    value_added_real: Array
    output_real: Array | None
    intermediate_real: Array | None
    implicit_deflator: Array
    growth_pct: tuple[float | None, ...]
    deflation: str
    single_deflated: bool


@measure("firm.deflate", "Giá trị gia tăng theo giá so sánh")
def deflate(
    *,
    years: Any,
    base_year: Any,
    output_index: Any,
    value_added: Any = None,
    output: Any = None,
    intermediate: Any = None,
    input_index: Any = None,
    mode: str | None = None,
    index_base: Any = 100,
) -> Deflated:
    """A firm's value added in constant prices of a base year, by double or single deflation.

    It promises to say which: value added divided by one index is flagged `single_deflated`, because it
    carries the drift between the prices of outputs and inputs. It refuses an index that is not above zero and
    a double deflation without both indices.

    Formula:
        double: VA real = output / P_out − intermediate / P_in; single: VA real = VA / P_out
        P = index / index in the base year; implicit deflator = 100·VA current / VA real
        growth = 100·(VA real₁ / VA real₀ − 1)
    Input:
        years: list of years, in order.
        base_year: whose prices are used; where it is not among the years the index is read as index_base
            in that year.
        output, intermediate (money): current prices; or value_added (money) for a single deflation.
        output_index, input_index (index): price index of outputs (PPI of the industry) and of inputs.
        mode: double or single; default double where input_index is given, else single.
        index_base (index): value of the index in a base year outside the list; default 100.
    Output:
        value_added_current, value_added_real, output_real, intermediate_real (money of the base year).
        implicit_deflator (base year = 100). growth_pct (%): null for the first year and where undefined.
        deflation: double or single. single_deflated: true or false.
    Source:
        System of National Accounts 2008, ch. 15; OECD, Measuring Productivity (2001), ch. 3.
    Traps:
        - With input prices rising faster than output prices, single deflation understates real value added.
        - Double-deflated value added can turn negative in a year far from the base: growth is then undefined.
        - A consumer price index is not a producer price index.
    Example:
        >>> real = deflate(years=[2020, 2021], base_year=2020, output=[100, 120], intermediate=[60, 80],
        ...                output_index=[100, 110], input_index=[100, 125])
        >>> [round(float(value), 4) for value in real.value_added_real]
        [40.0, 45.0909]
    """
    when = _years(years)
    base = whole(base_year, "base_year", at_least=1, at_most=2200)
    prices_out = _index(output_index, "output_index", when, base, index_base)
    kind = choice(mode, "mode", ["double", "single"]) if mode is not None else None
    kind = kind or ("double" if input_index is not None else "single")
    if kind == "double" and input_index is None:
        raise MissingField("input_index", "Giảm phát kép cần chỉ số giá đầu vào. Hãy nhập “input_index”.")
    prices_in = None if input_index is None else _index(input_index, "input_index", when, base, index_base)
    current, made, used = _current(value_added, output, intermediate, len(when), kind)
    with np.errstate(all="ignore"):
        made_real = made / prices_out if made is not None and kind == "double" else None
        used_real = None if used is None or prices_in is None or kind == "single" else used / prices_in
        real = current / prices_out if made_real is None or used_real is None else made_real - used_real
        deflator = np.where(real != 0, 100 * current / real, np.nan)
    if not np.isfinite(real).all():
        raise OutOfRange("output_index", "Kết quả vượt quá số tính được. Hãy kiểm tra đơn vị và chỉ số giá.")
    return Deflated(
        years=when,
        base_year=base,
        value_added_current=current,
        value_added_real=real,
        output_real=made_real,
        intermediate_real=used_real,
        implicit_deflator=deflator,
        growth_pct=_growth(real),
        deflation=kind,
        single_deflated=kind == "single",
        assumptions=(
            Assumption("deflation", kind, "Giảm phát kép (đầu ra, đầu vào) hay đơn (một chỉ số)."),
            Assumption("base_year", float(base), "Năm gốc của giá so sánh."),
        ),
        warnings=_cautions(kind, real, when),
        trace=tuple(
            Step(
                f"Giá trị gia tăng {year}, giá {base}",
                _written(kind, at, current, made_real, used_real, prices_out),
                float(real[at]),
                "đơn vị tiền",
            )
            for at, year in enumerate(when[:50])
        ),
    )


def _years(given: Any) -> tuple[int, ...]:
    values = numbers(given, "years")
    found = tuple(
        whole(value, f"years[{place}]", at_least=1, at_most=2200)
        for place, value in enumerate(values.tolist())
    )
    for place in range(1, len(found)):
        if found[place] == found[place - 1]:
            raise Duplicate(f"years[{place}]", f"Năm {found[place]} xuất hiện hai lần. Hãy giữ một.")
        if found[place] < found[place - 1]:
            raise OutOfRange(f"years[{place}]", "Các năm phải xếp tăng dần. Hãy sắp lại.")
    return found


def _index(given: Any, field: str, years: tuple[int, ...], base: int, index_base: Any) -> Array:
    """The index as a ratio to the base year."""
    values = numbers(given, field, length=len(years), above=0)
    stated = number(index_base, "index_base", above=0)
    level = values[years.index(base)] if base in years else stated
    with np.errstate(over="ignore"):
        ratio: Array = values / level
    if not np.isfinite(ratio).all() or not ratio.all():
        raise OutOfRange(field, f"Chỉ số giá “{field}” có các mức chênh nhau quá xa. Hãy kiểm tra lại.")
    return ratio


def _current(
    value_added: Any, output: Any, intermediate: Any, length: int, kind: str
) -> tuple[Array, Array | None, Array | None]:
    """Value added in current prices, with output and intermediate where they are given."""
    if value_added is not None and (output is not None or intermediate is not None):
        raise Inconsistent(
            "value_added", "Hãy nhập giá trị gia tăng, hoặc đầu ra và chi phí trung gian, không nhập cả hai."
        )
    if output is not None or intermediate is not None or kind == "double":
        made = numbers(output, "output", length=length, at_least=0)
        used = numbers(intermediate, "intermediate", length=length, at_least=0)
        return made - used, made, used
    return numbers(value_added, "value_added", length=length), None, None


def _growth(real: Array) -> tuple[float | None, ...]:
    found: list[float | None] = [None]
    for before, after in zip(real[:-1].tolist(), real[1:].tolist(), strict=True):
        found.append(100 * (after / before - 1) if before > 0 and after > 0 else None)
    return tuple(found)


def _written(
    kind: str, at: int, current: Array, made: Array | None, used: Array | None, prices: Array
) -> str:
    if kind == "double" and made is not None and used is not None:
        return f"{show(float(made[at]))} − {show(float(used[at]))}"
    return f"{show(float(current[at]))} / {show(float(prices[at]))}"


def _cautions(kind: str, real: Array, years: tuple[int, ...]) -> tuple[Caution, ...]:
    found = []
    if kind == "single":
        sentence = "Giảm phát đơn: kết quả gồm cả chênh lệch giữa giá đầu ra và giá đầu vào."
        found.append(Caution("single_deflated", sentence, "input_index"))
    found += [
        Caution(
            "real_value_added_not_positive",
            f"Năm {years[place]}: giá trị gia tăng thực không dương, tốc độ tăng không xác định.",
            f"years[{place}]",
        )
        for place in np.flatnonzero(real <= 0).tolist()[:20]
    ]
    return tuple(found)
