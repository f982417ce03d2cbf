"""Writes the passages of the documents that repeat what the code says.

    .venv/bin/python docs/generate.py

A passage stands between `<!-- from the code: NAME -->` and `<!-- end -->`; the pages of the measures come
whole from `docs/measures.py`; everything else in a document is written by hand.
`tests/architecture/test_docs.py` fails when a passage is out of step.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nscl.apps.core.access import Rule
    from nscl.apps.core.flow import Flow

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PASSAGE = re.compile(r"(<!-- from the code: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
RELATIONS = {
    "any": "–",
    "province": "in their province",
    "office": "their own office's",
    "not_drafter": "in their province, not the drafter",
}


def set_up() -> None:
    """Let the rooms be imported: the table of deeds and the flows live in them."""
    for folder in (ROOT, ROOT / "src"):
        if str(folder) not in sys.path:
            sys.path.insert(0, str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def flows() -> str:
    """Every process: a diagram, then who may make each move."""
    return "\n\n".join(_flow(flow) for flow in _all_flows())


def _all_flows() -> Iterator[Flow]:
    from django.apps import apps

    from nscl.apps.core.flow import Flow

    for config in apps.get_app_configs():
        if config.name.startswith("nscl.apps.") and (Path(config.path) / "flow.py").exists():
            module = import_module(f"{config.name}.flow")
            yield from (found for found in vars(module).values() if isinstance(found, Flow))


def _flow(flow: Flow) -> str:
    from nscl.apps.core import access

    states, moves = flow.states.values(), flow.transitions.values()
    first = next(iter(states))
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.code}"]
    diagram += [f"    {state.code} : {state.label}" for state in states]
    diagram += [f"    {source} --> {move.target}: {move.label}" for move in moves for source in move.source]
    diagram.append("```")
    rows = [
        [
            f"`{move.deed}`",
            ", ".join(f"`{source}`" for source in move.source),
            f"`{move.target}`",
            _who(access.table()[move.deed]),
            "yes" if move.needs_reason else "–",
        ]
        for move in moves
    ]
    head = ["deed", "from", "to", "who", "reason asked"]
    return f"### `{flow.name}`\n\n" + "\n".join(diagram) + "\n\n" + table(head, rows)


def _who(line: Rule) -> str:
    roles, relation = line.roles, RELATIONS[line.relation]
    if roles is None:
        return "everybody"
    names = ", ".join(sorted(role.value for role in roles))
    return names if relation == "–" else f"{names}; {relation}"


def access_table() -> str:
    """Deeds down, roles across, room by room; roles that only do what everybody does are left out."""
    from nscl.apps.core import access

    lines = access.table()
    special = [line.roles for line in lines.values() if line.roles and line.roles != set(access.Role)]
    roles = [role for role in access.Role if any(role in those for those in special)]
    rows = []
    for deed, line in lines.items():
        marks = ["✓" if line.roles is None or role in line.roles else "" for role in roles]
        states = ", ".join(sorted(line.states)) if line.states else "–"
        rows.append([f"`{deed}`", str(line.label), *marks, RELATIONS[line.relation], states])
    return table(["deed", "label", *[role.value for role in roles], "record", "state"], rows)


def commands() -> str:
    """Each `nscl` command with its options, as its own help says."""
    from nscl.cli import _parser

    rows = [[f"`{usage}`", what] for usage, what in _walk(_parser(), "nscl", "")]
    return table(["lệnh", "làm gì"], rows)


def command_names() -> list[str]:
    """`nscl plan read`, `nscl report`, … without arguments."""
    from nscl.cli import _parser

    return [re.sub(r" [-\[A-Z…].*$", "", usage) for usage, _ in _walk(_parser(), "nscl", "")]


def _walk(parser: argparse.ArgumentParser, words: str, what: str) -> Iterator[tuple[str, str]]:
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield f"{words} {_arguments(parser)}".strip(), what
    for action in inner:
        helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, child in action.choices.items():
            yield from _walk(child, f"{words} {name}", helps.get(name, ""))


def _arguments(parser: argparse.ArgumentParser) -> str:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        name = str(action.metavar or action.dest).upper()
        if not action.option_strings:
            found.append("…" if action.nargs == argparse.REMAINDER else name)
        elif action.nargs == 0:
            found.append(f"[{action.option_strings[0]}]")
        else:
            words = f"{action.option_strings[0]} {name}"
            found.append(words if action.required else f"[{words}]")
    return " ".join(found)


def findings() -> str:
    """Codes of findings: what they are called and the ways a reviewer may settle them."""
    from nscl.apps.programme.settlement import choices_for
    from nscl.plandoc.summary import CODES

    rows = [
        [f"`{code}`", label, " · ".join(str(choice.label) for choice in choices_for(code))]
        for code, label in CODES.items()
    ]
    return table(["code", "tên", "cách xử lý"], rows)


def instruments() -> str:
    """The register of legal instruments that migrations fill."""
    from nscl.apps.reference.data.instruments import INSTRUMENTS

    rows = [
        [
            number,
            subject,
            f"{day:%d/%m/%Y}" if day else "–",
            f"{first:%d/%m/%Y}" if first else "–",
            f"{last:%d/%m/%Y}" if last else "–",
            "có" if verified else "chưa",
        ]
        for number, _issuer, day, subject, first, last, _replaces, verified in INSTRUMENTS
    ]
    return table(["số, ký hiệu", "nội dung", "ngày", "hiệu lực từ", "đến hết", "đã đối chiếu"], rows)


PASSAGES: dict[str, Callable[[], str]] = {
    "flows": flows,
    "access": access_table,
    "commands": commands,
    "findings": findings,
    "instruments": instruments,
}


def refreshed(text: str) -> str:
    """A document with its passages as the code has them now; an unknown name is a KeyError."""
    return PASSAGE.sub(lambda found: found[1] + PASSAGES[found[2]]() + "\n" + found[3], text)


def main() -> int:
    """Rewrite what is out of step and name it."""
    set_up()
    for path in sorted(DOCS.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        new = refreshed(text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    write_pages()
    return 0


def write_pages() -> None:
    """The pages of the measures, whole; a page of a method that is gone goes too."""
    from docs.measures import pages

    wanted = pages()
    for name, text in wanted.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    for path in (DOCS / "measures").glob("*.md"):
        if f"measures/{path.name}" not in wanted:
            path.unlink()


if __name__ == "__main__":
    raise SystemExit(main())
