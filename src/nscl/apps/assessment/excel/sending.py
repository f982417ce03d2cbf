"""Giving forms out: one to one organisation, a zip of many, a blank one to print."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from nscl.apps.assessment.answering import offers_of
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.excel.identity import Identity, identity_of
from nscl.apps.assessment.excel.writing import Addressee, Heading, form_workbook
from nscl.apps.assessment.models import Invitation, Response, Survey
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.vietnamese import format_date, slug

DEED = "assessment.survey.forms"
MOST = 3000  # forms of one zip
WHO = ("silent", "without", "all")


def form_of(invitation: Invitation, *, at: datetime) -> bytes:
    """The form of one organisation, with what is known of it in grey beside the cells."""
    organisation = invitation.organisation
    definition = definition_of(invitation.survey.version)
    known = {
        code: "\n".join(f"{offer.label}: {offer.shown}" for offer in offers)
        for code, offers in offers_of(invitation, definition).items()
    }
    addressee = Addressee(organisation.name, organisation.tax_code, known)
    return form_workbook(definition, heading_of(invitation.survey), identity_of(invitation), addressee, at=at)


def blank_form(survey: Survey, *, by: Actor, at: datetime) -> bytes:
    """The form without an organisation, for printing; the hidden sheet says that it is nobody's."""
    by.require(DEED, survey)
    identity = Identity(survey.pk, 0, "").sealed()
    return form_workbook(definition_of(survey.version), heading_of(survey), identity, Addressee(), at=at)


def heading_of(survey: Survey) -> Heading:
    facts = [f"Số liệu năm {survey.year}."]
    if survey.closes_on is not None:
        facts.append(f"Xin gửi lại trước hết ngày {format_date(survey.closes_on)}.")
    if survey.contact:
        facts.append(f"Đầu mối giải đáp: {survey.contact}")
    if survey.basis:
        facts.append(f"Căn cứ: {survey.basis}")
    return Heading(survey.title, survey.intro, tuple(facts))


def chosen(survey: Survey, who: str) -> QuerySet[Invitation]:
    """Whom forms go to: "silent" who neither answered nor declined, "without" those of them who never got
    a form, "all" everybody on the list."""
    rows = survey.invitations.all()
    if who == "all":
        return rows
    sent = Response.objects.filter(invitation=OuterRef("pk"), state="submitted")
    silent = rows.filter(~Exists(sent), declined_at=None)
    return silent.filter(form_at=None) if who == "without" else silent


@transaction.atomic
def hand_out(invitation: Invitation, *, by: Actor, at: datetime) -> bytes:
    """One form, noted as given out."""
    by.require(DEED, invitation)
    data = form_of(invitation, at=at)
    _note([invitation.pk], by=by, at=at)
    return data


def hand_out_many(
    survey: Survey,
    *,
    invitations: Sequence[int],
    by: Actor,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> bytes:
    """A zip of forms, each noted as given out once all are written.

    Refused: nobody chosen, more than 3.000 at once. Keys that are not of this survey are left out.
    """
    by.require(DEED, survey)
    keys = list(survey.invitations.filter(pk__in=invitations).values_list("pk", flat=True))
    if not keys:
        raise Refusal(_("Chưa chọn đơn vị nào để xuất phiếu. Hãy chọn ít nhất một đơn vị."))
    if len(keys) > MOST:
        raise Refusal(_("Mỗi lần xuất tối đa 3.000 phiếu. Hãy chọn ít đơn vị hơn."))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = survey.invitations.filter(pk__in=keys).select_related("survey__version", "organisation")
        for number, invitation in enumerate(rows.iterator(chunk_size=200), 1):
            archive.writestr(f"{number:04d}-{filename_of(invitation)}", form_of(invitation, at=at))
            progress(number, len(keys))
    with transaction.atomic():
        _note(keys, by=by, at=at)
    return out.getvalue()


def filename_of(invitation: Invitation) -> str:
    """A name that every system keeps: `phieu-cong-ty-…-4900123456.xlsx`."""
    parts = ["phieu", slug(invitation.organisation.name)[:60], invitation.organisation.tax_code]
    return "-".join(part for part in parts if part) + ".xlsx"


def _note(keys: Sequence[int], *, by: Actor, at: datetime) -> None:
    rows = list(
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("survey", "organisation")
        .order_by("pk")
    )
    audit.record_many(
        by=by,
        at=at,
        deed=DEED,
        rows=[(row, {"form_at": row.form_at}, {"form_at": at}) for row in rows],
    )
    Invitation.objects.filter(pk__in=keys).update(form_at=at)
