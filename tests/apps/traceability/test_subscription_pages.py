"""The officer's pages of subscriptions: who is told, what is stuck and why, sending again, ending."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability.actions import revoke_client
from nscl.apps.traceability.actions.subscriptions import resend_delivery, subscribe
from nscl.apps.traceability.models import Delivery, Subscription
from nscl.apps.traceability.subscribers import subscriber_of_client
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import document, marked
from tests.apps.traceability.subscribing import Receiver, named, program, subscribed, swept
from tests.world import at

pytestmark = pytest.mark.django_db
LIST = "/truy-xuat/dang-ky-nhan-tin/"
SENT = "/truy-xuat/lan-gui-tin/"


@pytest.fixture
def an(desk: Desk) -> Client:
    return desk.world.login(Client(), "an")


def stuck(desk: Desk, receiver: Receiver) -> Subscription:
    """A subscription whose receiver said that it is gone."""
    row = subscribed(desk, receiver)
    receiver.answers = [410]
    desk.capture(document(marked("1")))
    swept(at())
    row.refresh_from_db()
    assert row.state == "suspended"
    return row


def test_the_list_tells_who_is_told_where_and_what_is_stuck(
    desk: Desk, receiver: Receiver, an: Client
) -> None:
    row = stuck(desk, receiver)
    page = an.get(LIST).content.decode()
    for words in ("tat-ca", "Xay xát Bình Minh", "Tạm dừng", "Máy nhận từ chối (410)", "ngay khi có sự kiện"):
        assert words in page
    assert f"{LIST}{row.pk}/" in page
    assert "kho=1" not in page  # what a receiver puts behind the question mark may be a key
    assert "tat-ca" not in an.get(LIST, {"trang-thai": "active"}).content.decode().partition("<table")[2]
    export = an.get(f"{LIST}xuat/", {"trang-thai": "suspended"})
    assert export.status_code == 200 and "sheet" in export["Content-Type"]


def test_a_schedule_is_told_in_words(desk: Desk, receiver: Receiver, an: Client) -> None:
    row = subscribed(desk, receiver, schedule={"hour": "1", "minute": "5"})
    assert "hằng ngày lúc 01:05" in an.get(LIST).content.decode()
    assert an.get(f"{LIST}{row.pk}/").status_code == 200


def test_what_was_sent_is_listed_with_its_errors(desk: Desk, receiver: Receiver, an: Client) -> None:
    row = stuck(desk, receiver)
    page = an.get(SENT, {"dang-ky": str(row.pk), "trang-thai": "gave_up"}).content.decode()
    assert "Thôi thử" in page and "Máy nhận từ chối (410)" in page
    delivery = Delivery.objects.get()
    assert an.get(f"{SENT}{delivery.pk}/").status_code == 200
    assert an.get(f"{SENT}xuat/").status_code == 200


def test_an_officer_sends_again(desk: Desk, receiver: Receiver, an: Client) -> None:
    row = stuck(desk, receiver)
    page = reverse("traceability:subscription_resume", args=[row.pk])
    assert page in an.get(f"{LIST}{row.pk}/").content.decode()
    assert an.get(page).status_code == 200
    assert an.post(page).status_code == 302
    swept(timezone.now() + timedelta(seconds=1))
    assert receiver.serials == ["1", "1"] and Delivery.objects.get().state == "delivered"
    again = an.post(page)
    assert again.status_code == 400 and "trạng thái" in again.content.decode()


def test_an_officer_ends_a_subscription_and_must_say_why(desk: Desk, receiver: Receiver, an: Client) -> None:
    row = subscribed(desk, receiver)
    page = reverse("traceability:subscription_end", args=[row.pk])
    empty = an.post(page, {"reason": " "})
    assert empty.status_code == 400 and "Hãy nêu lý do" in empty.content.decode()
    row.refresh_from_db()
    assert row.state == "active"
    assert an.post(page, {"reason": "Đơn vị đổi phần mềm"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "ended" and row.ended_at
    history = an.get(f"{LIST}{row.pk}/lich-su/").content.decode()
    assert "Đơn vị đổi phần mềm" in history


def test_another_province_finds_nothing_and_readers_only_look(desk: Desk, receiver: Receiver) -> None:
    row = stuck(desk, receiver)
    there = desk.world.login(Client(), "khanh")
    for page in (f"{LIST}{row.pk}/", f"{LIST}{row.pk}/gui-lai/", f"{LIST}{row.pk}/cham-dut/"):
        assert there.get(page).status_code == 404
    assert "tat-ca" not in there.get(LIST).content.decode()
    auditor = desk.world.login(Client(), "giang")
    assert auditor.get(LIST).status_code == 200
    for deed in ("gui-lai", "cham-dut"):
        assert auditor.post(f"{LIST}{row.pk}/{deed}/", {"reason": "x"}).status_code == 403
        assert f"{deed}/" not in auditor.get(f"{LIST}{row.pk}/").content.decode()
    assert Client().get(LIST).status_code == 302
    row.refresh_from_db()
    assert row.state == "suspended"


def test_the_lists_ask_as_much_for_many_as_for_one(desk: Desk, receiver: Receiver, an: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    stuck(desk, receiver)
    counts = []
    by = subscriber_of_client(program(desk))
    for many in (0, 12):
        for number in range(many):
            query = named(by, f"q{number}")
            subscribe(query, {"dest": receiver.address, "stream": True}, by=by, at=at(hour=7))
        for page in (LIST, SENT):
            an.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert an.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_an_officer_sends_one_delivery_again_and_its_subscription_goes_on(
    desk: Desk, receiver: Receiver, an: Client
) -> None:
    row = stuck(desk, receiver)
    delivery = Delivery.objects.get()
    page = reverse("traceability:delivery_resend", args=[delivery.pk])
    assert page in an.get(f"{SENT}{delivery.pk}/").content.decode()
    assert "Đăng ký đang tạm dừng cũng chạy lại" in an.get(page).content.decode()
    assert an.post(page).status_code == 302
    swept(timezone.now() + timedelta(seconds=1))
    delivery.refresh_from_db()
    row.refresh_from_db()
    assert delivery.state == "delivered" and row.state == "active"
    assert [letter.number for letter in receiver.letters] == [str(delivery.uuid)] * 2
    assert AuditEntry.objects.about(delivery).get().deed == "traceability.delivery.resend"
    assert page not in an.get(f"{SENT}{delivery.pk}/").content.decode()
    again = an.post(page)
    assert again.status_code == 400 and "Đã nhận".lower() in again.content.decode()
    assert AuditEntry.objects.about(delivery).count() == 1


def test_a_delivery_that_waits_for_hours_is_sent_now_and_one_being_sent_is_left(
    desk: Desk, receiver: Receiver
) -> None:
    subscribed(desk, receiver)
    receiver.answers = [503]
    desk.capture(document(marked("1")))
    swept(at())
    delivery, by = Delivery.objects.get(), desk.world.actor("an")
    with pytest.raises(Refusal, match="sắp gửi lại"):
        resend_delivery(delivery, by=by, at=at())
    Delivery.objects.update(next_try_at=at() + timedelta(hours=6), tries=9)
    resend_delivery(delivery, by=by, at=at(minute=1))
    assert swept(at(minute=1)) == 1 and Delivery.objects.get().state == "delivered"


def test_a_key_taken_back_sends_nothing_again(desk: Desk, receiver: Receiver) -> None:
    row = stuck(desk, receiver)
    revoke_client(row.client, reason="Mất máy", by=desk.world.actor("lan"), at=at(hour=8))
    with pytest.raises(Refusal, match="khóa mới"):
        resend_delivery(Delivery.objects.get(), by=desk.world.actor("an"), at=at())
    assert Delivery.objects.get().state == "gave_up" and not AuditEntry.objects.filter(
        deed="traceability.delivery.resend"
    )


def test_readers_and_other_provinces_send_nothing_again(desk: Desk, receiver: Receiver) -> None:
    stuck(desk, receiver)
    page = reverse("traceability:delivery_resend", args=[Delivery.objects.get().pk])
    for who, status in (("giang", 403), ("khanh", 404)):
        assert desk.world.login(Client(), who).post(page).status_code == status
    assert Delivery.objects.get().state == "gave_up"
