"""The house stands as drawn: import order, foreign keys, access rules, migrations, docs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, URLResolver, get_resolver

from nscl.apps.core.access import Role, menu_items, table

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    "core",
    "reference",
    "accounts",
    "catalog",
    "registry",
    "programme",
    "budget",
    "assessment",
    "traceability",
    "monitoring",
    "reporting",
    "api",
]
THIRD_PARTY = ("allauth.", "django_cotton.")


def test_the_day_of_a_moment_is_vietnams() -> None:
    """The server's moments are in UTC: their own day is yesterday's until seven in the morning."""
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "src" / "nscl" / "apps").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\b(?:\w*at|now(?:\(\))?)\.date\(\)", line)
    ]
    assert wrong == []


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


def test_foreign_keys_point_down_the_floors() -> None:
    """import-linter cannot see keys given as strings; the key to the user is the one exception."""
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField) or field.related_model is apps.get_model(
                settings.AUTH_USER_MODEL
            ):
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if there in FLOORS:
                assert FLOORS.index(there) <= FLOORS.index(here), f"{model.__name__}.{field.name} points up"


def test_importing_a_plan_needs_no_django() -> None:
    """The pure rooms stand alone: they import without Django on the path's modules."""
    code = "import sys, nscl.plandoc, nscl.policy, nscl.vietnamese; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def views() -> dict[str, object]:
    found: dict[str, object] = {}

    def walk(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, prefix + str(entry.pattern))
            elif isinstance(entry, URLPattern):
                found[prefix + str(entry.pattern)] = entry.callback

    walk(get_resolver(), "")
    return found


def test_every_address_is_in_the_access_table() -> None:
    ours = {path: view for path, view in views().items() if not view.__module__.startswith(THIRD_PARTY)}
    assert len(ours) > 20
    without = [path for path, view in ours.items() if getattr(view, "deed", None) not in table()]
    assert without == []


def test_every_menu_line_is_in_the_access_table() -> None:
    assert [item.label for item in menu_items() if item.deed not in table()] == []


def test_nobody_may_do_what_no_rule_names() -> None:
    from nscl.apps.core.access import Actor

    everyone = Actor(user_id=1, name="x", roles=frozenset(Role), scope=None)
    assert not everyone.can("no.such.deed")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_system_check_has_nothing_to_say() -> None:
    """Among its warnings: a constraint that one of the two databases cannot keep."""
    call_command("check", fail_level="WARNING", verbosity=0)


@pytest.mark.django_db
def test_the_database_is_the_one_the_run_names() -> None:
    expected = "postgresql" if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else "sqlite"
    assert connection.vendor == expected


def test_every_model_has_a_glossary_line() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    missing = [model.__name__ for model in our_models() if not re.search(rf"`{model.__name__}`", glossary)]
    assert missing == []


def test_sources_name_no_machine_and_no_unfinished_work() -> None:
    forbidden = re.compile(r"\b(TODO|FIXME|XXX)\b|/work/|/root/|raise NotImplementedError")
    bad = [
        f"{path.relative_to(ROOT)}:{number}"
        for folder in ("src", "config", "demo", "templates", "static", "benchmarks", "docs")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".md", ".css", ".js"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if forbidden.search(line)
    ]
    assert bad == []


def test_no_page_asks_another_server() -> None:
    """No CDN: nothing in a template or a style sheet is loaded from elsewhere."""
    loaded = re.compile(r"""(src|href|url)\s*[=(]\s*["']?https?://""")
    bad = [
        str(path.relative_to(ROOT))
        for folder in ("src", "templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js"} and loaded.search(path.read_text(encoding="utf-8"))
    ]
    assert bad == []
