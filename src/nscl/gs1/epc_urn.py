"""EPC URNs and the Digital Links that say the same.

Source: GS1 EPC Tag Data Standard, section 6 (pure identity URNs) and section 8 (patterns); GS1 CBV 2.0,
section 8.4 (Digital Link forms). From a URN to a link needs arithmetic only; back needs the length of the
company prefix, which the key itself does not tell.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from nscl.gs1.check_digits import check_digit, is_digits
from nscl.gs1.digital_link import CANONICAL, escaped, parse_link
from nscl.gs1.errors import Gs1Error, shown

_URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(.+)", re.DOTALL)
# What an EPC URN need not escape: letters, digits and these.
_PLAIN = "!'()*+,-.:;=_"
_PREFIX_LENGTHS = range(6, 13)
# Schemes without a GS1 key: other bodies' numbers, kept as they are.
FOREIGN = frozenset({"gid", "usdod", "adi", "bic", "imovn"})


@dataclass(frozen=True)
class Scheme:
    """How a scheme's URN is made: digits of prefix and reference together, and what follows.

    `keyed(prefix, reference)` gives the value of the key with its check digit; `rest` are the identifiers of
    the parts after the reference, "" for a part that lengthens the key's own value.
    """

    key: str
    digits: int | None  # of prefix and reference together; None: the reference is text
    keyed: Callable[[str, str], str]
    rest: tuple[str, ...] = ()


def _checked(body: str) -> str:
    return body + check_digit(body)


def _indicator_first(prefix: str, reference: str) -> str:
    """The indicator or extension digit stands first in the key, first in the reference of the URN."""
    return reference[:1] + prefix + reference[1:]


SCHEMES: dict[str, Scheme] = {
    "sgtin": Scheme("01", 13, lambda p, r: _checked(_indicator_first(p, r)), ("21",)),
    "lgtin": Scheme("01", 13, lambda p, r: _checked(_indicator_first(p, r)), ("10",)),
    "upui": Scheme("01", 13, lambda p, r: _checked(_indicator_first(p, r)), ("235",)),
    "sscc": Scheme("00", 17, lambda p, r: _checked(_indicator_first(p, r))),
    "sgln": Scheme("414", 12, lambda p, r: _checked(p + r), ("254",)),
    "pgln": Scheme("417", 12, lambda p, r: _checked(p + r)),
    "grai": Scheme("8003", 12, lambda p, r: "0" + _checked(p + r), ("",)),
    "giai": Scheme("8004", None, lambda p, r: p + r),
    "gsrn": Scheme("8018", 17, lambda p, r: _checked(p + r)),
    "gsrnp": Scheme("8017", 17, lambda p, r: _checked(p + r)),
    "gdti": Scheme("253", 12, lambda p, r: _checked(p + r), ("",)),
    "sgcn": Scheme("255", 12, lambda p, r: _checked(p + r), ("",)),
    "cpi": Scheme("8010", None, lambda p, r: p + r, ("8011",)),
    "ginc": Scheme("401", None, lambda p, r: p + r),
    "gsin": Scheme("402", 16, lambda p, r: _checked(p + r)),
    "itip": Scheme("8006", 13, lambda p, r: _checked(_indicator_first(p, r)), ("", "", "21")),
}
_FIRST_DIGIT = frozenset({"sgtin", "lgtin", "upui", "sscc", "itip"})  # the reference begins with it
_PARTS = {"itip": ((2, 2), (2, 2))}  # digits of the parts that lengthen the key's value


def urn_to_link(urn: str) -> str:
    """The canonical Digital Link of an EPC URN: of an instance, of a class, or of a pattern's class.

    A scheme of another body (GID, DoD, BIC …) has none and is refused.

    >>> urn_to_link("urn:epc:id:sgtin:0614141.812345.6789%2F")
    'https://id.gs1.org/01/80614141123458/21/6789%2F'
    >>> urn_to_link("urn:epc:idpat:sgtin:4012345.012345.*")
    'https://id.gs1.org/01/04012345123456'
    """
    link = spelled(urn)
    parse_link(link)
    return link


def spelled(urn: str) -> str:
    """The link of a URN whose structure holds; whether its values are allowed is not judged."""
    kind, name, parts = _read(urn)
    scheme = SCHEMES[name]
    prefix, reference, *rest = parts
    if kind == "idpat" and "*" in (prefix, reference):
        raise Gs1Error("pattern", f"Mẫu {shown(urn)} không chỉ một loại hàng nào nên không có liên kết.")
    _check_lengths(urn, name, scheme, prefix, reference)
    value = scheme.keyed(prefix, reference)
    steps = f"/{scheme.key}/"
    tail = ""
    for place, (code, part) in enumerate(zip(scheme.rest, rest, strict=False)):
        if part == "*" and kind == "idpat":
            break
        if code == "":
            value += _lengthening(urn, name, place, part)
        elif part and not (name == "sgln" and part == "0"):
            tail += f"/{code}/{escaped(part)}"
    return f"{CANONICAL}{steps}{escaped(value)}{tail}"


def link_to_urn(link: str, prefix_length: int) -> str:
    """The EPC URN of a Digital Link, given how many digits its company prefix has.

    >>> link_to_urn("https://id.gs1.org/01/80614141123458/21/6789%2F", 7)
    'urn:epc:id:sgtin:0614141.812345.6789%2F'
    """
    if isinstance(prefix_length, bool) or prefix_length not in _PREFIX_LENGTHS:
        raise Gs1Error("prefix_length", "Mã doanh nghiệp GS1 dài từ 6 đến 12 chữ số. Hãy nêu đúng độ dài.")
    found = parse_link(link)
    name, kind, fine = _scheme_of(found.key, dict(found.qualifiers))
    body, rest = _body(found.key, found.value)
    if name in _FIRST_DIGIT:
        prefix = body[1 : 1 + prefix_length]
        reference = body[0] + body[1 + prefix_length :]
    else:
        prefix, reference = body[:prefix_length], body[prefix_length:]
    if not is_digits(prefix) or len(prefix) != prefix_length:
        raise Gs1Error("prefix_length", f"Khóa {shown(found.value)} không có {prefix_length} chữ số đầu.")
    parts = [prefix, _escaped_urn(reference), *map(_escaped_urn, rest)]
    if fine is not None:
        parts.append("*" if kind == "idpat" else _escaped_urn(fine))
    urn = f"urn:epc:{kind}:{name}:{'.'.join(parts)}"
    _read(urn)
    return urn


def _scheme_of(key: str, qualifiers: dict[str, str]) -> tuple[str, str, str | None]:
    """Scheme, kind and the finest part of a key with its qualifiers."""
    if key == "01":
        for code, name, kind in (("21", "sgtin", "id"), ("235", "upui", "id"), ("10", "lgtin", "class")):
            if code in qualifiers:
                return name, kind, qualifiers[code]
        return "sgtin", "idpat", "*"
    if key == "414":
        return "sgln", "id", qualifiers.get("254", "0")
    if key in ("8006", "8010"):
        code, name = {"8006": ("21", "itip"), "8010": ("8011", "cpi")}[key]
        return (name, "id", qualifiers[code]) if code in qualifiers else (name, "idpat", "*")
    for name, scheme in SCHEMES.items():
        if scheme.key == key:
            return name, "id", None
    raise Gs1Error("no_urn", f"Khóa ({key}) không có dạng URN.", key)


def _body(key: str, value: str) -> tuple[str, list[str]]:
    """The key's digits without check digit, and the parts that lengthened it."""
    if key == "8003":
        return value[1:13], [value[14:]]
    if key in ("253", "255"):
        return value[:12], [value[13:]]
    if key == "8006":
        return value[:13], [value[14:16], value[16:18]]
    if key in ("8004", "8010", "401"):
        return value, []
    return value[:-1], []


def _read(urn: object) -> tuple[str, str, list[str]]:
    found = _URN.fullmatch(urn) if isinstance(urn, str) and len(urn) <= 500 else None
    if found is None:
        raise Gs1Error("not_a_urn", f"{shown(urn)} không phải URN của EPC, như urn:epc:id:sgtin:….")
    kind, name = found[1], found[2]
    if name in FOREIGN:
        raise Gs1Error("no_link", f"Hệ mã “{name}” không phải khóa GS1 nên không có liên kết GS1.")
    if name not in SCHEMES or (kind == "class") != (name == "lgtin"):
        raise Gs1Error("unknown_scheme", f"Không có hệ mã EPC {shown(name, 20)} ở dạng “{kind}”.")
    written = found[3].split(".", _most_parts(name) - 1)
    wanted = _most_parts(name)
    if len(written) != wanted:
        raise Gs1Error("parts", f"URN {shown(urn)} có {len(written)} phần sau tên hệ mã; phải có {wanted}.")
    if kind != "idpat" and "*" in written[2:]:  # a star that is a value is written %2A
        raise Gs1Error("pattern", f"Dấu * chỉ dùng trong mẫu (idpat): {shown(urn)}.")
    return kind, name, [_unescaped(part, str(urn)) for part in written]


def _most_parts(name: str) -> int:
    return 2 + len(SCHEMES[name].rest)


def _check_lengths(urn: str, name: str, scheme: Scheme, prefix: str, reference: str) -> None:
    if not is_digits(prefix) or len(prefix) not in _PREFIX_LENGTHS:
        raise Gs1Error("prefix", f"Mã doanh nghiệp trong {shown(urn)} phải gồm 6 đến 12 chữ số.")
    if scheme.digits is None:
        return
    wanted = scheme.digits - len(prefix)
    if len(reference) != wanted or (reference and not is_digits(reference)):
        raise Gs1Error(
            "reference", f"Phần thứ hai của {shown(urn)} phải có {wanted} chữ số (hệ mã {name}).", scheme.key
        )


def _lengthening(urn: str, name: str, place: int, part: str) -> str:
    lengths = _PARTS.get(name)
    if lengths is not None and not (is_digits(part) and len(part) == lengths[place][1]):
        raise Gs1Error("reference", f"Số mảnh và tổng số mảnh trong {shown(urn)} phải có hai chữ số.")
    return part


def _unescaped(part: str, urn: str) -> str:
    if re.search(r"%(?![0-9A-Fa-f]{2})", part):
        raise Gs1Error("percent", f"URN {shown(urn)} có dấu % không đi cùng hai chữ số thập lục phân.")
    try:
        return unquote_to_bytes(part).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise Gs1Error("percent", f"URN {shown(urn)} không phải chữ UTF-8.") from None


def _escaped_urn(part: str) -> str:
    """A star alone means “any” in a pattern, so one that is a value is escaped."""
    return "%2A" if part == "*" else quote(part, safe=_PLAIN)
