"""The spellings in which nearly all codes come, read at one look: unescaped, whole, their check digit right.

Capture reads each code several times (to judge it, to hash it, to store it), so these few forms are read
without the general parsers. Whatever is not plainly one of them is left to `canonical` and `digital_link`,
and what is read here reads there the same: `tests/gs1/test_plain_codes.py`.

Source: GS1 EPC Tag Data Standard, section 6; GS1 Digital Link Standard: URI Syntax, section 4.
"""

import re
from functools import lru_cache

from nscl.gs1.check_digits import check_digit

_WORD = r"[A-Za-z0-9_.\-]{1,20}"  # what neither a URN nor a link escapes, and every qualifier allows
_URN = re.compile(
    rf"urn:epc:(?:(?:id:(sgtin|sgln)|class:(lgtin)):([0-9]{{6,12}})\.([0-9]*)\.({_WORD})"
    r"|id:(sscc|pgln):([0-9]{6,12})\.([0-9]*))"
)
_LINK = re.compile(
    rf"https://id\.gs1\.org/(?:(01)/([0-9]{{14}})(?:/10/{_WORD})?(?:/21/({_WORD}))?"
    r"|(00)/([0-9]{18})|(41[47])/([0-9]{13}))"
)
_HOME = "https://id.gs1.org"
LONGEST = 100  # letters; no plain form has more
_QUALIFIERS = {"sgtin": "21", "lgtin": "10"}
Plain = tuple[str, bool]


def plain_code(text: str) -> Plain | None:
    """The canonical link of a code, and whether it is finer than a mere kind of goods; None: look closer.

    >>> plain_code("urn:epc:id:sgtin:4012345.012345.A-1")
    ('https://id.gs1.org/01/04012345123456/21/A-1', True)
    >>> plain_code("https://id.gs1.org/01/04012345123456")
    ('https://id.gs1.org/01/04012345123456', False)
    >>> plain_code("https://id.gs1.org/01/04012345123457"), plain_code("urn:vi-du:kho:7")
    (None, None)
    """
    if text.startswith("urn:epc:"):
        return _of_urn(text) if len(text) <= LONGEST else None
    return _of_link(text) if text.startswith("https://id.gs1.org/") else None


@lru_cache(maxsize=16384)  # judged, hashed and stored, one after the other
def _of_urn(text: str) -> Plain | None:
    found = _URN.fullmatch(text)
    if found is None:
        return None
    fine, lot, prefix, reference, tail, coarse, prefix_, reference_ = found.groups()
    if coarse is not None:
        value = _key(coarse, prefix_, reference_)
        return None if value is None else (_HOME + value, True)
    value = _key(fine or lot, prefix, reference)
    if value is None:
        return None
    if fine == "sgln":
        return (_HOME + value if tail == "0" else f"{_HOME}{value}/254/{tail}"), True
    return f"{_HOME}{value}/{_QUALIFIERS[fine or lot]}/{tail}", True


@lru_cache(maxsize=4096)
def _key(scheme: str, prefix: str, reference: str) -> str | None:
    """The path of the key with its check digit; None where there are not as many digits as needed."""
    digits = len(prefix) + len(reference)
    if scheme == "sscc":
        body = reference[:1] + prefix + reference[1:]
        return f"/00/{body}{check_digit(body)}" if digits == 17 else None
    if scheme in _QUALIFIERS:
        body = reference[:1] + prefix + reference[1:]
        return f"/01/{body}{check_digit(body)}" if digits == 13 else None
    key = "414" if scheme == "sgln" else "417"
    return f"/{key}/{prefix}{reference}{check_digit(prefix + reference)}" if digits == 12 else None


def _of_link(text: str) -> Plain | None:
    found = _LINK.fullmatch(text)
    if found is None:
        return None
    goods, gtin, serial, _container, sscc, _place, gln = found.groups()
    if not _fits(gtin or sscc or gln):
        return None
    if goods is None:
        return text, True
    if serial is not None:
        return f"{_HOME}/01/{gtin}/21/{serial}", True
    return text, len(text) > len(_HOME) + 18


@lru_cache(maxsize=4096)
def _fits(digits: str) -> bool:
    return check_digit(digits[:-1]) == digits[-1]
