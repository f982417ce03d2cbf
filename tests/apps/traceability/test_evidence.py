"""Days are sealed whole, and whatever is changed afterwards is found out and named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from pytest_django import Settings

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.traceability import actions, evidence, signing
from nscl.apps.traceability.models import DailyRoot, Event, EvidenceCheck
from nscl.apps.traceability.queries.evidence import Checked, check, leaves_text, proof_of, root_json
from nscl.apps.traceability.sweeping import PostOffice
from nscl.cli import main
from nscl.gs1 import day_roots, verifier
from tests.apps.registry.records import firm
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import declared, document, made, marked, packed, seen
from tests.apps.traceability.tampering import (
    TAMPERINGS,
    change_root,
    cut_tail,
    delete,
    drop_last_day,
    edit_all,
    edit_raw,
    row,
    swap,
)
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_keys(settings: Settings, tmp_path: Path) -> None:
    settings.NSCL_SIGNING_DIR = tmp_path / "signing"
    settings.NSCL_SIGNING_KEY = ""


@pytest.fixture
def days(desk: Desk) -> Desk:
    """Two days of events, sealed on the third; one more event since, and one first of another province."""
    there = firm(desk.world, "Công ty TNHH Láng Giềng", who="khanh")
    desk.capture(document(marked("77")), of=there, when=at(2))
    desk.capture(
        document(marked("1"), marked("2", hour=9, **{"vd:kho": "A"}), marked("3", hour=10)), when=at(2)
    )
    desk.capture(document(seen("1", eventID="urn:uuid:nhin-thay"), packed("https://id.gs1.org/00/340123450000000000", "2")), when=at(3))  # fmt: skip
    desk.capture(document(declared(marked("3", hour=10))), when=at(3, hour=23, minute=59))
    assert [root.day.day for root in close(desk, at(4, hour=1, minute=1))] == [2, 3]
    desk.capture(document(made(["A"], ["B"])), when=at(4, hour=8))
    return desk


def close(desk: Desk, when: datetime) -> list[DailyRoot]:
    return actions.close_days(desk.world.home, by=desk.world.actor("an"), at=when)


def checked(desk: Desk, **more: Any) -> Checked:
    return check(desk.world.home, trusted=signing.trusted_keys(), **more)


# ── Sealing ────────────────────────────────────────────────────────────


def test_a_day_is_sealed_once_with_all_its_events_and_chained_to_the_one_before(days: Desk) -> None:
    first, second = DailyRoot.objects.order_by("day")
    assert (first.count, second.count) == (3, 3)
    assert (first.previous, second.previous) == (day_roots.FIRST, first.root)
    assert close(days, at(4, hour=9)) == []
    found = checked(days)
    assert (found.ok, found.days, found.events, found.open) == (True, 2, 7, 1)
    entry = AuditEntry.objects.get(deed="traceability.day.close")
    assert entry.after["days"] == {"2026-03-02": first.root, "2026-03-03": second.root}


@pytest.mark.parametrize(("hour", "minute", "closed"), [(0, 59, 0), (1, 0, 1)])
def test_a_day_stays_open_until_an_hour_after_its_end(
    desk: Desk, hour: int, minute: int, closed: int
) -> None:
    desk.capture(document(marked("1")), when=at(2))
    assert len(close(desk, at(3, hour=hour, minute=minute))) == closed


def test_days_are_vietnams_days(desk: Desk) -> None:
    desk.capture(document(marked("1")), when=at(2, hour=6, minute=59))  # still the first in UTC
    desk.capture(document(marked("2")), when=at(3, hour=0))
    assert [root.day for root in close(desk, at(9))] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_what_is_committed_late_stands_in_the_next_root(days: Desk) -> None:
    days.capture(document(marked("9")), when=at(2, hour=20))
    assert checked(days).ok
    (third,) = close(days, at(5))
    assert (third.day, third.count) == (date(2026, 3, 4), 2)
    found = checked(days)
    assert (found.ok, found.open) == (True, 0)
    late = Event.objects.get(record_time=at(2, hour=20))
    proof = proof_of(late.pk, late.province_id)
    assert proof is not None and proof["day"] == "2026-03-04" and verifier.right(proof, third.public_key)


def test_what_comes_late_alone_is_sealed_with_the_last_day_that_is_over(desk: Desk) -> None:
    desk.capture(document(marked("1")), when=at(2))
    close(desk, at(3))
    desk.capture(document(marked("2")), when=at(2, hour=20))
    assert close(desk, at(3, hour=12)) == []
    (root,) = close(desk, at(6))
    assert (root.day, root.count) == (date(2026, 3, 5), 1) and checked(desk).ok


def test_events_recorded_between_midnight_and_sealing_belong_to_the_next_day(desk: Desk) -> None:
    desk.capture(document(marked("1")), when=at(2))
    desk.capture(document(marked("2")), when=at(3, hour=0, minute=30))
    desk.capture(document(marked("3")), when=at(3, hour=0, minute=40))
    assert [root.count for root in close(desk, at(3, hour=1))] == [1]
    desk.capture(document(marked("4")), when=at(3, hour=9))
    assert [root.count for root in close(desk, at(4, hour=1))] == [3] and checked(desk).ok


def test_each_province_seals_its_own(days: Desk) -> None:
    assert [root.count for root in actions.close_all(at=at(4, hour=2))] == [1]
    assert checked(days).ok and check(days.world.neighbour, trusted=signing.trusted_keys()).events == 1


@pytest.mark.parametrize(("who", "error"), [("chi", PermissionDenied), ("khanh", Http404)])
def test_closing_is_for_the_provinces_own_officers(desk: Desk, who: str, error: type[Exception]) -> None:
    desk.capture(document(marked("1")), when=at(2))
    with pytest.raises(error):
        actions.close_days(desk.world.home, by=desk.world.actor(who), at=at(5))
    assert not DailyRoot.objects.exists()


# ── Tampering ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(("tamper", "day", "names_event", "sentence"), TAMPERINGS, ids=lambda one: getattr(one, "__name__", ""))  # fmt: skip
def test_tampering_is_found_and_named(
    days: Desk, tamper: Callable[[], None], day: int, names_event: bool, sentence: str
) -> None:
    tamper()
    found = checked(days)
    first = found.faults[0]
    assert first.day == date(2026, 3, day) and sentence in " ".join(fault.what for fault in found.faults)
    if names_event:
        named = {fault.event for fault in found.faults}
        assert named & {line.key for batch in evidence.batches(days.world.home.pk) for line in batch}
    actions.check_days(days.world.home, by=days.world.actor("an"), at=at(4))
    kept = EvidenceCheck.objects.get()
    assert (kept.ok, kept.bad_day) == (False, date(2026, 3, day))


@pytest.mark.parametrize("tamper", [edit_raw, edit_all, delete, swap, cut_tail, change_root])
def test_the_quick_check_finds_it_too(days: Desk, tamper: Callable[[], None]) -> None:
    tamper()
    assert not checked(days, quick=True).ok


def test_a_root_published_elsewhere_must_still_stand(days: Desk, tmp_path: Path) -> None:
    published = root_json(DailyRoot.objects.get(day=date(2026, 3, 3)))
    assert checked(days, published=[published]).ok
    AuditEntry.objects.all().delete()
    cut_tail()
    drop_last_day()
    assert checked(days).ok  # nothing in the database tells of it any more
    assert checked(days, published=[published]).faults[0].day == date(2026, 3, 3)


# ── Keys ───────────────────────────────────────────────────────────────


def test_a_new_key_leaves_the_old_days_verifiable(days: Desk, settings: Settings) -> None:
    old = DailyRoot.objects.order_by("day")[0].public_key
    settings.NSCL_SIGNING_KEY = "11" * 32
    (third,) = close(days, at(5))
    assert third.public_key != old and {old, third.public_key} <= signing.trusted_keys()
    assert checked(days).ok


def test_the_key_of_the_folder_is_for_its_owner_alone(settings: Settings) -> None:
    key = signing.public_of(signing.signing_key())
    path = Path(settings.NSCL_SIGNING_DIR) / "key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.public_of(signing.signing_key()) == key


@pytest.mark.parametrize("given", ["khong-phai-khoa", "11" * 31, "zz" * 32])
def test_a_key_that_is_none_is_refused_and_seals_nothing(desk: Desk, settings: Settings, given: str) -> None:
    desk.capture(document(marked("1")), when=at(2))
    settings.NSCL_SIGNING_KEY = given
    with pytest.raises(Refusal, match="NSCL_SIGNING_KEY"):
        close(desk, at(5))
    assert not DailyRoot.objects.exists()


def test_a_key_may_stand_in_a_file(settings: Settings, tmp_path: Path) -> None:
    settings.NSCL_SIGNING_KEY = "22" * 32
    told = signing.public_of(signing.signing_key())
    (tmp_path / "khoa").write_text("22" * 32 + "\n")
    settings.NSCL_SIGNING_KEY = str(tmp_path / "khoa")
    assert signing.public_of(signing.signing_key()) == told


# ── Proofs ─────────────────────────────────────────────────────────────


def test_every_sealed_event_has_a_proof_that_the_stand_alone_verifier_accepts(days: Desk) -> None:
    key = signing.public_of(signing.signing_key())
    for event in map(row, range(6)):
        proof = proof_of(event.pk, event.province_id)
        assert proof is not None and verifier.right(json.loads(json.dumps(proof)), key)
    declared_wrong = [
        line.split("\t")[2] for line in leaves_text(DailyRoot.objects.get(day=date(2026, 3, 3)))
    ]
    assert len(declared_wrong) == 3 and all(declared_wrong)


def test_an_event_of_an_open_day_or_changed_since_has_none(days: Desk) -> None:
    last = Event.objects.order_by("-pk")[0]
    assert proof_of(last.pk, last.province_id) is None
    assert proof_of(row(1).pk, days.world.neighbour.pk) is None and proof_of(10**9, last.province_id) is None
    edit_raw()
    assert proof_of(row(1).pk, last.province_id) is None


# ── Commands ───────────────────────────────────────────────────────────


def test_the_command_tells_of_every_province_and_ends_with_0_or_1(
    days: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", "verify"]) == 0
    assert (
        "Tỉnh Lạng Sơn: 2 ngày, 7 sự kiện, 1 sự kiện chưa đến lúc chốt, nguyên vẹn" in capsys.readouterr().out
    )
    edit_raw()
    assert main(["trace", "verify", "--province", days.world.home.code]) == 1
    assert "HỎNG từ ngày 2/3/2026, sự kiện ni:///" in capsys.readouterr().out.replace("02/03", "2/3")
    assert main(["trace", "verify", "--province", "Nơi Không Có"]) == 2


def test_the_command_closes_what_is_over(days: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "close"]) == 0 and "1 sự kiện, gốc" in capsys.readouterr().out
    assert main(["trace", "close"]) == 0 and "Không có ngày nào" in capsys.readouterr().out


def test_the_command_checks_a_proof_by_itself(
    days: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = row(1)
    proof, file, key = proof_of(event.pk, event.province_id), tmp_path / "p.json", tmp_path / "k.hex"
    assert proof is not None
    file.write_text(json.dumps(proof))
    key.write_text(proof["key"])
    assert main(["trace", "verify", "--proof", str(file), "--key", str(key)]) == 0
    assert main(["trace", "verify", "--proof", str(file)]) == 0
    file.write_text(json.dumps({**proof, "index": 0}))
    assert main(["trace", "verify", "--proof", str(file)]) == 1
    for text in ("không phải JSON", "[]", "{}"):
        file.write_text(text)
        assert main(["trace", "verify", "--proof", str(file)]) == 2
    key.write_text("ngắn")
    assert main(["trace", "verify", "--proof", str(file), "--key", str(key)]) == 2
    assert main(["trace", "verify", "--proof", str(tmp_path / "khong-co")]) == 2
    capsys.readouterr()


def test_the_worker_seals_what_is_over(days: Desk) -> None:
    office = PostOffice()
    office._end.set()  # so that it looks once and does not wait for the next time
    office._seal()
    assert DailyRoot.objects.filter(province=days.world.home).count() == 3
