"""Material flow costs: what goes in comes out, loops close, and impossible networks are refused by place."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.measures import MeasureError, method
from nscl.measures.mfca import NetworkResult, compare, matrix, network

Json = dict[str, Any]


def material(name: str, product: float, loss: float, price: float | None = 1.0, **more: Any) -> Json:
    found = {
        "name": name,
        "quantity": product + loss,
        "product_quantity": product,
        "loss_quantity": loss,
        **more,
    }
    return found if price is None else {**found, "unit_cost": price}


def centre(
    name: str, *lines: Json, energy: float = 0, system: float = 0, waste: float = 0, **more: Any
) -> Json:
    costs = {"energy_cost": energy, "system_cost": system, "waste_cost": waste}
    return {"id": name, "materials": list(lines), **costs, **more}


def refused(*args: Any, **kwargs: Any) -> tuple[str, str]:
    with pytest.raises(MeasureError) as refusal:
        network(*args, **kwargs)
    assert refusal.value.message.endswith((".", "lấy.")), refusal.value.message
    return refusal.value.code, refusal.value.field


PRESS = centre("A", material("steel", 80, 20, 10), energy=100, system=200, waste=30)


# Conservation ---------------------------------------------------------------------------------

amount = st.floats(0.01, 1e6)
share = st.floats(0, 0.45)


@st.composite
def networks(draw: st.DrawFn) -> Json:
    """A line of centres with new materials everywhere, losses that go back and products that branch off."""
    size = draw(st.integers(1, 5))
    names = [f"C{place}" for place in range(size)]
    centres = [
        centre(
            name,
            *[
                material(f"m{row}", draw(amount), draw(st.one_of(st.just(0.0), amount)), draw(amount))
                for row in range(draw(st.integers(1, 3)))
            ],
            energy=draw(amount),
            system=draw(amount),
            waste=draw(amount),
            scrap_revenue=draw(amount),
        )
        for name in names
    ]
    links = [{"from": one, "to": two, "share": 0.5} for one, two in zip(names, names[1:], strict=False)]
    for name in names:
        back = {"from": name, "to": draw(st.sampled_from(names)), "share": draw(share)}
        carry = draw(st.sampled_from(["all", "material"]))
        links.append({**back, "what": "loss", "carry": carry})
        other = {"from": name, "to": draw(st.sampled_from(names)), "share": draw(share)}
        if all((link["from"], link["to"]) != (other["from"], other["to"]) for link in links):
            links.append(other)
    kept = {(link["from"], link["to"], link.get("what")): link for link in links}
    rule = draw(st.sampled_from(["intermediate", "centre"]))
    return {"centres": centres, "links": list(kept.values()), "carry_over": rule}


@given(networks())
@settings(deadline=None, max_examples=50)
def test_every_dong_that_goes_in_comes_out_as_product_or_loss(case: Json) -> None:
    found = network(**case)
    into = sum(
        sum(line["quantity"] * line["unit_cost"] for line in one["materials"])
        + one["energy_cost"]
        + one["system_cost"]
        + one["waste_cost"]
        for one in case["centres"]
    )
    total = found.total
    assert math.isclose(total.product.total + total.loss.total, into, rel_tol=1e-9)
    assert math.isclose(total.total_cost, into, rel_tol=1e-9)
    assert abs(total.conservation_gap) <= 1e-9 * into
    for one in found.centres:
        whole = one.new_costs.total + one.carried_in.total
        assert math.isclose(one.product.total + one.loss.total, whole, rel_tol=1e-9)


@given(networks())
@settings(deadline=None, max_examples=30)
def test_every_kilogram_that_goes_in_comes_out(case: Json) -> None:
    found = network(**case)
    balance = found.total.balance
    assert math.isclose(balance.in_, balance.product + balance.loss, rel_tol=1e-9)
    assert all(abs(one.balance.difference) <= 1e-9 * one.balance.in_ for one in found.centres)


@given(networks(), st.floats(1e-3, 1e3))
@settings(deadline=None, max_examples=20)
def test_a_change_of_currency_changes_every_cost_alike(case: Json, rate: float) -> None:
    dear = json.loads(json.dumps(case))
    for one in dear["centres"]:
        for key in ("energy_cost", "system_cost", "waste_cost"):
            one[key] *= rate
        for line in one["materials"]:
            line["unit_cost"] *= rate
    before, after = network(**case).total, network(**dear).total
    assert math.isclose(after.loss.total, before.loss.total * rate, rel_tol=1e-9)
    assert math.isclose(after.loss_share_pct, before.loss_share_pct, rel_tol=1e-9)


def test_without_loss_the_loss_costs_what_its_treatment_costs() -> None:
    found = network([centre("A", material("x", 100, 0, 10), energy=5, system=7, waste=3)])
    assert (found.total.loss.total, found.total.loss.waste_management) == (3.0, 3.0)
    assert [warning.code for warning in found.warnings] == ["waste_without_loss"]


# The three forms of a chain -------------------------------------------------------------------

CHAIN = [{"from": "A", "to": "B"}]


@pytest.mark.parametrize("price", [None, 0])
def test_a_line_without_price_is_the_intermediate_that_arrives(price: float | None) -> None:
    found = network([PRESS, centre("B", material("blank", 72, 8, price), energy=50)], CHAIN)
    assert found.centres[1].balance.in_ == 80
    assert found.centres[1].product.total == pytest.approx(0.9 * (1040 + 50))


def test_a_chain_with_only_new_materials_divides_what_arrives_by_their_ratio() -> None:
    found = network([PRESS, centre("B", material("paint", 9, 1, 2))], CHAIN)
    assert found.centres[1].product.material == pytest.approx(0.9 * 800 + 18)
    assert found.centres[1].balance.carried_in == 80


def test_the_intermediate_keeps_its_own_ratio_beside_new_materials() -> None:
    after = centre(
        "B", material("blank", 76, 4, None, **{"from": "A"}), material("paint", 14, 6, 5), energy=50
    )
    own = network([PRESS, after], CHAIN)
    assert own.centres[1].product.material == pytest.approx(0.95 * 800 + 70)
    assert own.centres[1].product.energy == pytest.approx(0.95 * 80 + 0.9 * 50)
    whole = network([PRESS, after], CHAIN, carry_over="centre")
    assert whole.centres[1].product.material == pytest.approx(0.9 * 800 + 70)


def test_an_intermediate_with_a_price_is_suspected_of_counting_twice() -> None:
    found = network([PRESS, centre("B", material("blank", 72, 8, 13))], CHAIN)
    assert "possible_double_count" in [warning.code for warning in found.warnings]


@pytest.mark.parametrize("name", ["STEEL", "  Steél ", "a"])
def test_a_priced_line_with_a_name_from_upstream_is_suspected_too(name: str) -> None:
    found = network([PRESS, centre("B", material(name, 9, 1, 5))], CHAIN)
    [doubt] = [warning for warning in found.warnings if warning.code == "possible_double_count"]
    assert doubt.field == "centres[1].materials[0]"
    assert "“A”" in doubt.sentence_vi


def test_the_name_is_known_two_centres_later_and_not_before() -> None:
    lines = [centre("A", material("steel", 80, 20)), centre("B"), centre("C", material("steel", 9, 1))]
    found = network(lines, [*CHAIN, {"from": "B", "to": "C"}])
    doubts = [warning.field for warning in found.warnings if warning.code == "possible_double_count"]
    assert doubts == ["centres[2].materials[0]"]


def test_totals_and_auxiliaries_share_no_name_with_what_arrives() -> None:
    totals = {"quantity": 10, "product_quantity": 9, "material_cost": 5}
    costs = {"energy_cost": 0, "system_cost": 0, "waste_cost": 0}
    oil = {"name": "oil", "quantity": 5, "unit_cost": 2, "auxiliary": True}
    first, second = centre("A", material("x", 80, 20), oil), centre("B", material("y", 9, 1), oil)
    for chain in ([{"id": name, **totals, **costs} for name in "AB"], [first, second]):
        assert "possible_double_count" not in [warning.code for warning in network(chain, CHAIN).warnings]


def test_a_division_that_was_not_stated_is_said_with_its_percentage() -> None:
    found = network([PRESS, centre("B", material("paint", 9, 1, 2))], CHAIN)
    [doubt] = [warning for warning in found.warnings if warning.code == "assumed_division"]
    assert "“B”" in doubt.sentence_vi and " 90 %" in doubt.sentence_vi
    assert [note.value for note in found.assumptions if note.key == "centres[1].division_pct"] == [
        pytest.approx(90)
    ]
    stated = centre("B", material("blank", 72, 8, None), material("paint", 9, 1, 2))
    assert "assumed_division" not in [warning.code for warning in network([PRESS, stated], CHAIN).warnings]


@pytest.mark.parametrize("mass", [50, 80])
def test_free_water_that_is_all_lost_is_not_the_intermediate(mass: float) -> None:
    with pytest.raises(MeasureError, match="“from”: “A”") as refusal:
        network([PRESS, centre("B", material("water", 0, mass, 0))], CHAIN)
    assert refusal.value.field == "centres[1].materials"
    blank = material("blank", 76, 4, None, **{"from": "A"})
    found = network([PRESS, centre("B", blank, material("water", 0, mass, 0))], CHAIN)
    assert found.centres[1].product.material == pytest.approx(0.95 * 800)


def test_a_free_line_all_lost_with_the_name_from_upstream_is_the_intermediate() -> None:
    found = network([PRESS, centre("B", material("Steel", 0, 80, 0))], CHAIN)
    assert found.total.loss.material == 1000


@pytest.mark.parametrize("lines", [[], [{"name": "oil", "quantity": 5, "unit_cost": 2, "auxiliary": True}]])
def test_a_step_that_lists_no_material_of_the_product_passes_it_whole(lines: list[Json]) -> None:
    found = network([PRESS, centre("packing", *lines, energy=50)], [{"from": "A", "to": "packing"}])
    assert found.centres[1].product.total == pytest.approx(1040 + 50)
    assert found.centres[1].balance.loss == 0
    [doubt] = [warning for warning in found.warnings if warning.code == "assumed_no_loss"]
    assert (doubt.field, "packing" in doubt.sentence_vi) == ("centres[1].materials", True)
    assert 100 in [note.value for note in found.assumptions if note.key == "centres[1].division_pct"]


def test_the_centre_an_intermediate_comes_from_may_be_a_whole_number() -> None:
    blank = material("blank", 72, 8, None, **{"from": 1})
    centres = [{**PRESS, "id": 1}, {**centre("B", blank), "id": 2}]
    found = network(centres, [{"from": 1, "to": 2}])
    assert found.centres[1].materials[0]["from"] == "1"


def test_an_intermediate_left_in_stock_keeps_its_cost_there() -> None:
    kept = {"name": "blank", "product_quantity": 54, "loss_quantity": 6, "closing_quantity": 20}
    found = network([PRESS, centre("B", kept)], CHAIN)
    assert found.total.in_stock.total == pytest.approx(1040 * 0.25)
    assert found.centres[1].product.total == pytest.approx(1040 * 0.75 * 0.9)
    assert abs(found.total.conservation_gap) < 1e-9


# Loops and branches ---------------------------------------------------------------------------


def test_a_recycled_loss_may_return_only_its_material_cost() -> None:
    loop = [{"from": "A", "to": "A", "what": "loss", "share": 0.5, "carry": "material"}]
    total = network([PRESS], loop).total
    assert total.product.material == pytest.approx(800 / 0.9)
    assert (total.product.energy, total.loss.energy) == (pytest.approx(80), pytest.approx(20))
    assert total.loss.waste_management == 30


def test_rework_through_two_centres_is_a_geometric_series() -> None:
    """A tenth of B's product returns to A: every round passes both yields, 0.8 and 0.9."""
    centres = [PRESS, centre("B", material("blank", 9, 1, None, **{"from": "A", "quantity": None}))]
    links = [{"from": "A", "to": "B"}, {"from": "B", "to": "A", "share": 0.1}]
    with pytest.raises(MeasureError) as refusal:
        network(centres, links)  # the 10 kg stated at B are not the 86 kg that arrive
    assert refusal.value.field == "centres[1].materials[0].quantity"
    found = network(centres, links, tolerance_pct=100)
    rounds = 1 / (1 - 0.8 * 0.9 * 0.1)
    assert found.total.product.material == pytest.approx(800 * rounds * 0.9 * 0.9)
    assert found.centres[0].balance.carried_in == pytest.approx(80 * rounds * 0.9 * 0.1)


def test_a_branch_takes_its_quantity_and_the_other_what_is_left() -> None:
    after = [centre(name, material("paint", 10, 0, 1)) for name in ("B", "C")]
    links = [{"from": "A", "to": "B", "quantity": 30}, {"from": "A", "to": "C"}]
    found = network([PRESS, *after], links)
    assert [flow["quantity"] for flow in found.flows] == pytest.approx([30, 50])
    assert [flow["costs"].total for flow in found.flows] == pytest.approx([390, 650])


def test_what_no_link_takes_leaves_as_product() -> None:
    found = network([PRESS, centre("B", material("paint", 10, 0))], [{"from": "A", "to": "B", "share": 0.25}])
    assert found.centres[0].product_leaving.total == pytest.approx(780)
    assert found.centres[1].carried_in.total == pytest.approx(260)


def test_shares_rounded_to_the_ninth_digit_leave_nothing_behind() -> None:
    after = [centre(name, material("paint", 10, 0)) for name in ("B", "C", "D")]
    links = [{"from": "A", "to": name, "share": 0.3333333333} for name in ("B", "C", "D")]
    assert network([PRESS, *after], links).centres[0].product_leaving.total == 0


# Materials ------------------------------------------------------------------------------------


def test_the_stock_is_valued_at_the_weighted_average_unless_it_has_its_own_price() -> None:
    line = {"name": "x", "opening_quantity": 50, "quantity": 50, "closing_quantity": 20}
    line |= {"product_quantity": 80, "unit_cost": 12, "opening_unit_cost": 10}
    assert network([centre("A", line)]).total.total_cost == pytest.approx(880)
    found = network([centre("A", line | {"closing_unit_cost": 12})])
    assert found.total.total_cost == pytest.approx(860)
    assert found.centres[0].inventory.closing_cost == 240


def test_the_loss_follows_from_the_balance_where_it_is_not_given() -> None:
    found = network([centre("A", {"name": "x", "quantity": 100, "unit_cost": 2, "product_quantity": 70})])
    assert found.total.loss.material == 60
    assert "centres[0].materials[0].loss_quantity" in [note.key for note in found.assumptions]


def test_an_auxiliary_material_is_all_loss_and_outside_the_distribution() -> None:
    oil = {"name": "oil", "quantity": 28, "unit_cost": 2, "unit": "lít", "auxiliary": True}
    found = network([centre("A", material("x", 70, 30, 10), oil, energy=100)])
    assert found.total.loss.material == 300 + 56
    assert found.total.loss.energy == pytest.approx(30)
    counted = oil | {"in_allocation": True, "unit": "kg"}
    found = network([centre("A", material("x", 70, 30, 10), counted, energy=100)])
    assert found.total.loss.energy == pytest.approx(100 * 58 / 128)


def test_pieces_are_added_to_kilograms_by_their_mass() -> None:
    caps = material("caps", 900, 100, 3, unit="cái", mass_per_unit=0.05)
    found = network([centre("A", material("x", 70, 30, 10), caps, energy=150)])
    assert found.centres[0].balance.in_ == pytest.approx(150)
    assert found.total.loss.energy == pytest.approx(35)
    assert found.total.loss.material == pytest.approx(600)


def test_materials_all_in_tonnes_need_no_conversion() -> None:
    assert network([centre("A", material("x", 7, 3, unit="t"))]).unit == "t"


def test_another_key_divides_energy_and_system_costs() -> None:
    lines = (material("dear", 90, 10, 100), material("cheap", 10, 90, 1))
    base = {"energy": 100, "system": 100}
    by_mass = network([centre("A", *lines, **base)])
    assert by_mass.total.loss.energy == pytest.approx(50)
    by_cost = network([centre("A", *lines, **base, allocation="cost")])
    assert by_cost.total.loss.energy == pytest.approx(100 * 1090 / 10100)
    stated = network([centre("A", *lines, **base, allocation={"energy": 80, "note": "giờ máy"})])
    assert (stated.total.loss.energy, stated.total.loss.system) == (pytest.approx(20), pytest.approx(50))


def test_scrap_revenue_stands_beside_the_loss() -> None:
    with_sales = network([{**PRESS, "scrap_revenue": 40}]).total
    assert with_sales.loss.total == network([PRESS]).total.loss.total
    assert (with_sales.scrap_revenue, network([PRESS]).total.scrap_revenue) == (40, None)


def test_a_cost_that_was_not_given_is_said_to_be_absent() -> None:
    found = network([{"id": "A", "materials": [material("x", 70, 30)]}])
    assert [warning.field for warning in found.warnings] == [
        f"centres[0].{key}_cost" for key in ("energy", "system", "waste")
    ]


def test_a_difference_within_the_tolerance_is_shown_and_its_cost_is_not_lost() -> None:
    line = {"name": "x", "quantity": 100, "unit_cost": 10, "product_quantity": 70, "loss_quantity": 29}
    found = network([centre("A", line)], tolerance_pct=2)
    assert found.centres[0].balance.difference == pytest.approx(1)
    assert found.total.product.material + found.total.loss.material == pytest.approx(1000)


# Refusals -------------------------------------------------------------------------------------

GOOD = material("x", 70, 30, 10)
WATER = material("water", 0, 50, 0)
FROM = "centres[1].materials[0].from"
REFUSALS: list[tuple[Any, Any, str, str]] = [
    (None, None, "missing_field", "centres"),
    ("A", None, "wrong_type", "centres"),
    ([], None, "too_few", "centres"),
    ([7], None, "wrong_type", "centres[0]"),
    ([{}], None, "missing_field", "centres[0].id"),
    ([{"id": True}], None, "wrong_type", "centres[0].id"),
    ([{"id": "A"}], None, "missing_field", "centres[0].materials"),
    ([centre("A")], None, "missing_field", "centres[0].materials"),
    ([{"id": "A", "materials": {"x": 1}}], None, "wrong_type", "centres[0].materials"),
    ([{"id": "A", "materials": [None]}], None, "wrong_type", "centres[0].materials[0]"),
    ([centre("A", GOOD, colour=1)], None, "unknown_field", "centres[0].colour"),
    ([centre("A", GOOD | {"colour": 1})], None, "unknown_field", "centres[0].materials[0].colour"),
    ([centre("A", GOOD, product_quantity=1)], None, "inconsistent", "centres[0].product_quantity"),
    ([centre("A", GOOD), centre("A", GOOD)], None, "duplicate", "centres[1].id"),
    ([centre("A", GOOD, energy=-1)], None, "out_of_range", "centres[0].energy_cost"),
    ([centre("A", GOOD, energy=float("nan"))], None, "not_finite", "centres[0].energy_cost"),
    ([centre("A", GOOD, energy="5")], None, "wrong_type", "centres[0].energy_cost"),
    ([centre("A", GOOD, allocation="hours")], None, "out_of_range", "centres[0].allocation"),
    ([centre("A", GOOD, allocation={"energy": 101})], None, "out_of_range", "centres[0].allocation.energy"),
    ([centre("A", GOOD | {"unit_cost": None})], None, "missing_field", "centres[0].materials[0].unit_cost"),
    ([centre("A", GOOD | {"quantity": 1e308})], None, "out_of_range", "centres[0].materials[0].quantity"),
    ([centre("A", GOOD | {"quantity": True})], None, "wrong_type", "centres[0].materials[0].quantity"),
    ([centre("A", GOOD | {"quantity": 99})], None, "inconsistent", "centres[0].materials[0].quantity"),
    (
        [centre("A", GOOD | {"closing_quantity": 200})],
        None,
        "inconsistent",
        "centres[0].materials[0].quantity",
    ),
    ([centre("A", GOOD | {"cost": 5})], None, "inconsistent", "centres[0].materials[0].cost"),
    (
        [centre("A", GOOD | {"product_cost": 5000})],
        None,
        "inconsistent",
        "centres[0].materials[0].product_cost",
    ),
    (
        [centre("A", GOOD | {"auxiliary": True})],
        None,
        "inconsistent",
        "centres[0].materials[0].product_quantity",
    ),
    ([centre("A", GOOD | {"from": "B"})], None, "inconsistent", "centres[0].materials[0].unit_cost"),
    ([centre("A", {"name": "x"})], None, "missing_field", "centres[0].materials[0].product_quantity"),
    ([centre("A", material("x", 0, 0), energy=1)], None, "missing_field", "centres[0].materials"),
    ([centre("A", GOOD)], {"from": "A"}, "wrong_type", "links"),
    ([centre("A", GOOD)], [{"from": "A"}], "missing_field", "links[0].to"),
    ([centre("A", GOOD)], [{"from": "A", "to": "Z"}], "out_of_range", "links[0].to"),
    ([centre("A", GOOD)], [{"from": "A", "to": "A"}], "infeasible", "links"),
    ([centre("A", GOOD)], [{"from": "A", "to": "A", "what": "heat"}], "out_of_range", "links[0].what"),
    ([centre("A", GOOD)], [{"from": "A", "to": "A", "share": 2}], "out_of_range", "links[0].share"),
    (
        [centre("A", GOOD)],
        [{"from": "A", "to": "A", "share": 0.1, "quantity": 1}],
        "inconsistent",
        "links[0].quantity",
    ),
    (
        [centre(name, GOOD) for name in "AB"],
        [{"from": "A", "to": "B"}, {"from": "A", "to": "B"}],
        "duplicate",
        "links[1]",
    ),
    ([centre(name, GOOD) for name in "ABC"], [{"from": "A", "to": "B"}], "inconsistent", "centres[2].id"),
    (
        [centre(name, GOOD) for name in "ABC"],
        [{"from": "A", "to": name, "share": 0.6} for name in "BC"],
        "inconsistent",
        "links[1].share",
    ),
    (
        [centre(name, GOOD) for name in "AB"],
        [{"from": "A", "to": "B", "quantity": 71}],
        "inconsistent",
        "links[0].quantity",
    ),
    ([PRESS, centre("B", WATER)], CHAIN, "missing_field", "centres[1].materials"),
    ([PRESS, centre("B", GOOD | {"from": True})], CHAIN, "wrong_type", "centres[1].materials[0].from"),
    ([PRESS, centre("B", material("x", 8, 2, None, **{"from": 7}))], CHAIN, "out_of_range", FROM),
    ([{"id": 10**400}], None, "wrong_type", "centres[0].id"),
    ([centre(str(number), GOOD) for number in range(501)], None, "too_large", "centres"),
    ([centre("A", GOOD)], [{"from": "A", "to": "A"}] * 2001, "too_large", "links"),
    (
        [PRESS, centre("B", material("blank", 60, 10, None))],
        CHAIN,
        "inconsistent",
        "centres[1].materials[0].quantity",
    ),
    (
        [PRESS, centre("B", *[material(name, 40, 0, None) for name in "xy"])],
        CHAIN,
        "missing_field",
        "centres[1].materials[1].unit_cost",
    ),
]


@pytest.mark.parametrize(("centres", "links", "code", "field"), REFUSALS)
def test_an_impossible_network_is_refused_where_it_is_wrong(
    centres: Any, links: Any, code: str, field: str
) -> None:
    assert refused(centres, links) == (code, field)


def test_the_refused_balance_tells_its_figures() -> None:
    with pytest.raises(MeasureError, match="vào 100 .* ra 95 .* chênh lệch 5"):
        network([centre("A", GOOD | {"product_quantity": 65})])


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-5, 200)
    | st.sampled_from(["A", "B", "", "kg", "loss"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "materials", "name", "quantity", "unit_cost", "product_quantity", "from", "to"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values, json_values)
@settings(deadline=None, max_examples=50)
def test_any_json_is_measured_or_refused_by_name(centres: Any, links: Any) -> None:
    try:
        found = method.run("mfca.network", {"centres": centres, "links": links})
    except MeasureError as refusal:
        assert refusal.field.startswith(("centres", "links"))
    else:
        json.dumps(found.as_json(), allow_nan=False)


# The result and its reports -------------------------------------------------------------------


def test_the_result_is_json_and_the_trace_ends_with_the_loss_share() -> None:
    found = network([PRESS])
    assert isinstance(found, NetworkResult)
    said = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert said["method"] == "mfca.network@1"
    assert said["centres"][0]["balance"]["in"] == 100
    assert said["trace"][-1]["value"] == pytest.approx(100 * 290 / 1330)


def test_forty_centres_in_a_row_are_exact() -> None:
    names = [f"C{place}" for place in range(40)]
    centres = [centre(name, material("x", 9, 1, 10), system=7) for name in names]
    links = [{"from": one, "to": two} for one, two in zip(names, names[1:], strict=False)]
    expected = sum(107 * 0.9**power for power in range(1, 41))
    assert network(centres, links).total.product.total == pytest.approx(expected, rel=1e-12)


def test_the_matrix_of_a_network_is_the_network() -> None:
    found = matrix(centres=[PRESS])
    assert found.loss == network([PRESS]).total.loss
    assert found.pct_of_total["total"].total == 100
    assert matrix(centres=[PRESS], centre="A").product.total == 1040


@pytest.mark.parametrize("key", ["waste_management", "waste_cost", "waste_management_cost"])
def test_the_matrix_takes_the_waste_cost_under_each_of_its_names(key: str) -> None:
    assert matrix({"material": 70}, {"material": 30, key: 8}).loss.waste_management == 8


@pytest.mark.parametrize(
    ("given_", "code", "field"),
    [
        ({}, "missing_field", "product"),
        (
            {"product": {"material": 1}, "loss": {"waste_cost": 1, "waste_management": 1}},
            "duplicate",
            "loss.waste_management",
        ),
        ({"product": {"material": 1}, "loss": {"heat": 1}}, "unknown_field", "loss.heat"),
        (
            {"product": {"waste_management": 1}, "loss": {"material": 1}},
            "inconsistent",
            "product.waste_management",
        ),
        ({"product": {"material": 1, "total": 5}, "loss": {"material": 1}}, "inconsistent", "product.total"),
        ({"product": {"material": 1}, "centres": [PRESS]}, "inconsistent", "product"),
        ({"centres": [PRESS], "centre": "Z"}, "missing_field", "centre"),
    ],
)
def test_a_matrix_of_nothing_is_refused(given_: Json, code: str, field: str) -> None:
    with pytest.raises(MeasureError) as refusal:
        method.run("mfca.matrix", given_)
    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_a_dearer_period_has_no_payback() -> None:
    cheap = {"product": {"material": 80}, "loss": {"material": 20}, "product_quantity": 10}
    dear = cheap | {"product_quantity": 8}
    found = compare(cheap, dear, investment=5)
    assert (found.payback_years, found.reason) == (None, "no_saving")
    assert [warning.code for warning in found.warnings] == ["cost_rose"]
    assert compare(dear, cheap).reason == "no_investment"


def test_a_comparison_names_the_period_that_is_wrong() -> None:
    good = {"product": {"material": 80}, "loss": {"material": 20}, "product_quantity": 10}
    with pytest.raises(MeasureError) as refusal:
        compare(good, {"centres": [centre("A", GOOD | {"quantity": 9})]})
    assert refusal.value.field == "after.centres[0].materials[0].quantity"
    with pytest.raises(MeasureError) as refusal:
        compare(good | {"product_quantity": 0}, good)
    assert refusal.value.field == "before.product_quantity"
