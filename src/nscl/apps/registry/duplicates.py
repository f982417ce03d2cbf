"""Records that may mean one organisation: found by blocks of their names' keys, judged by name, code, phone.

Two different tax codes are two legal persons, however alike their names; a pair somebody called different
stays so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import Actor
from nscl.apps.registry.models import Organisation
from nscl.vietnamese.firm_matching import SAME_FIRM, firm_blocks, firm_similarity
from nscl.vietnamese.firms import firm_key

CROWD = 80  # a block with more records says nothing (an industry's word); its pairs meet in other blocks
SAME_PHONE_FROM = 0.6
MAX_CANDIDATES = 400


@dataclass(frozen=True)
class Card:
    """What of a record decides whether two are one."""

    pk: int
    name: str
    key: str
    tax_code: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Pair:
    """Two records and why they may be one; `first` is the older."""

    first: Card
    second: Card
    score: float
    reasons: tuple[str, ...]


def cards(rows: QuerySet[Organisation]) -> list[Card]:
    fields = rows.order_by("pk").values_list("pk", "name", "match_key", "tax_code", "phone")
    return [Card(*row) for row in fields.iterator(chunk_size=5000)]


def likeness(a: Card, b: Card) -> tuple[float, tuple[str, ...]]:
    """(score from 0 to 1, reasons); 0 where the codes say that they are two.

    >>> one = Card(1, "Cty TNHH Hoa Sen", "hoa sen", "0100109106")
    >>> likeness(one, Card(2, "Công ty TNHH Hoa Sen", "hoa sen"))
    (1.0, ('Tên như nhau',))
    >>> likeness(one, Card(3, "Công ty TNHH Hoa Sen", "hoa sen", "0301464830"))
    (0.0, ())
    """
    if a.tax_code and b.tax_code and a.tax_code != b.tax_code:
        return 0.0, ()
    score, reasons = firm_similarity(a.name, b.name), list[str]()
    if score >= SAME_FIRM:
        reasons.append(_("Tên như nhau") if score > 0.99 else _("Tên gần giống"))
    if a.phone and a.phone == b.phone and score >= SAME_PHONE_FROM:
        reasons.append(_("Cùng số điện thoại"))
        score = max(score, 0.9)
    return score, tuple(reasons)


def twins_among(all_cards: Sequence[Card], progress: Callable[[int], None] = lambda pct: None) -> list[Pair]:
    """Every pair that looks like one organisation, the likeliest first; without comparing all with all."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, card in enumerate(all_cards):
        for block in blocks_of(card):
            blocks[block].append(index)
    progress(40)
    asked: set[tuple[int, int]] = set()
    found = []
    for members in blocks.values():
        for i, j in _pairs(members):
            if (i, j) in asked:
                continue
            asked.add((i, j))
            score, reasons = likeness(all_cards[i], all_cards[j])
            if score >= SAME_FIRM and reasons:
                found.append(Pair(all_cards[i], all_cards[j], score, reasons))
    return sorted(found, key=lambda pair: (-pair.score, pair.first.pk, pair.second.pk))


def _pairs(members: list[int]) -> Iterator[tuple[int, int]]:
    if not 1 < len(members) <= CROWD:
        return
    for at, i in enumerate(members):
        for j in members[at + 1 :]:
            yield (i, j) if i < j else (j, i)


def blocks_of(card: Card) -> set[str]:
    blocks = firm_blocks(card.key)
    return blocks | {f"#{card.phone}"} if card.phone else blocks


def twins_of_each(rows: Sequence[Card], known: Iterable[Card]) -> list[list[tuple[Card, float]]]:
    """For each row of a file the known records that it may be, the likeliest first (five at most)."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for block in blocks_of(row):
            blocks[block].append(index)
    crowded = {block for block, members in blocks.items() if len(members) > CROWD}
    found: list[list[tuple[Card, float]]] = [[] for _row in rows]
    for card in known:
        near = {i for block in blocks_of(card) - crowded for i in blocks.get(block, ())}
        for index in near:
            score, reasons = likeness(rows[index], card)
            if score >= SAME_FIRM and reasons:
                found[index].append((card, score))
    return [sorted(twins, key=lambda twin: (-twin[1], twin[0].pk))[:5] for twins in found]


def twins_of(
    name: str, *, tax_code: str = "", phone: str = "", by: Actor, leave_out: int | None = None
) -> list[tuple[Organisation, float]]:
    """Records of the person's scope that a name being entered may mean; one query, five at most."""
    key = firm_key(name)
    card = Card(0, name, key, tax_code, phone)
    rows = Organisation.objects.seen_by(by.scope).live().filter(_near(key, phone)).exclude(pk=leave_out)
    scored = [
        (row, likeness(card, Card(row.pk, row.name, row.match_key, row.tax_code, row.phone)))
        for row in rows.order_by("pk")[:MAX_CANDIDATES]
    ]
    found = [(row, score) for row, (score, reasons) in scored if score >= SAME_FIRM and reasons]
    return sorted(found, key=lambda twin: -twin[1])[:5]


def _near(key: str, phone: str) -> Q:
    """All words of the key but one: a slip of the keyboard spoils one word."""
    near = Q(match_key=key)
    if phone:
        near |= Q(phone=phone)
    words = key.split()[:6]
    if len(words) == 1:
        return near | Q(match_key__contains=words[0])
    ways = (
        reduce(and_, (Q(match_key__contains=word) for word in words[:i] + words[i + 1 :]))
        for i in range(len(words))
    )
    return reduce(or_, ways, near)
