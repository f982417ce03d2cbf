"""The yearly report: frozen figures, the form of an official document, issued once and for ever."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client

from nscl.apps.budget import actions as money
from nscl.apps.budget import staging
from nscl.apps.budget.models import FundingSource
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.reporting import actions
from nscl.apps.reporting.documents import IssueFacts, render_docx, render_xlsx
from nscl.apps.reporting.models import ReportIssue
from tests.apps.monitoring.conftest import Scene, make_scene
from tests.world import World, at

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
FACTS = {
    "number": "45/BC-UBND",
    "issued_on": date(2026, 3, 2),
    "signer_name": "Trần Thị Bình",
    "signer_position": "Phó Chủ tịch",
    "signing_mode": ["TM", "KT"],
}


@pytest.fixture
def scene(world: World) -> Scene:
    """A plan with a met and an unreported target, and 230 million paid of 300 allotted in 2024."""
    scene = make_scene(world, world.home, "an")
    scene.approved(scene.target(value=20), 2024, 25)
    scene.share()
    budget = {
        "amount_unit": "million_vnd",
        "total_printed_vnd": 1000 * MILLION,
        "total_words_vnd": None,
        "total_accepted_vnd": None,
        "sources": [{"code": "state_budget.science", "name": "Sự nghiệp khoa học", "amount": 1000}],
        "phases": [],
        "groups": [],
    }
    staging.load_budget(scene.version, {"budget": budget})
    source = FundingSource.objects.get(code="state_budget.science")
    entry: dict[str, Any] = {"year": 2024, "document": "1/QĐ", "dated_on": date(2024, 5, 6)}
    line = scene.version.budget_lines.get()
    by = world.actor("chi")
    money.allocate(line, source, amount_vnd=300 * MILLION, **entry, by=by, at=at())
    money.disburse(line, source, amount_vnd=230 * MILLION, **entry, by=by, at=at())
    return scene


def drafted(scene: Scene, **changes: Any) -> ReportIssue:
    fields: dict[str, Any] = {"year": 2024, "as_of": date(2026, 2, 1), **changes}
    return actions.draft_report(scene.plan, by=scene.world.actor("an"), at=at(), **fields)


def issued(scene: Scene, report: ReportIssue | None = None, **changes: Any) -> ReportIssue:
    report = report or drafted(scene)
    actions.move_report(report, "reporting.report.submit", by=scene.world.actor("an"), at=at())
    return actions.issue_report(report, by=scene.world.actor("binh"), at=at(), **{**FACTS, **changes})


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_figures_are_frozen_with_the_rows_behind_them(scene: Scene) -> None:
    report = drafted(scene)
    target = report.snapshot["targets"][0]
    assert target["state"] == "met"
    assert [row["year"] for row in target["observations"]] == [2024]
    assert report.snapshot["money"]["year"]["paid"] == 230 * MILLION
    scene.approved(scene.target(title="Thêm sau"), 2024, 1)
    report.refresh_from_db()
    assert len(report.snapshot["targets"]) == 2


def test_a_target_without_a_figure_is_missing_and_not_zero(scene: Scene) -> None:
    missing = drafted(scene).snapshot["targets"][1]
    assert missing["state"] == "undetermined"
    assert missing["achieved"] is None
    assert not missing["observations"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": 2027}, "nằm ngoài giai đoạn"),
        ({"as_of": date(2030, 1, 1)}, "Ngày chốt số liệu"),
        ({"as_of": date(2023, 12, 31)}, "Ngày chốt số liệu"),
    ],
)
def test_a_wrong_year_or_day_is_refused(scene: Scene, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        drafted(scene, **changes)
    assert not ReportIssue.objects.exists()


def test_soon_after_midnight_in_vietnam_today_is_vietnams_day(scene: Scene) -> None:
    """A moment as the server holds it, still of the day before in UTC."""
    early = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)
    by = scene.world.actor("an")
    with pytest.raises(Refusal, match="Ngày chốt số liệu"):
        actions.draft_report(scene.plan, year=2024, as_of=date(2026, 3, 4), by=by, at=early)
    report = actions.draft_report(scene.plan, year=2024, as_of=date(2026, 3, 3), by=by, at=early)
    assert report.as_of == date(2026, 3, 3)


def test_the_issued_document_bears_number_signer_and_words(scene: Scene) -> None:
    report = issued(scene)
    assert report.docx is not None
    text = text_of(report.docx.read())
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/BC-UBND",
        "ngày 02 tháng 3 năm 2026",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Trần Thị Bình",
        "Nơi nhận:",
        "230.000.000 đồng (Bằng chữ: Hai trăm ba mươi triệu đồng)",
        "PHỤ LỤC I",
        "PHỤ LỤC II",
    ):
        assert words in text


def test_the_page_has_the_form_of_an_official_document(scene: Scene) -> None:
    section = docx.Document(io.BytesIO(render_docx(drafted(scene).snapshot, IssueFacts()))).sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210
    assert section.left_margin is not None
    assert round(section.left_margin.mm) == 30
    assert section.different_first_page_header_footer


def test_an_issued_report_renders_the_same_bytes_for_ever(scene: Scene) -> None:
    report = issued(scene)
    facts = IssueFacts(**{**FACTS, "signing_mode": ("TM", "KT")})
    assert report.docx is not None
    assert report.xlsx is not None
    assert render_docx(report.snapshot, facts) == report.docx.read()
    assert render_xlsx(report.snapshot, facts) == report.xlsx.read()


def test_the_workbook_counts_and_adds_by_itself(scene: Scene) -> None:
    report = issued(scene)
    assert report.xlsx is not None
    data = report.xlsx.read()
    book, shown = (
        openpyxl.load_workbook(io.BytesIO(data)),
        openpyxl.load_workbook(io.BytesIO(data), data_only=True),
    )
    assert str(book["Chỉ tiêu"]["C7"].value).startswith("=COUNTIF")
    assert shown["Chỉ tiêu"]["C7"].value == 1
    assert shown["Kinh phí"]["E4"].value == 230 * MILLION
    assert shown["Kết quả đã duyệt"]["E4"].value == 25


def test_the_drafter_never_issues(scene: Scene) -> None:
    report = drafted(scene)
    actions.move_report(report, "reporting.report.submit", by=scene.world.actor("an"), at=at())
    ReportIssue.objects.filter(pk=report.pk).update(drafted_by=scene.world.users["binh"])
    with pytest.raises(Refusal, match="không được tự duyệt"):
        actions.issue_report(report, by=scene.world.actor("binh"), at=at(), **FACTS)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": "bốn lăm"}, "Không đọc được số"),
        ({"number": "45/KH-UBND"}, "Ký hiệu của báo cáo là BC"),
        ({"issued_on": date(2026, 1, 1)}, "Ngày ban hành"),
        ({"issued_on": date(2027, 1, 1)}, "Ngày ban hành"),
    ],
)
def test_a_wrong_number_or_day_of_issue_is_refused(
    scene: Scene, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        issued(scene, **changes)
    assert ReportIssue.objects.get().state == "submitted"


def test_a_number_serves_one_report(scene: Scene) -> None:
    issued(scene)
    with pytest.raises(Refusal, match="đã dùng cho báo cáo khác"):
        issued(scene, drafted(scene, year=2023))


def test_a_year_is_reported_once(scene: Scene) -> None:
    issued(scene)
    with pytest.raises(Refusal, match="đã ban hành, số 45/BC-UBND"):
        drafted(scene)


def test_a_touched_snapshot_is_not_issued(scene: Scene) -> None:
    report = drafted(scene)
    report.snapshot["targets"][0]["state"] = "not_met"
    report.save(update_fields=["snapshot"])
    with pytest.raises(Refusal, match="không còn nguyên vẹn"):
        issued(scene, report)


def test_a_return_needs_a_reason_and_is_recorded(scene: Scene) -> None:
    report = drafted(scene)
    actions.move_report(report, "reporting.report.submit", by=scene.world.actor("an"), at=at())
    leader = scene.world.actor("binh")
    with pytest.raises(Refusal, match="Cần nêu lý do"):
        actions.move_report(report, "reporting.report.return", by=leader, at=at())
    actions.move_report(report, "reporting.report.return", reason="Thiếu đánh giá", by=leader, at=at())
    assert AuditEntry.objects.get(deed="reporting.report.return").reason == "Thiếu đánh giá"


def test_the_way_through_the_pages(scene: Scene, client: Client) -> None:
    world = scene.world
    world.login(client, "an")
    page = client.post(
        f"/ke-hoach/{scene.plan.pk}/bao-cao/lap/", {"year": 2024, "as_of": "01/02/2026"}, follow=True
    )
    report = ReportIssue.objects.get()
    assert "Trình ký" in page.content.decode()
    client.post(f"/bao-cao/{report.pk}/trinh/")
    assert client.get(f"/bao-cao/{report.pk}/ban-hanh/").status_code == 403
    world.login(client, "binh")
    assert "Ký ban hành báo cáo" in client.get("/").content.decode()
    form = {**FACTS, "issued_on": "02/03/2026", "signing_mode": "TM,KT"}
    refused = client.post(f"/bao-cao/{report.pk}/ban-hanh/", {**form, "issued_on": "31/02/2026"})
    assert refused.status_code == 400
    done = client.post(f"/bao-cao/{report.pk}/ban-hanh/", form, follow=True)
    assert "45/BC-UBND" in done.content.decode()
    file = client.get(f"/bao-cao/{report.pk}/tep/docx/")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "45/BC-UBND" in text_of(file.content)


def test_another_provinces_report_does_not_exist(scene: Scene, client: Client) -> None:
    report = drafted(scene)
    scene.world.login(client, "khanh")
    for url in (
        f"/bao-cao/{report.pk}/",
        f"/bao-cao/{report.pk}/tep/docx/",
        f"/ke-hoach/{scene.plan.pk}/bao-cao/lap/",
    ):
        assert client.get(url).status_code == 404


def test_the_ministry_reads_issued_reports_only(scene: Scene, client: Client) -> None:
    report = drafted(scene)
    scene.world.login(client, "ha")
    assert client.get(f"/bao-cao/{report.pk}/").status_code == 404
    issued(scene, report)
    assert client.get(f"/bao-cao/{report.pk}/").status_code == 200
