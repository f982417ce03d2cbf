"""Bulk deeds with confirmation and undo, and a person's own filters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry, BulkRun, SavedFilter
from nscl.apps.core.registers import bulk
from nscl.apps.core.registers.saved import drop_filter, save_filter
from nscl.apps.registry.models import Organisation
from tests.apps.core import trial_register
from tests.apps.core.conftest import organisation
from tests.apps.core.trial_register import REGISTER
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/thu/to-chuc/"
SUSPEND = f"{LIST}viec/tam-ngung/"


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def confirmed(*records: Organisation, **more: str) -> dict[str, str]:
    return {"ma": ",".join(str(r.pk) for r in records), "xac-nhan": "1", "on": "01/03/2026", **more}


def statuses() -> list[str]:
    return list(Organisation.objects.order_by("name").values_list("status", flat=True))


def test_a_bulk_deed_says_first_what_will_happen_and_does_it_when_confirmed(
    trial: World, client: Client
) -> None:
    one, two, other = (organisation(trial, name) for name in ("A", "B", "C"))
    trial.login(client, "an")
    body = body_of(client.post(SUSPEND, {"chon": [one.pk, two.pk], "loc": "tim=a"}))
    assert "2 tổ chức sẽ tạm ngừng." in body and "có thể hoàn tác" in body
    assert f'name="ma" value="{one.pk},{two.pk}"' in body
    assert statuses() == ["operating"] * 3, "asked only"
    body = body_of(client.post(SUSPEND, confirmed(one, two), follow=True))
    assert "Đã làm xong: Ghi tạm ngừng (2 hồ sơ)." in body and "Hoàn tác" in body
    assert statuses() == ["suspended", "suspended", "operating"]
    assert AuditEntry.objects.filter(deed="trial.change").count() == 2
    assert BulkRun.objects.get().was == {
        str(r.pk): {"status": "operating", "status_on": None} for r in (one, two)
    }
    other.refresh_from_db()
    assert other.revision == 0


def test_all_that_match_the_filter_can_be_chosen(trial: World, client: Client) -> None:
    for number in range(60):
        organisation(trial, f"Hợp tác xã {number:02}", kind="cooperative")
    organisation(trial, "Trường Nghề", kind="school")
    trial.login(client, "an")
    body = body_of(client.post(SUSPEND, {"tat-ca": "1", "loc": "loai=cooperative"}))
    assert "60 tổ chức sẽ tạm ngừng." in body and "và 40 hồ sơ khác" in body


def test_when_one_record_refuses_none_is_changed(trial: World, client: Client) -> None:
    good, bad = organisation(trial, "A"), organisation(trial, "B", status="dissolved")
    body = body_of(trial.login(client, "an").post(SUSPEND, confirmed(good, bad)), 400)
    assert "B đã giải thể. Hãy bỏ chọn tổ chức này." in body
    assert statuses() == ["operating", "dissolved"] and not BulkRun.objects.exists()
    assert "Chưa lưu được" in body_of(client.post(SUSPEND, confirmed(good, on="31/02/2026")), 400)


def test_nothing_chosen_or_not_ones_own_changes_nothing(trial: World, client: Client) -> None:
    other = organisation(trial, "Láng giềng", province=trial.neighbour)
    trial.login(client, "an")
    for wrong in ({}, {"chon": ["x", "²"]}, confirmed(other)):
        assert "Chưa chọn hồ sơ nào." in body_of(client.post(SUSPEND, wrong, follow=True))
    assert statuses() == ["operating"]
    assert client.post(f"{LIST}viec/khong-co/").status_code == 404
    assert client.get(SUSPEND).status_code == 405
    assert trial.login(client, "binh").post(SUSPEND, confirmed(other)).status_code == 403


def test_too_many_records_are_refused(trial: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MAX_RECORDS", 1)
    rows = [organisation(trial, "A"), organisation(trial, "B")]
    with pytest.raises(Refusal, match="tối đa"):
        bulk.chosen(REGISTER, trial.actor("an"), [row.pk for row in rows])
    assert bulk.chosen(REGISTER, trial.actor("an"), [rows[0].pk]) == rows[:1]


def suspended(trial: World, *records: Organisation) -> BulkRun:
    deed = REGISTER.bulk[0]
    return bulk.run(
        REGISTER,
        deed,
        records,
        fields={"on": date(2026, 3, 1)},
        sent=QueryDict("on=01/03/2026"),
        by=trial.actor("an"),
        at=at(),
    )


def test_undoing_puts_the_old_values_back_once(trial: World, client: Client) -> None:
    record = organisation(trial, "A", status_on=date(2020, 1, 1))
    trial.login(client, "an")
    client.post(SUSPEND, confirmed(record))
    row = BulkRun.objects.get()
    assert "Đã hoàn tác 1 hồ sơ." in body_of(client.post(f"{LIST}viec/{row.pk}/hoan-tac/", follow=True))
    record.refresh_from_db()
    assert (record.status, record.status_on, record.revision) == ("operating", date(2020, 1, 1), 2)
    assert "đã được hoàn tác" in body_of(client.post(f"{LIST}viec/{row.pk}/hoan-tac/", follow=True))


def test_a_record_changed_since_stops_the_undoing(trial: World) -> None:
    records = [organisation(trial, name) for name in ("A", "B")]
    row = suspended(trial, *records)
    trial_register.change(records[1], phone="0911", by=trial.actor("binh"), at=at())
    with pytest.raises(Refusal, match="B đã được thay đổi sau đó"):
        bulk.undo(REGISTER, row, by=trial.actor("an"), at=at())
    assert statuses() == ["suspended", "suspended"]
    row.refresh_from_db()
    assert row.undone_at is None


def test_a_deed_without_a_way_back_says_so_before_and_refuses_after(trial: World, client: Client) -> None:
    record = organisation(trial, "A")
    trial.login(client, "an")
    path = f"{LIST}viec/ghi-nguon/"
    assert "không hoàn tác được" in body_of(client.post(path, {"chon": record.pk}))
    body = body_of(client.post(path, {"ma": record.pk, "xac-nhan": "1"}, follow=True))
    assert "Đã làm xong" in body and "Việc vừa làm" not in body
    with pytest.raises(Refusal, match="không hoàn tác được"):
        bulk.undo(REGISTER, BulkRun.objects.get(), by=trial.actor("an"), at=at())


def test_only_ones_own_fresh_deed_is_offered_for_undoing(trial: World, client: Client) -> None:
    row = suspended(trial, organisation(trial, "A"))
    an = trial.actor("an")
    assert bulk.latest(REGISTER, an, since=at()) == row
    assert bulk.latest(REGISTER, an, since=at() + timedelta(minutes=1)) is None
    assert bulk.latest(REGISTER, trial.actor("binh"), since=at()) is None
    assert trial.login(client, "lan").post(f"{LIST}viec/{row.pk}/hoan-tac/").status_code == 404
    bulk.undo(REGISTER, row, by=an, at=at())
    assert bulk.latest(REGISTER, an, since=at()) is None


def test_running_a_bulk_deed_needs_its_role(trial: World) -> None:
    record = organisation(trial, "A")
    with pytest.raises(PermissionDenied):
        bulk.run(REGISTER, REGISTER.bulk[1], [record], by=trial.actor("binh"), at=at())


# Saved filters --------------------------------------------------------------------------------


def test_a_filter_is_kept_under_a_name_shown_and_dropped(trial: World, client: Client) -> None:
    trial.login(client, "an")
    sent = {"ten": " Trường  nghề ", "loc": "loai=school&trang=3&la=1"}
    assert "Đã lưu bộ lọc “Trường nghề”." in body_of(client.post(f"{LIST}bo-loc/", sent, follow=True))
    row = SavedFilter.objects.get()
    assert (row.query, row.register) == ("loai=school", "trial:organisation")
    assert "Trường nghề" in body_of(client.get(LIST))
    assert "Trường nghề" not in body_of(trial.login(client, "binh").get(LIST)), "nobody else sees it"
    assert client.post(f"{LIST}bo-loc/{row.pk}/bo/").status_code == 404
    assert trial.login(client, "an").post(f"{LIST}bo-loc/{row.pk}/bo/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_the_same_name_again_replaces_the_filter(trial: World) -> None:
    an = trial.actor("an")
    for query in ("loai=school", "loai=agency"):
        save_filter(REGISTER, name="Của tôi", query=query, by=an, at=timezone.now())
    assert SavedFilter.objects.get().query == "loai=agency"
    with pytest.raises(Refusal, match="của người khác"):
        drop_filter(SavedFilter.objects.get(), by=trial.actor("binh"))


@pytest.mark.parametrize(
    ("name", "query", "sentence"),
    [
        (" ", "loai=school", "Tên bộ lọc cần"),
        ("x" * 81, "loai=school", "Tên bộ lọc cần"),
        ("Tên", "", "chưa lọc gì"),
        ("Tên", "tim=" + "x" * 2000, "quá dài"),
    ],
)
def test_a_filter_that_cannot_be_kept_is_refused(trial: World, name: str, query: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        save_filter(REGISTER, name=name, query=query, by=trial.actor("an"), at=at())
    assert not SavedFilter.objects.exists()
