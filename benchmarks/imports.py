"""How fast a list of many rows is opened, validated, staged and loaded, beside the bare cell reader.

Run from the checkout: `python benchmarks/imports.py [rows]`. Uses a database of its own in memory, or the
PostgreSQL of DATABASE_URL (a test database beside it). Prints one line a step.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[1] / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=50_000)
    rows = parser.parse_args().rows
    import django
    from django.test.utils import get_runner, setup_test_environment

    django.setup()
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    kept = runner.setup_databases()
    try:
        run(rows)
    finally:
        runner.teardown_databases(kept)


def run(rows: int) -> None:
    import python_calamine
    from django.conf import settings

    from nscl.apps.core import access
    from nscl.apps.core.imports import actions, spec
    from nscl.apps.core.imports.header import find_header
    from nscl.apps.core.imports.mapping import known_headings, propose
    from nscl.apps.core.imports.reading.safe import read_safely
    from nscl.apps.core.imports.validating import validate
    from nscl.apps.registry.models import Organisation
    from tests import world as cast
    from tests.apps.core import messy, trial_import

    access.RULES += trial_import.RULES
    access.table.cache_clear()
    spec._specs["trial"] = trial_import.SPEC
    settings.ROOT_URLCONF = "tests.apps.core.trial_import"
    by = cast.build().actor("an")
    data = messy.plain(rows)
    print(f"{rows} rows, {len(data) / 1e6:.1f} MB .xlsx, 5 columns")
    with timed("bare python-calamine", rows):
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    with timed("read in a process of its own", rows):
        book = read_safely(data)
    with timed("head and columns", rows):
        header = find_header(book.sheet, known_headings(trial_import.SPEC))
        columns = propose(book.sheet, header, trial_import.SPEC)
    with timed("validate", rows):
        found = validate(book.sheet, header, columns, trial_import.SPEC, by)
    assert len(found) == rows and {row.status for row in found} == {"new"}
    with timed("job: read, find head and columns", rows):
        batch = actions.start(data, filename="lon.xlsx", spec=trial_import.SPEC, by=by, at=cast.at())
    batch.refresh_from_db()
    fields = {plain["index"]: plain["field"] for plain in batch.columns}
    with timed("job: read, validate, stage", rows):
        actions.settle_columns(batch, fields=fields, by=by, at=cast.at())
    with timed("job: load into the register, with audit", rows):
        actions.confirm(batch, mode="all", by=by, at=cast.at())
    assert Organisation.objects.count() == rows
    with timed("validate against the full register (all same)", rows):
        again = validate(book.sheet, header, columns, trial_import.SPEC, by)
    assert {row.status for row in again} == {"same"}


@contextmanager
def timed(step: str, rows: int):  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    print(f"{step:48} {seconds:7.2f} s {rows / seconds:10,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main()
