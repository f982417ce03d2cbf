"""Check sheet: tallies of defects by kind, place and time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nscl.measures import inputs
from nscl.measures.errors import Duplicate, OutOfRange, TooLarge, WrongType
from nscl.measures.method import measure
from nscl.measures.quality.moments import amount
from nscl.measures.result import Assumption, Caution, Result, Step

KEYS = ("category", "stratum", "time", "count")
UNRECORDED = "(không ghi)"
MOST_CELLS = 200_000

Table = dict[str, dict[str, float]]


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckSheetResult(Result):
    """Totals and cross tables, in order of first appearance."""

    total: float
    by_category: dict[str, float]
    by_stratum: dict[str, float]
    by_time: dict[str, float]
    category_by_stratum: Table
    category_by_time: Table
    stratum_by_time: Table


@measure("quality.check_sheet", "Phiếu kiểm tra")
def check_sheet(
    *, records: Sequence[Mapping[str, Any]], categories: Sequence[str] | None = None
) -> CheckSheetResult:
    """Count records by category, stratum (machine, shift, supplier…) and time, and cross them.

    A record without stratum or time is kept under “(không ghi)” and reported, never dropped. Refuses a
    record without category, a negative count, and (when the list of categories is fixed) a category
    outside it.

    Formula:
        n(c, s, t) = Σ count of the records with category c, stratum s, time t
        n(c) = Σ_s Σ_t n(c, s, t), and likewise for the other margins

    Input:
        records: list of {category, stratum, time, count}; count defaults to 1, stratum and time may be absent
        categories: fixed list of categories, shown even when empty; default those that occur

    Output:
        total (occurrences): sum of all counts
        by_category, by_stratum, by_time (occurrences): margins
        category_by_stratum, category_by_time, stratum_by_time (occurrences): cross tables

    Source:
        Ishikawa K., Guide to Quality Control, Asian Productivity Organization, 1982, ch. 4 (check sheets).

    Traps:
        - A category that is not on the sheet is not counted by anyone: fix the list before counting.
        - Counts without the amount inspected are not rates: use a p or u chart for rates.
        - Zero observed is a figure; not observed is not.

    Example:
        >>> sheet = check_sheet(records=[{"category": "xước", "stratum": "máy 1"},
        ...                              {"category": "xước", "stratum": "máy 2", "count": 3},
        ...                              {"category": "móp", "stratum": "máy 1"}])
        >>> sheet.total, sheet.by_category, sheet.category_by_stratum["xước"]
        (5.0, {'xước': 4.0, 'móp': 1.0}, {'máy 1': 1.0, 'máy 2': 3.0})
    """
    rows = [
        _row(record, place) for place, record in enumerate(inputs.records(records, "records", known=KEYS))
    ]
    fixed = _fixed(categories)
    for place, row in enumerate(rows):
        if fixed and row[0] not in fixed:
            raise OutOfRange(
                f"records[{place}].category",
                f"Bản ghi thứ {place + 1}: loại “{row[0]}” không có trong “categories”.",
            )
    kinds = dict.fromkeys([*fixed, *(row[0] for row in rows)])
    strata, times = dict.fromkeys(row[1] for row in rows), dict.fromkeys(row[2] for row in rows)
    cells = len(kinds) * len(strata) + len(kinds) * len(times) + len(strata) * len(times)
    if cells > MOST_CELLS:
        raise TooLarge(
            "records", f"Bảng chéo có {cells} ô, quá nhiều để đọc. Hãy gộp loại, nhóm hoặc thời gian."
        )
    total = float(sum(row[3] for row in rows))
    return CheckSheetResult(
        total=total,
        by_category=_margin(rows, 0, kinds),
        by_stratum=_margin(rows, 1, strata),
        by_time=_margin(rows, 2, times),
        category_by_stratum=_cross(rows, 0, kinds, 1, strata),
        category_by_time=_cross(rows, 0, kinds, 2, times),
        stratum_by_time=_cross(rows, 1, strata, 2, times),
        assumptions=(
            Assumption("order", "first appearance", "Các mục theo thứ tự xuất hiện đầu tiên."),
            Assumption("count", 1, "Bản ghi không có “count” tính là 1."),
        ),
        warnings=_cautions(rows),
        trace=(
            Step("Số bản ghi", "n", float(len(rows)), "bản ghi"),
            Step("Tổng số lần", "Σ count", total, "lần"),
        ),
    )


def _row(record: Mapping[str, Any], place: int) -> tuple[str, str, str, float]:
    path = f"records[{place}]"
    count = record.get("count")
    return (
        inputs.text(record.get("category"), f"{path}.category"),
        _label(record.get("stratum"), f"{path}.stratum"),
        _label(record.get("time"), f"{path}.time"),
        1.0 if count is None else amount(count, f"{path}.count"),
    )


def _label(value: Any, field: str) -> str:
    """A stratum or a time: a text or a whole number (a shift, an hour)."""
    if value is None:
        return UNRECORDED
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{inputs.number(value, field):g}"
    if not isinstance(value, str):
        raise WrongType(field, f"Trường “{field}” phải là chữ hoặc số, không phải {inputs.kind_vi(value)}.")
    return inputs.text(value, field)


def _fixed(categories: Any) -> list[str]:
    if categories is None:
        return []
    if isinstance(categories, str | Mapping) or not isinstance(categories, Sequence):
        raise WrongType("categories", "Trường “categories” phải là một danh sách tên loại.")
    names = [inputs.text(name, f"categories[{place}]") for place, name in enumerate(categories)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise Duplicate(f"categories[{place}]", f"Loại “{name}” được nhập hai lần.")
    return names


Row = tuple[str, str, str, float]


def _margin(rows: list[Row], place: int, names: Mapping[str, None]) -> dict[str, float]:
    found = dict.fromkeys(names, 0.0)
    for row in rows:
        found[str(row[place])] += row[3]
    return found


def _cross(rows: list[Row], one: int, ones: Mapping[str, None], two: int, twos: Mapping[str, None]) -> Table:
    found: Table = {name: dict.fromkeys(twos, 0.0) for name in ones}
    for row in rows:
        found[str(row[one])][str(row[two])] += row[3]
    return found


def _cautions(rows: list[Row]) -> tuple[Caution, ...]:
    found = []
    for place, field, name in ((1, "stratum", "nhóm"), (2, "time", "thời gian")):
        missing = sum(row[place] == UNRECORDED for row in rows)
        if 0 < missing < len(rows):
            found.append(
                Caution(
                    f"{field}_unrecorded",
                    f"{missing} bản ghi không ghi {name}; chúng được xếp vào mục “{UNRECORDED}”.",
                    "records",
                )
            )
    return tuple(found)
