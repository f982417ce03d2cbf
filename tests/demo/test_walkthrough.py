"""The files of the walkthrough: the import says of them what their leaflet promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo import walkthrough
from demo.half_import import check_file
from demo.people import team_of
from demo.walkthrough import STANDINGS, ListFile
from nscl.apps.core.imports import actions, work
from nscl.cli import main
from tests.demo.conftest import Demo

FILES = {one.name: one for one in walkthrough.files()}


@pytest.mark.parametrize("name", FILES)
def test_the_import_finds_what_the_leaflet_promises(demo: Demo, name: str) -> None:
    one: ListFile = FILES[name]
    officer = team_of("lao-cai")("chuyenvien", demo.now)
    batch = check_file(one.data, one.name, one.spec, by=officer, at=demo.now)
    found = {code: count for code, count in batch.counts.items() if code in STANDINGS}
    assert found == one.table.promise
    rows = {row.row_no: row.status for row in batch.rows.all()}
    first = min(rows)
    assert [rows.get(first + n) for n in range(len(one.table.lines))] == [
        line.standing for line in one.table.lines
    ]


def test_the_good_rows_go_in_one_file_after_the_other(demo: Demo) -> None:
    officer = team_of("lao-cai")("chuyenvien", demo.now)
    for one in FILES.values():
        batch = check_file(one.data, one.name, one.spec, by=officer, at=demo.now)
        actions.confirm(batch, mode="good", by=officer, at=demo.now)
        work.load(batch, by=officer, at=demo.now)
        batch.refresh_from_db()
        promise = one.table.promise
        assert (batch.state, batch.counts["loaded"]) == ("done", promise["new"] + promise.get("changed", 0))
    with pytest.raises(actions.AlreadyLoaded):
        check_file(FILES["2-san-pham.xlsx"].data, "lai.xlsx", "product", by=officer, at=demo.now)


def test_the_old_encoding_is_recognised(demo: Demo) -> None:
    one = FILES["4-hop-tac-xa-phong-chu-cu.csv"]
    officer = team_of("lao-cai")("chuyenvien", demo.now)
    batch = check_file(one.data, one.name, one.spec, by=officer, at=demo.now)
    assert "TCVN3" in batch.reading["encoding"]
    new = batch.rows.filter(status="new").order_by("row_no").first()
    assert new is not None and new.values["name"].startswith("Hợp tác xã Nông nghiệp ")


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_is_written_every_time(name: str) -> None:
    fresh = next(one for one in walkthrough.files() if one.name == name)
    assert fresh.data == FILES[name].data


def test_the_command_writes_the_files_and_a_leaflet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "tap" / "nhap-lieu"
    assert main(["walkthrough", str(folder)]) == 0
    assert {path.name for path in folder.iterdir()} == {*FILES, walkthrough.README}
    leaflet = (folder / walkthrough.README).read_text(encoding="utf-8-sig")
    assert all(name in leaflet for name in FILES)
    assert "7 mới, 2 thay đổi, 3 không đổi, 3 nghi trùng, 7 sai" in leaflet
    assert "5 tệp" in capsys.readouterr().out


def test_a_place_that_cannot_be_written_to_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "tep"
    taken.write_text("x", encoding="utf-8")
    assert main(["walkthrough", str(taken)]) == 2
    assert "Hãy chọn thư mục khác" in capsys.readouterr().err
    assert taken.read_text(encoding="utf-8") == "x"
