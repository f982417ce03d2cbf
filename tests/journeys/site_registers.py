"""The pages of registers, imports and surveys that the demo offers to look at."""

from __future__ import annotations

from django.urls import reverse

from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation, QuestionnaireVersion, Survey
from nscl.apps.catalog.models import SupportContent
from nscl.apps.core.models import ImportBatch
from nscl.apps.programme.models import Target
from nscl.apps.registry.models import (
    Network,
    Organisation,
    Person,
    Product,
    RegisterEdition,
    SuspectedTwins,
)


def register_pages(province: str) -> list[str]:
    """One record of every register, its past, its forms, and the members a percentage is counted over."""
    firm = Organisation.objects.filter(province__name=province, facts__isnull=False).earliest("pk")
    edition = RegisterEdition.objects.filter(province__name=province, state="in_force").latest("pk")
    share = Target.objects.filter(
        node__version__plan__province__name=province, indicator="key_enterprises_with_tools_pct"
    ).earliest("pk")
    records = (
        ("registry:organisation_detail", firm.pk),
        ("registry:organisation_history", firm.pk),
        ("registry:organisation_change", firm.pk),
        ("registry:organisation_facts", firm.pk),
        ("registry:product_detail", Product.objects.filter(province__name=province).earliest("pk").pk),
        ("registry:person_detail", Person.objects.filter(province__name=province).earliest("pk").pk),
        ("registry:network_detail", Network.objects.get(province__name=province).pk),
        ("registry:edition_detail", edition.pk),
        ("registry:edition_entries", edition.pk),
        ("catalog:content_detail", SupportContent.objects.get(code="5s").pk),
        ("monitoring:target_members", share.pk),
    )
    return [*(reverse(name, args=[pk]) for name, pk in records), *_lists(province)]


def _lists(province: str) -> list[str]:
    """Lists with a question in the address, twins and two records side by side."""
    pair = SuspectedTwins.objects.open().filter(first__province__name=province).earliest("pk")
    organisations = reverse("registry:organisation_list")
    return [
        f"{organisations}?tim=che&loai=enterprise",
        f"{organisations}?tim=khong-co-dau",
        reverse("registry:twins"),
        reverse("registry:organisation_merge", args=[pair.first_id]) + f"?voi={pair.second_id}",
        reverse("imports:upload", args=["organisation"]),
    ]


def import_pages() -> list[str]:
    """The list that waits for its officer, with the rows that are wrong and those in doubt."""
    page = reverse("imports:batch", args=[ImportBatch.objects.get(state="checked").pk])
    return [f"{page}?ket-qua={standing}" for standing in ("wrong", "doubtful", "changed")]


def survey_pages(province: str) -> list[str]:
    """A finished survey from its front page to what it found."""
    survey = Survey.objects.get(province__name=province, state="closed")
    names = ("detail", "invitations", "mails", "results")
    version = QuestionnaireVersion.objects.get(pk=survey.version_id)
    return [
        *(reverse(f"assessment:survey_{name}", args=[survey.pk]) for name in names),
        reverse("assessment:results_needs", args=[survey.pk]),
        reverse("assessment:questionnaire_version", args=[version.pk]),
        reverse("assessment:questionnaire_preview", args=[version.pk]),
    ]


def answering_pages() -> list[str]:
    """What somebody sees who was invited and has not answered, and who has."""
    open_ones = Invitation.objects.filter(survey__state="open").order_by("pk")
    fresh = open_ones.filter(responses__isnull=True).first()
    done = open_ones.filter(responses__state="submitted").first()
    assert fresh is not None and done is not None
    first = fresh.survey.version.definition["sections"][0]["code"]
    return [path_of(fresh), f"{path_of(fresh)}phan/{first}/", path_of(done)]
