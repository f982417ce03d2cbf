"""The main job by clicking through: a document becomes a watched programme and prints as a report."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from docx import Document

from demo.plans import LANG_SON
from demo.writer import write
from nscl.apps.core import audit
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import PlanFinding, PlanVersion, Target
from nscl.apps.reporting.models import ReportIssue
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Visitor]
YEAR = 2024
MANAGERS = "Khoảng trên 100 lượt cán bộ lãnh đạo"


def test_a_plan_is_read_watched_and_reported(world: World, visit: Visit, tmp_path: Path) -> None:
    officer, leader, finance = visit("an"), visit("binh"), visit("chi")
    upload(officer, tmp_path)
    settle_words_against_figures(officer)
    decide_growth_base(officer)
    accept_everything(officer)
    submit(officer)
    approve_plan(leader)
    report_result(officer)
    approve_result(leader)
    allot_and_pay(finance)
    see_it_on_the_dashboard(officer)
    draft_report(officer)
    document = issue_report(leader, tmp_path)
    assert_official_form(document)
    trace_a_figure_to_its_sentence(visit("ha"))
    assert all(check.ok for check in audit.verify_all())


def upload(officer: Visitor, folder: Path) -> None:
    """The file goes in, the job page leads on to the review."""
    file = folder / LANG_SON.filename
    file.write_bytes(write(LANG_SON))
    officer.go("/")
    officer.press("Đọc văn bản kế hoạch")
    officer.page.get_by_label("Tệp kế hoạch").set_input_files(file)
    officer.press("Tải lên và đọc")
    officer.page.wait_for_url("**/ban-doc/**", timeout=20_000)
    assert officer.sees("79/KH-UBND")
    version = PlanVersion.objects.get()
    assert version.state == "review"
    assert Target.objects.filter(node__version=version).count() == 5


def settle_words_against_figures(officer: Visitor) -> None:
    """9.230.000 in figures, nine billion in words: the person decides, the document stays."""
    finding = PlanFinding.objects.get(code="words_mismatch")
    officer.page.locator(f"#p-{finding.pk}").get_by_role("link", name="Xử lý").click()
    officer.page.get_by_label("Theo bằng chữ").check()
    officer.fill("Lý do, căn cứ", "Số in thiếu chữ nghìn.")
    officer.press("Ghi cách xử lý")
    finding.refresh_from_db()
    assert (finding.resolution, finding.resolution_value) == ("follow_words", "9230000000")


def decide_growth_base(officer: Visitor) -> None:
    target = Target.objects.get(needs_base=True)
    officer.go(f"/muc/{target.pk}/moc/")
    officer.page.get_by_label("So với một năm gốc").check()
    officer.fill("Năm gốc", "2020")
    officer.fill("Giá trị gốc", "20")
    officer.fill("Lý do, căn cứ", "Theo báo cáo tổng kết năm 2020.")
    officer.page.locator("main form button[type=submit]").first.click()
    officer.page.wait_for_load_state()
    assert target.base_decisions.get().year == 2020


def accept_everything(officer: Visitor) -> None:
    version = PlanVersion.objects.get()
    for tab in ("chi-tieu", "nhiem-vu", "kinh-phi", "trach-nhiem", "khac"):
        officer.go(f"/ban-doc/{version.pk}/?nhom={tab}")
        while officer.page.get_by_role("button", name="Nhận các mục không vướng gì").count():
            officer.press("Nhận các mục không vướng gì")
    assert not version.nodes.filter(review="pending").exists()


def submit(officer: Visitor) -> None:
    officer.press("Trình lãnh đạo duyệt")
    officer.fill("Ý kiến kèm theo", "Đã rà soát đủ.")
    officer.page.get_by_role("button", name="Trình", exact=True).click()
    officer.page.wait_for_load_state()
    assert officer.sees("Đã trình lãnh đạo duyệt")
    assert not officer.page.get_by_role("link", name="Duyệt", exact=True).count()


def approve_plan(leader: Visitor) -> None:
    """What waits stands in the inbox; approval puts the plan in force."""
    leader.go("/")
    leader.page.get_by_role("link", name="Duyệt kế hoạch").or_(
        leader.page.locator("main a", has_text="79/KH-UBND")
    ).first.click()
    leader.press("Duyệt")
    leader.page.get_by_role("button", name="Duyệt", exact=True).click()
    leader.page.wait_for_load_state()
    assert leader.sees("Kế hoạch đã có hiệu lực")
    assert PlanVersion.objects.get().state == "in_force"


def report_result(officer: Visitor) -> None:
    target = Target.objects.get(indicator="managers_trained")
    officer.go(f"/chi-tieu/{target.pk}/")
    officer.press("Nhập số liệu")
    officer.page.get_by_label("Năm", exact=True).select_option(str(YEAR))
    officer.fill("Giá trị của năm", "1.234,5")
    officer.fill("Bằng chứng: ghi chú", "Danh sách lớp số 04/2024, có chữ ký.")
    officer.press("Lưu bản nháp")
    assert officer.sees("số nguyên")  # half a person is refused, nothing lost
    officer.fill("Giá trị của năm", "112")
    officer.press("Lưu bản nháp")
    officer.press("Trình duyệt")
    assert Observation.objects.get().state == "submitted"
    assert not officer.page.get_by_role("button", name="Duyệt", exact=True).count()


def approve_result(leader: Visitor) -> None:
    leader.go("/")
    leader.page.locator("main a", has_text=MANAGERS).first.click()
    leader.page.get_by_role("button", name="Duyệt", exact=True).click()
    leader.page.wait_for_load_state()
    row = Observation.objects.get()
    assert (row.state, row.value) == ("approved", 112)


def allot_and_pay(finance: Visitor) -> None:
    plan = PlanVersion.objects.get().plan
    finance.go(f"/ke-hoach/{plan.pk}/kinh-phi/")
    assert finance.sees("9.230")
    finance.press("Toàn kế hoạch")
    finance.press("Giao kinh phí")
    enter_money(finance, "1.850", f"15/QĐ-UBND năm {YEAR}", f"12/01/{YEAR}")
    finance.press("Giao kinh phí")
    finance.press("Ghi giải ngân")
    enter_money(finance, "2.000", "UNC 01", f"20/06/{YEAR}")
    finance.press("Ghi giải ngân")
    assert finance.sees("Chỉ còn 1.850.000.000 đồng")  # more than allotted is refused
    finance.fill("Số tiền", "900,5")
    finance.press("Ghi giải ngân")
    assert finance.sees("900.500.000")


def enter_money(finance: Visitor, amount: str, document: str, day: str) -> None:
    finance.page.get_by_label("Năm ngân sách").select_option(str(YEAR))
    finance.fill("Số tiền", amount)
    finance.page.get_by_label("Đơn vị tính").select_option("1000000")
    finance.fill("Số chứng từ", document)
    finance.fill("Ngày chứng từ", day)


def see_it_on_the_dashboard(officer: Visitor) -> None:
    plan = PlanVersion.objects.get().plan
    officer.go(f"/ke-hoach/{plan.pk}/")
    assert officer.sees("5 chỉ tiêu")
    assert officer.sees("9.230")
    assert officer.sees("1.850")
    assert officer.sees("900,5")
    officer.page.get_by_role("link", name="Chỉ tiêu", exact=True).first.click()
    officer.page.wait_for_load_state()
    assert officer.sees("112")


def draft_report(officer: Visitor) -> None:
    plan = PlanVersion.objects.get().plan
    officer.go(f"/ke-hoach/{plan.pk}/")
    officer.press("Lập báo cáo năm")
    officer.page.get_by_label("Năm báo cáo").select_option(str(YEAR))
    officer.fill("Đánh giá chung", "Các lớp bồi dưỡng đạt kế hoạch.")
    officer.press("Chốt số liệu")
    officer.press("Trình ký")
    assert ReportIssue.objects.get().state == "submitted"


def issue_report(leader: Visitor, folder: Path) -> bytes:
    report = ReportIssue.objects.get()
    leader.go("/")
    leader.page.locator(f"main a[href*='/bao-cao/{report.pk}/']").first.click()
    # The menu has a list of "danh mục ban hành": the deed is the page's own.
    page = leader.page.locator("main")
    page.get_by_role("button", name="Ban hành").or_(page.get_by_role("link", name="Ban hành")).first.click()
    leader.fill("Số, ký hiệu", "57/BC-UBND")
    leader.fill("Ngày ban hành", f"{report.as_of:%d/%m/%Y}")
    leader.fill("Chức vụ người ký", "Phó Chủ tịch")
    leader.fill("Họ và tên người ký", "Trần Thị Bình")
    leader.page.locator("main form").get_by_role("button", name="Ban hành").click()
    leader.page.wait_for_load_state()
    report.refresh_from_db()
    assert (report.state, report.number) == ("issued", "57/BC-UBND")
    with leader.page.expect_download() as waiting:
        leader.page.get_by_role("link", name="Word").first.click()
    saved = folder / "bao-cao.docx"
    waiting.value.save_as(saved)
    return saved.read_bytes()


def assert_official_form(document: bytes) -> None:
    word = Document(io.BytesIO(document))
    texts = [paragraph.text for paragraph in word.paragraphs]
    texts += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    whole = "\n".join(texts)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "57/BC-UBND",
        "BÁO CÁO",
        "Nơi nhận",
        "Trần Thị Bình",
        "112",
    ):
        assert part in whole, part
    assert f"năm {timezone.localdate().year}" in whole  # place and date of the day of issue


def trace_a_figure_to_its_sentence(ministry: Visitor) -> None:
    """From the comparison to the target, to the reported figure, to the sentence of the document."""
    ministry.go("/bo/")
    assert ministry.sees("Lạng Sơn")
    target = Target.objects.get(indicator="managers_trained")
    ministry.page.locator(f"main a[href*='/chi-tieu/{target.pk}/']").first.click()
    ministry.page.wait_for_load_state()
    assert ministry.sees(MANAGERS)
    row = Observation.objects.get()
    ministry.page.locator(f"main a[href*='/so-lieu/{row.pk}/']").first.click()
    ministry.page.wait_for_load_state()
    assert ministry.sees("Danh sách lớp số 04/2024")
    ministry.page.go_back()
    ministry.press("Mở trong văn bản gốc")
    assert MANAGERS in ministry.page.inner_text("mark")


def test_uploading_and_accepting_work_without_javascript(world: World, visit: Visit, tmp_path: Path) -> None:
    officer = visit("an", js=False)
    upload(officer, tmp_path)
    settle_words_against_figures(officer)
    decide_growth_base(officer)
    version = PlanVersion.objects.get()
    officer.go(f"/ban-doc/{version.pk}/?nhom=chi-tieu")
    officer.press("✓ Nhận")
    assert version.nodes.filter(kind="target", review="accepted").count() == 1
    accept_everything(officer)
    submit(officer)
    assert PlanVersion.objects.get().state == "submitted"


def test_the_drafter_cannot_approve_and_strangers_see_nothing(
    world: World, visit: Visit, tmp_path: Path
) -> None:
    officer, neighbour = visit("an"), visit("khanh")
    upload(officer, tmp_path)
    version = PlanVersion.objects.get()
    assert officer.status(f"/ban-doc/{version.pk}/duyet/") == 403
    for path in (
        f"/ban-doc/{version.pk}/",
        f"/ke-hoach/{version.plan_id}/",
        f"/ke-hoach/{version.plan_id}/van-ban/",
    ):
        assert neighbour.status(path) == 404
