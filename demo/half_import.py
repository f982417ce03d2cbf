"""A list on its way into Lạng Sơn's register: read, checked, and waiting for its officer to decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from demo.clock import before
from demo.firms import Firm, firms, otherwise, spare_brands
from demo.names import tax_code
from demo.people import team_of
from demo.sheets import Line, Table, as_workbook
from nscl.apps.core.access import Actor
from nscl.apps.core.imports import actions, progress, work
from nscl.apps.core.imports.spec import spec_named
from nscl.apps.core.models import ImportBatch, Job

PLAN = "lang-son"
FILENAME = "doanh-nghiep-lang-son-2025 (minh họa).xlsx"
HEADS = (
    "STT",
    "Tên doanh nghiệp",
    "Mã số thuế",
    "Loại hình",
    "Người đại diện",
    "Xã, phường",
    "Ngày thành lập",
    "Năm số liệu",
    "Lao động (người)",
    "Doanh thu (triệu đồng)",
)
MILLION = 1_000_000
FORMS = {"limited": "TNHH 2 thành viên", "limited_one": "TNHH MTV", "joint_stock": "CTCP", "private": "DNTN"}


def table() -> Table:
    """The list of a tax office, with what such lists have wrong."""
    own = [firm for firm in firms(PLAN) if firm.kind == "enterprise" and firm.trade and 2024 in firm.years]
    known = [firm for firm in own if "revenue_vnd" in firm.years[2024] and firm.code][10:22]
    fresh = [_fresh(number, brand) for number, brand in enumerate(spare_brands()[:9])]
    lines = [Line("new", cells) for cells in fresh]
    lines += [Line("same", _known(firm)) for firm in known[:6]]
    lines += [
        Line("changed", _known(known[6], representative="Nông Chum Lượn")),
        Line("changed", _known(known[7], workers=1)),
        Line("changed", _known(known[8], commune="Xã Bắc Sơn", representative="Lương Gùi Vắt")),
        Line("changed", _known(known[9], revenue=2)),
    ]
    lines += [Line("doubtful", _bare(name)) for name in _doubtful(known[10:12])]
    lines += [Line("wrong", cells) for cells in _wrong()]
    numbered = [Line(line.standing, (n, *line.cells[1:])) for n, line in enumerate(lines, 1)]
    return Table(
        titles=("DANH SÁCH DOANH NGHIỆP TRÊN ĐỊA BÀN TỈNH", "(Dữ liệu minh họa, số liệu năm 2024)"),
        heads=HEADS,
        lines=(*numbered, Line("skipped", (None, "Tổng cộng", *[None] * 6, 1234, 567_890))),
        foot=("Người lập biểu", "Người Lập Minh Họa"),
    )


def _fresh(number: int, brand: str) -> tuple[Any, ...]:
    form = ("limited", "limited_one", "joint_stock")[number % 3]
    front = {"limited": "Công ty TNHH", "limited_one": "Công ty TNHH MTV", "joint_stock": "CTCP"}[form]
    founded = date(2015 + number, 1 + number, 3 + number)
    figures = (2024, 5 + 4 * number, 1500 + 730 * number)
    name = f"{front} Nông sản {brand}"
    return (0, name, tax_code(4001 + number), FORMS[form], "Hà Sậy Đan", "Phường Kỳ Lừa", founded, *figures)


def _known(
    firm: Firm, *, representative: str = "", commune: str = "", workers: int = 0, revenue: int = 0
) -> tuple[Any, ...]:
    """The row of a firm of the register, with some values others."""
    values, figures = firm.values, firm.years[2024]
    return (
        0,
        firm.name,
        firm.code,
        FORMS[values["legal_form"]],
        representative or values["representative"],
        commune or values["commune"],
        values["established_on"],
        2024,
        int(figures["workers"]) + workers,
        figures["revenue_vnd"] // MILLION + revenue,
    )


def _bare(name: str) -> tuple[Any, ...]:
    return (0, name, None, None, None, None, None, None, None, None)


def _doubtful(known: list[Firm]) -> list[str]:
    """Names without codes, written otherwise than in the register; the last has two records there."""
    return [otherwise(firm.name) for firm in (*known, firms(PLAN)[2])]


def _wrong() -> list[tuple[Any, ...]]:
    """Rows that need mending before they can go in."""
    brands = spare_brands()[9:14]
    good = tax_code(4020)
    slip = good[:-1] + str((int(good[-1]) + 1) % 10)
    codes = (slip, 990_004_021, tax_code(4022), tax_code(4023), tax_code(4024))
    days: tuple[Any, ...] = (
        date(2016, 5, 4),
        date(2017, 6, 5),
        "31/02/2018",
        date(2019, 8, 7),
        date(2020, 9, 8),
    )
    workers: tuple[Any, ...] = (12, 15, 18, "khoảng 30", 24)
    years = (2024, 2024, 2024, 2024, None)
    return [
        (
            0,
            f"Công ty TNHH Gỗ {brand}",
            code,
            "TNHH MTV",
            "Vũ Trúc Khẽ",
            "Xã Lộc Bình",
            day,
            year,
            count,
            3200,
        )
        for brand, code, day, year, count in zip(brands, codes, days, years, workers, strict=True)
    ]


# ── Into the register's waiting room ───────────────────────────────────


def is_waiting() -> bool:
    """Whether the file was taken in already."""
    return ImportBatch.objects.filter(filename=FILENAME).exists()


def take_in(*, now: datetime) -> ImportBatch:
    """Uploaded, columns confirmed, checked: each step done here and now, as no worker runs yet."""
    moment = before(now, 1, 14)
    officer = team_of(PLAN)("chuyenvien", moment)
    return check_file(as_workbook(table()), FILENAME, "organisation", by=officer, at=moment)


def check_file(data: bytes, filename: str, spec_name: str, *, by: Actor, at: datetime) -> ImportBatch:
    """A file taken in with the columns as proposed, up to the preview."""
    spec = spec_named(spec_name)
    assert spec is not None, spec_name
    batch = actions.start(data, filename=filename, spec=spec, by=by, at=at)
    work.read(batch, sheet=None, header=None, by=by, at=at)
    batch = _settled(batch, at)
    fields = {column["index"]: column["field"] for column in batch.columns if column["field"]}
    actions.settle_columns(batch, fields=fields, by=by, at=at + timedelta(minutes=1))
    batch.refresh_from_db()
    work.check(batch, by=by, at=at + timedelta(minutes=2))
    return _settled(batch, at + timedelta(minutes=2))


def _settled(batch: ImportBatch, at: datetime) -> ImportBatch:
    """The job behind the step is over, so that the worker leaves it alone."""
    batch = ImportBatch.objects.select_related("job", "file").get(pk=batch.pk)
    assert batch.job is not None
    place = work._place(batch)
    Job.objects.filter(pk=batch.job.pk).update(
        state=Job.State.DONE,
        message="Đã xong.",
        progress_pct=100,
        result_url=place,
        created_at=at,
        finished_at=at,
    )
    progress.end(batch.pk)
    return batch
