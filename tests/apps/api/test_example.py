"""The example that integrators start from works against a running server, twice."""

from __future__ import annotations

import importlib.util
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
def test_a_firms_software_sends_asks_and_traces(live_server: Any, capsys: Any) -> None:
    world = build()
    desk = make_desk(world)
    _client, key = issue_client(
        desk.mill, name="ERP", scopes=("capture", "query"), by=world.actor("an"), at=at()
    )
    erp = example()
    assert erp.main(live_server.url, key) == 0
    told = capsys.readouterr().out
    assert "captured: 3 new, 0 known, success True" in told and "one event: new" in told
    assert "asked back: creating_class_instance, packing" in told
    assert f"made of: {erp.RAW}T03-A, {erp.RAW}T03-B" in told
    assert "refused: /action" in told
    assert erp.main(live_server.url, key) == 0
    again = capsys.readouterr().out
    assert "captured: 0 new, 3 known" in again and "one event: known" in again
    assert Event.objects.count() == 4
    with pytest.raises(erp.Refused) as refusal:
        erp.Nscl(live_server.url, key + "x").events()
    assert refusal.value.status == 401


def test_the_example_needs_nothing_but_python_and_is_short() -> None:
    text = (ROOT / "examples" / "erp_client.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].partition(".")[0]
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    import sys

    assert imported - {"__future__"} <= set(sys.stdlib_module_names)
    assert text.count("\n") <= 150
