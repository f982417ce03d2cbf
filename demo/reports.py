"""Invented reports: of offices on their tasks, and of Lào Cai on the year 2024."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.clock import at, before
from demo.people import team_of
from nscl.apps.core.access import Actor
from nscl.apps.monitoring.actions import report_task
from nscl.apps.programme.models import Plan, PlanNode, PlanTask, PlanVersion
from nscl.apps.reporting.actions import draft_report, issue_report, move_report
from nscl.apps.reporting.models import ReportIssue

ONGOING, DONE, WAITING = "ongoing", "done", "not_started"
# Plan → task in the order of the document → year → how it stood and what was said of it.
TASKS: dict[str, dict[int, dict[int, tuple[str, str, str]]]] = {
    "lao-cai": {
        1: {
            2022: (ONGOING, "Xong danh mục sản phẩm chủ lực; đã mở 06 lớp.", ""),
            2024: (ONGOING, "Đã mở 15 lớp; cập nhật danh mục doanh nghiệp.", ""),
            2025: (DONE, "Đủ 20 lớp; danh mục đã công bố trên cổng thông tin.", ""),
        },
        2: {
            2023: (ONGOING, "Đã mở 11 khóa; mỗi năm 02 chương trình truyền hình.", ""),
            2025: (ONGOING, "Đã mở 18 khóa; còn 02 khóa về giải thưởng chất lượng.", "Thiếu giảng viên trong tỉnh."),
        },
        3: {
            2023: (ONGOING, "Hỗ trợ 41 doanh nghiệp chứng nhận, 38 doanh nghiệp áp dụng hệ thống quản lý.", ""),
            2024: (ONGOING, "Lũy kế 96 doanh nghiệp được hỗ trợ.", "Vốn đối ứng của doanh nghiệp nhỏ còn chậm."),
        },
        4: {2023: (ONGOING, "Đã lập nhóm chuyên gia; cử 11 người đi học.", "")},
    },
    "lam-dong": {
        1: {2022: (DONE, "Đã khảo sát 120 doanh nghiệp, chọn 62 doanh nghiệp tham gia.", "")},
        3: {2024: (ONGOING, "08 phóng sự; khen thưởng 05 tập thể.", ""), 2025: (DONE, "Đủ 11 phóng sự.", "")},
        4: {2024: (ONGOING, "06 mô hình tổng thể hoàn thành.", ""), 2025: (ONGOING, "08 mô hình hoàn thành.", "")},
        5: {2025: (DONE, "Đủ 25 lớp, 03 hội nghị.", "")},
        7: {2023: (WAITING, "Chưa bố trí được kinh phí tham quan, học tập.", "Đề nghị bố trí năm 2024.")},
    },
    "nam-dinh": {
        1: {2024: (ONGOING, "Đã thiết kế cơ sở dữ liệu năng suất.", "")},
        2: {2025: (ONGOING, "22 đơn vị được hỗ trợ, 03 doanh nghiệp đo năng suất.", "")},
        3: {2024: (ONGOING, "01 trường đưa năng suất vào chương trình.", "")},
        5: {2025: (ONGOING, "Chuyên mục hằng tháng trên trang của Sở.", "")},
    },
    "lang-son": {
        2: {2025: (ONGOING, "Đã có trang cơ sở dữ liệu; khen thưởng 03 tập thể.", "")},
        3: {2024: (ONGOING, "Lũy kế 103 tổ chức được hỗ trợ.", "Thiếu tổ chức tư vấn tại chỗ.")},
    },
    "hung-yen": {},
}  # fmt: skip
ASSESSMENT = (
    "Đến hết năm 2024 phần lớn chỉ tiêu của giai đoạn 2021–2025 đúng tiến độ; "
    "việc đào tạo chuyên gia đánh giá trình độ công nghệ và chứng nhận sản phẩm bắt buộc còn chậm."
)
PROPOSALS = "Đề nghị Bộ Khoa học và Công nghệ mở thêm khóa chuyên gia đánh giá tại khu vực Tây Bắc."


def report_tasks(plan: str, version: PlanVersion, *, now: datetime) -> None:
    """Reports of the standing office, and of the department of industry where it joins a task."""
    team = team_of(plan)
    officer, industry = team("chuyenvien", at(1, 9)), team("phoihop", at(1, 9))
    live = PlanTask.objects.filter(node__version=version).exclude(node__review=PlanNode.Review.DROPPED)
    tasks = list(live.order_by("node__position"))
    for number, years in TASKS[plan].items():
        task = tasks[number - 1]
        for year, (status, content, obstacles) in years.items():
            entered = at(17, 12, 10) if year == 2025 else at(15, 8, 8 + number, year % 60)
            by = _reporter(task, status, officer, industry)
            report_task(
                task,
                year=year,
                status=status,
                content=content,
                obstacles=obstacles,
                by=by,
                at=min(entered, now),
            )


def _reporter(task: PlanTask, status: str, officer: Actor, industry: Actor) -> Actor:
    joins = status != DONE and task.coordinating.filter(pk=industry.office_id).exists()
    return industry if joins else officer


def issue_report_of_2024(plan: Plan) -> ReportIssue:
    """Drafted by the officer, sent, then numbered and issued by the leader, in September 2025."""
    team = team_of("lao-cai")
    drafted = at(10, 9, 9)
    report = draft_report(
        plan,
        year=2024,
        as_of=drafted.date(),
        assessment=ASSESSMENT,
        proposals=PROPOSALS,
        by=team("chuyenvien", drafted),
        at=drafted,
    )
    sent = drafted + timedelta(hours=6)
    report = move_report(report, "reporting.report.submit", by=team("chuyenvien", sent), at=sent)
    issued = at(15, 9, 15)
    leader = team("lanhdao", issued)
    return issue_report(
        report,
        number="412/BC-UBND",
        issued_on=date(2025, 9, 15),
        signer_name="Người Ký Minh Họa",
        signer_position="Phó Chủ tịch",
        signing_mode=["TM", "KT"],
        by=leader,
        at=issued,
    )


def submit_report_of_2025(plan: Plan, *, now: datetime) -> ReportIssue:
    """A report that waits for the leader's signature."""
    team = team_of("lam-dong")
    drafted = before(now, 3, 10)
    officer = team("chuyenvien", drafted)
    report = draft_report(plan, year=2025, as_of=drafted.date(), by=officer, at=drafted)
    return move_report(
        report, "reporting.report.submit", by=officer, at=min(now, drafted + timedelta(hours=1))
    )
