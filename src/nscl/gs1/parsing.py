"""Any spelling of a code, read into one: web address, URN, element string, bare number, national code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.check_digits import fits, is_digits
from nscl.gs1.digital_link import build_link, parse_link
from nscl.gs1.element_strings import Elements, checked, parse_elements
from nscl.gs1.epc_urn import urn_to_link
from nscl.gs1.errors import Gs1Error, shown
from nscl.gs1.identifiers import ai_named
from nscl.gs1.trace_codes import KIND_NAMES, Kind, is_vietnamese, parse_trace_code

# Lengths of bare numbers and the key they are: 13 digits are a product's or a place's, taken for a product's.
_BARE = {8: "01", 12: "01", 13: "01", 14: "01", 18: "00"}
_KEY_KINDS: dict[str, Kind] = {"00": "logistic_unit", "01": "product", "414": "place", "417": "party"}


@dataclass(frozen=True)
class Parsed:
    """What a code is: its spelling, what it names, its elements, and its one canonical link.

    `link` is empty for a national code, which is no GS1 key; `notes` are things worth knowing that are no
    faults.
    """

    given: str
    form: str  # "digital_link" | "epc_urn" | "element_string" | "number" | "trace_code"
    kind: Kind
    elements: tuple[tuple[str, str], ...] = ()
    link: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For machines: plain values."""
        return {
            "valid": True,
            "given": self.given,
            "form": self.form,
            "kind": self.kind,
            "kind_name": KIND_NAMES[self.kind],
            "elements": [
                {"ai": ai, "title": self.titles.get(ai, ""), "value": value} for ai, value in self.elements
            ],
            "canonical": self.link or None,
            "code": self.code or None,
            "notes": list(self.notes),
        }


def parse(text: str, *, allow_names: bool = False) -> Parsed:
    """Read a code in whatever spelling, or refuse it with what is wrong.

    >>> found = parse("urn:epc:class:lgtin:4012345.012345.L7")
    >>> found.kind, found.link
    ('lot', 'https://id.gs1.org/01/04012345123456/10/L7')
    >>> parse("8936000000011").link
    'https://id.gs1.org/01/08936000000011'
    """
    if not isinstance(text, str) or not text.strip():
        raise Gs1Error("empty", "Chưa có mã. Hãy nhập mã vạch, liên kết, URN hoặc chuỗi quét được.")
    given = text.strip(" \t\r\n")
    if given[:4].lower() == "http":
        link = parse_link(given, allow_names=allow_names)
        return _parsed(given, "digital_link", link.elements)
    if given[:4].lower() == "urn:":
        link = parse_link(urn_to_link(given))
        return _parsed(given, "epc_urn", link.elements)
    if is_digits(given) and len(given) in _BARE:
        return _bare(given)
    if given[:1] in "(]^\x1d" or given[:2].isdigit():
        return _parsed(given, "element_string", parse_elements(given).pairs)
    found = parse_trace_code(given)
    note = () if found.form.is_verified else (f"Dạng mã chưa đối chiếu với văn bản: {found.form.source}.",)
    return Parsed(given, "trace_code", found.kind, notes=note, code=found.text)


def _bare(digits: str) -> Parsed:
    """A bare number; 13 digits are a product's code unless said otherwise."""
    key = _BARE[len(digits)]
    if not fits(digits):
        raise Gs1Error(
            "check_digit", f"Mã {shown(digits)} sai số kiểm tra ở cuối. Hãy so lại từng chữ số.", key
        )
    value = digits.zfill(14) if key == "01" else digits
    notes = ("13 chữ số có thể là mã sản phẩm (GTIN) hoặc mã địa điểm (GLN); ở đây hiểu là GTIN.",)
    found = _parsed(digits, "number", ((key, value),))
    return found if len(digits) != 13 else _noted(found, notes)


def _noted(found: Parsed, notes: tuple[str, ...]) -> Parsed:
    return Parsed(
        found.given,
        found.form,
        found.kind,
        found.elements,
        found.link,
        (*notes, *found.notes),
        "",
        found.titles,
    )


def _parsed(given: str, form: str, pairs: tuple[tuple[str, str], ...]) -> Parsed:
    elements = checked(pairs).pairs
    codes = dict(elements)
    link = _link_of(elements)
    notes = []
    gtin = codes.get("01", "")
    if gtin and not is_vietnamese(gtin):
        notes.append("Mã sản phẩm không thuộc tiền tố của Việt Nam (893).")
    titles = {code: ai_named(code).title for code in codes}
    return Parsed(given, form, _kind(codes), elements, link, tuple(notes), "", titles)


def _link_of(elements: Elements | tuple[tuple[str, str], ...]) -> str:
    """The canonical link of the first primary key among the elements; empty when there is none."""
    pairs = list(elements.pairs if isinstance(elements, Elements) else elements)
    keys = [pair for pair in pairs if ai_named(pair[0]).is_key]
    if not keys:
        return ""
    key = keys[0]
    allowed = {code for order in ai_named(key[0]).qualifiers or () for code in order}
    return canonical_epc(build_link([key, *(pair for pair in pairs if pair[0] in allowed and pair != key)]))


def _kind(codes: Mapping[str, str]) -> Kind:
    if "01" in codes and ("21" in codes or "235" in codes):
        return "item"
    if "01" in codes and "10" in codes:
        return "lot"
    return next((kind for key, kind in _KEY_KINDS.items() if key in codes), "other")
