"""What a province seals of a day: how an event becomes a leaf, what is signed, and where two lists part.

A leaf is the text of seven lines that `Sealed.leaf` writes; its hash is that of `nscl.gs1.merkle`. Leaves
stand in the order of the events' numbers. The signed text names province, day, number of leaves, root, and
the root before, so that no day can be taken out or put in between without the key.
Source: RFC 6962 §2.1 (tree), RFC 8032 (Ed25519); the lines are ours and are checked by `nscl.gs1.verifier`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal

from nscl.gs1.merkle import Inclusion, leaf_hash

FIRST = "0" * 64  # stands for the root before the first
Kind = Literal["missing", "inserted", "swapped", "changed"]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is sealed of an event: its hash, the mark of its declaration of error (or nothing), its eventID
    (or nothing), when and by whom it was recorded, and the digest of its text as stored."""

    hash: str
    declaration: str
    event_id: str
    recorded_at: datetime
    organisation: int
    text: str

    @classmethod
    def of(
        cls,
        digest: bytes,
        declaration: str,
        event_id: str,
        recorded_at: datetime,
        organisation: int,
        raw: str,
    ) -> Sealed:
        """The event with this SHA-256 (`nscl.gs1.epcis.hashing`) and this text."""
        text = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
        full = f"ni:///sha-256;{digest.hex()}?ver=CBV2.0"
        return cls(full, declaration, event_id, recorded_at, organisation, text)

    def as_json(self) -> dict[str, Any]:
        """The lines by name, in their order.

        >>> event = Sealed.of(bytes(32), "", "urn:uuid:1", datetime(2026, 3, 2, tzinfo=UTC), 7, "{}")
        >>> event.as_json()["recorded_at"], len(event.leaf().split(b"\\n"))
        ('2026-03-02T00:00:00.000000Z', 7)
        """
        return {
            "hash": self.hash,
            "declaration": self.declaration,
            "event_id": self.event_id,
            "recorded_at": moment_text(self.recorded_at),
            "organisation": self.organisation,
            "text": self.text,
        }

    def leaf(self) -> bytes:
        lines = ["nscl-event/1", *map(str, self.as_json().values())]
        return "\n".join(lines).encode("utf-8", "surrogatepass")

    def leaf_hash(self) -> bytes:
        return leaf_hash(self.leaf())


@lru_cache(maxsize=4096)  # the events of a document were recorded at one moment
def moment_text(moment: datetime) -> str:
    """A moment as a leaf writes it: in UTC, to the microsecond."""
    plain = moment.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='microseconds')}Z"


def leaf_hash_of(
    digest: bytes, declaration: str, event_id: str, recorded_at: datetime, organisation: int, raw: str
) -> bytes:
    """The hash of an event's leaf, the short way: millions are read when everything is checked.

    >>> given = (bytes(32), "", "urn:uuid:1", datetime(2026, 3, 2, tzinfo=UTC), 7, "{}")
    >>> leaf_hash_of(*given) == Sealed.of(*given).leaf_hash()
    True
    """
    text = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
    leaf = (
        f"nscl-event/1\nni:///sha-256;{digest.hex()}?ver=CBV2.0\n{declaration}\n{event_id}\n"
        f"{moment_text(recorded_at)}\n{organisation}\n{text}"
    )
    return hashlib.sha256(b"\x00" + leaf.encode("utf-8", "surrogatepass")).digest()


def signed_text(province: str, day: str, size: int, root: str, previous: str) -> bytes:
    """The text that the province signs for a day.

    >>> signed_text("68", "2026-03-02", 2, "ab", FIRST).decode().splitlines()[:4]
    ['nscl-day-root/1', '68', '2026-03-02', '2']
    """
    return "\n".join(["nscl-day-root/1", province, day, str(size), root, previous]).encode()


def fingerprint(public_key: str) -> str:
    """A short name for a public key (hexadecimal), as printed on pages and minutes.

    >>> fingerprint("00" * 32)
    '66687aadf862bd77'
    """
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:16]


def proof(event: Sealed, found: Inclusion, day: Mapping[str, Any]) -> dict[str, Any]:
    """What is handed out for one event; `day` holds province, day, previous, signature and key."""
    return {
        "type": "nscl-proof/1",
        "event": event.as_json(),
        "index": found.index,
        "size": found.size,
        "path": [one.hex() for one in found.path],
        "root": found.root.hex(),
        **{name: day[name] for name in ("province", "day", "previous", "signature", "key")},
    }


@dataclass(frozen=True)
class Difference:
    """Where the list found first parts from the one sealed. `missing`: what was sealed there is gone;
    `inserted`: something stands there that was not sealed; `swapped`: it changed places with the next;
    `changed`: another stands in its place."""

    kind: Kind
    place: int


def first_difference(sealed: Sequence[bytes], found: Sequence[bytes]) -> Difference | None:
    """The first place in which two lists of leaves differ; none where they are the same.

    >>> first_difference([b"a", b"b", b"c"], [b"a", b"c"]), first_difference([b"a", b"b"], [b"b", b"a"])
    (Difference(kind='missing', place=1), Difference(kind='swapped', place=0))
    >>> first_difference([b"a"], [b"a", b"x"]), first_difference([b"a", b"b"], [b"a", b"x"])
    (Difference(kind='inserted', place=1), Difference(kind='changed', place=1))
    """
    place = next(
        (place for place, (one, other) in enumerate(zip(sealed, found, strict=False)) if one != other),
        min(len(sealed), len(found)),
    )
    if place == len(sealed) == len(found):
        return None
    if place == len(found):
        return Difference("missing", place)
    if place == len(sealed):
        return Difference("inserted", place)
    if sealed[place : place + 2] == list(reversed(found[place : place + 2])):
        return Difference("swapped", place)
    if found[place] in sealed[place + 1 :]:
        return Difference("missing", place)
    if sealed[place] in found[place + 1 :]:
        return Difference("inserted", place)
    return Difference("changed", place)
