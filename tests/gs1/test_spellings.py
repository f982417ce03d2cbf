"""Web addresses, URNs, element strings and bare numbers: one thing, one canonical link."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nscl.gs1.canonical import canonical_epc
from nscl.gs1.check_digits import check_digit
from nscl.gs1.command import main
from nscl.gs1.digital_link import NAMES, address, build_link, is_compressed, parse_link
from nscl.gs1.element_strings import build_elements, parse_elements
from nscl.gs1.epc_urn import link_to_urn, urn_to_link
from nscl.gs1.errors import Gs1Error
from nscl.gs1.parsing import parse
from nscl.gs1.trace_codes import FORMS, parse_trace_code
from tests.gs1.data import published

GTIN = "08936000000011"
SERIAL = st.text("!\"%&'()*+,-./0123456789:;<=>?ABCXYZ_abcxyz", min_size=1, max_size=20)
DIGITS = st.integers(6, 12).flatmap(
    lambda n: st.tuples(st.just(n), st.text("0123456789", min_size=13, max_size=13))
)


def test_the_published_pairs_of_urn_and_link_agree() -> None:
    pairs = json.loads(published("urn-digital-link", "pairs.json").read_text(encoding="utf-8"))
    assert len(pairs) == 16
    for pair in pairs:
        assert urn_to_link(pair["urn"]) == pair["digital_link"]
        assert canonical_epc(pair["urn"]) == canonical_epc(pair["digital_link"]) == pair["digital_link"]


@given(DIGITS, SERIAL)
@example((7, "0614141812345"), "*")
def test_a_link_made_from_a_urn_gives_the_urn_again(parts: tuple[int, str], serial: str) -> None:
    length, digits = parts
    link = build_link([("01", digits + check_digit(digits)), ("21", serial)])
    urn = link_to_urn(link, length)
    assert urn_to_link(urn) == link == canonical_epc(urn)


URNS = [
    ("urn:epc:id:sscc:0614141.1234567890", 7), ("urn:epc:id:sgln:061414.123456.A%2FB", 6), ("urn:epc:id:sgln:0614141.12345.0", 7),
    ("urn:epc:id:grai:0614141.12345.400", 7), ("urn:epc:id:giai:0614141.12345400", 7), ("urn:epc:id:gsrn:0614141.1234567890", 7),
    ("urn:epc:id:gsrnp:0614141.1234567890", 7), ("urn:epc:id:gdti:0614141.12345.400", 7), ("urn:epc:id:cpi:0614141.123ABC.123456789", 7),
    ("urn:epc:id:sgcn:4012345.67890.04711", 7), ("urn:epc:id:ginc:0614141.xyz3311cba", 7), ("urn:epc:id:gsin:0614141.123456789", 7),
    ("urn:epc:id:itip:4012345.012345.04.04.987", 7), ("urn:epc:id:upui:1234567.089456.51qIgY)%3C%26Jp3*j7'SDB", 7), ("urn:epc:id:pgln:1234567.89012", 7),
    ("urn:epc:class:lgtin:4012345.012345.998877", 7), ("urn:epc:idpat:sgtin:0614141.112345.*", 7), ("urn:epc:id:sgtin:893600000001.0.9", 12),
]  # fmt: skip


@pytest.mark.parametrize(("urn", "length"), URNS)
def test_every_scheme_goes_to_a_link_and_back(urn: str, length: int) -> None:
    assert link_to_urn(urn_to_link(urn), length) == urn


@pytest.mark.parametrize(
    ("urn", "code"),
    [
        ("urn:epc:id:sgtin:0614141.81234.6789", "reference"), ("urn:epc:id:sgtin:06141.81234567.6789", "prefix"),
        ("urn:epc:id:sgtin:0614141.812345", "parts"), ("urn:epc:id:sgtin:0614141.812345.*", "pattern"),
        ("urn:epc:id:gid:95100000.12345.400", "no_link"), ("urn:epc:id:xyz:1.2.3", "unknown_scheme"), ("urn:epc:id:lgtin:4012345.012345.L1", "unknown_scheme"),
        ("urn:epc:id:sgtin:0614141.812345.%ZZ", "percent"), ("urn:epc:id:sgtin:0614141.812345.%FF", "percent"), ("urn:epc:tag:sgtin-96:3.0614141.812345.1", "not_a_urn"),
        ("urn:epc:idpat:sgtin:0614141.*.*", "pattern"), ("urn:epc:id:sgtin:０614141.812345.1", "prefix"), ("", "not_a_urn"), ("urn:epc:id:sscc:" + "1" * 9999, "not_a_urn"),
        ("urn:epc:id:itip:4012345.012345.5.04.987", "reference"), ("urn:epc:id:sgtin:0614141.812345.Lô", "characters"),
    ],
)  # fmt: skip
def test_a_wrong_urn_is_refused(urn: str, code: str) -> None:
    with pytest.raises(Gs1Error) as refused:
        urn_to_link(urn)
    assert refused.value.code == code


@pytest.mark.parametrize("length", [5, 13, True, "7", None])
def test_a_urn_needs_a_length_of_prefix_that_exists(length: object) -> None:
    with pytest.raises(Gs1Error):
        link_to_urn(f"https://id.gs1.org/01/{GTIN}/21/1", length)  # type: ignore[arg-type]


# ── Web addresses ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("uri", "elements"),
    [
        (f"https://id.gs1.org/01/{GTIN}", [("01", GTIN)]),
        (f"HTTPS://Vi-Du.vn:8443/san-pham/01/{GTIN}/10/L%2F1/21/7/", [("01", GTIN), ("10", "L/1"), ("21", "7")]),
        ("https://vi-du.vn/01/8936000000011/10/L1?17=270228&x=1&3103=000500#a", [("01", GTIN), ("10", "L1"), ("17", "270228"), ("3103", "000500")]),
        (f"https://vi-du.vn/01/01/{GTIN}", [("01", GTIN)]),
        ("https://vi-du.vn/414/4012345000054/254/K1", [("414", "4012345000054"), ("254", "K1")]),
        ("https://vi-du.vn/00/340123451111111111?02=08936000000011&37=20", [("00", "340123451111111111"), ("02", GTIN), ("37", "20")]),
        (f"https://xn--v-da-hoa.vn/01/{GTIN}/235/ABC", [("01", GTIN), ("235", "ABC")]),
    ],
)  # fmt: skip
def test_an_address_is_read_with_its_qualifiers_and_attributes(
    uri: str, elements: list[tuple[str, str]]
) -> None:
    assert list(parse_link(uri).elements) == elements


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        (f"https://vi-du.vn/01/{GTIN}/21/7/10/L1", "qualifiers"), (f"https://vi-du.vn/01/{GTIN}/10/L1/235/A", "qualifiers"),
        ("https://vi-du.vn/01/08936000000012", "check_digit"), (f"https://vi-du.vn/gtin/{GTIN}/lot/L1", "short_name"),
        (f"https://vi-du.vn/01/{GTIN}?21=1", "not_an_attribute"), (f"https://vi-du.vn/01/{GTIN}?9999=1", "unknown_ai"),
        ("https://vi-du.vn/san-pham", "no_key"), ("https://id.gs1.org/AQnYUc1gmiERBhRWEXRQIw", "compressed"), ("ftp://vi-du.vn/01/1", "not_a_link"),
        (f"https://a:b@vi-du.vn/01/{GTIN}", "domain"), (f"https:///01/{GTIN}", "domain"), (f"https://vi-du.vn/01/{GTIN}/10/%ZZ", "percent"),
        (f"https://vi-du.vn/01/{GTIN}/10/%FF", "percent"), (f"https://vi-du.vn/01/{GTIN}/10/L\u00d4", "characters"), ("https://vi-du.vn/01/ 1", "characters"),
        (f"https://vi-du.vn/01/{GTIN}?17=270230", "yymmd0"), (f"https://vi-du.vn/01/{GTIN}?37=5", "relation"), ("https://vi-du.vn/" + "a" * 3000, "too_long"),
        (f"https://vi-du.vn/01/{GTIN}?17=270228&17=270227", "twice"), ("https://vi-du.vn/01/٠8936000000011", "characters"), ("", "empty"), (None, "empty"),
        (f"https://vi-du.vn/01/{GTIN}/10/", "no_key"), ("https://vi-du.vn/01", "no_key"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused(uri: object, code: str) -> None:
    with pytest.raises(Gs1Error) as refused:
        parse_link(uri)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_short_names_are_read_only_when_asked() -> None:
    found = parse_link(f"https://vi-du.vn/gtin/{GTIN}/lot/L1/ser/7", allow_names=True)
    assert found.elements == (("01", GTIN), ("10", "L1"), ("21", "7"))
    assert set(NAMES.values()) >= {"00", "01", "10", "21", "414", "8003"}


@given(SERIAL, SERIAL)
def test_what_is_built_is_read_again(lot: str, serial: str) -> None:
    uri = build_link(
        [("01", GTIN), ("21", serial), ("17", "270228"), ("10", lot)], domain="vi-du.vn", stem="/q"
    )
    link = parse_link(uri)
    assert link.elements == (("01", GTIN), ("10", lot), ("21", serial), ("17", "270228"))
    assert address(link) == uri
    assert canonical_epc(uri) == canonical_epc(f"https://id.gs1.org{uri.partition('/q')[2]}")


@pytest.mark.parametrize(
    "pairs", [[], [("10", "L1")], [("01", GTIN), ("8005", "12")], [("01", GTIN), ("254", "A")]]
)
def test_what_makes_no_link_is_not_built(pairs: list[tuple[str, str]]) -> None:
    with pytest.raises(Gs1Error):
        build_link(pairs)


def test_a_readable_path_is_not_taken_for_a_compressed_link() -> None:
    assert not is_compressed("https://vi-du.vn/gioi-thieu-san-pham-2026")
    assert not is_compressed("khong phai dia chi")


@pytest.mark.parametrize(
    ("spelling", "canonical"),
    [
        (f"http://vi-du.vn/a/01/{GTIN}/22/2A/10/L1/21/7?17=270228", f"https://id.gs1.org/01/{GTIN}/21/7"),
        ("https://vi-du.vn/gtin/8936000000011/lot/L1", f"https://id.gs1.org/01/{GTIN}/10/L1"),
        ("https://vi-du.vn/01/08936000000012", "https://id.gs1.org/01/08936000000012"),  # judged elsewhere
        ("urn:epc:id:gid:95100000.12345.400", "urn:epc:id:gid:95100000.12345.400"),
        ("https://vi-du.vn/kho/7", "https://vi-du.vn/kho/7"), ("", ""), ("https://vi-du.vn/8013/1987654Ad4X4bL5ttr2310c2K", "https://vi-du.vn/8013/1987654Ad4X4bL5ttr2310c2K"),
    ],
)  # fmt: skip
def test_one_thing_has_one_canonical_link(spelling: str, canonical: str) -> None:
    assert canonical_epc(spelling) == canonical
    assert canonical_epc(canonical) == canonical


@given(st.text(max_size=200))
def test_canonical_never_fails(text: str) -> None:
    assert canonical_epc(canonical_epc(text)) == canonical_epc(text)


# ── Element strings ────────────────────────────────────────────────────


@given(SERIAL, SERIAL, st.permutations(["01", "10", "17", "21"]))
def test_a_scanned_string_and_the_written_one_say_the_same(lot: str, serial: str, order: list[str]) -> None:
    values = {"01": GTIN, "10": lot, "17": "270228", "21": serial}
    scanned = build_elements([(code, values[code]) for code in order])
    assert dict(parse_elements(scanned).pairs) == values
    assert dict(parse_elements("]C1" + scanned).pairs) == values


def test_parentheses_inside_a_value_do_not_end_it() -> None:
    assert parse_elements(f"(01){GTIN}(10)A(B)9").value("10") == "A(B)9"
    assert parse_elements(f"(01){GTIN}(10)A(B)9").written() == f"(01){GTIN}(10)A(B)9"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(99999)1", "unknown_ai"), ("(01)123", "length"), (f"01{GTIN}05ABC", "unknown_ai"), ("", "empty"), (None, "empty"), ("(10)L1", "relation"),
        (f"(01){GTIN}(10)A(10)B", "twice"), (f"01{GTIN}10", "empty"), ("x" * 9000, "too_long"), (f"(01){GTIN}(37)5", "relation"),
    ],
)  # fmt: skip
def test_a_wrong_element_string_is_refused(text: object, code: str) -> None:
    with pytest.raises(Gs1Error) as refused:
        parse_elements(text)  # type: ignore[arg-type]
    assert refused.value.code == code


# ── Any spelling, and the command ──────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "form", "kind", "link"),
    [
        ("8936000000011", "number", "product", f"https://id.gs1.org/01/{GTIN}"),
        ("340123451111111111", "number", "logistic_unit", "https://id.gs1.org/00/340123451111111111"),
        (f"(01){GTIN}(10)L1(17)270228", "element_string", "lot", f"https://id.gs1.org/01/{GTIN}/10/L1"),
        (f"]d201{GTIN}217", "element_string", "item", f"https://id.gs1.org/01/{GTIN}/21/7"),
        (" urn:epc:id:sgln:4012345.00005.0\n", "epc_urn", "place", "https://id.gs1.org/414/4012345000054"),
        ("https://vi-du.vn/417/4000001000005", "digital_link", "party", "https://id.gs1.org/417/4000001000005"),
        ("vn-lcor-0123", "trace_code", "growing_area", ""), ("(17)270228(01)" + GTIN, "element_string", "product", f"https://id.gs1.org/01/{GTIN}"),
    ],
)  # fmt: skip
def test_a_code_in_any_spelling_is_read(text: str, form: str, kind: str, link: str) -> None:
    found = parse(text)
    assert (found.form, found.kind, found.link) == (form, kind, link)


def test_what_is_not_verified_is_said() -> None:
    assert not any(form.is_verified for form in FORMS)
    assert "chưa đối chiếu" in parse("VN-LCPH-012").notes[0]
    assert parse_trace_code("VN - LCOR - 0123").text == "VN-LCOR-0123"


@given(st.one_of(st.none(), st.integers(), st.text(), st.text("0123456789()]^\x1dhturn:/.", max_size=60)))
def test_nothing_but_a_refusal_comes_from_any_code(text: object) -> None:
    try:
        parse(text)  # type: ignore[arg-type]
    except Gs1Error as refused:
        assert refused.detail.encode() and refused.code


def test_the_command_prints_what_a_code_is_and_ends_with_zero() -> None:
    out = io.StringIO()
    assert main(f"(01){GTIN}(10)L1", as_json=True, out=out) == 0
    said = json.loads(out.getvalue())
    assert (
        said["valid"] and said["canonical"] == f"https://id.gs1.org/01/{GTIN}/10/L1" and said["kind"] == "lot"
    )
    words = io.StringIO()
    assert main("VN-LCOR-0123", out=words) == 0
    assert "vùng trồng" in words.getvalue() and "Lưu ý" in words.getvalue()


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_ends_with_one_and_the_reason(as_json: bool) -> None:
    out = io.StringIO()
    assert main("https://vi-du.vn/01/08936000000012", as_json=as_json, out=out) == 1
    assert "số kiểm tra" in out.getvalue()
    if as_json:
        assert json.loads(out.getvalue()) | {"detail": ""} == {
            "valid": False,
            "code": "check_digit",
            "detail": "",
            "where": "01",
        }
