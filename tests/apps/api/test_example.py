"""The example that integrators start from works against a running server, twice."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nscl.apps.traceability.actions import issue_client
from nscl.apps.traceability.models import (
    Delivery,
    Event,
    RecallNotice,
    RecallRecovery,
    Subscription,
)
from nscl.apps.traceability.sweeping import PostOffice
from nscl.gs1.epcis.signatures import signature
from tests.apps.traceability.conftest import make_desk
from tests.apps.traceability.recall_tales import notified
from tests.world import World, at, build

ROOT = Path(__file__).resolve().parents[3]


def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("erp_client", ROOT / "examples" / "erp_client.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.django_db(transaction=True)
def test_the_example_and_every_command_of_the_page_work_against_a_server(
    live_server: Any, capsys: Any, tmp_path: Path, settings: Any
) -> None:
    """One test for both, as emptying the tables after each costs more than either."""
    settings.NSCL_WEBHOOK_ALLOW_PRIVATE = True
    world = build()
    mill = make_desk(world).mill
    scopes = ("capture", "query", "subscribe")
    key = issue_client(mill, name="ERP", scopes=scopes, by=world.actor("an"), at=at())[1]
    office = PostOffice(interval=0.02, senders=1)
    office.start()
    try:
        the_example_sends_asks_traces_and_is_told(live_server.url, key, capsys)
        the_example_answers_a_recall(live_server.url, key, capsys, world)
    finally:
        office.stop()
    the_example_ends_with_1_when_a_step_fails(live_server.url, key, capsys)
    if shutil.which("curl") and shutil.which("bash"):
        the_commands_answer_as_the_page_says(live_server.url, key, tmp_path)


def the_example_sends_asks_traces_and_is_told(site: str, key: str, capsys: Any) -> None:
    erp = example()
    assert erp.main([site, key]) == 0, capsys.readouterr()
    told = capsys.readouterr().out
    assert "captured: 3 new, 0 known, success True" in told and "one event: new" in told
    assert "asked back: creating_class_instance, packing" in told
    assert f"made of: {erp.RAW}T03-A, {erp.RAW}T03-B" in told
    assert "refused: /action" in told
    assert "told of: urn:example:event:T03:shipping\n" in told and "recalls: 0" in told
    assert Event.objects.count() == 4
    assert Delivery.objects.get().state == "delivered" and Subscription.objects.get().state == "ended"


def the_example_answers_a_recall(site: str, key: str, capsys: Any, world: World) -> None:
    """Officers recall one of the two lots of pepper; the program finds it, and tells its figures once."""
    erp = example()
    case = notified(world, roots=f"{erp.RAW}T03-A")
    for _again in range(2):
        assert erp.main([site, key]) == 0, capsys.readouterr()
        told = capsys.readouterr().out
        assert "captured: 0 new, 3 known" in told and "one event: known" in told
        assert f"recalls: 1\nrecall {case.code}: acknowledged 20" in told
        assert f"{erp.BAGS}T03 {{'held': 700, 'sold': 60, 'recovered': 20" in told
    notice = RecallNotice.objects.get(holder__case=case)
    assert (notice.acknowledged_via, notice.acknowledged_by) == ("api", "ERP")
    row = RecallRecovery.objects.get()
    assert (row.held, row.sold, row.recovered, row.destroyed, row.unit) == (700, 60, 20, None, "KGM")
    assert Event.objects.count() == 4


def the_example_ends_with_1_when_a_step_fails(site: str, key: str, capsys: Any) -> None:
    """A wrong key; nobody who sends; a letter that is forged, old, or comes twice."""
    erp = example()
    assert erp.main([site, key + "x"]) == 1
    # The server's log may write to the same stream, before or after.
    assert any(line.startswith("failed: 401 ") for line in capsys.readouterr().err.splitlines())
    assert erp.main([site, key, "--wait", "0"]) == 1
    assert "failed: nothing came within 0 s" in capsys.readouterr().err
    assert not Subscription.objects.exclude(state="ended").exists()


def test_the_letterbox_takes_a_letter_once_and_no_forged_or_old_one() -> None:
    box, now = example().Letterbox(0), int(time.time())
    body = b'{"epcisBody": {"queryResults": {"resultsBody": {"eventList": [{"eventID": "urn:a"}]}}}}'

    def taken(signed: str, sent: bytes = body) -> int:
        return int(box.take({"GS1-Signature": signed, "NSCL-Delivery": "1"}, sent))

    try:
        good = signature(box.token, "1", now, body)
        forged = [signature("x" * 40, "1", now, body), signature(box.token, "1", now - 301, body)]
        assert [taken(wrong) for wrong in ("", "t=1", "t=x,id=1,v1=0", *forged)] == [401] * 5
        assert taken(good, body + b" ") == 401 and box.letters.empty()
        assert [taken(good), taken(good)] == [200, 200]
        assert box.letters.get(timeout=1) == [{"eventID": "urn:a"}] and box.letters.empty()
    finally:
        box.server.shutdown()
        box.server.server_close()


def test_the_example_says_how_it_is_called() -> None:
    script = [sys.executable, str(ROOT / "examples" / "erp_client.py")]
    told = subprocess.run([*script, "--help"], capture_output=True, text=True)
    assert told.returncode == 0 and "--url" in told.stdout
    assert subprocess.run(script, capture_output=True).returncode == 2


def test_the_example_needs_nothing_but_python_and_is_short() -> None:
    text = (ROOT / "examples" / "erp_client.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported - {"__future__"} <= set(sys.stdlib_module_names)
    assert text.count("\n") <= 245


# The page for integrators ------------------------------------------------------------------------


def commands() -> list[tuple[str, list[str]]]:
    """Each block of the page: what to run, and what its output has to hold."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [(block, re.findall(r"^# → (.*)$", block, re.MULTILINE)) for block in blocks]


def the_commands_answer_as_the_page_says(site: str, key: str, folder: Path) -> None:
    told = {"NSCL": site, "KEY": key, "PATH": os.environ["PATH"], "no_proxy": "*"}
    found = commands()
    assert len(found) >= 9
    for block, expected in found:
        done = subprocess.run(
            ["bash", "-eu", "-c", block], env=told, cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert expected and [text for text in expected if text not in done.stdout] == [], done.stdout


def test_the_page_names_every_problem_and_the_limits_of_the_code() -> None:
    from nscl.apps.api import middleware, paging, problems
    from nscl.apps.api.views import tracing
    from nscl.apps.traceability.actions import accepting
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
    assert str(LARGEST) in page and f"{accepting.SMALL // 1024} KB" in page
