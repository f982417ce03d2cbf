"""Server time and queries of the main pages, against a bare Django view in the same run.

    nscl demo                       (once: fills the database)
    python benchmarks/pages.py      (the settings and database of the environment)

Prints per page: queries, median milliseconds, and the ratio to a view that only answers "ok"
through the same middleware and renders the same frame around nothing (goal: at most 5).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
ROUNDS = 15


def main() -> int:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from nscl.apps.programme.models import Plan, PlanVersion

    settings.ALLOWED_HOSTS = ["*"]
    plan = Plan.objects.filter(number__startswith="191/").first()
    if plan is None:
        print("Chưa có dữ liệu minh họa; hãy chạy `nscl demo`.", file=sys.stderr)
        return 2
    version = PlanVersion.objects.filter(plan=plan).latest("pk")
    target = version.nodes.filter(kind="target").first()
    officer, ministry = _signed_in(Client(), "chuyenvien.laocai"), _signed_in(Client(), "bo")
    pages = [
        ("bare page (frame only)", officer, "/tro-nang/"),
        ("inbox", officer, "/"),
        ("plan list", officer, "/ke-hoach/"),
        ("dashboard", officer, f"/ke-hoach/{plan.pk}/"),
        ("all targets", officer, f"/ke-hoach/{plan.pk}/chi-tieu/"),
        ("one target", officer, f"/chi-tieu/{target.pk if target else 0}/"),
        ("budget tree", officer, f"/ke-hoach/{plan.pk}/kinh-phi/"),
        ("review", officer, f"/ban-doc/{version.pk}/"),
        ("ministry", ministry, "/bo/"),
    ]
    bare = 0.0
    print(f"{'page':26}{'queries':>8}{'ms':>9}{'ratio':>8}   ({connection.vendor})")
    for name, client, url in pages:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
        if answer.status_code != 200:
            print(f"{name:26} answered {answer.status_code}")
            continue
        queries = len(captured)  # before the next request empties the log
        ms = _median(lambda client=client, url=url: client.get(url))
        bare = bare or ms
        print(f"{name:26}{queries:>8}{ms:>9.1f}{ms / bare:>8.1f}")
    return 0


def _signed_in(client: object, username: str) -> object:
    from nscl.apps.accounts.models import User

    client.force_login(  # type: ignore[attr-defined]
        User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        call()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    raise SystemExit(main())
