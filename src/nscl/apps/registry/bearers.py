"""Which organisation bears a tax code: by the code itself, a person's own number by its fingerprint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nscl.apps.registry.models import Organisation, PersonalCode
from nscl.apps.registry.sealing import fingerprint, unseal

PART = 500  # codes in one question: both databases limit how many they take


def bearers(codes: Iterable[str], scope: frozenset[int] | None) -> dict[str, Organisation]:
    """The live organisations of a scope by the codes asked for; codes that nobody bears are left out."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    live = Organisation.objects.seen_by(scope).live().select_related("personal_code")
    found: dict[str, Organisation] = {}
    for part in in_parts(code for code in wanted if len(code) != 12):
        found |= {row.tax_code: row for row in live.filter(tax_code__in=part)}
    marks = {fingerprint(code): code for code in wanted if len(code) == 12}
    for part in in_parts(marks):
        rows = live.filter(personal_code__fingerprint__in=part)
        found |= {marks[row.personal_code.fingerprint]: row for row in rows}
    return found


def taken_elsewhere(codes: Iterable[str], scope: frozenset[int] | None) -> set[str]:
    """The codes that a record outside the scope bears, or one that was merged away and keeps its number."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    seen = Organisation.objects.seen_by(scope).live()
    found: set[str] = set()
    if scope is not None:
        others = Organisation.objects.live().exclude(province_id__in=scope)
        for part in in_parts(code for code in wanted if len(code) != 12):
            found |= set(others.filter(tax_code__in=part).values_list("tax_code", flat=True))
    marks = {fingerprint(code): code for code in wanted if len(code) == 12}
    for part in in_parts(marks):
        rows = PersonalCode.objects.filter(fingerprint__in=part).exclude(organisation__in=seen)
        found |= {marks[mark] for mark in rows.values_list("fingerprint", flat=True)}
    return found


def code_of(record: Organisation | None) -> str | None:
    """The code of a record as a spreadsheet would write it; None where there is none."""
    if record is None:
        return None
    sealed = getattr(record, "personal_code", None)
    return record.tax_code or (unseal(sealed.sealed) if sealed is not None else None)


def in_parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    whole = list(dict.fromkeys(items))
    for start in range(0, len(whole), PART):
        yield whole[start : start + PART]
