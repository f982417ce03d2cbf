"""Invented reports: of offices on their tasks, and of Lào Cai on the year 2024."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from demo.clock import Deed, at, before
from demo.people import Team, team_of
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
ASSESSMENT = {
    2024: "Đến hết năm 2024 phần lớn chỉ tiêu của giai đoạn 2021–2025 đúng tiến độ; "
    "việc đào tạo chuyên gia đánh giá trình độ công nghệ và lập mô hình điển hình còn chậm.",
    2025: "Đến hết năm 2025 phần lớn chỉ tiêu của giai đoạn đã đạt; năng suất lao động tăng chưa đủ mức đề ra.",
}
PROPOSALS = "Đề nghị Bộ Khoa học và Công nghệ mở thêm khóa đào tạo chuyên gia đánh giá."


def task_reports(plan: str, version: PlanVersion) -> Iterator[Deed]:
    """Reports of the standing office, and of the department of industry where it joins a task."""
    team = team_of(plan)
    officer, industry = team("chuyenvien", at(1, 9)), team("phoihop", at(1, 9))
    live = PlanTask.objects.filter(node__version=version).exclude(node__review=PlanNode.Review.DROPPED)
    tasks = list(live.order_by("node__position"))
    for number, years in TASKS[plan].items():
        task = tasks[number - 1]
        for year, (status, content, obstacles) in years.items():
            by = _reporter(task, status, officer, industry)
            entered = at(17, 12, 10) if year == 2025 else at(15, 8, 8 + number, year % 60)
            yield Deed(
                entered,
                partial(_report, task, by, year=year, status=status, content=content, obstacles=obstacles),
            )


def _report(task: PlanTask, by: Actor, at: datetime, **said: Any) -> None:
    report_task(task, **said, by=by, at=at)


def _reporter(task: PlanTask, status: str, officer: Actor, industry: Actor) -> Actor:
    joins = status != DONE and task.coordinating.filter(pk=industry.office_id).exists()
    return industry if joins else officer


@dataclass
class YearReport:
    """One year's report on its way to the signature."""

    plan: Plan
    team: Team
    year: int
    row: ReportIssue | None = None

    def draft(self, at: datetime) -> None:
        self.row = draft_report(
            self.plan,
            year=self.year,
            as_of=at.date(),
            assessment=ASSESSMENT[self.year],
            proposals=PROPOSALS,
            by=self.team("chuyenvien", at),
            at=at,
        )

    def submit(self, at: datetime) -> None:
        assert self.row is not None
        self.row = move_report(self.row, "reporting.report.submit", by=self.team("chuyenvien", at), at=at)

    def issue(self, at: datetime) -> None:
        assert self.row is not None
        issue_report(
            self.row,
            number="412/BC-UBND",
            issued_on=at.date(),
            signer_name="Người Ký Minh Họa",
            signer_position="Phó Chủ tịch",
            signing_mode=["TM", "KT"],
            by=self.team("lanhdao", at),
            at=at,
        )


def year_reports(plan: str, version: PlanVersion, *, now: datetime) -> Iterator[Deed]:
    """Lào Cai's of 2024 was issued in September 2025; Lâm Đồng's of 2025 waits for the signature."""
    assert version.plan is not None
    if plan == "lao-cai":
        report = YearReport(version.plan, team_of(plan), 2024)
        yield Deed(at(10, 9, 9), report.draft)
        yield Deed(at(10, 9, 15), report.submit)
        yield Deed(at(15, 9, 15), report.issue)
    elif plan == "lam-dong":
        report = YearReport(version.plan, team_of(plan), 2025)
        yield Deed(before(now, 3, 13), report.draft)
        yield Deed(before(now, 3, 14), report.submit)
