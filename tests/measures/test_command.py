"""`nscl measure METHOD [FILE|-]`: one JSON object in, one out, whatever comes in."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nscl.measures.command import main

NSCL = [sys.executable, "-m", "nscl.cli", "measure"]
OEE = {"planned_min": 480, "run_min": 420, "ideal_cycle_min": 1, "made": 400, "good": 380}


def shell(*words: str, given: bytes = b"") -> tuple[int, Any]:
    """Run the command as a person does; standard output must be one JSON object."""
    done = subprocess.run([*NSCL, *words], input=given, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


def here(name: str, file: Path | str) -> tuple[int, Any]:
    out = io.StringIO()
    return main(name, str(file), out=out), json.loads(out.getvalue())


@pytest.fixture
def written(tmp_path: Path) -> Any:
    def write(data: bytes | str | dict[str, Any]) -> Path:
        file = tmp_path / "in.json"
        text = json.dumps(data) if isinstance(data, dict) else data
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    return write


def test_a_measure_from_standard_input() -> None:
    code, found = shell("lean.oee", given=json.dumps(OEE).encode())
    assert code == 0
    assert found["oee"] == pytest.approx(0.7916667, abs=1e-7)
    assert found["method"] == "lean.oee@1"


def test_a_dash_is_standard_input_and_a_byte_order_mark_is_no_harm(written: Any) -> None:
    assert shell("lean.oee", "-", given=json.dumps(OEE).encode())[0] == 0
    assert here("lean.oee", written(b"\xef\xbb\xbf" + json.dumps(OEE).encode()))[0] == 0


def test_an_object_the_method_refuses(written: Any) -> None:
    code, found = here("lean.oee", written({**OEE, "good": 401}))
    assert code == 1
    assert set(found) == {"error", "field", "message"} and found["field"] == "good"


def test_where_a_figure_came_from_may_be_written_beside_it(written: Any) -> None:
    assert here("lean.oee", written({**OEE, "title": "x", "source": "y", "note": "z", "id": 1}))[0] == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", ""),
        (b"{", ""),
        (b"\xff\xfe{", ""),
        (b'{"made": 1, "made": 2}', "made"),
        (b"[" * 100_000, ""),
        (b'{"made": 1} {"made": 2}', ""),
    ],
    ids=["empty", "cut", "not utf-8", "key twice", "deep", "two objects"],
)
def test_what_is_not_one_json_object_is_refused(written: Any, data: bytes, field: str) -> None:
    code, found = here("lean.oee", written(data))
    assert (code, found["error"], found["field"]) == (1, "invalid_json", field)


@pytest.mark.parametrize("data", [b"[]", b"1", b'"x"', b"null", b"NaN"])
def test_json_that_is_no_object_is_refused(written: Any, data: bytes) -> None:
    code, found = here("lean.oee", written(data))
    assert (code, found["error"]) == (1, "wrong_type")


def test_nan_in_the_text_is_refused_by_its_field(written: Any) -> None:
    code, found = here("lean.oee", written(json.dumps({**OEE, "made": float("nan")})))
    assert (code, found["error"], found["field"]) == (1, "not_finite", "made")


def test_no_such_method_and_no_such_file(tmp_path: Path) -> None:
    assert shell("lean.nothing")[0] == 2
    assert shell()[0] == 2
    code, found = here("lean.oee", tmp_path / "absent.json")
    assert (code, found["error"]) == (2, "unreadable_file")
    assert here("lean.oee", tmp_path)[0] == 2


def test_half_a_character_in_the_input_is_still_answered_in_json() -> None:
    code, found = shell("lean.oee", given=b'{"\\ud800": 1}')
    assert (code, found["error"], found["field"]) == (1, "unknown_field", "\ud800")


def test_a_closed_standard_input_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    code, found = here("lean.oee", "-")
    assert (code, found["error"]) == (2, "unreadable_file")


def test_the_list_of_methods() -> None:
    code, found = shell("--list")
    assert code == 0 and found["lean.oee"] and len(found) >= 15
