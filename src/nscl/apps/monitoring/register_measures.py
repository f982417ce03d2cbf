"""Measures `registry.*`: figures whose base or members stand in the registers.

A share is counted over the edition in force on the last day of its year; a count of experts over the
certificates that held on that day. People mark or confirm; the registers never report by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from nscl.apps.monitoring.models import RegisterBasis
from nscl.apps.programme.models import Target
from nscl.apps.registry.experts import experts_on, network_members_on
from nscl.apps.registry.members import Members, edition_on, members_of
from nscl.apps.registry.models import ExpertCredential, RegisterEdition, RegisterEntry
from nscl.apps.registry.queries import counted_as
from nscl.vietnamese import format_date

Suggest = Callable[[Sequence[RegisterEntry], int, date], frozenset[int]]


@dataclass(frozen=True)
class Share:
    """A percentage of a list's members; `question` says which members to mark.

    `suggest` gives the keys of lines the registers themselves know to count.
    """

    code: str
    kind: str
    indicators: frozenset[str]
    question: str
    suggest: Suggest | None = None


@dataclass(frozen=True)
class ExpertCount:
    """A number of experts of a scheme."""

    code: str
    scheme: str
    indicators: frozenset[str]


def in_network(entries: Sequence[RegisterEntry], province_id: int, on: date) -> frozenset[int]:
    """Lines whose organisation belongs to the province's network on a day, branches as their heads."""
    members = network_members_on(province_id, on)
    own = {entry.organisation_id for entry in entries if entry.organisation_id is not None}
    heads = counted_as(members | own)
    there = {heads[pk] for pk in members if pk in heads}
    return frozenset(
        entry.pk
        for entry in entries
        if entry.organisation_id in heads and heads[entry.organisation_id] in there
    )


_Kind, _Scheme = RegisterEdition.Kind, ExpertCredential.Scheme
SHARES = (
    Share(
        "registry.key_product_declared_share",
        _Kind.KEY_PRODUCT,
        frozenset({"key_products_declared_standard_pct"}),
        noop("Đánh dấu sản phẩm đã công bố tiêu chuẩn áp dụng."),
    ),
    Share(
        "registry.regulated_product_certified_share",
        _Kind.REGULATED_PRODUCT,
        frozenset({"mandatory_products_certified_pct", "products_declared_hop_quy_pct"}),
        noop("Đánh dấu sản phẩm đã được chứng nhận, công bố hợp quy còn hiệu lực."),
    ),
    Share(
        "registry.key_enterprise_project_share",
        _Kind.KEY_ENTERPRISE,
        frozenset({"key_enterprises_with_project_pct"}),
        noop("Đánh dấu doanh nghiệp đã triển khai dự án năng suất chất lượng."),
    ),
    Share(
        "registry.key_enterprise_tool_share",
        _Kind.KEY_ENTERPRISE,
        frozenset({"key_enterprises_with_tools_pct"}),
        noop("Đánh dấu doanh nghiệp đã triển khai công cụ cải tiến."),
    ),
    Share(
        "registry.key_enterprise_trained_share",
        _Kind.KEY_ENTERPRISE,
        frozenset({"key_enterprises_trained_pct"}),
        noop("Đánh dấu doanh nghiệp có người đã được đào tạo, tập huấn."),
    ),
    Share(
        "registry.key_enterprise_network_share",
        _Kind.KEY_ENTERPRISE,
        frozenset({"network_membership_pct"}),
        noop("Đánh dấu doanh nghiệp có đại diện trong mạng lưới."),
        in_network,
    ),
)
EXPERT_COUNTS = (
    ExpertCount(
        "registry.productivity_experts", _Scheme.PRODUCTIVITY, frozenset({"experts_certified_productivity"})
    ),
    ExpertCount(
        "registry.conformity_experts", _Scheme.CONFORMITY, frozenset({"experts_certified_conformity"})
    ),
    ExpertCount(
        "registry.technology_experts", _Scheme.TECHNOLOGY, frozenset({"experts_technology_assessment"})
    ),
)


def share_of(target: Target) -> Share | None:
    """The measure of a share that a list's members decide; None for every other target."""
    if target.kind != Target.Kind.PERCENT_OF or target.count_mode != Target.CountMode.RATIO:
        return None
    return next((share for share in SHARES if target.indicator in share.indicators), None)


def expert_count_of(target: Target) -> ExpertCount | None:
    """The measure of a number of experts, where each is counted once or as they stand."""
    modes = (Target.CountMode.DISTINCT, Target.CountMode.LATEST)
    if target.kind == Target.Kind.PERCENT_OF or target.count_mode not in modes or target.composition:
        return None
    return next((count for count in EXPERT_COUNTS if target.indicator in count.indicators), None)


def day_of(year: int, today: date) -> date:
    """The day a year's figure is counted on: its last day, or today while it runs."""
    return min(date(year, 12, 31), today)


@dataclass(frozen=True)
class Base:
    """What a share may be counted over on a day. `members` are the lines one may mark.

    `sentence` says which list that is, or why there is none; `suggested` are the keys the registers know.
    `is_known` is false while the target above, whose members are the base, has not counted the year.
    """

    share: Share
    on: date
    members: Members
    sentence: str
    suggested: frozenset[int] = frozenset()
    is_known: bool = True

    @property
    def edition(self) -> RegisterEdition | None:
        return self.members.edition

    @property
    def count(self) -> int | None:
        return self.members.count if self.is_known else None


def base_of(target: Target, share: Share, on: date) -> Base:
    """The base of a target's share on a day: the list in force, or, where a person decided so, the members
    that the target above it has counted for the same year."""
    province_id, edition = _edition(target, share.kind, on)
    if edition is None:
        kind = RegisterEdition.Kind(share.kind).label
        sentence = _("Chưa có danh mục “{kind}” nào có hiệu lực ngày {day}. Hãy lập danh mục trước.")
        return Base(share, on, Members(None), sentence.format(kind=kind, day=format_date(on)))
    members = members_of(edition)
    sentence = _("{title}, số {number} ngày {day}").format(
        title=edition.title, number=edition.number, day=format_date(edition.issued_on)
    )
    is_known = True
    if _counts_over_parent(target):
        members, sentence, is_known = _over_parent(target, members, on.year, sentence)
    suggested = share.suggest(members.entries, province_id, on) if share.suggest else frozenset()
    return Base(share, on, members, sentence, suggested, is_known)


def _edition(target: Target, kind: str, on: date) -> tuple[int, RegisterEdition | None]:
    """The list of the province that issued the plan while it holds, else that of the one answering now."""
    plan = target.node.version.plan
    provinces = [] if plan is None else dict.fromkeys((plan.province_id, plan.owner_id))
    for province_id in provinces:
        edition = edition_on(kind, province_id, on)
        if edition is not None:
            return province_id, edition
    return 0, None


def _counts_over_parent(target: Target) -> bool:
    decision = target.base_decisions.first()
    return target.parent_id is not None and decision is not None and decision.kind == "parent"


def _over_parent(target: Target, members: Members, year: int, sentence: str) -> tuple[Members, str, bool]:
    """Only what the approved figure of the target above counted for that year; false where there is none."""
    above = RegisterBasis.objects.filter(
        observation__target_id=target.parent_id, observation__year=year, observation__state="approved"
    ).first()
    if above is None or above.edition_id != (members.edition.pk if members.edition else None):
        why = _("Chỉ tiêu cấp trên chưa có số được duyệt năm {year} đếm theo danh mục này.").format(year=year)
        return Members(members.edition), f"{sentence}. {why}", False
    counted = set(above.entries.values_list("pk", flat=True))
    kept = tuple(entry for entry in members.entries if entry.pk in counted)
    return (
        Members(members.edition, kept),
        _("{list}, phần chỉ tiêu cấp trên đã đếm").format(list=sentence),
        True,
    )


def expert_names(target: Target, count: ExpertCount, on: date) -> list[str]:
    """The experts of the scheme on a day, by name and certificate, so that two of one name stay two."""
    plan = target.node.version.plan
    found: dict[int, str] = {}
    for province_id in [] if plan is None else dict.fromkeys((plan.province_id, plan.owner_id)):
        for expert in experts_on(count.scheme, province_id, on):
            number = f" ({expert.credential.number})" if expert.credential.number else ""
            found[expert.person.pk] = f"{expert.person.full_name}{number}"
    return list(found.values())


def who_counts(edition: RegisterEdition, entries: Sequence[RegisterEntry]) -> list[str]:
    """Sentences about approved figures that counted what these lines stand for."""
    products = {entry.product_id for entry in entries if entry.product_id is not None}
    firms = {entry.organisation_id for entry in entries if entry.product_id is None} - {None}
    keys = {entry.pk for entry in entries}
    bases = RegisterBasis.objects.filter(
        observation__state="approved", edition__province_id=edition.province_id, edition__kind=edition.kind
    ).select_related("observation__target__node")
    found = []
    for basis in bases.prefetch_related("entries").order_by("observation__year", "pk"):
        dropped = [
            entry.printed_name
            for entry in basis.entries.all()
            if entry.pk in keys
            or entry.product_id in products
            or (entry.product_id is None and entry.organisation_id in firms)
        ]
        if dropped:
            found.append(
                _("Chỉ tiêu “{target}” năm {year} đang tính: {names}.").format(
                    target=basis.observation.target.node.title[:120],
                    year=basis.observation.year,
                    names=", ".join(dropped[:10]) + (" …" if len(dropped) > 10 else ""),
                )
            )
    return found
