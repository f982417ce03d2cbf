"""Reading a survey's list: who answered, who is silent, what was sent; one question each, for any length."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_noop as _

from nscl.apps.assessment.models import Invitation, Response, Survey, SurveyMail
from nscl.apps.core.access import Actor
from nscl.apps.core.flow import State
from nscl.apps.core.post import MAX_TRIES
from nscl.apps.reference.queries import scope_of
from nscl.apps.registry.models import Organisation
from nscl.vietnamese import search_key

# Where an organisation stands in a survey, from the first step to the last; derived, never stored.
STANDS = {
    one.code: one
    for one in (
        State("unsent", _("Chưa gửi"), "silent", "?", "unknown"),
        State("sent", _("Đã gửi"), "silent", "●", "track"),
        State("opened", _("Đã mở"), "silent", "●", "track"),
        State("answering", _("Đang trả lời"), "silent", "▲", "behind"),
        State("answered", _("Đã trả lời"), "over", "✓", "met"),
        State("declined", _("Từ chối"), "over", "✕", "missed"),
    )
}
SILENT = tuple(code for code, one in STANDS.items() if one.group == "silent")


def standing(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """The invitations with `stand` (a code of `STANDS`) and whether an e-mail waits or has failed.

    An answer wins over a refusal recorded before it.
    """
    responses = Response.objects.filter(invitation=OuterRef("pk"))
    waiting = SurveyMail.objects.filter(invitation=OuterRef("pk"), sent_at=None)
    handed = Q(sent_at__isnull=False) | Q(letter_at__isnull=False) | Q(form_at__isnull=False)
    return invitations.annotate(
        stand=Case(
            When(Exists(responses.filter(state="submitted")), then=Value("answered")),
            When(declined_at__isnull=False, then=Value("declined")),
            When(Exists(responses.filter(state="draft")), then=Value("answering")),
            When(opened_at__isnull=False, then=Value("opened")),
            When(handed, then=Value("sent")),
            default=Value("unsent"),
            output_field=CharField(),
        ),
        has_waiting_mail=Exists(waiting.filter(tries__lt=MAX_TRIES)),
        has_failed_mail=Exists(waiting.filter(tries__gte=MAX_TRIES)),
    )


def share_pct(part: int, whole: int) -> Decimal | None:
    """A share with one decimal; None of nothing.

    >>> share_pct(1, 3), share_pct(0, 0)
    (Decimal('33.3'), None)
    """
    if not whole:
        return None
    return (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Counters:
    """How far a survey is. All that are listed count below the line of the rate, those who declined too."""

    by_stand: dict[str, int]
    without_email: int
    mails_waiting: int
    mails_failed: int

    @property
    def listed(self) -> int:
        return sum(self.by_stand.values())

    @property
    def answered(self) -> int:
        return self.by_stand["answered"]

    @property
    def declined(self) -> int:
        return self.by_stand["declined"]

    @property
    def silent(self) -> int:
        """Neither answered nor declined."""
        return sum(self.by_stand[code] for code in SILENT)

    @property
    def rate_pct(self) -> Decimal | None:
        return share_pct(self.answered, self.listed)


def counters(survey: Survey) -> Counters:
    rows = standing(Invitation.objects.filter(survey=survey))
    told = dict.fromkeys(STANDS, 0)
    told |= dict(rows.order_by().values_list("stand").annotate(n=Count("pk")))
    mails = SurveyMail.objects.filter(invitation__survey=survey, sent_at=None)
    sums = mails.aggregate(
        waiting=Count("pk", filter=Q(tries__lt=MAX_TRIES)), failed=Count("pk", filter=Q(tries__gte=MAX_TRIES))
    )
    without = Invitation.objects.filter(survey=survey, email="").count()
    return Counters(told, without, sums["waiting"], sums["failed"])


@dataclass(frozen=True)
class Wanted:
    """Which invitations a page asks for; a stand that does not exist asks for none in particular."""

    words: str = ""
    stand: str = ""  # a code of STANDS, or "silent" for all who neither answered nor declined
    sector: str = ""
    size: str = ""
    kind: str = ""
    place: str = ""
    mail: str = ""  # "khong": no address, "loi": the last e-mail failed


def invitations_of(survey: Survey, wanted: Wanted | None = None) -> QuerySet[Any]:
    """A survey's invitations by name, narrowed to what is wanted."""
    rows = standing(Invitation.objects.filter(survey=survey))
    rows = rows.select_related("organisation", "survey__province").order_by("organisation__sort_key", "pk")
    if wanted is None:
        return rows
    for word in search_key(wanted.words).split():
        rows = rows.filter(organisation__search_key__contains=word)
    if wanted.stand == "silent":
        rows = rows.filter(stand__in=SILENT)
    elif wanted.stand in STANDS:
        rows = rows.filter(stand=wanted.stand)
    for name in ("sector", "size", "kind", "place"):
        if getattr(wanted, name):
            rows = rows.filter(**{name: getattr(wanted, name)})
    if wanted.mail == "khong":
        rows = rows.filter(email="")
    elif wanted.mail == "loi":
        rows = rows.filter(has_failed_mail=True)
    return rows


def choosable(survey: Survey, actor: Actor) -> QuerySet[Organisation]:
    """Organisations that may be asked: of the survey's province and the person's scope, with a record of its
    own, neither dissolved nor taken over."""
    over = (Organisation.Status.DISSOLVED, Organisation.Status.MERGED)
    rows = Organisation.objects.seen_by(actor.scope).live()
    found: QuerySet[Organisation] = rows.filter(province_id__in=scope_of(survey.province)).exclude(
        status__in=over
    )
    return found
