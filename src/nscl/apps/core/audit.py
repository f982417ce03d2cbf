"""Writing and proving the chained record of deeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from nscl.apps.core.access import Actor
from nscl.apps.core.bulk import insert_many
from nscl.apps.core.models import AuditChain, AuditEntry


def record(
    *,
    by: Actor,
    at: datetime,
    deed: str,
    obj: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    chain: str | None = None,
) -> AuditEntry:
    """Append one entry to the province's chain; must run inside the deed's transaction.

    Raises `TransactionManagementError` outside one, because a deed and its record stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit row belongs in the deed's transaction")
    key = chain or by.chain
    AuditChain.objects.get_or_create(key=key)
    head = AuditChain.objects.select_for_update().get(key=key)
    entry = AuditEntry(
        chain=head,
        seq=head.last_seq + 1,
        at=at.astimezone(UTC),
        actor_id=by.user_id,
        actor_name=by.name,
        acting_for=by.office_name,
        capacity=by.capacity,
        deed=deed,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=str(obj)[:400],
        before=plain(before or {}),
        after=plain(after or {}),
        reason=reason,
        prev_hash=head.last_hash,
    )
    entry.hash = entry.compute_hash()
    entry.save()
    head.last_seq, head.last_hash = entry.seq, entry.hash
    head.save(update_fields=["last_seq", "last_hash"])
    return entry


Recorded = tuple[models.Model, Mapping[str, Any] | None, Mapping[str, Any] | None]


def record_many(
    *,
    by: Actor,
    at: datetime,
    deed: str,
    rows: Iterable[Recorded],
    reason: str = "",
    chain: str | None = None,
) -> int:
    """Append one entry for each (record, before, after), under one lock of the chain; returns how many.

    The entries are those that as many calls of `record` would have written. Must run inside the deed's
    transaction, like `record`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit row belongs in the deed's transaction")
    key = chain or by.chain
    AuditChain.objects.get_or_create(key=key)
    head = AuditChain.objects.select_for_update().get(key=key)
    entries = []
    for obj, before, after in rows:
        entry = AuditEntry(
            chain=head,
            seq=head.last_seq + 1,
            at=at.astimezone(UTC),
            actor_id=by.user_id,
            actor_name=by.name,
            acting_for=by.office_name,
            capacity=by.capacity,
            deed=deed,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            object_label=str(obj)[:400],
            before=plain(before or {}),
            after=plain(after or {}),
            reason=reason,
            prev_hash=head.last_hash,
        )
        entry.hash = entry.compute_hash()
        head.last_seq, head.last_hash = entry.seq, entry.hash
        entries.append(entry)
    if entries:
        insert_many(entries)
        head.save(update_fields=["last_seq", "last_hash"])
    return len(entries)


def plain(value: Any) -> Any:
    """The value as JSON keeps it, so that the hash is the same before and after storage."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, models.Model):
        return str(value)
    return value


@dataclass(frozen=True)
class ChainCheck:
    """What verifying one chain found; `bad_seq` is the first number that does not prove."""

    chain: str
    entries: int
    bad_seq: int | None = None
    problem: str = ""

    @property
    def ok(self) -> bool:
        return self.bad_seq is None


def verify(chain: str) -> ChainCheck:
    """Walk one chain from its first row and stop at the first that does not prove."""
    head = AuditChain.objects.get(key=chain)
    expected, previous = 1, ""
    for entry in AuditEntry.objects.filter(chain=head).order_by("seq").iterator(chunk_size=1000):
        if entry.seq != expected:
            return ChainCheck(chain, expected - 1, expected, f"thiếu dòng số {expected}")
        if entry.prev_hash != previous:
            return ChainCheck(chain, expected, entry.seq, "không nối với dòng trước")
        if entry.compute_hash() != entry.hash:
            return ChainCheck(chain, expected, entry.seq, "nội dung đã bị sửa sau khi ghi")
        expected, previous = expected + 1, entry.hash
    if head.last_seq != expected - 1 or head.last_hash != previous:
        return ChainCheck(chain, expected - 1, expected, "các dòng cuối đã bị xóa")
    return ChainCheck(chain, expected - 1)


def verify_all() -> Iterator[ChainCheck]:
    """Every chain in the order of its key."""
    for key in AuditChain.objects.order_by("key").values_list("key", flat=True):
        yield verify(key)
