"""What somebody with the database in hand could do to sealed days: each way by its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nscl.apps.traceability import evidence, signing
from nscl.apps.traceability.models import CaptureJob, DailyRoot, Event, EventHash
from nscl.gs1 import day_roots
from nscl.gs1.epcis.hashing import event_hash
from nscl.gs1.merkle import root_over


def row(number: int) -> Event:
    """The event at this place of the province, from 0."""
    return Event.objects.filter(organisation__name__contains="Bình Minh").order_by("pk")[number]


def change(**columns: Any) -> None:
    Event.objects.filter(pk=row(1).pk).update(**columns)


def edit_raw() -> None:
    """The text of the second event, and nothing else."""
    change(raw=row(1).raw.replace("commissioning", "destroying"))


def edit_all() -> None:
    """Text, hash and directory of the second event, so that they agree with each other."""
    event = {**json.loads(row(1).raw), "bizStep": "destroying"}
    namespaces = {"vd": "https://vi-du.vn/"}
    digest = bytes.fromhex(hash_of(event, namespaces))
    EventHash.objects.filter(pk=row(1).pk).update(hash=digest)
    change(raw=json.dumps(event), hash=digest)


def hash_of(event: dict[str, Any], namespaces: dict[str, str]) -> str:
    return event_hash(event, namespaces).removeprefix("ni:///sha-256;")[:64]


def backdate() -> None:
    """The time of recording of the second event, by a minute."""
    moment = row(1).record_time + timedelta(minutes=1)
    EventHash.objects.filter(pk=row(1).pk).update(record_time=moment)
    change(record_time=moment)


def delete() -> None:
    gone([row(1).pk])


def gone(numbers: Sequence[int]) -> None:
    for model in (Event, EventHash):
        rows = model.objects.filter(pk__in=numbers)
        rows._raw_delete(rows.db)


def swap() -> None:
    """The second and the third event change places, with everything that is theirs."""
    one, other = row(1), row(2)
    names = ("raw", "hash", "event_time", "event_id")
    mine, theirs = ({name: getattr(it, name) for name in names} for it in (one, other))
    EventHash.objects.filter(pk=one.pk).update(hash=b"-" * 32)
    Event.objects.filter(pk=one.pk).update(**theirs)
    Event.objects.filter(pk=other.pk).update(**mine)
    EventHash.objects.filter(pk=other.pk).update(hash=mine["hash"])
    EventHash.objects.filter(pk=one.pk).update(hash=theirs["hash"])


def insert() -> None:
    """The neighbour's event is put among those of the province."""
    home = row(0).province_id
    Event.objects.exclude(province_id=home).update(province_id=home)


def cut_tail() -> None:
    """The last event of the last sealed day, and everything after it."""
    gone([row(5).pk, row(6).pk])


def rechain() -> None:
    """An event taken out and all roots made again, with another key than the province's."""
    delete()
    _seal_again(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"cua ke khac").digest()))


def rechain_keeping_the_name() -> None:
    """The same, and the rows say that the province's own key signed."""
    key = DailyRoot.objects.first().public_key  # type: ignore[union-attr]
    rechain()
    DailyRoot.objects.update(public_key=key)


def _seal_again(key: Ed25519PrivateKey) -> None:
    roots = list(DailyRoot.objects.select_related("province").order_by("day"))
    placed, previous = evidence.Days(roots), day_roots.FIRST
    lines = [line for batch in evidence.batches(roots[0].province_id) for line in batch]
    for place, root in enumerate(roots):
        hashes = [line.leaf_hash for line in lines if placed.place(line) == place]
        root.leaves, root.count, root.previous = b"".join(hashes), len(hashes), previous
        root.root = previous = root_over(hashes).hex()
        text = day_roots.signed_text(root.province.code, str(root.day), root.count, root.root, root.previous)
        root.signature, root.public_key = key.sign(text).hex(), signing.public_of(key)
        root.save()


def change_root() -> None:
    DailyRoot.objects.filter(day=date(2026, 3, 2)).update(root="ab" * 32)


def drop_first_day() -> None:
    DailyRoot.objects.filter(day=date(2026, 3, 2)).delete()


def drop_last_day() -> None:
    DailyRoot.objects.filter(day=date(2026, 3, 3)).delete()


def edit_leaves() -> None:
    delete()
    root = DailyRoot.objects.get(day=date(2026, 3, 2))
    DailyRoot.objects.filter(pk=root.pk).update(leaves=bytes(root.leaves)[:32] + bytes(root.leaves)[64:])


def edit_context() -> None:
    """The names that the document declared, so that its events say something else."""
    CaptureJob.objects.filter(pk=row(1).job_id).update(context=[{"vd": "https://noi-khac.vn/"}])


TAMPERINGS: list[tuple[Callable[[], None], int, bool, str]] = [
    (edit_raw, 2, True, "nguyên văn không khớp với mã băm"),
    (edit_all, 2, True, "đã bị sửa sau khi chốt ngày"),
    (backdate, 2, True, "đã bị sửa sau khi chốt ngày"),
    (delete, 2, False, "sự kiện thứ 2 trong 3 sự kiện của ngày đã mất"),
    (swap, 2, True, "bị đổi chỗ với sự kiện kế tiếp"),
    (insert, 2, True, "được chèn vào sau khi chốt ngày"),
    (cut_tail, 3, False, "sự kiện thứ 3 trong 3 sự kiện của ngày đã mất"),
    (rechain, 2, False, "ký bằng khóa"),
    (rechain_keeping_the_name, 2, False, "chữ ký không khớp"),
    (change_root, 2, False, "chữ ký không khớp"),
    (drop_first_day, 2, False, "không còn trong hệ thống"),
    (drop_last_day, 3, False, "không còn trong hệ thống"),
    (edit_leaves, 2, False, "gốc hoặc danh sách dấu của ngày đã bị sửa"),
    (edit_context, 2, True, "nguyên văn không khớp với mã băm"),
]
