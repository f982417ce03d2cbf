"""`nscl plan read` from the shell's point of view: what goes where, and the exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from nscl.plandoc.command import main
from nscl.plandoc.summary import CODES
from tests.plandoc import corpus

NAME = corpus.names("tuned")[0]
FORMAT = corpus.formats(NAME)[0]


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / corpus.filename(NAME, FORMAT)
    path.write_bytes(corpus.build(NAME, FORMAT))
    return path


def test_json_prints_exactly_one_object(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(plan_file), "--json"]) == 0
    out, err = capsys.readouterr()
    plan = json.loads(out)
    assert (plan["schema"], err) == ("nscl-plan/1", "")
    assert plan["plan"]["text"]["file"] == plan_file.name
    assert plan["targets"] and "\\u" not in out


def test_without_json_a_person_reads_title_targets_money_and_findings(
    plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(plan_file)]) == 0
    out, err = capsys.readouterr()
    plan = corpus.gold(NAME)["plan"]
    assert out.startswith(plan["plan"]["title"]) and err == ""
    for heading in ("CHỈ TIÊU (", "KINH PHÍ", "ĐIỂM CẦN XEM LẠI"):
        assert heading in out
    assert not set(CODES) & set(out.split()), "codes for machines have no place before a person"


def test_input_may_come_from_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(corpus.build(NAME, FORMAT))))
    assert main(["-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "nscl-plan/1"


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "trống"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "docx"), (b"PK\x03\x04", "hỏng")],
)
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_an_unreadable_file_gives_one_line_and_code_2(
    content: bytes, says: str, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ke-hoach.docx"
    path.write_bytes(content)
    assert main([str(path), *options]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and says in err


@pytest.mark.parametrize("arguments", [[], ["a", "b"], ["--xml", "a"]])
def test_wrong_arguments_show_the_usage_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("Cách dùng: nscl plan read") and err.count("\n") == 1


def test_a_missing_file_and_a_folder_are_told_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "khong-co.docx")]) == 2
    assert "không có tệp này" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    assert "thư mục" in capsys.readouterr().err


def test_help_is_vietnamese_and_succeeds(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    assert "Mã thoát" in capsys.readouterr().out


def test_it_works_in_a_terminal_that_knows_only_ascii(plan_file: Path) -> None:
    code = "import sys; from nscl.plandoc.command import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, str(plan_file)]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0 and "CHỈ TIÊU" in done.stdout.decode("utf-8")
