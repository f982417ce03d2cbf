"""Writes the pages of the methods of `nscl.measures`: their docstrings, and figures the code gives now.

`pages()` returns every page by its path below `docs/`. A page takes its words from the method's docstring
and its numbers from running the method on a case of `tests/reference/measures/`, so that neither can drift.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

from docs.generate import table
from nscl.measures import MeasureError, method
from nscl.measures.method import Method
from tests.reference.published import cases

SECTIONS = ("Formula", "Input", "Output", "Source", "Traps", "Example")
FAMILIES = {
    "productivity": ("Năng suất lao động", "labour productivity"),
    "growth": ("Hạch toán tăng trưởng, TFP", "growth accounting, total factor productivity"),
    "capital": ("Vốn", "capital stock"),
    "firm": ("Doanh nghiệp", "enterprises"),
    "dea": ("Đường biên hiệu quả", "frontiers"),
    "spc": ("Kiểm soát quá trình bằng thống kê", "statistical process control"),
    "msa": ("Phân tích hệ thống đo", "measurement systems"),
    "quality": ("Công cụ chất lượng", "quality tools"),
    "lean": ("Sản xuất tinh gọn", "lean"),
    "layout": ("Bố trí mặt bằng", "layout"),
    "mfca": ("Chi phí dòng vật liệu", "material flow costs"),
    "technology": ("Trình độ công nghệ", "technology level"),
}
LONGEST_LIST = 12  # items of a list that a page still shows whole
LONGEST_INPUT = 700  # characters; a shorter case is preferred where a method has one
DUST = 1e-12  # a smaller figure is rounding, and differs from machine to machine
NOT_FIGURES = ("assumptions", "trace", "inputs_hash", "warnings")
KEY = re.compile(r"^(?P<key>…|[^\W\d][\w.\[\]]*)\s*(?:\((?P<unit>.*)\))?$")

INDEX = """\
# Các phương pháp đo · Methods of measurement

Thư viện `nscl.measures` chỉ tính số: không cơ sở dữ liệu, không mạng, không đồng hồ. Mỗi phương pháp một
trang: công thức, đơn vị, nguồn, ví dụ, bẫy thường gặp và các số đã công bố mà nó tính lại đúng.

`nscl.measures` is plain numerics: numbers in, a frozen result out, no Django, no files, no clock. One page
a method, written from the code by `docs/measures.py`; every number on a page is one the code gives.

{families}
## The command

```
nscl measure METHOD [FILE|-]     # reads one JSON object, prints one; - (default) is standard input
nscl measure --list              # every method with its Vietnamese title
```

- Exit 0: the measure was taken. Exit 1: the object was refused. Exit 2: no such method or no such file.
- A refusal is `{{"error", "field", "message"}}`: the name of the refusal, the path of the field (positions
  in a path from 0, as in JSON: `centres[0].materials[1].quantity`), and a Vietnamese sentence that says what
  to do (positions in sentences from 1). Nothing that is not JSON is printed on standard output.
- Keys are those of the method's table. Required keys must be there; `null` means "not given" and never
  zero; unknown keys are refused. {annotations} may stand beside the inputs and change nothing.
- Arrays are JSON lists. Percentages are numbers (12.5 is 12.5 %); shares are 0–1 where a page says so.
  Points, samples, firms and tasks are numbered from 1. What is undefined is `null`.
- Every result also carries `method` (`name@version`), `inputs_hash` (SHA-256 of the inputs), `assumptions`
  (every convention chosen), `warnings` (`code`, `sentence_vi`, `field`) and `trace` (the main steps with
  the numbers in).
- A change of formula is a new version; a stored figure keeps the version it was computed with.

From Python the same keys are keyword arguments, a reserved word ending in an underscore (`lambda` becomes
`lambda_`):

```python
from nscl.measures.lean import oee
```

## The proof

`tests/reference/measures/` holds {count} cases: figures others published, each with its source and the
tolerance its printed digits allow, closed forms worked by hand, and inputs that must be refused.
"""


def pages() -> dict[str, str]:
    """Every page by its path below `docs/`, ending in a newline."""
    methods = method.all_methods()
    found = {f"measures/{one.name}.md": page(one) for one in methods}
    return {"measures/index.md": _index(methods), **found}


def page(one: Method) -> str:
    """The page of one method."""
    lead, sections = split(one.function.__doc__ or "")
    first, _, more = lead.partition("\n")
    proof = [case for case in cases() if case["method"] == one.name]
    parts = [
        f"# {one.name} · {one.title_vi} · version {one.version}",
        f"{first}\n\n{more.strip()}".strip(),
        "## Input",
        _inputs(one, sections["Input"]),
        "## Output",
        _entries(["key", "unit", "what it is"], sections["Output"]),
        "## Formula",
        f"```text\n{sections['Formula']}\n```",
        "## Source",
        _paragraph(sections["Source"]),
        "## Traps",
        sections["Traps"],
        "## Example",
        f"```python\n{sections['Example']}\n```",
        *_command_line(one, proof),
        *_published(proof),
        "<!-- written by docs/measures.py from the code -->",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def split(docstring: str) -> tuple[str, dict[str, str]]:
    """What stands before the first heading, and the block below each.

    >>> split("Doubles.\\n\\nFormula:\\n    y = 2x\\n    z = y\\nSource:\\n    school")[1]["Formula"]
    'y = 2x\\nz = y'
    """
    blocks: dict[str, list[str]] = {"": []}
    name = ""
    for line in inspect.cleandoc(docstring).splitlines():
        if line.endswith(":") and line[:-1] in SECTIONS:
            name = line[:-1]
            blocks[name] = []
        else:
            blocks[name].append(line)
    whole = {name: inspect.cleandoc("\n" + "\n".join(lines)) for name, lines in blocks.items()}
    return whole.pop(""), {name: whole.get(name, "") for name in SECTIONS}


def entries(block: str) -> Iterator[tuple[list[str], str, str]]:
    """`key (unit): meaning` line by line, what is indented below a line being part of it.

    >>> list(entries("x, y (kg, dry): mass,\\n    given\\nn (people), h (hours): both"))
    [(['x', 'y'], 'kg, dry', 'mass, given'), (['n', 'h'], 'people; hours', 'both')]
    >>> list(entries("in all: nothing"))
    [([], '', 'in all: nothing')]
    """
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += " " + line.strip()
        elif line.strip():
            lines.append(line.strip())
    for line in lines:
        head, *rest = _outside(line, ":", at_most=1)
        found = [KEY.match(part.strip()) for part in _outside(head.rstrip("."), ",;")]
        if all(found):
            units = [part["unit"] for part in found if part and part["unit"]]
            yield [part["key"] for part in found if part], "; ".join(units), "".join(rest).strip()
        else:
            yield [], "", line


def _outside(text: str, marks: str, at_most: int | None = None) -> list[str]:
    """The text cut at the marks that stand outside brackets."""
    depth, parts = 0, [""]
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        if sign in marks and depth == 0 and (at_most is None or len(parts) <= at_most):
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _inputs(one: Method, block: str) -> str:
    rows = []
    for keys, unit, text in entries(block):
        asked = [one.keys[key] for key in keys if key in one.keys]
        needed = any(parameter.default is parameter.empty for parameter in asked)
        rows.append([_code(keys), unit, "required" if needed else "optional" if asked else "", _safe(text)])
    return table(["key", "unit", "", "meaning"], rows)


def _entries(head: list[str], block: str) -> str:
    return table(head, [[_code(keys), unit, _safe(text)] for keys, unit, text in entries(block)])


def _code(keys: list[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _safe(text: str) -> str:
    """Text as Markdown shows it: signs that would be markup are escaped outside code."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else re.sub(r"([*<])", r"\\\1", piece) for piece in pieces)


def _paragraph(block: str) -> str:
    return _safe(" ".join(line.strip() for line in block.splitlines()))


def _command_line(one: Method, proof: list[dict[str, Any]]) -> Iterator[str]:
    """A case as one would type it, and what the command answers."""
    able = [case for case in proof if "expected" in case]
    if not able:
        return
    short = [case for case in able if len(json.dumps(case["input"])) <= LONGEST_INPUT]
    case = (short or able)[0]
    try:
        result = method.run(one.name, case["input"]).as_json()
    except MeasureError as refusal:
        result = refusal.as_json()
    figures = {key: value for key, value in result.items() if key not in NOT_FIGURES}
    yield "## From the command line"
    yield f"Case `{case['id']}` ({_safe(case['title'])}), in a file `case.json`:"
    yield f"```json\n{_json(case['input'])}\n```"
    yield f"`nscl measure {one.name} case.json` prints, beside its assumptions and trace:"
    yield f"```json\n{_json(_rounded(figures))}\n```"
    yield f"Six significant digits are shown, and the first items of a list longer than {LONGEST_LIST}."


def _published(proof: list[dict[str, Any]]) -> Iterator[str]:
    if not proof:
        return
    rows = [
        [
            f"`{case['id']}`",
            *map(_safe, (case["title"], case["source"], _tolerance(case), case.get("note", ""))),
        ]
        for case in proof
    ]
    yield "## Published figures it reproduces"
    yield table(["case", "what", "source", "agreement", "note"], rows)


def _tolerance(case: dict[str, Any]) -> str:
    if "refused" in case:
        return f"refused: {case['refused']['error']} at `{case['refused']['field']}`"
    words = {"abs": "within", "rel": "relative"}
    given = case.get("tolerance") or {"rel": 1e-9}
    return ", ".join(f"{words[kind]} {size:g}" for kind, size in given.items())


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        near = float(f"{value:.6g}") if abs(value) >= DUST else 0.0
        return int(near) if near.is_integer() and abs(near) < 1e15 else near
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def _json(value: Any, indent: str = "") -> str:
    """JSON with short things on one line, and long lists cut with a note of what is left out."""
    if isinstance(value, list) and len(value) > LONGEST_LIST:
        value = [*value[: LONGEST_LIST - 4], f"… {len(value) - LONGEST_LIST + 4} more"]
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, list | dict) or (len(indent) + len(flat) <= 100 and not _nested_long(value)):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_json(item, inner)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _json(item, inner) for item in value) + f"\n{indent}]"


def _nested_long(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return any(
        isinstance(item, list | dict)
        and ((isinstance(item, list) and len(item) > LONGEST_LIST) or _nested_long(item))
        for item in inner
    )


def _index(methods: list[Method]) -> str:
    blocks = []
    for family, (vietnamese, english) in FAMILIES.items():
        rows = [
            [
                f"[{one.name}]({one.name}.md)",
                one.title_vi,
                _safe(split(one.function.__doc__ or "")[0].split("\n")[0]),
            ]
            for one in methods
            if one.name.partition(".")[0] == family
        ]
        if rows:
            blocks.append(
                f"## {vietnamese} · {english}\n\n{table(['method', 'tên', 'what it measures'], rows)}\n"
            )
    annotations = ", ".join(f"`{word}`" for word in method.ANNOTATIONS)
    return INDEX.format(families="\n".join(blocks), annotations=annotations, count=len(cases()))
