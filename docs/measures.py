"""Writes the pages of the methods of `nscl.measures`: their docstrings, and figures the code gives now.

`pages()` returns every page by its path below `docs/`. A page takes its words from the method's docstring
and its numbers from running the method on a case of `tests/reference/measures/`, so that neither can drift.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from collections.abc import Collection, Iterator
from dataclasses import fields
from typing import Any, get_type_hints

from docs.generate import table
from nscl.measures import MeasureError, method
from nscl.measures.method import Method
from nscl.measures.result import Result
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
LONGEST_LIST = 12  # items of a list of the output that a page still shows whole
DUST = 1e-12  # a smaller figure is rounding, and differs from machine to machine
NOT_FIGURES = ("assumptions", "trace", "inputs_hash", "warnings")
KEY = re.compile(r"^(?P<key>…|\d+|[^\W\d][\w.\[\]]*)\s*(?:\((?P<unit>.*)\))?$")

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
        _outputs(one, sections["Output"]),
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


def entries(block: str, known: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Key, unit and meaning, one a key; what is indented below a line is part of it.

    A key without a unit shares that of the next one. `known` keys that a meaning explains after a semicolon
    are entries of their own.

    >>> list(entries("x, y (kg, dry): mass,\\n    given"))
    [('x', 'kg, dry', 'mass, given'), ('y', 'kg, dry', 'mass, given')]
    >>> list(entries("n (people), h (hours): both"))
    [('n', 'people', 'both'), ('h', 'hours', 'both')]
    >>> list(entries("rows[].a, b; of each"))
    [('rows[].a', '', 'of each'), ('rows[].b', '', 'of each')]
    >>> list(entries("z: without; null if no; level: with; pct (%)", ["level", "pct"]))
    [('z', '', 'without; null if no'), ('level', '', 'with'), ('pct', '%', 'with')]
    """
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += " " + line.strip()
        elif line.strip():
            lines.append(line.strip())
    for line in lines:
        head, *rest = _outside(line, ":", at_most=1)
        if not rest:
            head, *rest = _outside(line, ";", at_most=1)
        keys = _keys(head.rstrip("."))
        if not keys:
            raise ValueError(f"no key in the entry “{line}”")
        for more, text in _explained("".join(rest).strip(), known):
            yield from ((key, unit, text) for key, unit in more or keys)


def _explained(text: str, known: Collection[str]) -> Iterator[tuple[list[tuple[str, str]], str]]:
    """The meaning, then each further meaning in it with the known keys it explains."""
    keys: list[tuple[str, str]] = []
    told: list[str] = []
    for part in _outside(text, ";"):
        head, *rest = _outside(part.strip(), ":", at_most=1)
        found = _keys(head)
        bare = not rest and all(unit for _, unit in found)
        if found and (rest or bare) and all(key in known for key, _ in found):
            yield keys, "; ".join(told)
            keys, told = found, (told if bare else ["".join(rest).strip()])
        else:
            told.append(part.strip())
    yield keys, "; ".join(told)


def _keys(head: str) -> list[tuple[str, str]]:
    """The keys of `a, b (unit)` with their units; none where anything else stands there."""
    found = [KEY.match(part.strip()) for part in _outside(head.replace(") or ", "), "), ",;")]
    if not all(found):
        return []
    keys: list[tuple[str, str]] = []
    unit = prefix = ""
    for part in reversed([part for part in found if part]):
        unit = part["unit"] or unit
        keys.insert(0, (part["key"], unit))
    if "." in keys[0][0]:
        prefix = keys[0][0].rpartition(".")[0] + "."
    return [(key if "." in key else prefix + key, unit) for key, unit in keys if key != "…"]


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
    for key, unit, text in entries(block, one.keys):
        asked = one.keys.get(key)
        needed = "" if asked is None else "required" if asked.default is asked.empty else "optional"
        rows.append([f"`{key}`", unit, needed, _safe(text)])
    return table(["key", "unit", "", "meaning"], rows)


def _outputs(one: Method, block: str) -> str:
    """The table, and below it the fields of the result that no row names."""
    known = _fields(one)
    found = list(entries(block, known))
    written = table(
        ["key", "unit", "what it is"], [[f"`{key}`", unit, _safe(text)] for key, unit, text in found]
    )
    named = {re.split(r"[.\[]", key)[0] for key, _, _ in found}
    further = ", ".join(f"`{key}`" for key in known if key not in named)
    return f"{written}\n\nFurther keys: {further}." if further else written


def _fields(one: Method) -> list[str]:
    """The keys of the method's result, those that every result carries aside."""
    kind = get_type_hints(inspect.unwrap(one.function))["return"]
    common = {field.name for field in fields(Result)}
    return [field.name.rstrip("_") for field in fields(kind) if field.name not in common]


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
    case = min(able, key=lambda case: len(json.dumps(case["input"])))
    try:
        result = method.run(one.name, case["input"]).as_json()
    except MeasureError as refusal:
        result = refusal.as_json()
    figures = {key: value for key, value in result.items() if key not in NOT_FIGURES}
    yield "## From the command line"
    yield f"Case `{case['id']}` ({_safe(case['title'])}), in a file `case.json`:"
    yield f"```json\n{_json(case['input'], whole=True)}\n```"
    yield f"`nscl measure {one.name} case.json` prints, beside its assumptions and trace:"
    yield f"```json\n{_json(_rounded(figures))}\n```"
    yield (
        "Of the answer six significant digits are shown, and the first items of a list longer than "
        f"{LONGEST_LIST}."
    )


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
    yield "## Figures it is held to"
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


def _json(value: Any, indent: str = "", *, whole: bool = False) -> str:
    """JSON with short things on one line; unless `whole`, long lists cut with a note of what is left out."""
    if not whole and isinstance(value, list) and len(value) > LONGEST_LIST:
        value = [*value[: LONGEST_LIST - 4], f"… {len(value) - LONGEST_LIST + 4} more"]
    flat = json.dumps(value, ensure_ascii=False)
    short = len(indent) + len(flat) <= 100
    if not isinstance(value, list | dict) or (short and (whole or not _nested_long(value))):
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {_json(item, inner, whole=whole)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    if not any(isinstance(item, list | dict | str) for item in value):
        return textwrap.fill(flat, 100, initial_indent="", subsequent_indent=f"{indent} ")
    return "[\n" + ",\n".join(inner + _json(item, inner, whole=whole) for item in value) + f"\n{indent}]"


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
