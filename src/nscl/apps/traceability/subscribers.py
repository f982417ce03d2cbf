"""Who keeps queries and subscriptions: a program for its organisation, or an officer for the province."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.traceability.models import ApiClient, NamedQuery, Subscription


@dataclass(frozen=True)
class Subscriber:
    """Names of queries are those of one organisation, whichever of its programs gave them; an officer's are
    the province's own. `actor` is who stands in the record of deeds.
    """

    province_id: int
    organisation_id: int | None
    actor: Actor
    client_id: int | None = None

    def queries(self) -> QuerySet[NamedQuery]:
        """The queries kept under this subscriber's names."""
        return NamedQuery.objects.of(province_id=self.province_id, organisation_id=self.organisation_id)

    def subscriptions(self, query: NamedQuery) -> QuerySet[Subscription]:
        """The subscriptions to one of its queries that have not ended."""
        return Subscription.objects.lasting().filter(query=query)


def subscriber_of_client(client: ApiClient) -> Subscriber:
    """A program keeping queries and subscriptions of its organisation.

    Refused: a revoked key, a key without the right to subscribe.
    """
    if not client.may(ApiClient.Scope.SUBSCRIBE):
        raise Refusal(
            "Khóa này không còn hiệu lực hoặc không được đăng ký nhận tin. Hãy đề nghị cấp khóa khác."
        )
    return names_of_client(client)


def names_of_client(client: ApiClient) -> Subscriber:
    """Under whose names a program looks; to change something it must be a subscriber."""
    province = client.province
    actor = Actor(
        user_id=None,
        name=str(client),
        province_id=province.pk,
        chain=province.chain_key,
        scope=frozenset({province.pk}),
        capacity="Phần mềm kết nối",
    )
    return Subscriber(province.pk, client.organisation_id, actor, client.pk)


def subscriber_of_person(by: Actor) -> Subscriber:
    """An officer keeping queries and subscriptions of the province, which see all its events."""
    by.require("traceability.subscription.add")
    if by.province_id is None:
        raise Refusal("Đăng ký nhận tin là của một tỉnh. Hãy đề nghị chuyên viên của tỉnh lập.")
    return names_of_person(by)


def names_of_person(by: Actor) -> Subscriber:
    """Under whose names a person looks: those of the province; of none for who has none."""
    return Subscriber(by.province_id or 0, None, by)
