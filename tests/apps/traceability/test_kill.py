"""A writer killed in the middle loses nothing that it acknowledged and leaves nothing half."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.kill_capture import run
from nscl.apps.traceability.models import Edge, EventItem
from tests.apps.traceability.conftest import Desk
from tests.apps.traceability.documents import PALLET, declared, document, made, marked, packed
from tests.apps.traceability.whole_store import faults


@pytest.mark.django_db(transaction=True)
def test_a_writer_killed_again_and_again_loses_and_doubles_nothing(desk: Desk, tmp_path: Path) -> None:
    found = run(3, 7, desk.mill, tmp_path / "acknowledged", backends=False)
    assert found["faults"] == [] and found["writer killed"] == 3
    assert 0 < found["documents acknowledged"] <= found["documents stored"]


@pytest.mark.django_db
def test_the_look_for_faults_sees_what_is_missing(desk: Desk) -> None:
    mix = made(["A"], ["B"], eventID="urn:e:1")
    desk.capture(document(marked("1", "2"), packed(PALLET, "1"), mix, declared(mix), made(["C"], ["D"])))
    assert faults() == []
    Edge.objects.filter(kind="input").delete()
    EventItem.objects.filter(role="child").delete()
    assert [one.partition(" has ")[2] for one in faults()] == ["other items", "other edges"]
