"""A day's events under one root: proof that an event stood in the day's list, without showing the others.

Source: RFC 6962, section 2.1 (Merkle Hash Tree, audit paths). A leaf is hashed with a 0 byte before it and
a node with a 1, so that a node can never be passed off as a leaf.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from nscl.gs1.errors import Gs1Error


@dataclass(frozen=True)
class Inclusion:
    """That leaf `index` of `size` leads to `root` by the hashes of `path`, from the leaf upwards."""

    index: int
    size: int
    path: tuple[bytes, ...]
    root: bytes


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order; of none, the hash of nothing.

    >>> root_of([]).hex()[:16], root_of([b""]).hex()[:16]
    ('e3b0c44298fc1c14', '6e340b9cffb37a98')
    """
    return root_over([leaf_hash(leaf) for leaf in leaves])


def root_over(hashes: Sequence[bytes]) -> bytes:
    """The root over leaves that are hashed already."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    level = list(hashes)
    while len(level) > 1:
        level = _above(level)
    return level[0]


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The next level: pairs joined, a last one without partner goes up as it is (as RFC 6962 splits)."""
    paired = [node_hash(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return [*paired, level[-1]] if len(level) % 2 else paired


def inclusion(leaves: Sequence[bytes], index: int) -> Inclusion:
    """The proof for one leaf; refuses a place that is not in the list.

    >>> found = inclusion([b"a", b"b", b"c"], 2)
    >>> included(b"c", found), included(b"b", found)
    (True, False)
    """
    return inclusion_over([leaf_hash(leaf) for leaf in leaves], index)


def inclusion_over(hashes: Sequence[bytes], index: int) -> Inclusion:
    """The proof for one of the leaves that are hashed already."""
    if isinstance(index, bool) or not 0 <= index < len(hashes):
        raise Gs1Error("index", "Sự kiện không có trong danh sách của ngày.")
    path: list[bytes] = []
    level, place = list(hashes), index
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        level, place = _above(level), place // 2
    return Inclusion(index, len(hashes), tuple(path), level[0])


def included(leaf: bytes, proof: Inclusion) -> bool:
    """Whether the proof leads from this leaf to its root."""
    place, last = proof.index, proof.size - 1
    if not 0 <= place <= last:
        return False
    found, path = leaf_hash(leaf), list(proof.path)
    while last:
        if place % 2 or place < last:
            if not path:
                return False
            other = path.pop(0)
            found = node_hash(other, found) if place % 2 else node_hash(found, other)
        place, last = place // 2, last // 2
    return not path and found == proof.root
