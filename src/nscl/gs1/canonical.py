"""One spelling for one thing: the canonical Digital Link that stores and hashes compare.

Source: GS1 CBV 2.0, section 8.9 (event hash): every spelling of a GS1 key becomes https://id.gs1.org/… with
the key and its finest qualifier; what is no GS1 key stays as it is.
"""

from dataclasses import replace
from functools import lru_cache

from nscl.gs1.digital_link import CANONICAL, address, escaped, read_link
from nscl.gs1.epc_urn import spelled
from nscl.gs1.errors import Gs1Error
from nscl.gs1.plain_codes import plain_code

SHORT = 200  # letters of a code that is remembered, so that what is remembered stays small
# Key → the qualifiers that make it finer, the finest first.
_FINER: dict[str, tuple[str, ...]] = {
    "00": (), "01": ("21", "10", "235"), "253": (), "255": (), "401": (), "402": (), "414": ("254",),
    "417": (), "8003": (), "8004": (), "8006": ("21", "10"), "8010": ("8011",), "8017": (), "8018": (),
}  # fmt: skip


def canonical_epc(text: str) -> str:
    """The canonical link of an EPC URN, a class, a pattern, or any Digital Link; another URI unchanged.

    Values are not judged: a key with a wrong check digit gets its one spelling too, and what cannot be read
    stays unchanged. Comparing never fails; judging is `parse_link`'s work.

    >>> canonical_epc("urn:epc:id:sgtin:4012345.012345.1")
    'https://id.gs1.org/01/04012345123456/21/1'
    >>> canonical_epc("https://vi-du.vn/sp/gtin/4012345123456/lot/L1?17=270228")
    'https://id.gs1.org/01/04012345123456/10/L1'
    >>> canonical_epc("urn:vi-du:kho:7")
    'urn:vi-du:kho:7'
    """
    if not text.startswith("urn:epc:") and text[:4].lower() != "http":
        return text
    return _read(text) if len(text) <= SHORT else _read.__wrapped__(text)


@lru_cache(maxsize=16384)  # an event's codes are asked for some five times, and come again in its chain
def _read(text: str) -> str:
    found = plain_code(text)
    if found is not None:
        return found[0]
    try:
        return spelled(text) if text.startswith("urn:epc:") else _finest(text)
    except Gs1Error:
        return text


def _finest(uri: str) -> str:
    link = read_link(uri, allow_names=True)
    finer = _FINER.get(link.key)
    if finer is None:
        return uri
    value = f"{CANONICAL}/{link.key}/{escaped(link.value)}"
    own = dict(link.qualifiers)
    code = next((one for one in finer if one in own), None)
    return value if code is None else f"{value}/{code}/{escaped(own[code])}"


def official_link(text: str) -> str:
    """The same code on https://id.gs1.org with everything it carried; what is no GS1 code unchanged.

    >>> official_link("https://vi-du.vn/gtin/4012345123456/lot/L1/ser/7?17=270228")
    'https://id.gs1.org/01/04012345123456/10/L1/21/7?17=270228'
    """
    try:
        if text.startswith("urn:epc:"):
            return spelled(text)
        if text[:4].lower() == "http":
            link = read_link(text, allow_names=True)
            return address(replace(link, scheme="https", domain="id.gs1.org", stem=""))
    except Gs1Error:
        return text
    return text
