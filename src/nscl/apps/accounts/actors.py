"""From a signed-in user to an actor: which membership (or delegation) they act under now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from nscl.apps.accounts.models import Delegation, Membership, User
from nscl.apps.core.access import NOBODY, Actor, Role
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.reference.queries import scope_of

NATIONAL_ROLES = {Role.MINISTRY, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Hat:
    """One way a person may act: a membership of their own, or one delegated to them."""

    key: str  # "m12" or "d3"
    membership: Membership
    delegation: Delegation | None = None

    @property
    def label(self) -> str:
        office = f"{self.membership.get_role_display()} · {self.membership.office.name}"
        return f"{office} (thay {self.membership.user.full_name})" if self.delegation else office


def hats_of(user: User, on: date) -> list[Hat]:
    """All hats a person may wear on a date, their own first."""
    current = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    own = (
        Membership.objects.filter(current, user=user)
        .select_related("office__province", "user")
        .order_by("pk")
    )
    lent = (
        Delegation.objects.filter(current, delegate=user, revoked_at=None)
        .select_related("delegator__office__province", "delegator__user")
        .order_by("pk")
    )
    return [Hat(f"m{m.pk}", m) for m in own] + [
        Hat(f"d{d.pk}", d.delegator, d) for d in lent if d.delegator.holds_on(on)
    ]


def actor_for(user: User, hat: Hat) -> Actor:
    """The actor a person is under one hat."""
    role = Role(hat.membership.role)
    office = hat.membership.office
    province = office.province
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        roles=frozenset({role}),
        office_id=office.pk,
        office_name=office.name,
        province_id=province.pk if province else None,
        chain=province.chain_key if province else "00",
        scope=_scope(role, province),
        capacity=_capacity(user, hat),
        delegator_id=hat.membership.user_id if hat.delegation else None,
        delegator_name=hat.membership.user.full_name if hat.delegation else "",
    )


def _scope(role: Role, province: AdministrativeUnit | None) -> frozenset[int] | None:
    if province is None:
        return None if role in NATIONAL_ROLES | {Role.AUDITOR} else frozenset()
    return scope_of(province)


def _capacity(user: User, hat: Hat) -> str:
    title = user.job_title or hat.membership.get_role_display()
    return f"{title}, thay {hat.membership.user.full_name}" if hat.delegation else title


def resolve(user: User, chosen: str, on: date) -> tuple[Actor, list[Hat]]:
    """The actor for a request: the chosen hat when it still holds, else the first."""
    hats = hats_of(user, on)
    if not hats:
        return NOBODY, []
    hat = next((h for h in hats if h.key == chosen), hats[0])
    return actor_for(user, hat), hats


def acting_again(user_id: int, kept: dict[str, Any]) -> Actor | None:
    """The person under the same hat as when they asked for background work; None when it has ended.

    `kept` names the office, the roles and the delegator (see `core.imports.acting`).
    """
    user = User.objects.get(pk=user_id)
    wanted = (kept["office"], kept["roles"], kept["delegator"])
    for hat in hats_of(user, timezone.localdate()):
        actor = actor_for(user, hat)
        if (actor.office_id, sorted(actor.roles), actor.delegator_id) == wanted:
            return actor
    return None
