"""The example that integrators start from works against a running server, twice."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nscl.apps.traceability.actions import issue_client
from nscl.apps.traceability.models import Event
from tests.apps.traceability.conftest import make_desk
from tests.world import at, build

ROOT = Path(__file__).resolve().parents[3]


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("erp_client", ROOT / "examples" / "erp_client.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db(transaction=True)
def test_the_example_and_every_command_of_the_page_work_against_a_server(
    live_server: Any, capsys: Any, tmp_path: Path
) -> None:
    """One test for both, as emptying the tables after each costs more than either."""
    world = build()
    mill = make_desk(world).mill
    key = issue_client(mill, name="ERP", scopes=("capture", "query"), by=world.actor("an"), at=at())[1]
    the_example_sends_asks_and_traces(live_server.url, key, capsys)
    if shutil.which("curl") and shutil.which("bash"):
        the_commands_answer_as_the_page_says(live_server.url, key, tmp_path)


def the_example_sends_asks_and_traces(site: str, key: str, capsys: Any) -> None:
    erp = example()
    assert erp.main(site, key) == 0
    told = capsys.readouterr().out
    assert "captured: 3 new, 0 known, success True" in told and "one event: new" in told
    assert "asked back: creating_class_instance, packing" in told
    assert f"made of: {erp.RAW}T03-A, {erp.RAW}T03-B" in told
    assert "refused: /action" in told
    assert erp.main(site, key) == 0
    again = capsys.readouterr().out
    assert "captured: 0 new, 3 known" in again and "one event: known" in again
    assert Event.objects.count() == 4
    with pytest.raises(erp.Refused) as refusal:
        erp.Nscl(site, key + "x").events()
    assert refusal.value.status == 401


def test_the_example_needs_nothing_but_python_and_is_short() -> None:
    text = (ROOT / "examples" / "erp_client.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported - {"__future__"} <= set(sys.stdlib_module_names)
    assert text.count("\n") <= 150


# The page for integrators ------------------------------------------------------------------------


def commands() -> list[tuple[str, list[str]]]:
    """Each block of the page: what to run, and what its output has to hold."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [(block, re.findall(r"^# → (.*)$", block, re.MULTILINE)) for block in blocks]


def the_commands_answer_as_the_page_says(site: str, key: str, folder: Path) -> None:
    told = {"NSCL": site, "KEY": key, "PATH": os.environ["PATH"], "no_proxy": "*"}
    found = commands()
    assert len(found) >= 7
    for block, expected in found:
        done = subprocess.run(
            ["bash", "-eu", "-c", block], env=told, cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert expected and [text for text in expected if text not in done.stdout] == [], done.stdout


def test_the_page_names_every_problem_and_the_limits_of_the_code() -> None:
    from nscl.apps.api import middleware, paging, problems
    from nscl.apps.api.views import tracing
    from nscl.gs1.epcis.reading import LARGEST

    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    listed = {
        problems.SUBSCRIPTION,
        problems.QUERY,
        problems.NO_NAME,
        problems.TOO_COMPLEX,
        problems.NOT_OFFERED,
    }
    for kind in set(problems.KINDS) - listed:
        assert re.search(rf"\| {kind.status} \|.*`{kind.name}`", page), kind
    for number in (paging.MOST, middleware.LONGEST, tracing.MOST_NODES):
        assert f"{number:,}".replace(",", ".") in page
    assert str(LARGEST) in page
