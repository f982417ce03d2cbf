"""Two years of sectors read as productivity and labour shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nscl.measures.errors import Inconsistent, MissingField, OutOfRange
from nscl.measures.inputs import records
from nscl.measures.macro.checks import bounded, levels, names, share
from nscl.measures.result import Array, Caution, show

TOLERANCE = 0.01


@dataclass(frozen=True, kw_only=True)
class Structure:
    """Sectors in rows, the two years in columns: productivity p and labour share s."""

    names: list[str]
    p: Array
    s: Array
    value_added: Array | None
    cautions: tuple[Caution, ...]

    @property
    def level(self) -> Array:
        """Productivity of all sectors together in each year, Σ p·s."""
        return np.asarray((self.p * self.s).sum(axis=0), dtype=np.float64)


def read(value: Any, field: str = "sectors") -> Structure:
    """Sectors as {name, value_added, workers} or {name, productivity, share}, two years each."""
    listed = records(
        value, field, known=("name", "value_added", "workers", "productivity", "share"), at_least_items=1
    )
    titles = names(listed, field)
    amounts = _kind(listed, field)
    if amounts:
        added = np.array(
            [
                bounded(item["value_added"], f"{field}[{i}].value_added", length=2)
                for i, item in enumerate(listed)
            ]
        )
        workers = np.array(
            [levels(item["workers"], f"{field}[{i}].workers", length=2) for i, item in enumerate(listed)]
        )
        p, s = added / workers, workers / workers.sum(axis=0)
        found = Structure(names=titles, p=p, s=s, value_added=added, cautions=_negative(added, titles))
    else:
        p = np.array(
            [
                bounded(item["productivity"], f"{field}[{i}].productivity", length=2)
                for i, item in enumerate(listed)
            ]
        )
        s, cautions = _shares(listed, field)
        found = Structure(names=titles, p=p, s=s, value_added=None, cautions=cautions + _negative(p, titles))
    for year, total in enumerate(found.level):
        if not total > 0:
            raise OutOfRange(
                field,
                f"Tổng giá trị tăng thêm của các ngành năm {year + 1} phải lớn hơn 0. Hãy kiểm tra lại.",
            )
    return found


def _kind(listed: list[Mapping[str, Any]], field: str) -> bool:
    """True for value added and workers, False for productivity and shares; all sectors alike."""
    first, second = ("value_added", "workers"), ("productivity", "share")
    given = {key for item in listed for key in (*first, *second) if item.get(key) is not None}
    wanted = second if given & set(second) and not given & set(first) else first
    for place, item in enumerate(listed):
        for key in (*first, *second):
            path = f"{field}[{place}].{key}"
            if key in wanted and item.get(key) is None:
                raise MissingField(path, f"Thiếu trường “{path}”. Hãy nhập hai số: năm gốc và năm so sánh.")
            if key not in wanted and item.get(key) is not None:
                raise Inconsistent(
                    path, "Mọi ngành nhập cùng một loại: value_added và workers, hoặc productivity và share."
                )
    return wanted is first


def _shares(listed: list[Mapping[str, Any]], field: str) -> tuple[Array, tuple[Caution, ...]]:
    found = np.array(
        [
            [
                share(number, f"{field}[{i}].share[{year}]")
                for year, number in enumerate(bounded(item["share"], f"{field}[{i}].share", length=2))
            ]
            for i, item in enumerate(listed)
        ]
    )
    for year, total in enumerate(found.sum(axis=0)):
        if abs(total - 1) > TOLERANCE:
            raise Inconsistent(
                f"{field}[0].share[{year}]",
                f"Tỷ trọng lao động năm {year + 1} cộng lại bằng {show(float(total))}, phải bằng 1. "
                "Hãy nhập đủ các ngành.",
            )
    if np.abs(found.sum(axis=0) - 1).max() > 1e-9:
        return found, (
            Caution("shares_rounded", "Tỷ trọng lao động đã làm tròn, cộng lại không đúng bằng 1.", field),
        )
    return found, ()


def _negative(values: Array, titles: list[str]) -> tuple[Caution, ...]:
    bad = [title for title, row in zip(titles, values, strict=True) if (row <= 0).any()]
    if not bad:
        return ()
    return (
        Caution(
            "not_positive_value_added", f"Giá trị tăng thêm không dương: {', '.join(bad)}. Hãy kiểm tra lại."
        ),
    )
