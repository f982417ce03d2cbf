"""One application identifier: what its value may be, and what it may stand with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nscl.gs1.check_digits import SET_39, SET_64, SET_82
from nscl.gs1.errors import Gs1Error, shown
from nscl.gs1.identifier_table import ROWS, Row
from nscl.gs1.value_checks import CHECKS

_SETS = {
    "N": (frozenset("0123456789"), "chữ số 0–9"),
    "X": (frozenset(SET_82), "bộ 82 ký tự của GS1 (chữ cái không dấu, chữ số, dấu câu)"),
    "Y": (frozenset(SET_39), "bộ 39 ký tự của GS1 (chữ hoa không dấu, chữ số, # - /)"),
    "Z": (frozenset(SET_64), "ký tự base64 dùng trong địa chỉ"),
}
_PART = re.compile(r"(\[?)([NXYZ])(\.\.)?([0-9]+)(\]?)((?:,[a-z0-9]+)*)")


@dataclass(frozen=True)
class Part:
    """A stretch of the value: `letters` N, X, Y or Z, of `shortest` to `longest`, with its `checks`."""

    letters: str
    shortest: int
    longest: int
    is_optional: bool
    checks: tuple[str, ...]


@dataclass(frozen=True)
class ApplicationIdentifier:
    """What the table says of one identifier.

    `needs`: in each group one alternative must be there whole; `excludes`: none may be there. Patterns end
    in "n". `qualifiers`: sequences a Digital Link may add after this primary key; None: no primary key.
    """

    code: str
    title: str
    parts: tuple[Part, ...]
    is_predefined: bool
    is_attribute: bool
    needs: tuple[tuple[tuple[str, ...], ...], ...]
    excludes: tuple[str, ...]
    qualifiers: tuple[tuple[str, ...], ...] | None

    @property
    def is_key(self) -> bool:
        return self.qualifiers is not None

    @property
    def longest(self) -> int:
        return sum(part.longest for part in self.parts)

    @property
    def shortest(self) -> int:
        return sum(0 if part.is_optional else part.shortest for part in self.parts)

    def allows(self, qualifiers: Sequence[str]) -> bool:
        """Whether these qualifiers may follow this key, in this order."""
        return any(_is_in_order(qualifiers, one) for one in self.qualifiers or ())


def _is_in_order(given: Sequence[str], order: Sequence[str]) -> bool:
    left = iter(order)
    return all(code in left for code in given)


@cache
def table() -> dict[str, ApplicationIdentifier]:
    """All identifiers by code.

    >>> len(table()), table()["3103"].title
    (541, 'NET WEIGHT (kg)')
    """
    return {code: _made(code, row) for row in ROWS for code in _codes(row.identifiers)}


def ai_named(code: str) -> ApplicationIdentifier:
    """The identifier of that code; refuses one that GS1 has not assigned.

    >>> ai_named("10").title
    'BATCH/LOT'
    """
    found = table().get(code) if isinstance(code, str) else None
    if found is None:
        raise Gs1Error(
            "unknown_ai", f"GS1 không có số phân định ứng dụng {shown(code, 8)}.", str(shown(code, 8))
        )
    return found


def check_value(code: str, value: str) -> None:
    """Pass, or refuse with what is wrong with the value of this identifier.

    >>> check_value("01", "08936000000011")
    >>> check_value("17", "270230")
    Traceback (most recent call last):
    ...
    nscl.gs1.errors.Gs1Error: (17) USE BY or EXPIRY “270230”: không phải ngày năm-tháng-ngày có thật.
    """
    identifier = ai_named(code)
    fault = value_fault(identifier, value)
    if fault:
        clause, kind = fault
        raise Gs1Error(kind, f"({code}) {identifier.title} {shown(value)}: {clause}.", code)


def value_fault(identifier: ApplicationIdentifier, value: object) -> tuple[str, str] | None:
    """What is wrong with a value: a clause and a code for machines; None when nothing is."""
    if not isinstance(value, str) or value == "":
        return "chưa có giá trị", "empty"
    if not identifier.shortest <= len(value) <= identifier.longest:
        return _length_clause(identifier, len(value)), "length"
    rest = value
    for part in identifier.parts:
        if part.is_optional and not rest:
            break
        piece, rest = rest[: part.longest], rest[part.longest :]
        if len(piece) < part.shortest:
            return _length_clause(identifier, len(value)), "length"
        letters, name = _SETS[part.letters]
        if not letters.issuperset(piece):
            return f"chỉ được dùng {name}", "characters"
        for check in part.checks:
            clause = CHECKS[check](piece) if check in CHECKS else ""
            if clause:
                return clause, "check_digit" if check.startswith("csum") else check
    return ("thừa ký tự", "length") if rest else None


def _length_clause(identifier: ApplicationIdentifier, length: int) -> str:
    low, high = identifier.shortest, identifier.longest
    wanted = f"{low}" if low == high else f"{low} đến {high}"
    return f"dài {length} ký tự, phải có {wanted}"


def matches(pattern: str, code: str) -> bool:
    """Whether a code is one of a pattern: "31nn" is any of four digits that begin with 31.

    >>> matches("310n", "3103"), matches("37", "3700")
    (True, False)
    """
    stem = pattern.rstrip("n")
    return len(code) == len(pattern) and code.startswith(stem)


def relation_faults(codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which identifiers stand with what they may not, or without what they need: (code, sentence)."""
    there = list(dict.fromkeys(codes))
    for code in there:
        identifier = ai_named(code)
        for pattern in identifier.excludes:
            clash = next((o for o in there if o != code and matches(pattern, o)), None)
            if clash is not None:
                yield code, f"({code}) {identifier.title} không được đi cùng ({clash})."
        for group in identifier.needs:
            if not any(all(_has(there, one, code) for one in alternative) for alternative in group):
                wanted = ", ".join("+".join(f"({one})" for one in alternative) for alternative in group)
                yield code, f"({code}) {identifier.title} phải đi cùng {wanted}."


def _has(there: Sequence[str], pattern: str, code: str) -> bool:
    return any(other != code and matches(pattern, other) for other in there)


# ── Reading the table ──────────────────────────────────────────────────


def _codes(identifiers: str) -> list[str]:
    first, _dash, last = identifiers.partition("-")
    return [first] if not last else [f"{n:0{len(first)}d}" for n in range(int(first), int(last) + 1)]


def _made(code: str, row: Row) -> ApplicationIdentifier:
    needs = tuple(
        tuple(tuple(alternative.split("+")) for alternative in group.split(","))
        for group in row.needs.split()
    )
    orders = None
    if row.qualifiers is not None:
        orders = tuple(tuple(one.split(",")) if one else () for one in row.qualifiers.split("|"))
    return ApplicationIdentifier(
        code=code,
        title=row.title,
        parts=tuple(_part(text) for text in row.parts.split()),
        is_predefined="P" in row.traits,
        is_attribute="A" in row.traits,
        needs=needs,
        excludes=tuple(row.excludes.replace(" ", ",").split(",")) if row.excludes else (),
        qualifiers=orders,
    )


def _part(text: str) -> Part:
    found = _PART.fullmatch(text)
    assert found is not None, text
    longest = int(found[4])
    checks = tuple(found[6].strip(",").split(",")) if found[6] else ()
    return Part(found[2], 1 if found[3] else longest, longest, bool(found[1]), checks)
