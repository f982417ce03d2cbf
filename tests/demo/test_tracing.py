"""The demo's chains: what was recorded, what a trace of them says, and that their days are sealed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from demo import recalling, tracing
from demo.pepper import PARTIES
from demo.pepper_events import Season
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability import signing
from nscl.apps.traceability.models import (
    ApiClient,
    CaptureJob,
    DailyRoot,
    Entrustment,
    Event,
    EventHash,
    RecallCase,
    RecallNotice,
    RecallRecovery,
)
from nscl.apps.traceability.queries import trace
from nscl.apps.traceability.queries.evidence import check
from nscl.gs1.canonical import canonical_epc
from tests.demo.conftest import NOW, Demo


def autumn(demo: Demo) -> Season:
    return tracing.seasons("lam-dong", now=demo.now)[0]


def own(codes: list[str]) -> set[str]:
    return {canonical_epc(code) for code in codes}


def test_everything_was_captured_by_keys_and_entrustments(demo: Demo) -> None:
    assert 150 <= Event.objects.count() <= 400
    assert set(CaptureJob.objects.values_list("state", flat=True)) == {"done"}
    assert not CaptureJob.objects.filter(client=None).exists()
    assert Entrustment.objects.count() == 2 and ApiClient.objects.count() == 6
    kinds = Counter(Event.objects.values_list("type", flat=True))
    assert set(kinds) == {"ObjectEvent", "AggregationEvent", "TransformationEvent"}
    assert Event.objects.filter(is_error_declaration=True).count() == 2
    assert EventHash.objects.filter(is_void=True).count() == 4
    assert Event.objects.filter(raw__contains="certificationInfo").count() == 10
    assert Event.objects.filter(raw__contains="sensorReport").count() == 20


def test_the_exporter_wrote_urns_and_they_meet_the_links_of_the_others(demo: Demo) -> None:
    name = PARTIES["exporter"].name
    told = Event.objects.filter(organisation__name=name, raw__contains="urn:epc:id:sscc:2099000.3")
    assert (
        told.exists()
        and not Event.objects.filter(organisation__name=name, raw__contains="id.gs1.org/00").exists()
    )


def test_a_farm_lot_leads_to_exactly_what_it_went_into(demo: Demo) -> None:
    season = autumn(demo)
    found = trace([season.raw("coop", 2)], "forward")
    wanted = own(
        [
            season.raw("coop", 2), season.mixed(2), season.mixed(3), season.clean(2), season.clean(3),
            season.ground(1), season.ground(2), *season.cartons(1), *season.cartons(2),
        ]
    ) | {canonical_epc(f"{season.cartons(n)[0].rpartition('/21/')[0]}") for n in (1, 2)}  # fmt: skip
    assert set(found.exposures) - set(found.carriers) == wanted
    assert found.carriers >= own([season.pallet(1), season.pallet(2), season.container])
    assert not found.is_cut_off


def test_a_carton_leads_back_to_farm_lots_over_a_making_recorded_in_two_parts(demo: Demo) -> None:
    season = autumn(demo)
    found = trace([season.cartons(2)[0]], "back")
    farms = {code for code in found.exposures if any(f"/{PARTIES[farm].good()}/" in code for farm in ("coop", "farm_b", "farm_c"))}  # fmt: skip
    assert farms == own([*season.mixed_into(3), *season.mixed_into(4)])


def test_the_lot_that_nobody_wrote_down_breaks_the_trace_and_is_said(demo: Demo) -> None:
    season = autumn(demo)
    broken = trace([season.clean(season.size)], "back")
    assert [one for one in broken.breaks if one.why != "beginning"]
    assert broken.breaks != trace([season.clean(1)], "back").breaks


def test_every_day_over_is_sealed_and_holds(demo: Demo) -> None:
    for name, least in (("Lâm Đồng", 15), ("Lạng Sơn", 4)):
        province = AdministrativeUnit.objects.provinces().get(pk=DailyRoot.objects.filter(province__name=name).values("province")[0]["province"])  # fmt: skip
        found = check(province, trusted=signing.trusted_keys())
        assert found.faults == [] and found.days >= least and found.open == 0


@pytest.mark.parametrize("name", ["Lào Cai", "Ninh Bình", "Hưng Yên"])
def test_elsewhere_nothing_is_recorded(demo: Demo, name: str) -> None:
    assert not Event.objects.filter(province__name=name).exists()


def test_one_farm_lot_is_recalled_and_its_holders_stand_at_every_stage(demo: Demo) -> None:
    case = RecallCase.objects.get()
    season = autumn(demo)
    assert case.state == "notified"
    closure = case.closures.get()
    named = {item.code for item in closure.items.filter(is_carrier=False)}
    assert named == trace([season.raw("coop", 2)], "forward").items
    stands = {}
    for notice in RecallNotice.objects.select_related("holder__organisation"):
        key = next(key for key, party in PARTIES.items() if party.name == notice.holder.organisation.name)
        stands[key] = (notice.acknowledged_at is not None, notice.answered_at is not None)
        assert notice.due_on < demo.now.date()
    assert stands["coop"] == (True, False) and stands["processor"] == (True, True)
    assert stands["exporter"] == (False, False)
    assert RecallRecovery.objects.filter(recovered__gt=0).exists()


def test_the_recall_goes_its_steps_in_order_on_whatever_day_of_the_week_the_demo_is_built() -> None:
    for day in range(7):
        now = NOW + timedelta(days=day)
        season = tracing.seasons("lam-dong", now=now)[0]
        instants = [deed.at for deed in recalling.deeds(season, now=now)]
        assert all(one < next_one for one, next_one in pairwise(instants)), now
