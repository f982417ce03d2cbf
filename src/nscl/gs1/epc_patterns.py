"""What a code in a query stands for: one code, everything of a class of goods, or a pattern.

Source: GS1 EPC Tag Data Standard, section 8 (pure identity patterns); EPCIS 2.0, section 8.2.7.1.1. A code
of goods without lot or serial stands for everything of that GTIN, since `urn:epc:idpat:sgtin:….*` and the
link `/01/<GTIN>` are two spellings of one thing (CBV 2.0, section 8.9).
"""

from __future__ import annotations

from dataclasses import dataclass

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.epc_urn import SCHEMES, spelled
from nscl.gs1.errors import Gs1Error, shown

_STEM = "https://id.gs1.org/"
_PATTERN = "urn:epc:idpat:"
_FIRST_DIGIT = ("sgtin", "lgtin", "upui", "sscc", "itip")  # a digit stands before the company prefix
_AFTER = {"lgtin": "/10/%", "upui": "/235/%"}


@dataclass(frozen=True)
class Match:
    """Exactly one of: `exact` canonical code; `gtin`, everything of it (`is_lot`: its lots); `like`, a
    pattern of SQL's LIKE over canonical codes with ! as its escape."""

    exact: str = ""
    gtin: str = ""
    is_lot: bool = False
    like: str = ""


def match_of(text: str) -> Match:
    """Read a code or pattern of a MATCH parameter; `Gs1Error` for a pattern that cannot be.

    >>> match_of("urn:epc:id:sgtin:4012345.012345.7").exact
    'https://id.gs1.org/01/04012345123456/21/7'
    >>> match_of("urn:epc:idpat:sgtin:4012345.012345.*") == match_of("https://vi-du.vn/01/04012345123456")
    True
    >>> match_of("urn:epc:idpat:sgtin:4012345.*.*").like, match_of("urn:epc:idpat:sscc:*.*").like
    ('https://id.gs1.org/01/_4012345%', 'https://id.gs1.org/00/%')
    >>> match_of("urn:epc:idpat:lgtin:4012345.012345.*")
    Match(exact='', gtin='04012345123456', is_lot=True, like='')
    """
    if text.startswith(_PATTERN) and "*" in text:
        return _pattern(text)
    code = canonical_epc(text)
    gtin = code.removeprefix(f"{_STEM}01/")
    return Match(gtin=gtin) if gtin != code and "/" not in gtin else Match(exact=code)


def _pattern(text: str) -> Match:
    name, _colon, body = text[len(_PATTERN) :].partition(":")
    parts = body.split(".")
    scheme = SCHEMES.get(name)
    if scheme is None or len(parts) < 2:
        raise _wrong(text)
    starred = [part == "*" for part in parts]
    if starred != sorted(starred) or any("*" in part and part != "*" for part in parts):
        raise _wrong(text)  # a star stands for a whole part, and nothing definite follows it
    prefix, reference = parts[:2]
    if reference != "*":
        link = spelled(text.replace(":lgtin:", ":sgtin:", 1))
        gtin = link.removeprefix(f"{_STEM}01/")
        if gtin != link and "/" not in gtin and name in ("sgtin", "lgtin"):
            return Match(gtin=gtin, is_lot=name == "lgtin")
        return Match(like=_literal(link) + _AFTER.get(name, "%"))
    head = "" if prefix == "*" else prefix
    if head and not (head.isascii() and head.isdigit()):
        raise _wrong(text)
    before = "" if not head else "_" if name in _FIRST_DIGIT else "0" if name == "grai" else ""
    return Match(like=f"{_STEM}{scheme.key}/{before}{head}%{_AFTER.get(name, '')}".replace("%%", "%"))


def _literal(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _wrong(text: str) -> Gs1Error:
    return Gs1Error(
        "pattern",
        f"Mẫu {shown(text)} không đọc được. Dấu * thay cả một phần và chỉ đứng ở các phần cuối, "
        "như urn:epc:idpat:sgtin:8931234.012345.*.",
    )
