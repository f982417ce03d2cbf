"""On whose behalf events are captured, and whose goods they may say they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.models import ApiClient, Entrustment, ProvinceStrictness


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
    return _sender(client.organisation, organisation, at=at, client_id=client.pk)


def sender_of_person(by: Actor, organisation: Organisation, *, at: datetime) -> Sender:
    """An officer recording for an organisation of the province."""
    by.require("traceability.event.capture", organisation)
    return _sender(organisation, None, at=at, user_id=by.user_id)


def _sender(
    own: Organisation,
    wanted: Organisation | None,
    *,
    at: datetime,
    client_id: int | None = None,
    user_id: int | None = None,
) -> Sender:
    day = timezone.localdate(at)
    givers = frozenset(
        Entrustment.objects.in_force(day).filter(keeper=own).values_list("giver_id", flat=True)
    )
    chosen = wanted or own
    if chosen.pk != own.pk and chosen.pk not in givers:
        raise Refusal(f"{chosen} chưa ủy thác cho {own} ghi sự kiện. Hãy đề nghị cơ quan ghi việc ủy thác.")
    strict = strict_of(chosen.province_id)
    return Sender(chosen.pk, chosen.province_id, givers | {own.pk}, client_id, user_id, strict)
