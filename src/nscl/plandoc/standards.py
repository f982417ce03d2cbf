"""Standard codes in running text: find them, and say which are dead or misprinted.

Facts about editions are a small table kept here as data (domain rule 25).  A plan is judged at
its own year: an edition replaced later is not the plan's fault, but still worth a remark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Fault = Literal["withdrawn", "old_edition", "misprint", "superseded_later"]


@dataclass(frozen=True, slots=True)
class StandardMention:
    """One standard code as printed. `number` is digits only, `edition` the year after the colon."""

    start: int
    end: int
    printed: str
    publisher: str
    number: str
    edition: int | None


@dataclass(frozen=True, slots=True)
class StandardFault:
    """What is wrong with a mention and what to cite instead."""

    mention: StandardMention
    fault: Fault
    replacement: str
    since: int | None


@dataclass(frozen=True, slots=True)
class Supersession:
    """`publisher number[:editions up to last_edition]` was replaced in `since` by `replacement`."""

    number: str
    replacement: str
    since: int
    publishers: frozenset[str] = frozenset({"ISO"})
    last_edition: int | None = None


# `last_edition` None: the code as a whole is dead; otherwise only editions up to that year are.
SUPERSEDED: tuple[Supersession, ...] = (
    Supersession("18001", "ISO 45001:2018", 2018, frozenset({"OHSAS"})),
    Supersession("18000", "ISO 45001:2018", 2018, frozenset({"OHSAS"})),
    Supersession("18002", "ISO 45001:2018", 2018, frozenset({"OHSAS"})),
    Supersession("18001", "TCVN ISO 45001:2018", 2018, frozenset({"TCVN"})),
    Supersession("16949", "IATF 16949:2016", 2016, frozenset({"ISO", "ISO/TS", "TS"})),
    Supersession("9002", "ISO 9001:2015", 2000),
    Supersession("9003", "ISO 9001:2015", 2000),
    Supersession("9000", "ISO 9000:2015", 2015, last_edition=2014),
    Supersession("9001", "ISO 9001:2015", 2015, last_edition=2014),
    Supersession("9004", "ISO 9004:2018", 2018, last_edition=2017),
    Supersession("14001", "ISO 14001:2015", 2015, last_edition=2014),
    Supersession("19011", "ISO 19011:2018", 2018, last_edition=2017),
    Supersession("22000", "ISO 22000:2018", 2018, last_edition=2017),
    Supersession("22301", "ISO 22301:2019", 2019, last_edition=2018),
    Supersession("50001", "ISO 50001:2018", 2018, last_edition=2017),
    Supersession("31000", "ISO 31000:2018", 2018, last_edition=2017),
    Supersession("13485", "ISO 13485:2016", 2016, last_edition=2015),
    Supersession("27001", "ISO/IEC 27001:2022", 2022, frozenset({"ISO", "ISO/IEC"}), 2021),
    Supersession("27002", "ISO/IEC 27002:2022", 2022, frozenset({"ISO", "ISO/IEC"}), 2021),
    Supersession("17025", "ISO/IEC 17025:2017", 2017, frozenset({"ISO", "ISO/IEC"}), 2016),
    Supersession("17020", "ISO/IEC 17020:2012", 2012, frozenset({"ISO", "ISO/IEC"}), 2011),
    Supersession("17021", "ISO/IEC 17021-1:2015", 2015, frozenset({"ISO", "ISO/IEC"}), 2014),
    Supersession("15189", "ISO 15189:2022", 2022, last_edition=2021),
)

# Codes a productivity plan may name. Only used to recognise a digit lost or doubled in print.
KNOWN_CODES: dict[str, tuple[str, ...]] = {
    "ISO": (
        "9000", "9001", "9004", "10002", "10012", "13485", "14000", "14001", "14004", "14040",
        "14051", "14064", "14067", "15189", "17065", "19011", "20000", "20121", "21001", "22000",
        "22301", "22716", "26000", "28000", "30401", "31000", "37001", "41001", "45001", "50001",
        "50000", "55001", "56000", "56001", "56002", "18404", "17025", "17020", "17021", "27001",
        "27000", "16949", "9002", "9003",
    ),
    "ISO/IEC": (
        "17000", "17011", "17020", "17021", "17024", "17025", "17043", "17065", "17067", "20000",
        "27000", "27001", "27002", "27005", "27017", "27018", "27701", "42001",
    ),
    "ISO/TS": ("16949", "22002", "22003"),
    "OHSAS": ("18000", "18001", "18002"),
    "IATF": ("16949",),
    "SA": ("8000",),
    "FSSC": ("22000",),
}  # fmt: skip

# Certification labels that no longer stand alone.
SCHEMES_MERGED: dict[str, tuple[str, int]] = {"UTZ": ("Rainforest Alliance", 2020)}

_CODE = re.compile(
    r"(?<![\w/])"
    r"(?P<adopted>TCVN\s+)?"
    r"(?P<publisher>ISO\s*/\s*IEC\s*/\s*TS|ISO\s*/\s*IEC|ISO\s*/\s*TS|ISO|IATF|OHSAS|FSSC|SA|TS|IEC|TCVN)"
    r"\s*[-–]?\s*"
    r"(?P<number>\d{3,6})(?P<part>-\d{1,2}(?!\d))?"
    r"(?:\s*[:–-]\s*(?P<edition>(?:19|20)\d{2})(?!\d))?"
    r"(?!\d)"
)
_SCHEME = re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(SCHEMES_MERGED)))
_SPACES = re.compile(r"\s+")


def find_standards(text: str) -> list[StandardMention]:
    """Every standard code with a number, in order; spaces inside a code are tolerated.

    >>> [(m.publisher, m.number, m.edition) for m in find_standards("ISO/ IEC 17025: 2005, ISO 9001")]
    [('ISO/IEC', '17025', 2005), ('ISO', '9001', None)]
    """
    found = []
    for match in _CODE.finditer(text):
        edition = match["edition"]
        found.append(
            StandardMention(
                start=match.start(),
                end=match.end(),
                printed=match[0].strip(),
                publisher=_SPACES.sub("", match["publisher"]),
                number=match["number"],
                edition=int(edition) if edition else None,
            )
        )
    return found


def judge_standard(mention: StandardMention, year: int | None) -> StandardFault | None:
    """The fault of one mention seen from the plan's year, or None when it may be cited.

    Without a year every supersession counts.  An unknown product standard is never a fault.

    >>> judge_standard(find_standards("OHSAS 18001")[0], 2021).replacement
    'ISO 45001:2018'
    >>> judge_standard(find_standards("ISO 9001:2015")[0], 2021) is None
    True
    """
    for rule in SUPERSEDED:
        if mention.number != rule.number or mention.publisher not in rule.publishers:
            continue
        if rule.last_edition is not None and (mention.edition is None or mention.edition > rule.last_edition):
            continue
        if year is not None and year < rule.since:
            return StandardFault(mention, "superseded_later", rule.replacement, rule.since)
        fault: Fault = "withdrawn" if rule.last_edition is None else "old_edition"
        return StandardFault(mention, fault, rule.replacement, rule.since)
    meant = _misprinted_code(mention)
    return StandardFault(mention, "misprint", meant, None) if meant else None


def faulty_standards(text: str, year: int | None) -> list[StandardFault]:
    """The faults of all codes in a text, each printed form once, in order of first appearance."""
    faults: dict[str, StandardFault] = {}
    for mention in find_standards(text):
        key = _SPACES.sub("", mention.printed)
        if key not in faults and (fault := judge_standard(mention, year)):
            faults[key] = fault
    return list(faults.values())


def find_merged_schemes(text: str) -> Iterator[tuple[int, int, str, str, int]]:
    """Labels merged into another: (start, end, printed, successor, since)."""
    for match in _SCHEME.finditer(text):
        successor, since = SCHEMES_MERGED[match[0]]
        yield match.start(), match.end(), match[0], successor, since


def _misprinted_code(mention: StandardMention) -> str | None:
    """The code meant when one digit was lost or doubled; None when the number may be right."""
    known = KNOWN_CODES.get(mention.publisher)
    if known is None or mention.number in known or _known_elsewhere(mention.number):
        return None
    meant = [code for code in known if _one_digit_apart(mention.number, code)]
    if not meant:
        return None
    best = min(meant, key=lambda code: (not code.endswith("1"), code))
    fitting = [rule for rule in SUPERSEDED if rule.number == best and mention.publisher in rule.publishers]
    dead = next((rule for rule in fitting if rule.last_edition is None), None)
    return f"{mention.publisher} {best}" + (f" (nay là {dead.replacement})" if dead else "")


def _known_elsewhere(number: str) -> bool:
    return any(number in codes for codes in KNOWN_CODES.values())


def _one_digit_apart(printed: str, code: str) -> bool:
    """True when `printed` is `code` with a single digit dropped or one digit written twice."""
    if len(printed) + 1 == len(code):
        return any(code[:i] + code[i + 1 :] == printed for i in range(len(code)))
    if len(printed) == len(code) + 1:
        doubled: Iterable[str] = (code[:i] + code[i] + code[i:] for i in range(len(code)))
        return printed in doubled
    return False
