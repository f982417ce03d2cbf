"""The documents say what the code says: generated passages, names, addresses, tests and links."""

from __future__ import annotations

import ast
import configparser
import inspect
import pkgutil
import re
import tomllib
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import pytest

import nscl.policy
from docs import generate
from nscl.apps.core.access import Role, table
from nscl.plandoc import read
from nscl.plandoc.summary import CODES
from nscl.policy.terms import Kind, Op

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").rglob("*.md"))
FRONT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
PAGES = [*FRONT, *DOCS]
# Wording and the writing of numbers decide nothing.
NOT_RULES = {"sentences", "display", "questionnaires.showing", "questionnaires.definition"}
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(text_of(page) for page in PAGES)


@pytest.mark.parametrize("page", DOCS, ids=name_of)
def test_generated_passages_are_what_the_code_says_now(page: Path) -> None:
    assert text_of(page) == generate.refreshed(text_of(page)), "run: .venv/bin/python docs/generate.py"


def test_the_pages_of_the_measures_print_what_the_code_gives_now() -> None:
    """Formula, inputs, example and published figures: each number on a page is one the code gives."""
    from docs.measures import pages

    wanted = pages()
    there = {f"measures/{path.name}" for path in (ROOT / "docs" / "measures").glob("*.md")}
    assert there == set(wanted)
    wrong = [name for name, text in wanted.items() if text_of(ROOT / "docs" / name) != text]
    assert wrong == [], "run: .venv/bin/python docs/generate.py"


def test_every_generated_passage_stands_somewhere() -> None:
    used = {found[2] for page in DOCS for found in generate.PASSAGE.finditer(text_of(page))}
    assert used == set(generate.PASSAGES)


def test_an_edited_passage_would_be_noticed() -> None:
    page = ROOT / "docs" / "architecture" / "access.md"
    touched = text_of(page).replace("✓", "", 1)
    assert touched != generate.refreshed(touched) == text_of(page)


def test_every_deed_and_every_state_is_on_its_page() -> None:
    access = text_of(ROOT / "docs" / "architecture" / "access.md")
    assert [deed for deed in table() if f"`{deed}`" not in access] == []
    flows = text_of(ROOT / "docs" / "architecture" / "flows.md")
    for flow in generate._all_flows():
        assert [code for code in flow.states if f"    {code} : " not in flows] == []


def test_every_command_is_documented_and_no_other_is_named() -> None:
    known = generate.command_names()
    commands = text_of(ROOT / "docs" / "operations" / "commands.md")
    assert [name for name in known if f"`{name}" not in commands] == []
    firsts = {name.split()[1] for name in known} | {"…"}
    used = r"(?:^|\$ |/)nscl ([a-z0-9…]+)"
    named = {word for line in _code_of(everything()) for word in re.findall(used, line.split("#")[0])}
    assert {"plan", "audit", "manage"} <= named <= firsts


def _code_of(text: str) -> list[str]:
    """What stands in code: each line of a block, each span."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    spans = CODE.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [*spans, *(line.strip() for block in blocks for line in block.splitlines())]


def test_every_setting_variable_is_documented_and_no_other_is_named() -> None:
    read_from = re.compile(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z_]+)\"")
    sources = [*(ROOT / "config").rglob("*.py"), *(ROOT / "src").rglob("*.py"), ROOT / "run.py"]
    sources += [*(ROOT / "tests").glob("*.py"), *(ROOT / "demo").rglob("*.py")]
    ours = {
        name
        for path in sources
        for name in read_from.findall(path.read_text(encoding="utf-8"))
        if name.startswith("NSCL_") or name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    assert {"NSCL_VAR", "NSCL_SECRET_KEY", "DATABASE_URL"} <= ours
    hand_written = "\n".join(text_of(page) for page in PAGES if page.parent.name != "measures")
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", hand_written, re.MULTILINE))
    assert ours == explained
    assert set(re.findall(r"\bNSCL_[A-Z_]+\b", everything())) <= ours


def policy_functions() -> set[str]:
    """The public functions of each module; of a package those that it offers."""
    found = set()
    for module in pkgutil.iter_modules(nscl.policy.__path__):
        room = import_module(f"nscl.policy.{module.name}")
        offered = room.__all__ if module.ispkg else vars(room)
        for name in offered:
            member = getattr(room, name)
            home = getattr(member, "__module__", "").removeprefix("nscl.policy.")
            is_own = home == module.name or home.startswith(f"{module.name}.")
            if inspect.isfunction(member) and is_own and home not in NOT_RULES and not name.startswith("_"):
                found.add(f"{home}.{name}")
    return found


def test_every_rule_of_policy_has_its_line_and_its_test() -> None:
    lines = re.findall(r"^\| (`\w+(?:\.\w+)+`[^|]*) \| ([^|]+) \| ([^|]+) \|$", _rules(), re.MULTILINE)
    named = {name for functions, _, _ in lines for name in CODE.findall(functions)}
    assert named == policy_functions()
    assert [
        functions for functions, _, proof in lines if "::test_" not in proof and "bảng ca" not in proof
    ] == []


def _rules() -> str:
    return text_of(ROOT / "docs" / "law" / "rules.md")


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_named_in_the_documents_exists() -> None:
    named = re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", everything())
    assert len(named) > 30
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    text = text_of(page)
    links = [link.split("#")[0] for link in LINK.findall(text) if not re.match(r"https?:|mailto:|#", link)]
    assert [link for link in links if link and not (page.parent / link).exists()] == []
    inside = re.compile(r"^(?:src|tests|docs|config|demo|templates|static|benchmarks)/[\w./-]*$")
    paths = [code.split("::")[0] for code in CODE.findall(text) if inside.match(code.split("::")[0])]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_map_shows_the_rooms_in_the_order_of_the_contract() -> None:
    contract = configparser.ConfigParser()
    contract.read(ROOT / ".importlinter", encoding="utf-8")
    floors = contract["importlinter:contract:rooms"]["layers"].strip().splitlines()
    page = text_of(ROOT / "docs" / "architecture" / "index.md")
    drawn = re.findall(r"^\| \d \| `(\w+)` \|", page, re.MULTILINE)
    assert drawn == [room for floor in reversed(floors) for room in floor.replace("|", " ").split()]


def test_the_schema_page_names_every_kind_operator_and_code() -> None:
    page = text_of(ROOT / "docs" / "plan-schema.md")
    words = [*get_args(Kind), *get_args(Op), *CODES]
    assert [word for word in words if f"`{word}`" not in page] == []


def test_the_schema_page_names_every_key_the_reader_writes() -> None:
    from tests.plandoc.small import PLAN

    plan = read("\n\n".join(PLAN).encode(), filename="ke-hoach.txt").plan
    page = text_of(ROOT / "docs" / "plan-schema.md")
    assert [key for key in sorted(keys_of(plan)) if not re.search(rf"\b{key}\b", page)] == []


def keys_of(value: Any) -> set[str]:
    """All keys of an object and of those inside it; maps have data as keys and are left closed."""
    if isinstance(value, list):
        return set().union(*(keys_of(item) for item in value)) if value else set()
    if not isinstance(value, dict):
        return set()
    maps = {"by_source", "by_year", "composition", "criteria_by_reference"}
    inner = [keys_of(item) for key, item in value.items() if key not in maps]
    return set(value).union(*inner)


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    numbered = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert [name[:4] for name in numbered] == [f"{n:04}" for n in range(1, len(numbered) + 1)]
    index = text_of(folder / "index.md")
    assert [name for name in numbered if f"({name})" not in index] == []


@pytest.mark.parametrize("folder", ["recipes", "guide", "operations"])
def test_every_page_is_linked_from_somewhere(folder: str) -> None:
    pages = [path.name for path in (ROOT / "docs" / folder).glob("*.md")]
    assert pages
    assert [name for name in pages if f"{folder}/{name})" not in everything()] == []


def test_the_accounts_of_the_readme_are_those_of_the_demo() -> None:
    from demo.people import PASSWORD, POSTS

    readme = text_of(ROOT / "README.md")
    assert f"`{PASSWORD}`" in readme
    named = set(re.findall(r"`((?:[a-z0-9]+\.laocai)|bo|quantri)`", readme))
    assert named == {f"{post}.laocai" for post, *_ in POSTS} | {"bo", "quantri"}


def test_every_role_with_a_deed_of_its_own_has_a_guide() -> None:
    guides = {
        Role.OFFICER: "chuyen-vien",
        Role.LEADER: "lanh-dao",
        Role.FINANCE: "ke-toan",
        Role.COORDINATOR: "co-quan-phoi-hop",
        Role.MINISTRY: "bo",
        Role.AUDITOR: "bo",
        Role.ADMINISTRATOR: "../operations/install",
    }
    special = {
        role for line in table().values() if line.roles and line.roles != set(Role) for role in line.roles
    }
    assert special == set(guides)
    assert [name for name in guides.values() if not (ROOT / "docs" / "guide" / f"{name}.md").exists()] == []


def test_every_identifier_of_the_glossary_is_used_in_the_code() -> None:
    terms = text_of(ROOT / "docs" / "glossary.md").split("## Models")[0]
    named = {
        word
        for line in re.findall(r"^\| [^|]+ \| ([^|]+) \|", terms, re.MULTILINE)
        for word in CODE.findall(line)
    }
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"\w+", code))
    plurals = {"legal_basis": "legal_bases", "beneficiary": "beneficiaries"}
    assert [word for word in sorted(named) if not {word, f"{word}s", plurals.get(word, word)} & used] == []


def test_the_dependencies_taken_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[><=]", line)[0].lower() for line in project["dependencies"]}
    page = text_of(ROOT / "docs" / "decisions" / "0010-dependencies.md")
    taken = page.split("## Taken")[1].split("Tests use more")[0]
    rows = re.findall(r"^\| ([A-Za-z][^|]+) \|", taken, re.MULTILINE)
    named = {re.split(r"[\[ ]", name)[0].lower() for row in rows for name in row.split(", ")} - {"package"}
    assert named == wanted


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "guide").glob("*.md")), ids=name_of)
def test_labels_named_in_a_guide_stand_on_the_pages(page: Path) -> None:
    """Bold inside a line or after a list mark, and words in quotation marks, are labels of the site."""
    pages = [path for folder in ("src", "templates") for path in (ROOT / folder).rglob("*")]
    site = "\n".join(path.read_text(encoding="utf-8") for path in pages if path.suffix in (".py", ".html"))
    leads = re.sub(r"^\*\*[^*]+\*\*", "", text_of(page), flags=re.MULTILINE)
    labels = [a or b for a, b in re.findall(r"\*\*([^*]+)\*\*|“([^”]+)”", leads)]
    plain = [" ".join(label.split()).strip("+ ✕▲.…") for label in labels]
    assert [label for label in plain if label not in site] == []
