"""Holders are told, reminded and answer: by link, by an officer's pen; nothing they said is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail as post
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.actions import recall_notices as deeds
from nscl.apps.traceability.actions.recalls import close_recall, withdraw_recall
from nscl.apps.traceability.models import RecallCase, RecallMail, RecallNotice, RecallRecovery
from nscl.apps.traceability.queries.recalls import board_of, stock_of
from nscl.apps.traceability.recall_links import notice_of, path_of, token_of
from nscl.apps.traceability.recall_mails import LINK, send_waiting
from nscl.apps.traceability.views.recall_answering import holder_actor
from nscl.policy.recalls import Told
from tests.apps.registry.records import firm
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.recall_tales import BASE, CAKE, RAW, RICE, notified, opened, told_of
from tests.world import at

pytestmark = pytest.mark.django_db
LINKED = RecallNotice.Channel.LINK


@pytest.fixture
def case(desk: Desk) -> RecallCase:
    desk.shop.email = "cho@vidu.vn"
    desk.shop.save()
    told_of(desk)
    return notified(desk.world)


def notice_to(case: RecallCase, organisation: Any) -> RecallNotice:
    return RecallNotice.objects.select_related("holder__case__province", "holder__organisation").get(
        holder__case=case, holder__organisation=organisation
    )


def kg(**figures: int) -> Told:
    return Told(**{name: Decimal(value) for name, value in figures.items()})


def tell(notice: RecallNotice, *answers: deeds.Answer, day: int = 3, hour: int = 9) -> list[RecallRecovery]:
    return deeds.tell_quantities(
        notice,
        answers,
        deeds.Answerer(LINKED, "Bà Hoa"),
        as_of=date(2026, 3, day),
        by=holder_actor(notice),
        at=at(day=day, hour=hour),
    )


# ── Telling ────────────────────────────────────────────────────────────


def test_known_holders_get_a_notice_and_unknown_ones_wait_to_be_found(case: RecallCase, desk: Desk) -> None:
    assert case.state == "notified"
    assert set(RecallNotice.objects.values_list("holder__organisation", flat=True)) == {
        desk.mill.pk,
        desk.shop.pk,
    }
    mail = RecallMail.objects.get()
    assert (mail.to, mail.kind) == ("cho@vidu.vn", "notice") and LINK in mail.body
    assert "Lô RICE: 300 kg" in mail.body and "Dư lượng thuốc" in mail.body
    unknown = case.holders.get(organisation=None)
    store = firm(desk.world, "Cửa hàng Hai")
    deeds.identify_holder(unknown, store, by=desk.world.actor("an"), at=at(hour=13))
    told = deeds.notify_holders(case, base_url=BASE, by=desk.world.actor("an"), at=at(hour=14))
    assert told == (1, 0)
    with pytest.raises(Refusal, match="đều đã có thông báo"):
        deeds.notify_holders(case, base_url=BASE, by=desk.world.actor("an"), at=at(hour=15))


def test_the_outbox_keeps_no_link_and_the_letter_carries_one(case: RecallCase, desk: Desk) -> None:
    notice = notice_to(case, desk.shop)
    assert send_waiting(case.pk, now=timezone.now, told=lambda done, total: None) == 1
    sent = post.outbox[0]
    assert f"{BASE}{path_of(notice)}" in sent.body and LINK not in sent.body
    notice.refresh_from_db()
    assert notice.sent_at is not None and token_of(notice) not in RecallMail.objects.get().body


def test_only_the_right_token_opens_a_notice_and_a_renewed_one_ends_the_old(
    case: RecallCase, desk: Desk
) -> None:
    notice = notice_to(case, desk.shop)
    token = token_of(notice)
    assert notice_of(token) == notice and notice_of(token.upper()) == notice
    other = token_of(notice_to(case, desk.mill))
    mixed = f"{notice.pk}-{other.partition('-')[2]}"
    for wrong in ("", "x", token[:-1], token + "2", mixed, f"{notice.pk}-", "９-abc", "1" * 30):
        assert notice_of(wrong) is None
    deeds.renew_link(notice, by=desk.world.actor("an"), at=at(hour=14))
    assert notice_of(token) is None and notice_of(token_of(notice)) == notice


def test_a_reminder_goes_to_the_silent_once_a_day(case: RecallCase, desk: Desk) -> None:
    by = desk.world.actor("an")
    assert deeds.remind_holders(case, base_url=BASE, by=by, at=at(hour=15)) == 0
    assert deeds.remind_holders(case, base_url=BASE, by=by, at=at(day=3)) == 1
    assert deeds.remind_holders(case, base_url=BASE, by=by, at=at(day=3, hour=16)) == 0
    tell(notice_to(case, desk.shop), deeds.Answer(RICE, kg(held=300)))
    assert deeds.remind_holders(case, base_url=BASE, by=by, at=at(day=4)) == 0
    with pytest.raises(PermissionDenied):
        deeds.remind_holders(case, base_url=BASE, by=desk.world.actor("giang"), at=at(day=4))
    with pytest.raises(Http404):
        deeds.remind_holders(case, base_url=BASE, by=desk.world.actor("khanh"), at=at(day=4))


# ── Answers ────────────────────────────────────────────────────────────


def test_what_a_holder_tells_is_added_and_the_newest_counts(case: RecallCase, desk: Desk) -> None:
    notice = notice_to(case, desk.shop)
    tell(notice, deeds.Answer(RICE, kg(held=120, sold=180)))
    tell(notice, deeds.Answer(RICE, kg(held=120, sold=180, recovered=150)), day=4)
    assert tell(notice, deeds.Answer(RICE, kg(held=120, sold=180, recovered=150)), day=4, hour=11) == []
    assert RecallRecovery.objects.count() == 2
    [stock] = stock_of(notice)
    assert stock.told == kg(held=120, sold=180, recovered=150) and stock.known == 300 and not stock.doubt
    notice.refresh_from_db()
    assert notice.acknowledged_by == "Bà Hoa" and notice.answered_at == at(day=4)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.deed, entry.actor_name) == ("traceability.recall.answer", str(desk.shop))
    assert entry.after[RICE] == "held=120 sold=180 recovered=150"


def test_figures_that_cannot_be_are_refused_and_nothing_is_stored(case: RecallCase, desk: Desk) -> None:
    notice = notice_to(case, desk.mill)
    wrong = [
        (RICE, Told(), "held"),
        (RICE, kg(recovered=5), "recovered"),
        (RICE, kg(held=5, recovered=6), "recovered"),
        (RICE, kg(held=5, destroyed=1), "destroyed"),
        (RICE, kg(held=5, recovered=1, destroyed=2), "destroyed"),
        (RICE, kg(held=-1), "held"),
        (RICE, Told(held=Decimal("NaN")), "held"),
        (RICE, Told(held=Decimal("0.00001")), "held"),
        (RICE + "X", kg(held=1), "code"),
        (RAW, kg(held=1), "unit"),  # the events tell no amount of it, so neither a unit
    ]
    for code, told, figure in wrong:
        with pytest.raises(deeds.AnswerFaults) as refused:
            tell(notice, deeds.Answer(CAKE, kg(held=90)), deeds.Answer(code, told))
        assert [one.figure for one in refused.value.faults[code]] == [figure]
    with pytest.raises(Refusal, match="sau hôm nay"):
        deeds.tell_quantities(
            notice,
            [deeds.Answer(CAKE, kg(held=1))],
            deeds.Answerer(LINKED),
            as_of=date(2026, 3, 5),
            by=holder_actor(notice),
            at=at(day=4),
        )
    assert not RecallRecovery.objects.exists() and not notice_to(case, desk.mill).acknowledged_at
    with pytest.raises(IntegrityError), transaction.atomic():
        RecallRecovery.objects.create(
            notice=notice, code=RICE, destroyed=1, as_of=date(2026, 3, 3), told_at=at(), via=LINKED
        )


def test_an_officer_writes_down_what_was_said_on_the_telephone(case: RecallCase, desk: Desk) -> None:
    notice = notice_to(case, desk.mill)
    an = desk.world.actor("an")
    who = deeds.Answerer(RecallNotice.Channel.OFFICER, "Ông Sơn", user_id=an.user_id)
    answers = [deeds.Answer(RAW, kg(held=0, sold=0), "KGM"), deeds.Answer(RICE, kg(held=400))]
    rows = deeds.tell_quantities(notice, answers, who, as_of=date(2026, 3, 2), by=an, at=at(hour=15))
    assert [(row.unit, row.user_id) for row in rows] == [("KGM", an.user_id)] * 2
    assert AuditEntry.objects.latest("pk").deed == "traceability.recall.record"
    with pytest.raises(PermissionDenied):
        deeds.acknowledge(notice, who, by=desk.world.actor("giang"), at=at(hour=16))
    with pytest.raises(Http404):
        deeds.acknowledge(notice, who, by=desk.world.actor("khanh"), at=at(hour=16))


def test_the_board_counts_holders_and_never_adds_different_units(case: RecallCase, desk: Desk) -> None:
    shop, mill = notice_to(case, desk.shop), notice_to(case, desk.mill)
    deeds.acknowledge(mill, deeds.Answerer(LINKED), by=holder_actor(mill), at=at(hour=13))
    tell(shop, deeds.Answer(RICE, kg(held=120, sold=180, recovered=150)))
    board = board_of(case, today=date(2026, 3, 3))
    assert (len(board.rows), board.told, board.acknowledged, board.answered) == (3, 2, 2, 1)
    [kilos] = board.sums
    assert (kilos.unit, kilos.known, kilos.lines, kilos.recovered) == ("KGM", 990, 4, 150)
    assert (kilos.known_missing, kilos.recovered_missing) == (0, 3) and board.unmeasured == 1
    tell(mill, deeds.Answer(RAW, kg(held=7), "LTR"))
    assert [(one.unit, one.held) for one in board_of(case, today=date(2026, 3, 3)).sums] == [
        ("KGM", 120),
        ("LTR", 7),
    ]
    assert board_of(case, today=date(2026, 3, 7)).overdue == 1


def test_who_acknowledged_in_time_owes_figures_and_is_not_called_silent(case: RecallCase, desk: Desk) -> None:
    notice = notice_to(case, desk.shop)

    def stands(on: date) -> dict[str, str]:
        return {row.name: row.stand for row in board_of(case, today=on).rows}

    shop, mill = desk.shop.name, desk.mill.name
    assert stands(date(2026, 3, 6))[shop] == "told"
    deeds.acknowledge(notice, deeds.Answerer(LINKED, "Bà Hoa"), by=holder_actor(notice), at=at(day=3))
    assert stands(date(2026, 3, 6))[shop] == "acknowledged"
    late = stands(date(2026, 3, 7))
    assert (late[shop], late[mill]) == ("owing", "overdue")
    assert board_of(case, today=date(2026, 3, 7)).overdue == 2
    tell(notice, deeds.Answer(RICE, kg(held=300, sold=0, recovered=300, destroyed=0)))
    assert stands(date(2026, 3, 7))[shop] == "answered"


def test_nobody_answers_a_recall_that_is_over(case: RecallCase, desk: Desk) -> None:
    notice, binh = notice_to(case, desk.shop), desk.world.actor("binh")
    close_recall(case, conclusion="Đã xử lý xong", by=binh, at=at(day=9))
    with pytest.raises(Refusal, match="đã kết thúc"):
        tell(notice, deeds.Answer(RICE, kg(held=1)))
    with pytest.raises(Refusal):
        withdraw_recall(case, reason="Nhầm", by=binh, at=at(day=9))


def test_a_recall_that_is_not_approved_tells_nobody(desk: Desk) -> None:
    told_of(desk)
    case = opened(desk.world)
    with pytest.raises(PermissionDenied):
        deeds.notify_holders(case, base_url=BASE, by=desk.world.actor("dung"), at=at(hour=12))
    withdraw_recall(case, reason="Nhầm", by=desk.world.actor("binh"), at=at(hour=12))
    with pytest.raises(Refusal):
        deeds.notify_holders(case, base_url=BASE, by=desk.world.actor("an"), at=at(hour=13))
    assert not RecallNotice.objects.exists()
