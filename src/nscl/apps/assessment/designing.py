"""Editing the definition of a draft: plain values in, a new value out; the one given is never touched.

A draft may be unfinished (a question without choices, a condition on a question that moved away): what is
wrong with it is told by `nscl.policy.questionnaires.faults`. Here it only has to be workable
(`designing_shape`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy

from nscl.apps.assessment.designing_shape import Raw, checks, is_code, questions, sections
from nscl.vietnamese import slug

# Looking in it --------------------------------------------------------------------------------


def find(definition: Raw, what: str, code: str) -> Raw | None:
    """The "section", "question" or "check" of a code."""
    return next((row for row in rows_of(definition, what) if row.get("code") == code), None)


def rows_of(definition: Raw, what: str) -> list[Raw]:
    if what == "question":
        return list(questions(definition))
    return sections(definition) if what == "section" else checks(definition)


def section_of(definition: Raw, code: str) -> Raw:
    """The section a question stands in; KeyError when there is no such question."""
    for section in sections(definition):
        if any(row["code"] == code for row in section.get("questions", [])):
            return section
    raise KeyError(code)


def earlier(definition: Raw, what: str, code: str) -> list[Raw]:
    """The questions asked before a section or a question: those a condition may name."""
    found: list[Raw] = []
    for section in sections(definition):
        if what == "section" and section["code"] == code:
            return found
        for row in section.get("questions", []):
            if what == "question" and row["code"] == code:
                return found
            found.append(row)
    return found


def users_of(definition: Raw, codes: Iterable[str]) -> tuple[list[Raw], list[Raw]]:
    """The sections and questions with a condition on one of these questions, and the checks that name one.

    What stands under the codes themselves is left out.
    """
    wanted = set(codes)
    asking = [
        row
        for row in [*sections(definition), *questions(definition)]
        if row["code"] not in wanted and any(one.get("question") in wanted for one in row.get("when", []))
    ]
    named = [row for row in checks(definition) if wanted & {*row.get("left", []), *row.get("right", [])}]
    return asking, named


def new_code(text: str, taken: Iterable[str], start: str = "cau") -> str:
    """A code made of words that is not taken yet.

    >>> new_code("Số lao động có mặt?", {"so_lao_dong_co_mat"})
    'so_lao_dong_co_mat_2'
    >>> new_code("5S", set())
    'cau_5s'
    """
    made = re.sub(r"_+", "_", slug(text).replace("-", "_")).strip("_")
    if not made[:1].isalpha():
        made = f"{start}_{made}".strip("_")
    made = made[:40].strip("_")
    held, code, number = set(taken), made, 1
    while code in held or not is_code(code):
        number += 1
        code = f"{made}_{number}"
    return code


def changed_parts(old: Raw, new: Raw) -> tuple[Raw, Raw]:
    """What differs, before and after, by code: the record of the deed keeps it instead of two whole texts."""
    before, after = _parts(old), _parts(new)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {k: before[k] for k in keys if k in before}, {k: after[k] for k in keys if k in after}


def _parts(definition: Raw) -> Raw:
    found: Raw = {
        "title": definition.get("title", ""),
        "intro": definition.get("intro", ""),
        "order": [
            [section["code"], *(row["code"] for row in section.get("questions", []))]
            for section in sections(definition)
        ],
    }
    for section in sections(definition):
        own = {key: value for key, value in section.items() if key != "questions"}
        found[f"section.{section['code']}"] = own
    for what in ("question", "check"):
        found |= {f"{what}.{row['code']}": row for row in rows_of(definition, what)}
    return found


# Changing it ----------------------------------------------------------------------------------


def put_head(definition: Raw, *, title: str, intro: str) -> Raw:
    made = deepcopy(definition)
    made |= {"title": title, "intro": intro}
    return made


def put_section(definition: Raw, data: Raw, code: str | None = None) -> Raw:
    """A section with new words; at the end when `code` names none. Its questions and conditions stay."""
    made = deepcopy(definition)
    rows = made.setdefault("sections", [])
    old = find(made, "section", code) if code is not None else None
    if old is None:
        rows.append({**data, "questions": []})
    else:
        old |= data
    return made


def put_question(definition: Raw, data: Raw, section: str, code: str | None = None) -> Raw:
    """A question as told, at the end of the section unless it stands there already.

    Its conditions stay. Where its code changed, conditions and checks follow.
    """
    made = deepcopy(definition)
    target = find(made, "section", section)
    if target is None:
        raise KeyError(section)
    rows = target.setdefault("questions", [])
    if code is None:
        rows.append(data)
        return made
    home = section_of(made, code)
    place = next(i for i, row in enumerate(home["questions"]) if row["code"] == code)
    old = home["questions"].pop(place)
    kept = {"when": old["when"]} if old.get("when") else {}
    if home is target:
        rows.insert(place, {**data, **kept})
    else:
        rows.append({**data, **kept})
    if data["code"] != code:
        _rename(made, {code: data["code"]})
    return made


def put_check(definition: Raw, data: Raw, code: str | None = None) -> Raw:
    made = deepcopy(definition)
    rows = made.setdefault("checks", [])
    place = next((i for i, row in enumerate(rows) if row["code"] == code), None)
    if place is None:
        rows.append(data)
    else:
        rows[place] = data
    return made


def put_when(definition: Raw, what: str, code: str, conditions: list[Raw]) -> Raw:
    """The conditions under which a section or a question is asked; none: always."""
    made = deepcopy(definition)
    row = find(made, what, code)
    if row is None:
        raise KeyError(code)
    row["when"] = conditions
    if not conditions:
        del row["when"]
    return made


def remove(definition: Raw, what: str, code: str) -> Raw:
    """Without a section (and its questions), a question or a check; what names it stays, now a fault."""
    made = deepcopy(definition)
    if what == "question":
        home = section_of(made, code)
        home["questions"] = [row for row in home["questions"] if row["code"] != code]
    else:
        key = f"{what}s"
        made[key] = [row for row in made.get(key, []) if row["code"] != code]
    return made


def move(definition: Raw, what: str, code: str, step: int) -> Raw:
    """One place up (-1) or down (1). A question at the edge of its section goes over into the next one.

    At the very end nothing changes.
    """
    made = deepcopy(definition)
    if what == "question":
        _move_question(made, code, step)
        return made
    rows = rows_of(made, what)
    place = next(i for i, row in enumerate(rows) if row["code"] == code)
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
    return made


def _move_question(made: Raw, code: str, step: int) -> None:
    home = section_of(made, code)
    rows = home["questions"]
    place = next(i for i, row in enumerate(rows) if row["code"] == code)
    if 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]
        return
    number = sections(made).index(home) + step
    if 0 <= number < len(sections(made)):
        target = sections(made)[number].setdefault("questions", [])
        target.insert(0 if step > 0 else len(target), rows.pop(place))


def duplicate(definition: Raw, what: str, code: str) -> Raw:
    """A copy right behind, under codes of its own; within a copied section conditions name the copies."""
    made = deepcopy(definition)
    rows = section_of(made, code)["questions"] if what == "question" else rows_of(made, what)
    place = next(i for i, row in enumerate(rows) if row["code"] == code)
    copy = deepcopy(rows[place])
    taken = {row["code"] for row in rows_of(made, what)}
    copy["code"] = new_code(copy["code"], taken)
    if what == "section":
        used = {row["code"] for row in questions(made)}
        for row in copy.get("questions", []):
            row["code"] = new_code(row["code"], used)
            used.add(row["code"])
        names = dict(zip(_codes(rows[place]), _codes(copy), strict=True))
        _rename({"sections": [copy]}, names)
    rows.insert(place + 1, copy)
    return made


def _codes(section: Raw) -> list[str]:
    return [row["code"] for row in section.get("questions", [])]


def _rename(made: Raw, names: dict[str, str]) -> None:
    """Conditions and checks follow questions to their new codes."""
    for row in [*sections(made), *questions(made)]:
        for one in row.get("when", []):
            one["question"] = names.get(one["question"], one["question"])
    for row in checks(made):
        for side in ("left", "right"):
            row[side] = [names.get(code, code) for code in row.get(side, [])]
