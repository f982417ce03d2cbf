"""`nscl report`: the documents of a plan's year as files, for those who work without the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.utils import timezone

from nscl.apps.budget.queries import version_in_force
from nscl.apps.programme.models import Plan
from nscl.apps.reporting.documents import IssueFacts, render_docx, render_xlsx
from nscl.apps.reporting.freeze import freeze
from nscl.apps.reporting.models import ReportIssue


def write_report(
    plan_id: int, year: int, *, out: Path, say: Callable[[str], None], fail: Callable[..., int]
) -> int:
    """Write the issued report's own files, or a draft of today's figures; 0 done, 2 not possible."""
    plan = Plan.objects.filter(pk=plan_id).first()
    if plan is None:
        return fail(f"Không có kế hoạch mã số {plan_id}.")
    out.mkdir(parents=True, exist_ok=True)
    issued = (
        ReportIssue.objects.filter(plan=plan, year=year, state="issued")
        .select_related("docx", "xlsx")
        .first()
    )
    if issued is not None and issued.docx and issued.xlsx:
        documents = {"docx": issued.docx.read(), "xlsx": issued.xlsx.read()}
    else:
        version = version_in_force(plan)
        if version is None:
            return fail("Kế hoạch chưa có hiệu lực; chưa có số liệu để báo cáo.")
        if not plan.horizon_from <= year <= plan.horizon_to:
            return fail(f"Năm {year} nằm ngoài giai đoạn {plan.horizon_from}–{plan.horizon_to} của kế hoạch.")
        as_of = max(date(year, 1, 1), timezone.localdate())
        snapshot = freeze(version, year=year, as_of=as_of)
        documents = {kind: render(snapshot, IssueFacts()) for kind, render in RENDERERS.items()}
    for kind, data in documents.items():
        path = out / f"bao-cao-{year}-{plan.pk}.{kind}"
        path.write_bytes(data)
        say(f"{path} ({'đã ban hành' if issued else 'bản thảo'})")
    return 0


RENDERERS = {"docx": render_docx, "xlsx": render_xlsx}
