"""How fast a list of many rows is opened, validated, staged and loaded, beside the bare cell reader.

Run from the checkout: `python benchmarks/imports.py [rows] [--postgres]`. The register is the real one of
organisations. Uses a database of its own in memory, the PostgreSQL of DATABASE_URL (a test database beside
it), or with `--postgres` a server of its own. Prints one line a step; "locked" is the part of the load in
which nobody else can write on SQLite.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=50_000)
    parser.add_argument("--postgres", action="store_true", help="a PostgreSQL of its own, gone afterwards")
    asked = parser.parse_args()
    if not asked.postgres:
        on_database(asked.rows)
        return
    from tests.run_all import postgres

    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        on_database(asked.rows)


def on_database(rows: int) -> None:
    import django
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    django.setup()
    setup_test_environment()
    kept = setup_databases(0, False, serialized_aliases=set())
    try:
        run(rows)
    finally:
        teardown_databases(kept, 0)


def run(rows: int) -> None:
    import python_calamine
    from django.db import connection

    from nscl.apps.core.imports import actions
    from nscl.apps.core.imports.header import find_header
    from nscl.apps.core.imports.mapping import known_headings, propose
    from nscl.apps.core.imports.reading.safe import read_safely
    from nscl.apps.core.imports.validating import validate
    from nscl.apps.registry.imports import ORGANISATIONS
    from nscl.apps.registry.models import Organisation
    from tests import world as cast

    by = cast.build().actor("an")
    data = listed(rows)
    print(f"{rows} rows, {len(data) / 1e6:.1f} MB .xlsx, 8 columns, {connection.vendor}")
    with timed("bare python-calamine", rows):
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    with timed("read in a process of its own", rows):
        book = read_safely(data)
    with timed("head and columns", rows):
        header = find_header(book.sheet, known_headings(ORGANISATIONS))
        columns = propose(book.sheet, header, ORGANISATIONS)
    with timed("validate", rows):
        found = validate(book.sheet, header, columns, ORGANISATIONS, by)
    assert len(found) == rows and {row.status for row in found} == {"new"}
    with timed("job: read, find head and columns", rows):
        batch = actions.start(data, filename="lon.xlsx", spec=ORGANISATIONS, by=by, at=cast.at())
    batch.refresh_from_db()
    fields = {plain["index"]: plain["field"] for plain in batch.columns}
    with timed("job: read, validate, stage", rows):
        actions.settle_columns(batch, fields=fields, by=by, at=cast.at())
    with timed("preview: the first page of the new rows", rows):
        previewed(batch)
    with timed("job: load into the register, with audit", rows), locking(rows):
        actions.confirm(batch, mode="all", by=by, at=cast.at())
    assert Organisation.objects.count() == rows
    with timed("validate against the full register (all same)", rows):
        again = validate(book.sheet, header, columns, ORGANISATIONS, by)
    assert {row.status for row in again} == {"same"}
    with timed("job: take the whole load back", rows):
        actions.take_back(batch, by=by, at=cast.at())
    assert Organisation.objects.count() == 0


def listed(rows: int) -> bytes:
    """A clean list as a department keeps it; names differ by their words, as real ones do."""
    import xlsxwriter

    from tests.apps.core.messy import tax_code

    words = ["Hoa Sim", "Núi Xanh", "Tre Trúc", "Suối Trong", "Mây Chiều", "Đá Vàng", "Bếp Ấm", "Thác Bạc"]
    heads = [
        "Tên tổ chức",
        "Mã số thuế",
        "Loại",
        "Điện thoại",
        "Xã, phường",
        "Mã ngành",
        "Năm",
        "Số lao động",
    ]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, heads)
        for n in range(rows):
            name = f"Công ty TNHH {words[n % 8]} {words[n // 8 % 8]} {n}"
            cells = [name, tax_code(100 + n), "DN", "0912345678", "Hoa Thám", "1076", 2024, n % 90]
            sheet.write_row(n + 1, 0, cells)
    return out.getvalue()


def previewed(batch: Any) -> None:
    from nscl.apps.core.imports import pages
    from nscl.apps.core.models import ImportRow
    from nscl.apps.registry.imports import ORGANISATIONS

    batch.refresh_from_db()
    rows = ImportRow.objects.filter(batch=batch, status="new").order_by("row_no")[:50]
    assert len(pages.lines(ORGANISATIONS, batch, rows)) == 50


@contextmanager
def locking(rows: int):  # type: ignore[no-untyped-def]
    """How long the load's own transaction stood open."""
    from nscl.apps.core.imports import work

    begun: list[tuple[float, float]] = []
    real = work._apply

    def first(*words: Any) -> None:
        begun or begun.append((time.perf_counter(), time.process_time()))
        real(*words)

    work._apply = first
    try:
        yield
    finally:
        work._apply = real
    clock, worked = begun[0]
    said("  of which locked", time.perf_counter() - clock, time.process_time() - worked, rows)


@contextmanager
def timed(step: str, rows: int):  # type: ignore[no-untyped-def]
    """Seconds by the clock and of this process alone: on a shared machine the second is the steadier."""
    begun, worked = time.perf_counter(), time.process_time()
    yield
    said(step, time.perf_counter() - begun, time.process_time() - worked, rows)


def said(step: str, seconds: float, worked: float, rows: int) -> None:
    print(f"{step:48} {seconds:7.2f} s {worked:7.2f} s CPU {rows / seconds:10,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main()
