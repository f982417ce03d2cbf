"""What is read at one look reads the same as with the general parsers, and nothing wrong slips through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nscl.gs1.canonical import _finest
from nscl.gs1.digital_link import parse_link
from nscl.gs1.epc_urn import spelled
from nscl.gs1.plain_codes import plain_code

DIGITS = st.text("0123456789", min_size=0, max_size=14)
TAILS = st.text("0123456789ABCabc.-_*%/ é", min_size=0, max_size=22)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """URNs and links, right and nearly right."""
    one, two, tail = draw(DIGITS), draw(DIGITS), draw(TAILS)
    if draw(st.booleans()):  # the right number of digits, more often than chance would have it
        wanted = {"sgtin": 13, "lgtin": 13, "sscc": 17, "sgln": 12, "pgln": 12}
        scheme = draw(st.sampled_from(sorted(wanted)))
        both = draw(st.text("0123456789", min_size=wanted[scheme], max_size=wanted[scheme]))
        cut = draw(st.integers(5, 13))
        kind = "class" if scheme == "lgtin" else "id"
        rest = f".{tail}" if scheme in ("sgtin", "lgtin", "sgln") else ""
        return f"urn:epc:{kind}:{scheme}:{both[:cut]}.{both[cut:]}{rest}"
    forms = [
        f"urn:epc:id:sgtin:{one}.{two}.{tail}",
        f"urn:epc:idpat:sgtin:{one}.{two}.*",
        f"urn:epc:id:grai:{one}.{two}.{tail}",
        f"https://id.gs1.org/01/{one}/10/{tail}",
        f"https://id.gs1.org/01/04012345123456/10/{tail}/21/{tail}",
        f"https://id.gs1.org/01/04012345123456/21/{tail}",
        f"https://id.gs1.org/01/{one}",
        f"https://id.gs1.org/00/34012345000000000{one[:1]}",
        f"https://id.gs1.org/414/401234500000{one[:1]}",
        f"https://id.gs1.org/417/401234500000{one[:1]}/254/{tail}",
    ]
    return draw(st.sampled_from(forms))


@settings(deadline=None)
@given(codes())
def test_a_plain_code_reads_as_the_general_parsers_read_it(text: str) -> None:
    found = plain_code(text)
    if found is None:
        return
    canonical, is_fine = found
    assert canonical == (spelled(text) if text.startswith("urn:") else _finest(text))
    link = parse_link(
        spelled(text) if text.startswith("urn:") else text, allow_names=True
    )  # nothing is wrong
    assert is_fine == (link.key != "01" or bool(link.qualifiers))


@pytest.mark.parametrize(
    "text",
    [
        "urn:epc:id:sgtin:4012345.012345.A",
        "urn:epc:class:lgtin:4012345.012345.L-1",
        "urn:epc:id:sscc:4012345.0000000001",
        "urn:epc:id:sgln:4012345.00001.0",
        "urn:epc:id:pgln:4012345.00001",
        "https://id.gs1.org/01/04012345123456/10/L/21/7",
        "https://id.gs1.org/00/340123450000000000",
        "https://id.gs1.org/414/4012345000016",
    ],
)
def test_the_usual_spellings_are_read_at_one_look(text: str) -> None:
    assert plain_code(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "urn:epc:id:sgtin:4012345.01234.A",  # a digit short
        "urn:epc:id:sgtin:4012345.012345.*",
        "urn:epc:id:sgtin:4012345.012345.A%2F",
        "urn:epc:id:lgtin:4012345.012345.A",  # a class, not an id
        "urn:epc:id:sgtin:４012345.012345.A",  # a full-width digit
        "https://id.gs1.org/01/04012345123457",  # wrong check digit
        "https://id.gs1.org/01/04012345123456/21/7/10/L",
        "https://vi-du.vn/01/04012345123456",
        "https://id.gs1.org/01/04012345123456/10/" + "L" * 21,
    ],
)
def test_what_is_not_plain_is_left_to_the_general_parsers(text: str) -> None:
    assert plain_code(text) is None
