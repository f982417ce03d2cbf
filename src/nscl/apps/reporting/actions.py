"""Deeds with reports: freezing, submitting, returning, issuing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from nscl.apps.budget.queries import version_in_force
from nscl.apps.core import audit, files
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.http import MEDIA_TYPES
from nscl.apps.programme.models import Plan
from nscl.apps.reporting.documents import IssueFacts, render_docx, render_xlsx
from nscl.apps.reporting.flow import REPORT_FLOW
from nscl.apps.reporting.freeze import freeze, seal
from nscl.apps.reporting.models import ReportIssue
from nscl.vietnamese import parse_document_number
from nscl.vietnamese.errors import UnreadableDocumentNumber

MODES = ("TM", "KT", "TL", "TUQ")


@transaction.atomic
def draft_report(
    plan: Plan, *, year: int, as_of: date, assessment: str = "", proposals: str = "", by: Actor, at: datetime
) -> ReportIssue:
    """Freeze a plan's figures for a year into a draft report.

    Refused for a year outside the plan or not yet begun, a day in the future, a plan not in force,
    and a year whose report is already issued.
    """
    by.require("reporting.report.draft", plan)
    if not plan.horizon_from <= year <= plan.horizon_to:
        raise Refusal(
            f"Không thể lập báo cáo: năm {year} nằm ngoài giai đoạn {plan.horizon_from}–{plan.horizon_to} "
            "của kế hoạch. Hãy chọn năm khác."
        )
    if as_of > timezone.localdate(at) or as_of < date(year, 1, 1):
        raise Refusal(f"Ngày chốt số liệu phải từ 01/01/{year} đến hôm nay. Hãy chọn lại ngày.")
    version = version_in_force(plan)
    if version is None:
        raise Refusal("Kế hoạch chưa có hiệu lực. Hãy trình lãnh đạo duyệt bản đọc trước khi lập báo cáo.")
    issued = ReportIssue.objects.filter(plan=plan, year=year, state="issued").first()
    if issued is not None:
        raise Refusal(f"Báo cáo năm {year} đã ban hành, số {issued.number}. Không lập lại được.")
    snapshot = freeze(version, year=year, as_of=as_of)
    report = ReportIssue.objects.create(
        plan=plan,
        version=version,
        year=year,
        as_of=as_of,
        snapshot=snapshot,
        snapshot_hash=seal(snapshot),
        assessment=assessment.strip(),
        proposals=proposals.strip(),
        drafted_by_id=by.user_id,
        created_at=at,
    )
    after = {"year": year, "as_of": as_of, "snapshot": report.snapshot_hash}
    audit.record(by=by, at=at, deed="reporting.report.draft", obj=report, after=after)
    return report


@transaction.atomic
def move_report(report: ReportIssue, deed: str, *, reason: str = "", by: Actor, at: datetime) -> ReportIssue:
    """Submit, return or drop a report; its frozen figures stay as they are."""
    row = _locked(report)
    REPORT_FLOW.move(row, deed, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def issue_report(
    report: ReportIssue,
    *,
    number: str,
    issued_on: date,
    signer_name: str,
    signer_position: str,
    signing_mode: Sequence[str],
    by: Actor,
    at: datetime,
) -> ReportIssue:
    """Give the report its number and signer, render both documents from the snapshot, and store them.

    Refused: a number that does not read as a document number, a number already used by this
    province that year, a day before the figures were frozen or in the future, a broken snapshot.
    """
    row = _locked(report)
    by.require("reporting.report.issue", row)
    _check_issue(row, number.strip(), issued_on, signing_mode, at)
    facts = IssueFacts(
        number=number.strip(),
        issued_on=issued_on,
        signer_name=signer_name.strip(),
        signer_position=signer_position.strip(),
        signing_mode=tuple(signing_mode),
        assessment=row.assessment,
        proposals=row.proposals,
    )
    name = f"bao-cao-{row.year}-{row.plan_id}"
    changes = {
        "number": facts.number,
        "issued_on": issued_on,
        "signer_name": facts.signer_name,
        "signer_position": facts.signer_position,
        "signing_mode": list(facts.signing_mode),
        "issued_by_id": by.user_id,
        "issued_at": at,
    }
    for kind, render in (("docx", render_docx), ("xlsx", render_xlsx)):
        data = render(row.snapshot, facts)
        stored = files.store(data, name=f"{name}.{kind}", media_type=MEDIA_TYPES[kind], at=at)
        changes[f"{kind}_id"] = stored.pk
    try:
        with transaction.atomic():
            REPORT_FLOW.move(row, "reporting.report.issue", by=by, at=at, **changes)
    except IntegrityError:
        raise Refusal(
            f"Báo cáo năm {row.year} của kế hoạch này đã được ban hành. Tải lại trang để xem."
        ) from None
    return row


def _locked(report: ReportIssue) -> ReportIssue:
    return ReportIssue.objects.select_for_update().select_related("plan__owner").get(pk=report.pk)


def _check_issue(row: ReportIssue, number: str, issued_on: date, modes: Sequence[str], at: datetime) -> None:
    try:
        read = parse_document_number(number)
    except UnreadableDocumentNumber:
        raise Refusal(f"Không đọc được số, ký hiệu “{number}”. Hãy viết như 123/BC-UBND.") from None
    if read.type_code != "BC":
        raise Refusal(f"Ký hiệu của báo cáo là BC, không phải {read.type_code}. Hãy viết như 123/BC-UBND.")
    if issued_on > timezone.localdate(at) or issued_on < row.as_of:
        raise Refusal("Ngày ban hành phải từ ngày chốt số liệu đến hôm nay. Hãy sửa lại ngày.")
    if not set(modes) <= set(MODES):
        raise Refusal("Hình thức ký phải là TM., KT., TL. hoặc TUQ. Hãy chọn lại.")
    same = ReportIssue.objects.filter(
        plan__owner=row.plan.owner_id, number=number, issued_on__year=issued_on.year
    )
    if same.exclude(pk=row.pk).exists():
        raise Refusal(f"Số {number} năm {issued_on.year} đã dùng cho báo cáo khác. Hãy cấp số mới.")
    if seal(row.snapshot) != row.snapshot_hash:
        raise Refusal("Số liệu đã chốt không còn nguyên vẹn. Hãy lập lại bản thảo và báo quản trị hệ thống.")
