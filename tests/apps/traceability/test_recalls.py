"""A recall: what it reaches and who holds it, frozen, approved by another, mended by new versions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import RevisionConflict
from nscl.apps.traceability.actions import recalls as deeds
from nscl.apps.traceability.actions.recall_notices import identify_holder
from nscl.apps.traceability.models import (
    PartyCode,
    RecallCase,
    RecallClosure,
    RecallHolder,
    RecallHolding,
    RecallItem,
)
from nscl.apps.traceability.queries.recalls import content_of, difference, recalled
from tests.apps.registry.records import firm
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import PALLET
from tests.apps.traceability.recall_tales import (
    CAKE,
    GLN_STORE,
    GTIN,
    OTHER,
    RAW,
    RICE,
    arrived,
    drafted,
    event,
    kilos,
    opened,
    told_of,
)
from tests.gs1.supply_chains import World as Played
from tests.world import World, at

pytestmark = pytest.mark.django_db


def last_deed() -> str:
    return AuditEntry.objects.latest("pk").deed


def held(case: RecallCase) -> dict[tuple[str, str], tuple[str, Any]]:
    """(item, holder) → (standing, quantity) of the newest version."""
    closure = deeds.newest(case)
    return {
        (row.item.code.removeprefix(GTIN), str(row.holder)): (row.standing, row.quantity)
        for row in RecallHolding.objects.filter(item__closure=closure).select_related("item", "holder")
    }


# ── What it reaches ────────────────────────────────────────────────────


def test_a_recall_names_the_goods_and_who_holds_how_much(desk: Desk) -> None:
    told_of(desk)
    case = opened(desk.world)
    mill, shop = str(desk.mill), str(desk.shop)
    assert held(case) == {
        ("RAW", mill): ("here", None),
        ("RICE", mill): ("here", Decimal(400)),
        ("RICE", shop): ("here", Decimal(300)),
        ("RICE", GLN_STORE): ("on_way", Decimal(200)),
        ("CAKE", mill): ("here", Decimal(90)),
    }
    closure = deeds.newest(case)
    assert closure is not None and (closure.version, closure.item_count) == (1, 3)
    carriers = closure.items.filter(is_carrier=True).values_list("code", flat=True)
    assert list(carriers) == [PALLET]
    cake = closure.items.get(code=CAKE)
    assert [(one["source"], one["why"], one["target"]) for one in cake.because] == [
        (RAW, "made_into", RICE),
        (RICE, "made_into", CAKE),
    ]
    unknown = case.holders.get(organisation=None)
    assert (unknown.code, unknown.asked) == (GLN_STORE, desk.mill)


@pytest.mark.parametrize("seed", range(3))
def test_the_frozen_closure_is_what_truly_happened(desk: Desk, seed: int) -> None:
    played = Played(seed, 60)
    desk.capture(played.events)
    roots = sorted(code for code, thing in played.things.items() if thing.is_lot)[:4]
    for root in roots:
        case = opened(desk.world, roots=root)
        truth = played.forward(root)
        rows = RecallItem.objects.filter(closure__case=case)
        assert set(rows.filter(is_carrier=False).values_list("code", flat=True)) == truth.items
        assert set(rows.filter(is_carrier=True).values_list("code", flat=True)) == truth.carriers
        assert all(row.because or row.is_root for row in rows)


def test_codes_in_any_spelling_are_roots_and_a_bare_product_is_not(world: World) -> None:
    spelt = ["(01)08936000000011(10)A", "urn:epc:id:sscc:8936000.1234567890", f"{GTIN}A"]
    assert [code for code, _given in deeds.read_roots(spelt)] == [
        f"{GTIN}A",
        "https://id.gs1.org/00/189360002345678907",
    ]
    for wrong in ("", "(01)08936000000011", "xin chào", "\n".join(f"{GTIN}{n}" for n in range(501))):
        with pytest.raises(Refusal):
            drafted(world, roots=wrong)
    assert not RecallCase.objects.exists()


# ── The way ────────────────────────────────────────────────────────────


def test_a_recall_takes_the_next_number_of_its_province_and_year(world: World) -> None:
    assert [drafted(world).code for _ in range(2)] == ["01/2026/TH", "02/2026/TH"]
    assert drafted(world, who="khanh").code == "01/2026/TH"
    assert last_deed() == "traceability.recall.add"


def test_the_drafter_never_approves_and_an_officer_neither(desk: Desk) -> None:
    told_of(desk)
    case = drafted(desk.world, who="lan")
    deeds.submit_recall(case, by=desk.world.actor("lan"), at=at())
    seen = deeds.current(case).hash
    with pytest.raises(Refusal, match="Người lập không được tự duyệt"):
        deeds.open_recall(case, seen=seen, by=desk.world.actor("lan"), at=at())
    with pytest.raises(PermissionDenied):
        deeds.open_recall(case, seen=seen, by=desk.world.actor("an"), at=at())
    with pytest.raises(Http404):
        deeds.submit_recall(case, by=desk.world.actor("khanh"), at=at())
    assert not RecallClosure.objects.exists() and not recalled([RAW])
    deeds.open_recall(case, seen=seen, by=desk.world.actor("binh"), at=at())
    assert last_deed() == "traceability.recall.open" and case.state == "opened"


def test_approving_what_has_changed_since_it_was_seen_is_refused(desk: Desk) -> None:
    told_of(desk)
    case = drafted(desk.world)
    deeds.submit_recall(case, by=desk.world.actor("an"), at=at())
    seen = deeds.current(case).hash
    desk.capture([event("TransformationEvent", 15, inputQuantityList=[kilos(CAKE, 1)],
                        outputQuantityList=[kilos(GTIN + "NEW", 1)])])  # fmt: skip
    with pytest.raises(Refusal, match="vừa thay đổi"):
        deeds.open_recall(case, seen=seen, by=desk.world.actor("binh"), at=at())
    case.refresh_from_db()
    assert case.state == "submitted" and not RecallItem.objects.exists()


def test_a_returned_recall_is_mended_and_a_submitted_one_is_not(world: World) -> None:
    case = drafted(world)
    deeds.submit_recall(case, by=world.actor("an"), at=at())
    with pytest.raises(Refusal, match="đã trình duyệt"):
        deeds.change_recall(case, revision=0, title="Khác", by=world.actor("an"), at=at())
    with pytest.raises(Refusal, match="lý do"):
        deeds.return_recall(case, reason=" ", by=world.actor("binh"), at=at())
    deeds.return_recall(case, reason="Thiếu số lô", by=world.actor("binh"), at=at())
    deeds.change_recall(case, revision=0, title="Khác", roots=RICE, by=world.actor("an"), at=at())
    assert [root.code for root in case.roots.all()] == [RICE]
    with pytest.raises(RevisionConflict):
        deeds.change_recall(case, revision=0, title="Nữa", by=world.actor("an"), at=at())
    assert RecallCase.objects.get().title == "Khác"


def test_a_recall_without_a_day_to_answer_by_is_not_submitted(world: World) -> None:
    case = drafted(world, answer_by=None)
    with pytest.raises(Refusal, match="hạn trả lời"):
        deeds.submit_recall(case, by=world.actor("an"), at=at())
    assert RecallCase.objects.get().state == "draft"


# ── Frozen, and versions ───────────────────────────────────────────────


def test_frozen_stays_frozen_until_a_new_version_says_what_came_in(desk: Desk) -> None:
    told_of(desk)
    case = opened(desk.world)
    first = deeds.newest(case)
    assert first is not None
    before = content_of(first)
    desk.capture([arrived(14, "https://id.gs1.org/414/8936000000059", quantityList=[kilos(RICE, 50)])],
                 of=firm(desk.world, "Cửa hàng Ba"))  # fmt: skip
    desk.capture([event("TransformationEvent", 15, inputQuantityList=[kilos(CAKE, 1)],
                        outputQuantityList=[kilos(GTIN + "NEW", 1)])])  # fmt: skip
    assert content_of(first) == before and not recalled([GTIN + "NEW"])
    found = deeds.current(case)
    with pytest.raises(Refusal, match="lý do"):
        deeds.refreeze_recall(case, seen=found.hash, reason="", by=desk.world.actor("an"), at=at(hour=12))
    second = deeds.refreeze_recall(
        case, seen=found.hash, reason="Có sự kiện mới", by=desk.world.actor("an"), at=at(hour=12)
    )
    assert (first.version, second.version) == (1, 2) and content_of(first) == before
    changed = difference(before, content_of(second))
    assert (changed.items_in, changed.items_out) == ([GTIN + "NEW"], [])
    assert (GTIN + "NEW", f"org:{desk.mill.pk}") in changed.holdings_in
    assert recalled([GTIN + "NEW"])[GTIN + "NEW"].case_id == case.pk
    with pytest.raises(Refusal, match="Không có gì thay đổi"):
        deeds.refreeze_recall(case, seen=found.hash, reason="x", by=desk.world.actor("an"), at=at(hour=13))


def test_a_holder_that_was_found_out_is_known_in_later_versions_and_recalls(desk: Desk) -> None:
    told_of(desk)
    case, other = opened(desk.world), drafted(desk.world, roots=RICE)
    unknown = case.holders.get(organisation=None)
    store = firm(desk.world, "Cửa hàng Hai")
    identify_holder(unknown, store, by=desk.world.actor("an"), at=at(hour=11))
    assert PartyCode.objects.get().code == GLN_STORE
    with pytest.raises(Refusal, match="đã xác định"):
        identify_holder(unknown, desk.shop, by=desk.world.actor("an"), at=at(hour=11))
    holders = {one.holder.organisation for one, _key in deeds.current(other).holdings} - {None}
    assert holders == {desk.mill.pk, desk.shop.pk, store.pk}
    found = deeds.current(case)
    deeds.refreeze_recall(
        case, seen=found.hash, reason="Đã rõ nơi nhận", by=desk.world.actor("an"), at=at(hour=12)
    )
    assert RecallHolder.objects.filter(case=case).count() == 3


def test_goods_are_marked_only_while_their_recall_is_open(desk: Desk) -> None:
    told_of(desk)
    case = drafted(desk.world)
    assert recalled([RICE]) == {}
    case = opened(desk.world)
    assert set(recalled([RAW, RICE, CAKE, OTHER, PALLET])) == {RAW, RICE, CAKE}
    mark = recalled([RAW])[RAW]
    assert (mark.number, mark.is_root, mark.level) == (case.code, True, "high")
    with pytest.raises(PermissionDenied):
        deeds.withdraw_recall(case, reason="Nhầm", by=desk.world.actor("an"), at=at(hour=12))
    deeds.withdraw_recall(case, reason="Nhầm", by=desk.world.actor("binh"), at=at(hour=12))
    assert recalled([RAW]) == {}
