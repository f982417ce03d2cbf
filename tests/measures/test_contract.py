"""The command's contract on the project's reference cases: keys in, keys out, figures within tolerance.

The cases are read from the folder `shared` beside the checkout; without it these tests are skipped
(`tests/reference/` holds the same figures as our own facts).
"""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nscl.measures import MeasureError, method

CASES = Path(__file__).resolve().parents[3] / "shared" / "reference" / "cases"
pytestmark = pytest.mark.skipif(not CASES.exists(), reason="the folder shared/ is not beside the checkout")


@cache
def case(family: str, name: str) -> dict[str, Any]:
    book = json.loads((CASES / f"{family}.json").read_text(encoding="utf-8"))
    return next(found for found in book["cases"] if found["id"] == name)


def run(name: str, **given: Any) -> dict[str, Any]:
    found = method.run(name, given).as_json()
    json.dumps(found, allow_nan=False)
    return found


def test_growth_tornqvist_korea() -> None:
    found, columns = case("growth_accounting", "R1"), {}
    fields = found["inputs"]["fields"]
    for place, field in enumerate(fields):
        columns[field] = [row[place] for row in found["inputs"]["rows"]]
    labour = [e * h * c for e, h, c in zip(columns["emp"], columns["avh"], columns["hc"], strict=True)]
    given = {"years": columns["year"], "output": columns["rgdpna"], "capital": columns["rkna"]}
    result = run("growth.tornqvist", **given, labour=labour, labour_share=columns["labsh"])
    for year, value in found["expected"]["dln_tfp"].items():
        assert result["dln_tfp"][year] == pytest.approx(value, abs=1e-6)
        there = columns["year"].index(int(year))
        published = math.log(columns["rtfpna"][there] / columns["rtfpna"][there - 1])
        assert result["dln_tfp"][year] == pytest.approx(published, abs=2e-7)
        parts = result["contributions"][year]
        assert sum(parts[key] for key in ("capital", "labour", "tfp")) == pytest.approx(
            result["dln_output"][year], abs=1e-12
        )
    assert result["dln_output"]["2010"] == pytest.approx(0.062945, abs=1e-6)


@pytest.mark.parametrize(
    ("share", "expected"), [(0.45, 32.1), (0.5, 36.8), (0.55, 41.6), (0.6, 46.4), (0.65, 51.1)]
)
def test_growth_gso_contribution_hangs_on_the_labour_share(share: float, expected: float) -> None:
    given = {"output_growth": 6.06, "capital_growth": 6.72, "labour_growth": 0.94}
    assert run("growth.gso", **given, labour_share=share)["contribution_pct"] == pytest.approx(
        expected, abs=0.1
    )


@pytest.mark.parametrize("growth", [0.4, -0.6, 0.0, 0.999])
def test_growth_gso_gives_no_percentage_of_almost_nothing(growth: float) -> None:
    given = {"capital_growth": 5, "labour_growth": 1, "labour_share": 0.5}
    found = run("growth.gso", output_growth=growth, **given)
    assert found["contribution_pct"] is None and found["reason"]
    assert found["tfp_growth"] == pytest.approx(growth - 3)


def test_growth_band() -> None:
    given = {
        "output_growth": {"low": 5.9, "central": 6.06, "high": 6.2},
        "capital_growth": {"low": 6.3, "central": 6.72, "high": 7.2},
        "labour_growth": 0.94,
        "labour_share": {"low": 0.45, "central": 0.5, "high": 0.65},
    }
    found = run("growth.band", **given, target_pct=40, seed=1, draws=2000)
    for key in ("tfp_growth", "contribution_pct"):
        band = found[key]
        assert band["low"] < band["central"] < band["high"]
    assert found["contribution_pct"]["central"] == pytest.approx(36.8, abs=0.1)
    assert found["tornado"] and 0 < found["met_share"] < 1
    assert found == run("growth.band", **given, target_pct=40, seed=1, draws=2000)


@pytest.mark.parametrize("returns", ["crs", "vrs", "drs"])
def test_dea_deap_example(returns: str) -> None:
    found = case("dea", "R3")
    result = run("dea.scores", **found["inputs"], returns=returns, orientation="input")
    assert result["scores"] == pytest.approx(found["expected"][f"input_{returns}"], abs=1e-6)


def test_dea_coelli() -> None:
    found = case("dea", "R4")
    given = {"x": found["inputs"]["x"], "y": found["inputs"]["y"]}
    for model in ("input_crs", "output_crs", "input_vrs", "output_vrs"):
        orientation, returns = model.split("_")
        result = run("dea.scores", **given, returns=returns, orientation=orientation)
        assert result["scores"] == pytest.approx(found["expected"][model], abs=1e-6)
    crs = run("dea.scores", **given, returns="crs", orientation="input")
    for firm, peers in found["expected"]["lambda_input_crs"].items():
        assert crs["peers"][int(firm) - 1] == pytest.approx(peers, abs=1e-6)
    super_crs = run("dea.scores", **given, returns="crs", orientation="input", super=True)
    assert super_crs["scores"] == pytest.approx(found["expected"]["super_efficiency_input_crs"], abs=1e-6)
    super_vrs = run("dea.scores", **given, returns="vrs", orientation="input", super=True)
    assert super_vrs["scores"][2] is None and super_vrs["warnings"]
    expected = found["expected"]["super_efficiency_input_vrs"]
    for mine, theirs in zip(super_vrs["scores"], expected, strict=True):
        assert mine is None if theirs == "Inf" else mine == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("name", ["R5", "R6"])
def test_dea_malmquist_counts_improvement_above_one(name: str) -> None:
    found = case("malmquist", name)
    given = {"periods": found["inputs"]["periods"], "orientation": found["inputs"]["orientation"]}
    pairs = run("dea.malmquist", **given)["pairs"]
    expected = found["expected"].get("period_2", found["expected"])
    for key in ("effch", "techch", "pech", "sech", "tfpch"):
        if key in expected:
            assert pairs[0][key] == pytest.approx(expected[key], abs=found["tolerance"]["abs"])
    if name == "R5":
        means = found["expected"]["period_2_geometric_means"]
        assert {key: pairs[0]["geometric_means"][key] for key in means} == pytest.approx(means, abs=5e-4)
        assert all(pairs[1][key] == pytest.approx([1] * 5) for key in ("effch", "techch", "pech", "tfpch"))


def near(found: Any, expected: Any, tolerance: dict[str, Any]) -> bool:
    rel = 1e-12 if tolerance.get("exact") else tolerance.get("rel", 1e-9)
    return bool(found == pytest.approx(expected, rel=rel, abs=tolerance.get("abs", 1e-9)))


def rings() -> list[list[float]]:
    return list(case("control_charts", "R7a")["inputs"]["subgroups"])


def test_spc_piston_rings() -> None:
    chart = run("spc.chart", kind="xbar_r", subgroups=rings())
    a, b = case("control_charts", "R7a"), case("control_charts", "R7b")
    assert all(near(chart[key], a["expected"][key], a["tolerance"]) for key in ("center", "lcl", "ucl"))
    assert all(
        near(chart["dispersion"][key], b["expected"][key], b["tolerance"]) for key in ("center", "lcl", "ucl")
    )
    assert chart["signals"] == [] and chart["dispersion"]["ucl"] == pytest.approx(0.0481260005, abs=5e-11)
    s = case("control_charts", "R7c")
    paired = run("spc.chart", kind="xbar_s", subgroups=rings())["dispersion"]
    assert all(near(paired[key], s["expected"][key], s["tolerance"]) for key in ("center", "lcl", "ucl"))


def test_spc_frozen_limits_are_not_moved_by_new_samples() -> None:
    later = case("control_charts", "R7d")
    chart = run("spc.chart", kind="xbar_r", subgroups=rings() + later["inputs"]["subgroups"], baseline=25)
    assert chart["signals"] == later["expected"]["beyond_limits"]
    assert chart["ucl"] == pytest.approx(run("spc.chart", kind="xbar_r", subgroups=rings())["ucl"])


def test_spc_attribute_charts() -> None:
    juice = case("control_charts", "R8a")
    given = {"data": juice["inputs"]["defectives"], "sizes": juice["inputs"]["n"]}
    for kind in ("p", "np"):
        chart = run("spc.chart", kind=kind, **given)
        assert all(
            near(chart[key], value, juice["tolerance"]) for key, value in juice["expected"][kind].items()
        )
        assert chart["signals"] == [15, 23]
    wafers = case("control_charts", "R9b")
    chart = run("spc.chart", kind="c", data=wafers["inputs"]["counts"])
    assert (chart["center"], chart["lcl"], chart["ucl"], chart["signals"]) == (16, 4, 28, [24])
    units = case("control_charts", "R10g")["inputs"]
    chart = run("spc.chart", kind="u", data=units["defects"], sizes=units["units"])
    assert chart["center"] == pytest.approx(24 / 11, abs=1e-12) and len(chart["ucl"]) == 4


def test_spc_individuals_ewma_cusum() -> None:
    flow = case("control_charts", "R9a")
    chart = run("spc.chart", kind="i_mr", data=flow["inputs"]["data"])
    assert near(chart["lcl"], 45.8159, flow["tolerance"]) and near(chart["ucl"], 55.8041, flow["tolerance"])
    five = case("control_charts", "R10a")
    chart = run("spc.chart", kind="i_mr", data=five["inputs"]["data"])
    assert near(chart["ucl"], five["expected"]["i_ucl"], {"abs": 1e-9})
    assert near(chart["dispersion"]["ucl"], five["expected"]["mr_ucl"], {"abs": 1e-9})
    ewma = case("control_charts", "R9c")
    for wording in ({"limits": "asymptotic"}, {"asymptotic": True, "limits": 3}, {"asymptotic": True}):
        given = {key: ewma["inputs"][key] for key in ("data", "center", "sigma", "lambda")}
        chart = run("spc.chart", kind="ewma", **given, **wording)
        last = lambda value: value[-1] if isinstance(value, list) else value  # noqa: E731
        assert last(chart["ucl"]) == pytest.approx(52.5884, abs=1e-3)
        assert last(chart["lcl"]) == pytest.approx(47.4115, abs=1e-3)
        assert chart["points"][-1] == pytest.approx(51.9882, abs=1e-3)
    sums = case("control_charts", "R10h")
    chart = run("spc.chart", kind="cusum", **sums["inputs"])
    assert chart["c_plus"] == pytest.approx(sums["expected"]["c_plus"], abs=1e-12)
    assert chart["c_minus"] == pytest.approx(sums["expected"]["c_minus"], abs=1e-12)
    assert chart["signals"] == [6]


def test_spc_rules_name_the_last_point_of_the_window() -> None:
    nelson = run("spc.rules", z=[0.1] * 9, set="nelson")
    assert nelson["2"] == [9] and nelson["1"] == []
    western = run("spc.rules", z=[0.1] * 8, set="western_electric")
    assert western["4"] == [8]
    assert run("spc.rules", z=[0, 3.0, 3.0001, -4], set="nelson")["1"] == [3, 4]


@pytest.mark.parametrize(
    ("given", "arl", "within"),
    [
        ({"kind": "cusum", "k": 0.5, "h": 5, "shift": 0}, 465.44, 0.05),
        ({"kind": "cusum", "k": 0.5, "h": 4, "shift": 0}, 167.68, 0.05),
        ({"kind": "cusum", "k": 0.5, "h": 4, "shift": 1}, 8.38, 0.01),
        ({"kind": "ewma", "lambda": 1.0, "limit": 3, "shift": 0}, 370.398, 0.01),
        ({"kind": "ewma", "lambda": 0.25, "limit": 3, "shift": 0}, 502.9, 1.0),
    ],
)
def test_spc_arl(given: dict[str, Any], arl: float, within: float) -> None:
    assert run("spc.arl", **given)["arl"] == pytest.approx(arl, abs=within)


def test_spc_capability() -> None:
    ring = case("capability", "R7e")
    given = {key: ring["inputs"][key] for key in ("lsl", "usl", "target", "confidence")}
    found = run("spc.capability", subgroups=rings(), **given)
    for key in ("cp", "cpk", "cpm"):
        assert near(found[key], ring["expected"][key], ring["tolerance"]), key
    five = case("capability", "R10k")
    found = run("spc.capability", **five["inputs"])
    for key in ("cp", "cpk", "pp", "ppk", "sigma_within", "sigma_overall"):
        assert near(found[key], five["expected"][key], five["tolerance"]), key
    for name in ("R10l", "R10m", "R12a"):
        one = case("capability", name)
        found = run("spc.capability", **one["inputs"], override_reason="published case")
        expected = {"overall_sd": "sigma_overall", "mr_sigma": "sigma_within"}
        for key, value in one["expected"].items():
            mine = expected.get(key, key)
            if mine in found:
                assert near(found[mine], value, one["tolerance"]), (name, key)


def test_an_unstable_chart_has_no_capability_without_a_reason() -> None:
    given = {"data": [10, 10.1, 9.9, 10, 10.1, 9.9, 10, 10.1, 20, 9.9, 10, 10.1], "lsl": 5, "usl": 25}
    with pytest.raises(MeasureError) as refusal:
        run("spc.capability", **given)
    assert refusal.value.code == "unstable_process"
    assert run("spc.capability", **given, override_reason="điểm 9 là lỗi đo đã biết")["cp"] is not None


def test_msa_gauge_rr() -> None:
    found = case("gauge_rr", "R13")
    by_operator = found["inputs"]["values"]
    values = [[by_operator[o][p] for o in range(3)] for p in range(3)]
    low, high = found["inputs"]["tolerance"]
    result = run("msa.gauge_rr", values=values, method="anova", tolerance=high - low, pooling_alpha=0.05)
    for key, mine in (("rr", "rr"), ("repeatability", "repeatability"), ("part", "part")):
        assert result["varcomp"][mine] == pytest.approx(found["expected"]["varcomp"][key], rel=1e-6)
    assert result["varcomp"]["reproducibility"] == pytest.approx(0.00057351291, rel=1e-6)
    assert result["interaction_p"] == pytest.approx(0.446188, abs=5e-7) and result["pooled"] is True
    assert result["contribution_pct"]["rr"] == pytest.approx(25.38, abs=0.005)
    for key, value in found["expected"]["study_variation_pct"].items():
        assert result["study_variation_pct"][key] == pytest.approx(value, abs=0.005)
    assert result["ndc"] == 2 and result["tolerance_pct"]["rr"] == pytest.approx(80.69, abs=0.005)


def test_quality_and_lean() -> None:
    counts = case("pareto", "R11")
    result = run("quality.pareto", counts=counts["inputs"]["counts"])
    assert result["order"] == counts["expected"]["order"]
    assert result["cumulative_pct"] == pytest.approx(counts["expected"]["cumulative_pct"], abs=5e-4)
    assert run("quality.pareto", counts={"other": 9, "a": 1, "b": 2})["order"] == ["b", "a", "other"]
    machine = case("oee", "R14")
    result = run("lean.oee", **machine["inputs"])
    assert {key: result[key] for key in machine["expected"]} == pytest.approx(machine["expected"], abs=1e-6)
    fast = run("lean.oee", planned_min=480, run_min=400, ideal_cycle_min=2, made=300, good=300)
    assert fast["performance"] == 1.5 and fast["warnings"]
    line = case("line_balance", "R16")
    result = run("lean.line_balance", **line["inputs"])
    assert (result["optimal_cycle"], result["total_time"]) == (50, 195)
    assert result["efficiency"] == pytest.approx(0.975, abs=1e-9)


def test_layout_qap_small_instance_is_exact() -> None:
    flow = [[0, 5, 2, 4], [5, 0, 3, 0], [2, 3, 0, 0], [4, 0, 0, 0]]
    distance = [[0, 1, 2, 3], [1, 0, 1, 2], [2, 1, 0, 1], [3, 2, 1, 0]]
    found = run("layout.qap", flow=flow, distance=distance)
    from itertools import permutations

    best = min(
        sum(flow[i][j] * distance[p[i]][p[j]] for i in range(4) for j in range(4))
        for p in permutations(range(4))
    )
    assert found["cost"] == best and sorted(found["order"]) == [1, 2, 3, 4]
    place = [at - 1 for at in found["order"]]
    assert sum(flow[i][j] * distance[place[i]][place[j]] for i in range(4) for j in range(4)) == best


def test_mfca_one_centre() -> None:
    found = case("mfca", "R15")
    material = {"name": "A", "quantity": 100, "unit_cost": 10, "product_quantity": 70, "loss_quantity": 30}
    centre = {"id": "QC1", "materials": [material], "energy_cost": 50, "system_cost": 800, "waste_cost": 80}
    result = run("mfca.network", centres=[centre], links=[])
    expected = found["expected"]
    for side in ("product", "loss"):
        for kind in ("material", "energy", "system", "total"):
            assert result["centres"][0][side][kind] == pytest.approx(expected[side][kind], abs=1e-9)
            assert result["total"][side][kind] == pytest.approx(expected[side][kind], abs=1e-9)
    stocked = material | {"quantity": 95, "opening_quantity": 15, "closing_quantity": 10}
    again = run("mfca.network", centres=[centre | {"materials": [stocked]}], links=[])
    assert again["centres"][0]["product"]["total"] == pytest.approx(1295, abs=1e-9)
