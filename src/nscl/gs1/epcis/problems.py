"""What is wrong or doubtful in a document: one problem each, with the JSON pointer of the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]
VALIDATION = "epcisException:ValidationException"
QUERY = "epcisException:QueryParameterException"
TITLES = {
    VALIDATION: "Tài liệu EPCIS không hợp lệ",
    QUERY: "Tham số truy vấn không hợp lệ",
}


@dataclass(frozen=True)
class Problem:
    """One fault (`error`) or doubt (`warning`), as a problem object of RFC 7807 with pointer and severity.

    `code` is a short English word for machines, `detail` the Vietnamese sentence.
    """

    code: str
    detail: str
    pointer: str = ""
    severity: Severity = "error"
    type: str = VALIDATION

    def as_json(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "title": TITLES.get(self.type, TITLES[VALIDATION]),
            "detail": self.detail,
            "pointer": self.pointer,
            "severity": self.severity,
            "code": self.code,
        }


class Unreadable(ValueError):
    """Bytes that are no document at all; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.detail for problem in problems))
        self.problems = tuple(problems)


def step(pointer: str, key: str | int) -> str:
    """The pointer of a member: RFC 6901 escapes.

    >>> step("/a", "x/y~z"), step("/a", 0)
    ('/a/x~1y~0z', '/a/0')
    """
    text = str(key)
    if "~" in text or "/" in text:  # nearly never
        text = text.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{text}"
