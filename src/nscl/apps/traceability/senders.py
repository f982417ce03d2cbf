"""On whose behalf events are captured, and whose goods they may say they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import sql
from nscl.apps.traceability.models import ApiClient, ProvinceStrictness


@dataclass(frozen=True)
class Sender:
    """Who hands a document over: a program or a person, for one organisation.

    `may_make` are the organisations whose lots it may bring into being: its own and those who entrusted it.
    `strict` are the warnings that its province refuses.
    """

    organisation_id: int
    province_id: int
    may_make: frozenset[int]
    client_id: int | None = None
    user_id: int | None = None
    strict: frozenset[str] = frozenset()


def strict_of(province_id: int) -> frozenset[str]:
    """The codes of warnings (`nscl.gs1.epcis.doubts`) that a province refuses."""
    rows = ProvinceStrictness.objects.filter(province_id=province_id)
    return frozenset(rows.values_list("code", flat=True))


def sender_of_client(client: ApiClient, *, at: datetime, organisation: Organisation | None = None) -> Sender:
    """A program speaking for its organisation, or for one that entrusted it.

    Refused: a revoked key, a key without the right to capture, an organisation that did not entrust it.
    """
    if not client.may(ApiClient.Scope.CAPTURE):
        raise Refusal("Khóa này không còn hiệu lực hoặc không được ghi sự kiện. Hãy đề nghị cấp khóa khác.")
    own = client.organisation_id
    return _sender(own, own if organisation is None else organisation.pk, at=at, client_id=client.pk)


def sender_of_person(by: Actor, organisation: Organisation, *, at: datetime) -> Sender:
    """An officer recording for an organisation of the province."""
    by.require("traceability.event.capture", organisation)
    return _sender(organisation.pk, organisation.pk, at=at, user_id=by.user_id)


# Asked with every document, so one question of one text: the province of whom it is for, who entrusted the
# one who speaks (as `Entrustment.objects.in_force`), and what that province refuses.
_STANDING = """
    SELECT 'province', province_id, '' FROM registry_organisation WHERE id = %s
    UNION ALL SELECT 'giver', giver_id, '' FROM traceability_entrustment
      WHERE keeper_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s)
    UNION ALL SELECT 'strict', 0, code FROM traceability_provincestrictness
      WHERE province_id = (SELECT province_id FROM registry_organisation WHERE id = %s)
"""


def _sender(
    own: int, chosen: int, *, at: datetime, client_id: int | None = None, user_id: int | None = None
) -> Sender:
    day = timezone.localdate(at).isoformat()
    rows = sql.prepared(_STANDING, [chosen, own, day, day, chosen])
    givers = frozenset(number for what, number, _code in rows if what == "giver")
    if chosen != own and chosen not in givers:
        names = Organisation.objects.in_bulk([own, chosen])
        raise Refusal(
            f"{names[chosen]} chưa ủy thác cho {names[own]} ghi sự kiện."
            " Hãy đề nghị cơ quan ghi việc ủy thác."
        )
    (province,) = (number for what, number, _code in rows if what == "province")
    strict = frozenset(code for what, _number, code in rows if what == "strict")
    return Sender(chosen, province, givers | {own}, client_id, user_id, strict)
