"""From a reading to a version that waits for review: plan, tree, targets, tasks, duties, findings.

Rooms above join in through `after_staging` (see `programme.hooks`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nscl.apps.core import audit, files
from nscl.apps.core.access import Actor
from nscl.apps.core.models import Job, StoredFile
from nscl.apps.programme import hooks
from nscl.apps.programme.duties import OfficeDirectory
from nscl.apps.programme.hooks import after_staging
from nscl.apps.programme.items import DETAILS
from nscl.apps.programme.matching import link_to_previous
from nscl.apps.programme.models import Indicator, Plan, PlanNode, PlanVersion, Target
from nscl.apps.programme.reading import ReadPlan, read_file
from nscl.apps.programme.staging import identity
from nscl.apps.programme.staging.drafts import Draft, drafts_of
from nscl.apps.programme.staging.findings import write_findings
from nscl.apps.programme.staging.identity import AlreadyLoaded
from nscl.apps.programme.staging.spans import Locator
from nscl.apps.reference.models import AdministrativeUnit
from nscl.vietnamese import search_key, squash

__all__ = ["AlreadyLoaded", "after_staging", "stage_file", "stage_reading"]


def stage_file(
    data: bytes, *, filename: str, by: Actor, at: datetime, plan: Plan | None = None, is_demo: bool = False
) -> PlanVersion:
    """Store a plan file, read it and stage the reading, all at once (the page does it as a job).

    Raises `UnreadableDocument` or `Refusal` with a sentence for the person.
    """
    reading = read_file(data, filename=filename)
    source = files.store(data, name=filename, media_type="application/octet-stream", at=at)
    return stage_reading(reading, source=source, filename=filename, by=by, at=at, plan=plan, is_demo=is_demo)


@transaction.atomic
def stage_reading(
    reading: ReadPlan,
    *,
    source: StoredFile,
    filename: str = "",
    by: Actor,
    at: datetime,
    plan: Plan | None = None,
    province: AdministrativeUnit | None = None,
    job: Job | None = None,
    is_demo: bool = False,
) -> PlanVersion:
    """Write a reading as a version in review, of a new plan or (with `plan`) as its next version.

    Refused: the same bytes or the same plan again (`AlreadyLoaded`), a province that is not the
    person's, a new version that is another plan or comes while one is under way. Nothing is corrected.
    """
    by.require("programme.plan.upload")
    facts = reading.plan["plan"]
    today = timezone.localdate(at)
    issued_by, owner = identity.issuing_province(facts, by, today, province)
    AdministrativeUnit.objects.select_for_update().get(pk=owner.pk)  # one staging at a time in a province
    identity.refuse_same_bytes(source, by)
    if plan is None:
        known = identity.known_plan(facts, owner)
        if known is not None:
            identity.refuse_known(known)
        plan = known or identity.create_plan(facts, issued_by, owner, at=at, is_demo=is_demo)
    else:
        identity.refuse_other_plan(plan, facts, owner)
    version = _create_version(reading, plan, source, filename or source.name, job, by, at)
    locator = Locator(reading.text)
    nodes = _write_nodes(version, drafts_of(reading.plan), locator, today)
    write_findings(version, reading.plan, nodes, locator)
    link_to_previous(version)
    hooks.staged(version, reading.plan)
    counts = {"items": len(nodes), "findings": len(reading.plan["inconsistencies"])}
    after = {"state": version.state, "file": version.filename, "sha256": source.sha256, **counts}
    audit.record(by=by, at=at, deed="programme.plan.upload", obj=version, after=after)
    return version


def _create_version(
    reading: ReadPlan, plan: Plan, source: StoredFile, filename: str, job: Job | None, by: Actor, at: datetime
) -> PlanVersion:
    last = plan.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return PlanVersion.objects.create(
        plan=plan,
        number=last + 1,
        province=plan.owner,
        source=source,
        filename=filename[:255],
        job=job,
        text=reading.text,
        blocks=reading.blocks,
        noise=reading.noise,
        reading=reading.plan,
        makers=sorted(by.people),
        drafted_by_id=by.user_id,
        created_at=at,
    )


def _write_nodes(
    version: PlanVersion, drafts: list[Draft], locator: Locator, today: date
) -> dict[str, PlanNode]:
    """The tree in document order; positions leave room for what a reviewer adds."""
    rows = [_node(version, draft, 10 * number, locator) for number, draft in enumerate(drafts, 1)]
    nodes = {node.key: node for node in PlanNode.objects.bulk_create(rows)}
    nested = []
    for draft in drafts:
        if draft.parent in nodes and nodes[draft.parent].kind == draft.kind or draft.kind == "budget_line":
            nodes[draft.key].parent = nodes.get(draft.parent or "")
            nested.append(nodes[draft.key])
    PlanNode.objects.bulk_update(nested, ["parent"])
    for kind, (model, _) in DETAILS.items():
        details = [model(node=nodes[d.key], **d.columns) for d in drafts if d.kind == kind]
        model._default_manager.bulk_create(details)
    _nest_targets(drafts, nodes)
    _name_indicators(drafts)
    _resolve_offices(version, today)
    return nodes


def _node(version: PlanVersion, draft: Draft, position: int, locator: Locator) -> PlanNode:
    place = locator.place(draft.item)
    title = squash(draft.title)
    quote = draft.item.get("quote") or ""
    return PlanNode(
        version=version,
        kind=draft.kind,
        key=draft.key[:40],
        path=draft.path,
        position=position,
        title=title,
        quote=quote,
        span_start=place.start,
        span_end=place.end,
        page=place.page,
        data={key: value for key, value in draft.item.items() if key not in {"span", "quote"}},
        search_key=search_key(f"{title} {quote}"),
    )


def _nest_targets(drafts: list[Draft], nodes: dict[str, PlanNode]) -> None:
    targets = {d.key: d.parent for d in drafts if d.kind == PlanNode.Kind.TARGET}
    for key, parent in targets.items():
        if parent in targets and parent != key:
            Target.objects.filter(pk=nodes[key].pk).update(parent_id=nodes[parent].pk)


def _name_indicators(drafts: list[Draft]) -> None:
    """A measure no register knows yet is added under the target's own words."""
    wanted = {d.columns["indicator"]: d for d in drafts if d.kind == PlanNode.Kind.TARGET}
    known = set(Indicator.objects.filter(code__in=wanted).values_list("code", flat=True))
    Indicator.objects.bulk_create(
        [
            Indicator(code=code, name=squash(d.title)[:250], unit=d.columns["unit"][:60], group="Khác")
            for code, d in wanted.items()
            if code not in known
        ],
        ignore_conflicts=True,
    )


def _resolve_offices(version: PlanVersion, today: date) -> None:
    """Lead and co-ordinating offices of each task, by function, as they stand today."""
    directory = OfficeDirectory.of(version.province_id, today)
    for node in PlanNode.objects.filter(version=version, kind=PlanNode.Kind.TASK).select_related("task"):
        task: Any = node.task
        leads = directory.named(task.lead_text)
        if leads:
            task.lead = leads[0]
            task.save(update_fields=["lead"])
        task.coordinating.set([o for o in directory.named(task.coordinating_text) if o != task.lead])
