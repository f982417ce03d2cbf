"""Whom a percentage is counted over: the edition in force on a day, its members, what changed between two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nscl.apps.registry.models import RegisterEdition, RegisterEntry
from nscl.apps.registry.queries import counted_as
from nscl.vietnamese import search_key

Dropped = Callable[[RegisterEdition, Sequence[RegisterEntry]], list[str]]
_dropped: list[Dropped] = []


def counting(hook: Dropped) -> Dropped:
    """Ask `hook(edition, entries)` who counts entries that a new edition drops; it answers in sentences."""
    if hook not in _dropped:
        _dropped.append(hook)
    return hook


def counted_elsewhere(edition: RegisterEdition, entries: Sequence[RegisterEntry]) -> list[str]:
    """Sentences of other rooms about entries of an edition that are about to leave the list."""
    return [sentence for hook in _dropped for sentence in hook(edition, entries)] if entries else []


@dataclass(frozen=True)
class Members:
    """The members of a list on a day; `edition` is None where no list was in force.

    `doubles` are printed lines left out because another line already stands for the same one.
    """

    edition: RegisterEdition | None
    entries: tuple[RegisterEntry, ...] = ()
    doubles: tuple[RegisterEntry, ...] = ()

    @property
    def count(self) -> int | None:
        """How many; None (not zero) where there is no list."""
        return None if self.edition is None else len(self.entries)

    @property
    def untied(self) -> int:
        """Lines that nobody has tied to a product or an organisation of the register yet."""
        return sum(entry.product_id is None and entry.organisation_id is None for entry in self.entries)


def edition_on(kind: str, province_id: int, on: date) -> RegisterEdition | None:
    """The edition of a kind in force in a province on a day."""
    found: RegisterEdition | None = RegisterEdition.objects.in_force(kind, province_id, on).first()
    return found


def members_on(kind: str, province_id: int, on: date) -> Members:
    """The members of the list in force on a day, each once, in the order of the decision."""
    edition = edition_on(kind, province_id, on)
    return Members(None) if edition is None else members_of(edition)


def members_of(edition: RegisterEdition) -> Members:
    """The members of an edition, each once: two lines for one product or one organisation count as one."""
    seen: set[str] = set()
    once: list[RegisterEntry] = []
    doubles: list[RegisterEntry] = []
    for entry, key in _keyed(edition):
        (doubles if key in seen else once).append(entry)
        seen.add(key)
    return Members(edition, tuple(once), tuple(doubles))


def entries_of(edition: RegisterEdition) -> list[RegisterEntry]:
    """The lines as printed, with what they stand for."""
    rows = RegisterEntry.objects.filter(edition=edition).order_by("position")
    return list(rows.select_related("edition", "product", "organisation"))


def _keyed(edition: RegisterEdition) -> list[tuple[RegisterEntry, str]]:
    """Each line with what it stands for.

    In a list of products that is the product (of a merged one, the one that remains), else the printed name
    with its maker; in a list of enterprises the organisation that the line's one counts as (`counted_as`),
    else the printed name.
    """
    entries = entries_of(edition)
    heads = counted_as(entry.organisation_id for entry in entries if entry.organisation_id is not None)
    of_enterprises = edition.kind == RegisterEdition.Kind.KEY_ENTERPRISE
    return [(entry, _key(entry, heads, of_enterprises)) for entry in entries]


def _key(entry: RegisterEntry, heads: Mapping[int, int], of_enterprises: bool) -> str:
    maker = heads.get(entry.organisation_id) if entry.organisation_id is not None else None
    if of_enterprises and maker is not None:
        return f"o{maker}"
    if entry.product is not None:
        return f"p{entry.product.merged_into_id or entry.product_id}"
    return f"n{search_key(entry.printed_name)}/{'' if of_enterprises else maker or ''}"


@dataclass(frozen=True)
class Differences:
    """What a newer edition adds, drops and keeps, against an older one."""

    old: RegisterEdition | None
    new: RegisterEdition
    added: tuple[RegisterEntry, ...]
    dropped: tuple[RegisterEntry, ...]
    kept: tuple[RegisterEntry, ...]


def differences(old: RegisterEdition | None, new: RegisterEdition) -> Differences:
    """Line by line by what each stands for; without an older edition everything is added."""
    before = _by_key(old) if old is not None else {}
    after = _by_key(new)
    return Differences(
        old,
        new,
        added=tuple(entry for key, entry in after.items() if key not in before),
        dropped=tuple(entry for key, entry in before.items() if key not in after),
        kept=tuple(entry for key, entry in after.items() if key in before),
    )


def _by_key(edition: RegisterEdition) -> dict[str, RegisterEntry]:
    found: dict[str, RegisterEntry] = {}
    for entry, key in _keyed(edition):
        found.setdefault(key, entry)
    return found
