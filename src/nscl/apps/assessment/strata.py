"""The strata of an organisation: kind, sector, size and place, as the register tells them at one moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nscl.apps.registry.models import Organisation, OrganisationAddress, OrganisationIndustry, SizeClass

PART = 5000


@dataclass(frozen=True)
class Strata:
    """What is not known is empty. `size` is a code of `SizeClass`, `sector` the letter of a VSIC section."""

    kind: str = ""
    sector: str = ""
    sector_name: str = ""
    size: str = ""
    place: str = ""


def strata_of(organisation_ids: Iterable[int], *, year: int) -> dict[int, Strata]:
    """By organisation: its kind, main line of business, size and the commune of its head office today.

    The size is the latest decided for a year not after `year`; the line of business is the main one, else the
    only one. Four questions to the database for each 5,000 organisations.
    """
    found: dict[int, Strata] = {}
    for part in _parts(list(dict.fromkeys(organisation_ids))):
        sectors, sizes, places = _sectors(part), _sizes(part, year), _places(part)
        kinds = Organisation.objects.filter(pk__in=part).order_by().values_list("pk", "kind")
        for pk, kind in kinds:
            letter, name = sectors.get(pk, ("", ""))
            found[pk] = Strata(kind, letter, name, sizes.get(pk, ""), places.get(pk, ""))
    return found


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), PART):
        yield keys[start : start + PART]


def _sectors(part: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = OrganisationIndustry.objects.filter(organisation__in=part).order_by("is_main", "-pk")
    lines = list(rows.values_list("organisation_id", "is_main", "industry__code", "industry__name"))
    how_many = Counter(pk for pk, *_rest in lines)
    # The main line stands last, so that it wins.
    return {pk: (letter, name[:250]) for pk, is_main, letter, name in lines if is_main or how_many[pk] == 1}


def _sizes(part: Sequence[int], year: int) -> dict[int, str]:
    rows = SizeClass.objects.filter(facts__organisation__in=part, facts__year__lte=year)
    rows = rows.order_by("facts__year", "decided_at", "pk")
    return dict(rows.values_list("facts__organisation_id", "size"))


def _places(part: Sequence[int]) -> dict[int, str]:
    rows = OrganisationAddress.objects.filter(organisation__in=part, kind="head", valid_to=None)
    return dict(rows.order_by("valid_from", "-pk").values_list("organisation_id", "commune"))
