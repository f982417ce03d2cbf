"""Facts for decisions: which bases fit a target, and what still stands between a version and its approval."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from nscl.apps.programme.items import as_read
from nscl.apps.programme.models import PlanNode, PlanVersion, Target
from nscl.policy.targets import BaseChoice, InvalidTerms, base_choices, default_terms


def base_choices_of(target: Target) -> tuple[BaseChoice, ...]:
    """The answers to “measured against what” that fit the form of a target."""
    try:
        return base_choices(default_terms(as_read(target)))
    except InvalidTerms:
        return ()


@dataclass(frozen=True)
class Obstacle:
    """One thing to do before a version can be approved, and the page where it is done."""

    sentence: str
    url: str


def obstacles(version: PlanVersion) -> list[Obstacle]:
    """What is still open: blocking findings, bases nobody decided, items nobody looked at. Empty: ready."""
    return [*_open_findings(version), *_open_bases(version), *_pending_items(version)]


def _open_findings(version: PlanVersion) -> list[Obstacle]:
    rows = version.findings.filter(state="open", is_blocking=True)
    return [
        Obstacle(
            _("Phát hiện phải xử lý: %(detail)s") % {"detail": shorten(row.detail, 160, placeholder=" …")},
            reverse("programme:finding", args=[row.pk]),
        )
        for row in rows
    ]


def undecided(version: PlanVersion) -> list[Target]:
    """Live targets whose base the document leaves open and nobody has decided."""
    targets = Target.objects.filter(node__version=version, needs_base=True, base_decisions=None)
    return list(
        targets.exclude(node__review=PlanNode.Review.DROPPED)
        .select_related("node")
        .order_by("node__position")
    )


def _open_bases(version: PlanVersion) -> list[Obstacle]:
    return [
        Obstacle(
            _("Cần quyết định mốc so sánh: %(title)s")
            % {"title": shorten(target.node.title, 160, placeholder=" …")},
            reverse("programme:base_decide", args=[target.pk]),
        )
        for target in undecided(version)
    ]


def _pending_items(version: PlanVersion) -> list[Obstacle]:
    rows = (
        version.nodes.filter(review=PlanNode.Review.PENDING)
        .values("kind")
        .annotate(n=Count("pk"))
        .order_by("kind")
    )
    labels = dict(PlanNode.Kind.choices)
    review = reverse("programme:version_review", args=[version.pk])
    return [
        Obstacle(
            ngettext("Còn %(n)s mục chưa rà soát: %(kind)s", "Còn %(n)s mục chưa rà soát: %(kind)s", row["n"])
            % {"n": row["n"], "kind": str(labels[row["kind"]]).lower()},
            f"{review}?nhom={GROUP_OF_KIND[row['kind']]}",
        )
        for row in rows
    ]


# The tabs of the review page: address word → what it shows.
GROUPS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "phat-hien": (lazy("Phát hiện"), ()),
    "chi-tieu": (lazy("Chỉ tiêu"), ("target",)),
    "nhiem-vu": (lazy("Nhiệm vụ"), ("task",)),
    "kinh-phi": (lazy("Kinh phí"), ("budget_group", "budget_line")),
    "trach-nhiem": (lazy("Trách nhiệm"), ("duty", "reporting")),
    "khac": (lazy("Khác"), ("legal_basis", "general_goal", "beneficiary", "rule")),
}
GROUP_OF_KIND = {kind: group for group, (_label, kinds) in GROUPS.items() for kind in kinds}
