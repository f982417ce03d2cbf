"""Labour productivity: units, breaks of series, and decompositions that close."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError
from nscl.measures.macro import decompose, growth, level, shift_share

POSITIVE = st.floats(1, 1e5)
SECTOR = st.tuples(POSITIVE, POSITIVE, POSITIVE, POSITIVE)


def as_sectors(rows: list[tuple[float, float, float, float]]) -> list[dict[str, Any]]:
    return [{"value_added": [v0, v1], "workers": [w0, w1]} for v0, v1, w0, w1 in rows]


def test_units_are_carried_and_a_slip_of_them_is_pointed_at() -> None:
    right = level(output=100_000, workers=800, output_unit="billion", workers_unit="thousand", hours=2000)
    assert right.level == pytest.approx(125) and right.unit == "triệu đồng/người/năm"
    assert right.per_hour == pytest.approx(62.5) and right.per_hour_unit == "nghìn đồng/giờ"
    assert not right.warnings
    wrong = level(output=100_000, workers=800, output_unit="million", workers_unit="thousand")
    assert [c.code for c in wrong.warnings] == ["unit_suspect"]
    lists = level(output=[1, 2], workers=[10, 10], output_unit="billion", workers_unit="person")
    assert np.asarray(lists.level).tolist() == [100, 200]


def test_the_mean_is_geometric_and_below_the_arithmetic_one() -> None:
    found = growth(years=[2000, 2001, 2002], productivity=[100, 150, 75])
    assert found.growth_pct == {2001: pytest.approx(50), 2002: pytest.approx(-50)}
    assert found.mean_growth_pct == pytest.approx(100 * (0.75**0.5 - 1))
    assert found.mean_growth_pct < 0


@settings(deadline=None, max_examples=40)
@given(levels=st.lists(POSITIVE, min_size=2, max_size=10), factor=st.floats(0.2, 5))
def test_a_link_factor_takes_the_break_out_exactly(levels: list[float], factor: float) -> None:
    years = list(range(2016, 2016 + len(levels)))
    whole = growth(years=years, productivity=levels, versions="63")
    cut = len(levels) // 2
    broken = [value if place < cut else value * factor for place, value in enumerate(levels)]
    versions = ["63" if place < cut else "34" for place in range(len(levels))]
    link = {"from": "63", "to": "34", "factor": factor}
    back = {"from": "34", "to": "63", "factor": 1 / factor}
    for stored in (link, back):
        found = growth(years=years, productivity=broken, versions=versions, links=[stored])
        assert found.mean_growth_pct == pytest.approx(whole.mean_growth_pct, rel=1e-9, abs=1e-8)
        assert len(found.links_used) == 1
    with pytest.raises(MeasureError) as refusal:
        growth(years=years, productivity=broken, versions=versions)
    assert (refusal.value.code, refusal.value.field) == ("not_comparable", f"versions[{cut}]")


def test_a_gap_is_read_as_a_yearly_rate_with_a_warning() -> None:
    found = growth(years=[2020, 2025], productivity=[100, 140.2551731], versions="a", target_pct=7)
    assert found.growth_pct[2025] == pytest.approx(7)
    assert found.target_met is True
    assert [c.code for c in found.warnings] == ["missing_years"]


def test_output_and_workers_stand_for_productivity() -> None:
    one = growth(years=[1, 2], output=[100, 120], workers=[10, 11])
    two = growth(years=[1, 2], productivity=[10, 120 / 11])
    assert one.growth_pct == pytest.approx(two.growth_pct)
    with pytest.raises(MeasureError) as refusal:
        growth(years=[1, 2], productivity=[1, 2], workers=[1, 1])
    assert refusal.value.field == "workers"


@settings(deadline=None, max_examples=50)
@given(rows=st.lists(SECTOR, min_size=1, max_size=8), k0=st.floats(1, 1.3), k1=st.floats(1, 1.3))
def test_the_indices_multiply_and_the_effects_add_up(
    rows: list[tuple[float, float, float, float]], k0: float, k1: float
) -> None:
    grdp = [k0 * sum(row[0] for row in rows), k1 * sum(row[1] for row in rows)]
    found = decompose(sectors=as_sectors(rows), grdp=grdp)
    product = found.index_k * found.index_within * found.index_structure
    assert math.isclose(product, found.index, rel_tol=1e-12)
    assert found.closure < 1e-12
    change = float(found.productivity[1] - found.productivity[0])
    scale = float(found.productivity.max())
    assert math.isclose(sum(found.effects.values()), change, abs_tol=1e-11 * scale)
    workers = [sum(row[2] for row in rows), sum(row[3] for row in rows)]
    assert found.productivity.tolist() == pytest.approx([grdp[0] / workers[0], grdp[1] / workers[1]])


@settings(deadline=None, max_examples=50)
@given(rows=st.lists(SECTOR, min_size=1, max_size=8))
def test_shift_share_closes_by_sector_and_in_total(rows: list[tuple[float, float, float, float]]) -> None:
    found = shift_share(sectors=as_sectors(rows))
    scale = float(found.productivity.max())
    assert math.isclose(found.within + found.static + found.dynamic, found.change, abs_tol=1e-11 * scale)
    assert found.closure < 1e-11 * scale / float(found.productivity[0])
    assert math.isclose(sum(one.total for one in found.sectors), found.change, abs_tol=1e-10 * scale)
    assert found.structural == pytest.approx(found.static + found.dynamic)


def test_shares_and_productivities_say_the_same_as_amounts() -> None:
    amounts = shift_share(sectors=as_sectors([(600, 480, 60, 40), (1600, 2700, 40, 60)]))
    direct = shift_share(
        sectors=[
            {"productivity": [10, 12], "share": [0.6, 0.4]},
            {"productivity": [40, 45], "share": [0.4, 0.6]},
        ]
    )
    for key in ("within", "static", "dynamic", "change"):
        assert getattr(amounts, key) == pytest.approx(getattr(direct, key))


def test_nobody_moves_means_no_structure_effect() -> None:
    rows = [(100, 120, 10, 20), (300, 390, 10, 20)]
    assert decompose(sectors=as_sectors(rows)).index_structure == pytest.approx(1)
    found = shift_share(sectors=as_sectors(rows))
    assert found.static == pytest.approx(0) and found.dynamic == pytest.approx(0)


@pytest.mark.parametrize(
    ("sectors", "field"),
    [
        ([{"value_added": [1, 2]}], "sectors[0].workers"),
        ([{"productivity": [1, 2], "workers": [1, 1]}], "sectors[0].value_added"),
        ([{"productivity": [1, 2], "share": [0.5, 0.5]}], "sectors[0].share[0]"),
        ([{"value_added": [1, 2, 3], "workers": [1, 1]}], "sectors[0].value_added"),
        ([{"value_added": [-5, 2], "workers": [1, 1]}], "sectors"),
        ([], "sectors"),
        ([{"value_added": [1, 2], "workers": [1, 1], "people": 3}], "sectors[0].people"),
    ],
)
def test_a_structure_with_holes_is_refused_by_its_place(sectors: list[dict[str, Any]], field: str) -> None:
    for measure in (decompose, shift_share):
        with pytest.raises(MeasureError) as refusal:
            measure(sectors=sectors)
        assert refusal.value.field == field
