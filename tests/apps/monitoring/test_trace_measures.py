"""Targets on captured events: whose traceability runs, frozen with the figure and open to lots and breaks."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from nscl.apps.core.access import Refusal
from nscl.apps.monitoring import actions, trace_measures
from nscl.apps.monitoring.models import Observation, TraceBasis
from nscl.apps.programme.models import Target
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions import capture
from nscl.apps.traceability.senders import Sender
from tests.apps.monitoring.conftest import Scene
from tests.apps.registry.records import firm
from tests.apps.traceability.documents import LOT, declared, document, made, marked
from tests.world import at

pytestmark = pytest.mark.django_db
NOON = "2026-02-16T12:00:00+07:00"


def target_of(scene: Scene, count_mode: str = "distinct", **more: Any) -> Target:
    form: dict[str, Any] = {"indicator": "orgs_traceability", "count_mode": count_mode, "value": Decimal(2)}
    return scene.target("Tổ chức áp dụng truy xuất nguồn gốc", **{**form, "period_to": 2026, **more})


def tell(own: Organisation, *events: dict[str, Any], when: datetime | None = None, time: str = NOON) -> None:
    sender = Sender(own.pk, own.province_id, frozenset({own.pk}))
    given = document(*({**event, "eventTime": time} for event in events))
    capture(given, by=sender, at=when or at(day=20, month=2))


def grown(lot: str) -> dict[str, Any]:
    event = marked()
    del event["epcList"]
    return {**event, "quantityList": [{"epcClass": LOT + lot, "quantity": 5, "uom": "KGM"}]}


@pytest.fixture
def farm(scene: Scene) -> Organisation:
    """It marked lots A and B, and they are all it did."""
    own = firm(scene.world, "Hợp tác xã Vườn Xa")
    tell(own, grown("A"), grown("B"))
    return own


def count(scene: Scene, target: Target, year: int = 2026, **more: Any) -> Observation:
    return actions.count_traces(target, year=year, by=scene.world.actor("an"), at=at(), **more)


def found(target: Target, on: date = date(2026, 3, 2)) -> trace_measures.Found:
    measure = trace_measures.measure_of(target)
    assert measure is not None
    return trace_measures.found_for(target, measure, on)


def names(rows: tuple[Any, ...]) -> list[str]:
    return [one.organisation.name for one in rows]


def test_who_records_and_names_every_input_runs(scene: Scene, farm: Organisation) -> None:
    mill = firm(scene.world, "Công ty Xay")
    tell(mill, made(["A", "B"], ["M"]), time="2026-02-17T12:00:00+07:00")
    target = target_of(scene)
    row = count(scene, target)
    assert (row.state, row.value, len(row.subjects)) == ("draft", 2, 2)
    basis = TraceBasis.objects.get()
    assert [one["name"] for one in basis.rows] == ["Công ty Xay", "Hợp tác xã Vườn Xa"]
    assert [one["lots"] for one in basis.rows] == [1, 2]
    assert "2 tổ chức" in row.evidence_note
    assert found(target).counts == {"events": 3, "lots": 3, "recalls": 0}


def test_a_lot_made_of_unnamed_goods_breaks_the_chain_of_its_maker_and_is_named(
    scene: Scene, farm: Organisation
) -> None:
    mill = firm(scene.world, "Công ty Xay")
    event = made(["A"], ["M"])
    event["inputQuantityList"].append({"epcClass": LOT.removesuffix("/10/"), "quantity": 1, "uom": "KGM"})
    tell(mill, event, time="2026-02-17T12:00:00+07:00")
    said = found(target_of(scene))
    assert (names(said.running), names(said.broken)) == (["Hợp tác xã Vườn Xa"], ["Công ty Xay"])
    assert [reason.code for reason in said.broken[0].decision.reasons] == ["no_lot"]
    assert said.broken[0].breaks


def test_a_lot_from_nowhere_breaks_it_too(scene: Scene, farm: Organisation) -> None:
    tell(firm(scene.world, "Công ty Xay"), made(["Z"], ["M"]))
    assert [reason.code for one in found(target_of(scene)).broken for reason in one.decision.reasons] == [
        "no_origin"
    ]


def test_only_the_last_half_year_counts_and_what_was_recorded_by_then(
    scene: Scene, farm: Organisation
) -> None:
    target = target_of(scene)
    assert found(target, date(2026, 8, 14)).count == 1 and found(target, date(2026, 8, 15)).count == 0
    assert found(target, date(2026, 2, 20)).count == 1 and found(target, date(2026, 2, 19)).count == 0


def test_events_declared_wrong_do_not_count(scene: Scene, farm: Organisation) -> None:
    own = firm(scene.world, "Công ty Nhầm")
    wrong = {**grown("X"), "eventTime": NOON}
    tell(own, wrong)
    tell(own, declared(wrong))
    assert names(found(target_of(scene)).organisations) == ["Hợp tác xã Vườn Xa"]


def test_another_provinces_events_do_not_count(scene: Scene) -> None:
    tell(firm(scene.world, "Công ty Bên Kia", who="khanh"), grown("A"))
    assert count(scene, target_of(scene)).value == 0


def test_the_traceability_part_of_models_is_counted_by_name(scene: Scene, farm: Organisation) -> None:
    target = scene.target(
        "Mô hình năng suất tổng thể", indicator="model_enterprises", count_mode="events", value=Decimal(10),
        period_to=2026, composition={"mgmt_system": 1, "improvement_tool": 1, "traceability": 1},
    )  # fmt: skip
    row = count(scene, target)
    assert (row.component, row.value, len(row.subjects)) == ("traceability", 1, 1)
    assert count(scene, target).pk == row.pk and Observation.objects.count() == 1


def test_later_events_do_not_change_what_was_counted(scene: Scene, farm: Organisation) -> None:
    target = target_of(scene, "events")
    row = count(scene, target)
    tell(firm(scene.world, "Công ty Mới"), grown("N"))
    assert (row.trace_basis.total, len(row.trace_basis.rows), found(target).count) == (1, 1, 2)
    assert row.subjects == []


@pytest.mark.parametrize(
    "columns", [{"indicator": "classes_held"}, {"count_mode": "state"}, {"composition": {"mgmt_system": 1}}]
)
def test_targets_that_events_cannot_count_are_refused(scene: Scene, columns: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="không đếm theo sự kiện truy xuất"):
        count(scene, target_of(scene, **columns))


def test_counting_is_for_those_who_report(scene: Scene) -> None:
    with pytest.raises(PermissionDenied):
        actions.count_traces(target_of(scene), year=2026, by=scene.world.actor("chi"), at=at())


def test_the_target_opens_to_organisations_and_the_figure_to_what_was_frozen(
    scene: Scene, farm: Organisation, client: Client
) -> None:
    year = timezone.localdate().year
    target = target_of(scene, period_to=year)
    scene.world.login(client, "an")
    assert "Theo sự kiện truy xuất" in client.get(f"/chi-tieu/{target.pk}/").content.decode()
    shown = client.get(f"/chi-tieu/{target.pk}/truy-xuat/?nam={year}").content.decode()
    assert "tổ chức đang chạy truy xuất nguồn gốc" in shown
    made_now = client.post(f"/chi-tieu/{target.pk}/truy-xuat/dem/", {"nam": year, "dien-giai": "Đếm thử"})
    assert "Đếm theo sự kiện truy xuất" in client.get(made_now.url).content.decode()
    assert client.get(f"/chi-tieu/{target.pk}/truy-xuat/dem/").status_code == 200
    refused = client.post(f"/chi-tieu/{target.pk}/truy-xuat/dem/", {"nam": "2019"})
    assert refused.status_code == 400 and Observation.objects.count() == 1
    other = scene.target()
    assert client.get(f"/chi-tieu/{other.pk}/truy-xuat/").status_code == 404
    scene.world.login(client, "khanh")
    assert client.get(f"/chi-tieu/{target.pk}/truy-xuat/").status_code == 404
