"""Why a query is not answered; each carries its problems, as a capture's refusal does."""

from __future__ import annotations

from collections.abc import Sequence

from nscl.apps.core.access import Refusal
from nscl.gs1.epcis.problems import QUERY, Problem

TOO_LARGE = "epcisException:QueryTooLargeException"


class QueryRefused(Refusal):
    """The query cannot be asked: an unknown parameter, a wrong value, a token of another query."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].detail if problems else "")
        self.problems = tuple(problems)


class QueryTooLarge(QueryRefused):
    """More events than `maxEventCount` allows."""


def wrong(code: str, sentence: str, parameter: str) -> QueryRefused:
    """The refusal of one parameter."""
    return QueryRefused([Problem(code, sentence, f"/{parameter}", type=QUERY)])


def too_large(most: int) -> QueryTooLarge:
    sentence = f"Có hơn {most} sự kiện hợp với truy vấn (maxEventCount). Hãy thu hẹp truy vấn."
    return QueryTooLarge([Problem("too_large", sentence, "/maxEventCount", type=TOO_LARGE)])
