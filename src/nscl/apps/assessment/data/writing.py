"""Short ways to write the questions of a ready questionnaire as the JSON that `parse` reads."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def question(code: str, kind: str, label: str, **rest: Any) -> Json:
    return {"code": code, "kind": kind, "label": label, **rest}


def section(code: str, title: str, intro: str, *questions: Json, **rest: Any) -> Json:
    return {"code": code, "title": title, "intro": intro, "questions": list(questions), **rest}


def choice(code: str, label: str, *contents: str) -> Json:
    """A choice, with the codes of the support contents it stands for."""
    return {"code": code, "label": label, **({"contents": list(contents)} if contents else {})}


def alone(code: str, label: str) -> Json:
    """A choice that excludes the others."""
    return {"code": code, "label": label, "is_exclusive": True}


def where(question: str, relation: str, *values: str) -> Json:
    """The condition on an earlier answer."""
    return {"question": question, "relation": relation, **({"values": list(values)} if values else {})}


def check(code: str, left: str, right: str, sentence: str, severity: str = "stop") -> Json:
    """`left` must not be over `right`."""
    found = {"code": code, "left": [left], "comparison": "le", "right": [right], "sentence": sentence}
    return {**found, **({"severity": severity} if severity != "stop" else {})}
