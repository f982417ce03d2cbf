"""GS1 Digital Link: a web address that carries a GS1 key, its qualifiers and attributes.

Source: GS1 Digital Link Standard: URI Syntax, release 1.4 (sections 4 and 5): path = primary key, then
qualifiers in their order; query = attributes; percent-encoding is that of UTF-8.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from nscl.gs1.errors import Gs1Error, shown
from nscl.gs1.identifiers import ai_named, check_value, relation_faults, table

CANONICAL = "https://id.gs1.org"
LONGEST = 2000  # characters; longer addresses are cut by browsers and scanners
# The short names of releases before 1.2 and the identifiers they stood for.
NAMES = {
    "sscc": "00", "gtin": "01", "lot": "10", "ser": "21", "cpv": "22", "tpx": "235", "gdti": "253",
    "glnx": "254", "gcn": "255", "ginc": "401", "gsin": "402", "shipTo": "410", "billTo": "411",
    "purchasedFrom": "412", "shipFor": "413", "gln": "414", "payTo": "415", "glnProd": "416", "party": "417",
    "grai": "8003", "giai": "8004", "itip": "8006", "cpid": "8010", "cpsn": "8011", "gmn": "8013",
    "gsrnp": "8017", "gsrn": "8018", "srin": "8019", "refno": "8020",
}  # fmt: skip
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"(?i)(https?)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?")
_DOMAIN = re.compile(r"(?:[^\s/?#@:\[\]<>\"\\^`{|}]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_COMPRESSED = re.compile(r"[A-Za-z0-9_-]{10,}")
_GTIN_LENGTHS = (8, 12, 13)


@dataclass(frozen=True)
class DigitalLink:
    """A key with its qualifiers in order, its attributes, and whatever else the address carried."""

    key: str
    value: str
    qualifiers: tuple[tuple[str, str], ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    domain: str = "id.gs1.org"
    stem: str = ""  # the path before the key
    others: tuple[tuple[str, str], ...] = ()  # query keys that GS1 does not know
    fragment: str = ""
    scheme: str = "https"
    elements: tuple[tuple[str, str], ...] = field(init=False)

    def __post_init__(self) -> None:
        pairs = ((self.key, self.value), *self.qualifiers, *self.attributes)
        object.__setattr__(self, "elements", pairs)

    def qualifier(self, code: str) -> str:
        """The value of one qualifier; empty when there is none."""
        return dict(self.qualifiers).get(code, "")


def parse_link(uri: str, *, allow_names: bool = False) -> DigitalLink:
    """Read an address, or refuse it with what is wrong.

    `allow_names` takes the short names of releases before 1.2 (`/gtin/…/lot/…`) for what they stood for.

    >>> parse_link("https://vi-du.vn/01/08936000000011/10/LO%2F5?17=270228").elements
    (('01', '08936000000011'), ('10', 'LO/5'), ('17', '270228'))
    """
    link = read_link(uri, allow_names=allow_names)
    _check(link)
    return link


def read_link(uri: str, *, allow_names: bool = False) -> DigitalLink:
    """Read the structure only: which key, qualifiers and attributes; their values are not judged."""
    scheme, domain, path, query, fragment = _split(uri)
    stem, pairs = _path(path, allow_names=allow_names)
    key, *qualifiers = pairs
    attributes, others = _query(query, allow_names=allow_names)
    return DigitalLink(
        key[0], key[1], tuple(qualifiers), attributes, domain, stem, others, fragment, scheme.lower()
    )


def build_link(
    pairs: Iterable[tuple[str, str]], *, domain: str = "id.gs1.org", stem: str = "", scheme: str = "https"
) -> str:
    """The address that carries these elements: the first is the key, its qualifiers are put in their order.

    >>> build_link([("01", "8936000000011"), ("21", "A/1"), ("10", "L5"), ("17", "270228")])
    'https://id.gs1.org/01/08936000000011/10/L5/21/A%2F1?17=270228'
    """
    given = [(code, _padded(code, value)) for code, value in pairs]
    if not given:
        raise Gs1Error("empty", "Chưa có số phân định nào để tạo liên kết.")
    key = given[0]
    allowed = {code for order in ai_named(key[0]).qualifiers or () for code in order}
    rank = {code: place for order in ai_named(key[0]).qualifiers or () for place, code in enumerate(order)}
    qualifiers = sorted((one for one in given[1:] if one[0] in allowed), key=lambda one: rank[one[0]])
    attributes = tuple(one for one in given[1:] if one[0] not in allowed)
    link = DigitalLink(key[0], key[1], tuple(qualifiers), attributes, domain, stem, scheme=scheme)
    _check(link)
    return address(link)


def address(link: DigitalLink) -> str:
    """The link as an address again: qualifiers in order, percent-escapes in upper case."""
    steps = "".join(f"/{code}/{escaped(value)}" for code, value in ((link.key, link.value), *link.qualifiers))
    query = "&".join(f"{code}={escaped(value)}" for code, value in (*link.attributes, *link.others))
    text = f"{link.scheme}://{link.domain}{link.stem}{steps}" + (f"?{query}" if query else "")
    return text + (f"#{link.fragment}" if link.fragment else "")


def escaped(value: str) -> str:
    """Percent-encode all but letters, digits and “-._~”.

    >>> escaped("6789/&%")
    '6789%2F%26%25'
    """
    return quote(value, safe="")


def is_compressed(uri: str) -> bool:
    """Whether the path looks like a compressed link: one unreadable piece instead of key and value.

    >>> is_compressed("https://id.gs1.org/AQnYUc1gmiERBhRWEXRQIw"), is_compressed("https://vi-du.vn/san-pham")
    (True, False)
    """
    found = _ADDRESS.fullmatch(uri) if isinstance(uri, str) else None
    if found is None:
        return False
    last = found[3].rstrip("/").rpartition("/")[2]
    mixed = any(c.islower() for c in last) and any(c.isupper() for c in last)
    return bool(_COMPRESSED.fullmatch(last)) and mixed and any(c.isdigit() for c in last)


# ── Parts ──────────────────────────────────────────────────────────────


def _split(uri: object) -> tuple[str, str, str, str, str]:
    if not isinstance(uri, str) or not uri:
        raise Gs1Error("empty", "Chưa có địa chỉ. Hãy nhập một liên kết GS1.")
    if len(uri) > LONGEST:
        raise Gs1Error("too_long", f"Liên kết dài hơn {LONGEST} ký tự. Hãy kiểm tra lại.")
    if any(letter <= " " or letter == "\x7f" or "\ud800" <= letter <= "\udfff" for letter in uri):
        raise Gs1Error("characters", f"Liên kết {shown(uri)} có khoảng trắng hoặc ký tự không in được.")
    found = _ADDRESS.fullmatch(uri)
    if found is None:
        raise Gs1Error("not_a_link", f"{shown(uri)} không phải địa chỉ web http hoặc https.")
    if not _DOMAIN.fullmatch(found[2]):
        raise Gs1Error("domain", f"Tên miền {shown(found[2])} không dùng được trong liên kết GS1.")
    if _BAD_PERCENT.search(uri):
        raise Gs1Error("percent", f"Liên kết {shown(uri)} có dấu % không đi cùng hai chữ số thập lục phân.")
    return found[1], found[2], found[3], found[4] or "", found[5] or ""


def _path(path: str, *, allow_names: bool) -> tuple[str, list[tuple[str, str]]]:
    """The path before the key, and the pairs from the key on.

    The key is the last primary key from which the rest reads as key and qualifiers to the end.
    """
    steps = path.removesuffix("/").split("/")[1:]
    first_fault: Gs1Error | None = None
    for start in range(len(steps) - 2, -1, -1):
        code = _code(steps[start], allow_names=allow_names)
        if code is None or not ai_named(code).is_key or (len(steps) - start) % 2:
            continue
        try:
            pairs = _pairs(steps[start:], allow_names=allow_names)
        except Gs1Error as fault:
            first_fault = first_fault or fault
            continue
        return "".join(f"/{step}" for step in steps[:start]), pairs
    raise first_fault or _no_key(path, steps)


def _no_key(path: str, steps: Sequence[str]) -> Gs1Error:
    named = [step for step in steps if step in NAMES]
    if named:
        return Gs1Error(
            "short_name",
            f"Liên kết dùng tên chữ {shown(named[0])}, cách viết đã bỏ từ bản 1.2 của chuẩn. "
            f"Hãy viết số: /{NAMES[named[0]]}/…",
        )
    if is_compressed(f"https://id.gs1.org{path}"):
        return Gs1Error(
            "compressed",
            "Liên kết này ở dạng nén, hệ thống không mở. Hãy dùng liên kết đầy đủ, như /01/…/10/…",
        )
    return Gs1Error(
        "no_key", "Liên kết không có khóa GS1 nào đi cùng giá trị, như /01/08936000000011 hay /00/…"
    )


def _pairs(steps: Sequence[str], *, allow_names: bool) -> list[tuple[str, str]]:
    pairs = []
    for step, value in zip(steps[::2], steps[1::2], strict=True):
        code = _code(step, allow_names=allow_names)
        if code is None:
            raise Gs1Error("unknown_ai", f"{shown(step)} không phải số phân định của GS1.", step[:8])
        pairs.append((code, _padded(code, _unescaped(value, code))))
    key, *qualifiers = [code for code, _value in pairs]
    if not ai_named(key).allows(qualifiers):
        orders = " hoặc ".join("/".join(order) for order in ai_named(key).qualifiers or () if order)
        wanted = f"theo thứ tự {orders}" if orders else "không có gì thêm"
        raise Gs1Error(
            "qualifiers",
            f"Sau ({key}) trong đường dẫn chỉ được có {wanted}; đang là {'/'.join(qualifiers)}.",
            key,
        )
    return pairs


def _query(
    query: str, *, allow_names: bool
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    attributes, others = [], []
    for piece in re.split("[&;]", query) if query else ():
        name, _equals, value = piece.partition("=")
        code = _code(name, allow_names=allow_names)
        if code is None:
            if name.isascii() and name.isdecimal():
                raise Gs1Error("unknown_ai", f"({name[:8]}) không phải số phân định của GS1.", name[:8])
            if name:
                others.append((name, _unescaped(value, name)))
            continue
        if not ai_named(code).is_attribute:
            raise Gs1Error("not_an_attribute", f"({code}) không được đứng sau dấu hỏi của liên kết.", code)
        attributes.append((code, _padded(code, _unescaped(value, code))))
    return tuple(attributes), tuple(others)


def _code(step: str, *, allow_names: bool) -> str | None:
    if step in table():
        return step
    return NAMES.get(step) if allow_names else None


def _unescaped(value: str, where: str) -> str:
    try:
        return unquote_to_bytes(value).decode("utf-8")
    except UnicodeDecodeError:
        raise Gs1Error("percent", f"Giá trị của ({where[:20]}) không phải chữ UTF-8.", where[:20]) from None


def _padded(code: str, value: str) -> str:
    """A GTIN of 8, 12 or 13 digits with the zeros that make it 14."""
    return value.zfill(14) if code == "01" and len(value) in _GTIN_LENGTHS else value


def _check(link: DigitalLink) -> None:
    seen: dict[str, str] = {}
    for code, value in link.elements:
        check_value(code, value)
        if seen.setdefault(code, value) != value:
            raise Gs1Error("twice", f"({code}) đứng hai lần với hai giá trị khác nhau.", code)
    if not ai_named(link.key).is_key:
        raise Gs1Error("no_key", f"({link.key}) không phải khóa của liên kết GS1.", link.key)
    for code, sentence in relation_faults([code for code, _value in link.elements]):
        raise Gs1Error("relation", sentence, code)
