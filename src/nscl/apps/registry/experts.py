"""Who is an expert of a scheme on a day: only a certificate that holds then counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nscl.apps.registry.models import ExpertCredential, NetworkMembership, Person


@dataclass(frozen=True)
class Expert:
    """One person with the certificate that makes them an expert; the one that lasts longest speaks."""

    person: Person
    credential: ExpertCredential


def experts_on(scheme: str, province_id: int, on: date) -> list[Expert]:
    """The experts of a scheme in a province on a day, each once, in the order of their names."""
    rows = (
        ExpertCredential.objects.valid_on(on)
        .filter(scheme=scheme, person__province_id=province_id, person__merged_into=None)
        .select_related("person")
        .order_by("person__sort_key", "person_id", "pk")
    )
    found: dict[int, Expert] = {}
    for row in rows:
        known = found.get(row.person_id)
        if known is None or (row.valid_to or date.max) > (known.credential.valid_to or date.max):
            found[row.person_id] = Expert(row.person, row)
    return list(found.values())


def network_members_on(province_id: int, on: date) -> set[int]:
    """The organisations that belong to a network of the province on a day."""
    rows = NetworkMembership.objects.filter(network__province_id=province_id)
    return {
        row.organisation_id
        for row in rows
        if (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to >= on)
    }
