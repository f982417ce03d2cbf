"""Doubts and faults as pages say them: in the page's language where it can be, always with their place."""

from __future__ import annotations

from typing import Any

import pytest

from nscl.apps.traceability import wording
from nscl.apps.traceability.templatetags.traceability import doubt, field, place
from nscl.gs1.epcis.doubts import CODES
from nscl.gs1.epcis.problems import Problem


def test_every_doubt_of_the_pure_room_has_its_sentence_here() -> None:
    assert wording.DOUBTS == CODES


def test_in_our_language_a_doubt_is_said_as_it_was_found() -> None:
    detail = "(00) SSCC “1”: số kiểm tra ở cuối không đúng."
    assert doubt({"code": "identifier", "detail": detail}) == detail
    assert doubt(Problem("no_lot", f"{CODES['no_lot']}.")) == f"{CODES['no_lot']}."


def test_in_another_language_the_kind_of_doubt_comes_first(monkeypatch: Any) -> None:
    english = {CODES["no_lot"]: "No lot", CODES["identifier"]: "Wrong GS1 code"}
    monkeypatch.setattr(wording, "gettext", lambda text: english.get(text, text))
    assert doubt({"code": "no_lot", "detail": f"{CODES['no_lot']}."}) == "No lot."
    assert doubt({"code": "identifier", "detail": "sai."}) == "Wrong GS1 code: sai."
    assert doubt({"code": "missing", "detail": "Thiếu."}) == "Thiếu."


@pytest.mark.parametrize(
    ("pointer", "shown", "inside"),
    [
        ("/epcisBody/eventList/0/action", "Sự kiện thứ 1 <code>/action</code>", "<code>/action</code>"),
        ("/epcisBody/eventList/11", "Sự kiện thứ 12", ""),
        ("/schemaVersion", "<code>/schemaVersion</code>", "<code>/schemaVersion</code>"),
        ("", "<code>/</code>", ""),
        ("/a<b>", "<code>/a&lt;b&gt;</code>", "<code>/a&lt;b&gt;</code>"),
    ],
)
def test_a_fault_tells_which_event_and_where_in_it(pointer: str, shown: str, inside: str) -> None:
    problem = Problem("x", "y", pointer)
    assert shown in place(problem) and place(problem) == place({"pointer": pointer})
    assert field(problem) == inside
