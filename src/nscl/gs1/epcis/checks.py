"""Judging a document: what is refused, what is doubtful."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from nscl.gs1.epcis.doubts import doubts
from nscl.gs1.epcis.problems import Problem
from nscl.gs1.epcis.reading import Document
from nscl.gs1.epcis.structure import document as structure


def problems(
    document: Document,
    *,
    lenient: bool = False,
    strict: Collection[str] = (),
    now: datetime | None = None,
) -> list[Problem]:
    """Everything wrong or doubtful, in the order of the document: errors first.

    `strict` turns warnings of these codes into errors; `lenient` turns every error into a warning, as the
    document could be read. Times are compared with `now` where it is given.

    >>> from nscl.gs1.epcis.reading import made
    >>> event = {"@context": {}, "type": "ObjectEvent", "eventTime": "2026-03-02T09:00:00+07:00",
    ...          "eventTimeZoneOffset": "+07:00", "action": "CREATE", "epcList": []}
    >>> [(one.pointer, one.severity) for one in problems(made(event))]
    [('/action', 'error')]
    """
    found: list[Problem] = []
    structure(document.content, found)
    found.extend(document.notes)
    for pointer, event in zip(document.pointers, document.events, strict=True):
        found.extend(doubts(event, pointer, now))
    judged = [replace(one, severity="error") if one.code in strict else one for one in found]
    if lenient:
        return [replace(one, severity="warning") for one in judged]
    return sorted(judged, key=lambda one: one.severity)


def errors(found: Collection[Problem]) -> list[Problem]:
    """Only what refuses the document."""
    return [one for one in found if one.severity == "error"]
