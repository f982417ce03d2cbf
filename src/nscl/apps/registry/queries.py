"""Reading the registers as sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from nscl.apps.registry.models import Organisation
from nscl.apps.registry.rules import FARTHEST

PART = 5000
Node = tuple[int, int | None, int | None, int | None, str, str]


def counted_as(ids: Iterable[int]) -> dict[int, int]:
    """For each organisation the one it counts as: a merged record as the record kept, one taken over as its
    successor, a branch as its head office.

    A branch without a head in the register counts as the head of its ten digits, where that stands there,
    else together with the other branches of those digits (as the oldest). The number of questions to the
    database grows with the length of the chains, not with the number of organisations (in parts of 5,000).
    """
    asked = list(dict.fromkeys(ids))
    nodes = _nodes(asked)
    roots = _heads_by_code(nodes)
    for _step in range(FARTHEST):
        missing = {n for node in nodes.values() if (n := _next(node, roots)) is not None} - nodes.keys()
        if not missing:
            break
        fresh = _nodes(sorted(missing))
        nodes |= fresh
        roots |= _heads_by_code(fresh)
    return {pk: _end(pk, nodes, roots) for pk in asked if pk in nodes}


def count_distinct(ids: Iterable[int]) -> int:
    """How many organisations these are, when each counts once."""
    return len(set(counted_as(ids).values()))


def _nodes(ids: Sequence[int]) -> dict[int, Node]:
    fields = ("pk", "merged_into_id", "successor_id", "parent_id", "tax_code", "status")
    rows = (
        row
        for part in _parts(ids)
        for row in Organisation.objects.filter(pk__in=part).order_by().values_list(*fields)
    )
    return {row[0]: row for row in rows}


def _parts(items: Sequence[object]) -> Iterator[Sequence[object]]:
    for start in range(0, len(items), PART):
        yield items[start : start + PART]


def _next(node: Node, roots: Mapping[str, int]) -> int | None:
    """One step towards what it counts as; None at the end."""
    pk, merged_into, successor, parent, code, status = node
    if merged_into is not None:
        return merged_into
    if successor is not None and status == Organisation.Status.MERGED:
        return successor
    if parent is not None:
        return parent
    head = roots.get(code[:10]) if len(code) == 14 else None
    return head if head != pk else None


def _end(pk: int, nodes: Mapping[int, Node], roots: Mapping[str, int]) -> int:
    for _step in range(FARTHEST):
        following = _next(nodes[pk], roots)
        if following is None or following not in nodes:
            return pk
        pk = following
    return pk


def _heads_by_code(nodes: Mapping[int, Node]) -> dict[str, int]:
    """Ten digits → the live record they count as, for the branches among these that name no head."""
    roots = {n[4][:10] for n in nodes.values() if len(n[4]) == 14 and n[1] is None and n[3] is None}
    found: dict[str, int] = {}
    lonely: dict[str, int] = {}
    live = Organisation.objects.live()
    for part in _parts(sorted(roots)):
        found |= dict(live.filter(tax_code__in=part).values_list("tax_code", "pk"))
    left = sorted(roots - found.keys())
    oldest: dict[str, list[int]] = defaultdict(list)
    for part in _parts(left):
        low, high = str(part[0]), f"{part[-1]}-999"
        wanted = set(part)
        rows = live.filter(tax_code__gte=low, tax_code__lte=high, tax_code__contains="-", parent=None)
        for code, pk in rows.values_list("tax_code", "pk"):
            if code[:10] in wanted:
                oldest[code[:10]].append(pk)
    lonely = {root: min(pks) for root, pks in oldest.items()}
    return found | lonely
