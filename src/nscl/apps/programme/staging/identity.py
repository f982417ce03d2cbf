"""Which plan a reading is: of which province, already loaded or new, replacing which."""

from __future__ import annotations

from datetime import date
from typing import Any

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import StoredFile
from nscl.apps.programme.models import Plan, PlanVersion
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.reference.queries import province_named, successor_on
from nscl.vietnamese import fold, format_date, squash


class AlreadyLoaded(Refusal):
    """The document is one the province already has; `plan` says which."""

    def __init__(self, plan: Plan | None, version: PlanVersion, why: str) -> None:
        known = f"Kế hoạch {plan.document_label}" if plan else f"Tệp {version.filename}"
        state = version.get_state_display().lower()
        super().__init__(f"{known} đã có trong hệ thống ({why}; {state}). Hãy mở kế hoạch ấy để tiếp tục.")
        self.plan, self.version = plan, version


def issuing_province(
    facts: dict[str, Any], by: Actor, on: date, chosen: AdministrativeUnit | None
) -> tuple[AdministrativeUnit, AdministrativeUnit]:
    """The province that issued the plan and the one that answers for it on `on`.

    Refused: a document of a province outside the person's own (and those it succeeded), one that names
    another province than the person chose, one that names none while none is chosen.
    """
    issued = _issued_on(facts) or on
    name = (facts.get("province_at_issue") or {}).get("name")
    named = province_named(name, issued) if name else None
    if named is None and chosen is None:
        raise Refusal("Chưa rõ kế hoạch do tỉnh nào ban hành. Hãy tải lại và chọn tỉnh ban hành.")
    if named is not None and chosen is not None and named != chosen:
        raise Refusal(
            f"Văn bản do {named.full_name} ban hành, không phải {chosen.full_name} như đã chọn. "
            "Hãy kiểm tra lại tệp hoặc chọn “Theo văn bản”."
        )
    province = named or chosen
    assert province is not None
    if not by.sees(province.pk):
        raise Refusal(
            f"Đây là kế hoạch của {province.full_name}, ngoài phạm vi của cơ quan bạn. "
            "Chỉ nhận kế hoạch của tỉnh mình hoặc của tỉnh đã sáp nhập vào tỉnh mình."
        )
    return province, successor_on(province, on)


def _issued_on(facts: dict[str, Any]) -> date | None:
    if facts["date"]:
        return date.fromisoformat(facts["date"])
    if facts["date_partial"]:
        return date.fromisoformat(f"{facts['date_partial']}-01")
    return None


def refuse_same_bytes(source: StoredFile, by: Actor) -> None:
    """Refuse a file whose very bytes were read before, in what the person sees."""
    known = (
        PlanVersion.objects.seen_by(by.scope)
        .exclude(state="dropped")
        .filter(source=source)
        .select_related("plan__province")
        .light()
        .first()
    )
    if known is not None:
        raise AlreadyLoaded(known.plan, known, "cùng một tệp")


def known_plan(facts: dict[str, Any], owner: AdministrativeUnit) -> Plan | None:
    """The plan with the same number, issuer and date; without a number, the same title and month."""
    plans = Plan.objects.filter(owner=owner, issuer=issuer_of(facts))
    if facts["number"]:
        return plans.filter(number=facts["number"], issued_on=facts["date"]).first()
    blank = plans.filter(number="", date_partial=facts["date_partial"] or "", issued_on=facts["date"])
    title = fold(facts["title"])
    return next((plan for plan in blank if fold(plan.title) == title), None)


def refuse_known(plan: Plan) -> None:
    """Refuse a plan that stands already: a new text of it comes in from its own page."""
    version = plan.versions.exclude(state="dropped").light().order_by("-number").first()
    if version is not None:
        raise AlreadyLoaded(plan, version, "cùng số, cơ quan và ngày ban hành")


def refuse_other_plan(plan: Plan, facts: dict[str, Any], owner: AdministrativeUnit) -> None:
    """A new version must be of the same plan, and come when no other is still on its way."""
    number = facts["number"] or ""
    if plan.owner_id != owner.pk or (plan.number and number and number != plan.number):
        raise Refusal(
            f"Tệp này là kế hoạch {number or 'khác'}, không phải bản mới của kế hoạch {plan.document_label}. "
            "Nếu là kế hoạch khác, hãy tải lên ở trang “Đọc văn bản kế hoạch”."
        )
    under_way = plan.versions.filter(state__in=("review", "returned", "submitted")).light().first()
    if under_way is not None:
        raise Refusal(
            f"Bản đọc số {under_way.number} của kế hoạch này đang {under_way.get_state_display().lower()}. "
            "Hãy hoàn tất hoặc bỏ bản ấy trước khi tải bản mới."
        )


def create_plan(
    facts: dict[str, Any], province: AdministrativeUnit, owner: AdministrativeUnit, *, at: Any, is_demo: bool
) -> Plan:
    """The plan's row from the reading, linked to the plan it replaces and to one that replaces it."""
    printed = [_citation(row["number"], row["date"]) for row in facts["replaces"]]
    plan = Plan.objects.create(
        province=province,
        owner=owner,
        number=facts["number"] or "",
        issued_on=date.fromisoformat(facts["date"]) if facts["date"] else None,
        date_partial=facts["date_partial"] or "",
        issuer=issuer_of(facts),
        title=squash(facts["title"])[:600],
        horizon_from=facts["horizon"]["from"],
        horizon_to=facts["horizon"]["to"],
        replaces=_replaced(facts, owner),
        replaces_printed="; ".join(printed)[:200],
        created_at=at,
        is_demo=is_demo,
    )
    if plan.number and plan.issued_on:
        own = _citation(plan.number, plan.issued_on.isoformat())
        Plan.objects.filter(owner=owner, replaces=None, replaces_printed__contains=own).update(replaces=plan)
    return plan


def issuer_of(facts: dict[str, Any]) -> str:
    return squash(facts["issuer"])[:250]


def _citation(number: str, day: str) -> str:
    return f"{number} ngày {format_date(date.fromisoformat(day))}"


def _replaced(facts: dict[str, Any], owner: AdministrativeUnit) -> Plan | None:
    for row in facts["replaces"]:
        found = Plan.objects.filter(owner=owner, number=row["number"], issued_on=row["date"]).first()
        if found is not None:
            return found
    return None
