"""The table of application identifiers against GS1's syntax dictionary, and what a value may be."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.gs1.check_digits import SET_82, check_digit, check_pair, fits
from nscl.gs1.errors import Gs1Error
from nscl.gs1.identifiers import ai_named, check_value, relation_faults, table
from nscl.gs1.value_checks import CHECKS, UNCHECKED
from tests.gs1.data import published

LINE = re.compile(
    r"^(?P<ai>\d{2,4})(?:-(?P<last>\d{2,4}))?\s+(?P<flags>[*?]*)\s+(?P<rest>[^#]*?)\s*(?:#\s*(?P<title>.*))?$"
)


def dictionary() -> dict[str, tuple[str, list[str], list[str], str]]:
    """Identifier → flags, parts, attributes, title, as GS1's file says them."""
    found = {}
    text = published("gs1-syntax-dictionary", "gs1-syntax-dictionary.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        read = LINE.match(line)
        assert read is not None, line
        words = read["rest"].split()
        attributes = [word for word in words if re.match(r"(req|ex|dlpkey)(=|$)", word)]
        parts = [word for word in words if word not in attributes]
        first, last = read["ai"], read["last"] or read["ai"]
        for number in range(int(first), int(last) + 1):
            found[f"{number:0{len(first)}d}"] = (
                read["flags"],
                parts,
                attributes,
                (read["title"] or "").strip(),
            )
    return found


def test_every_identifier_of_the_dictionary_stands_in_the_table_and_no_other() -> None:
    assert set(dictionary()) == set(table())


def test_length_characters_and_checks_are_those_of_the_dictionary() -> None:
    for code, (_flags, parts, _attributes, title) in dictionary().items():
        ours = ai_named(code)
        written = []
        for part in ours.parts:
            size = f"..{part.longest}" if part.shortest != part.longest else str(part.longest)
            if part.shortest == part.longest == 1 and f"{part.letters}..1" in " ".join(parts):
                size = "..1"
            core = f"{part.letters}{size}"
            core = f"[{core}]" if part.is_optional else core
            written.append(",".join((core, *part.checks)))
        assert (written, ours.title) == (parts, title), code


def test_flags_needs_exclusions_and_qualifiers_are_those_of_the_dictionary() -> None:
    for code, (flags, _parts, attributes, _title) in dictionary().items():
        ours = ai_named(code)
        assert (ours.is_predefined, ours.is_attribute) == ("*" in flags, "?" in flags), code
        needs = [one[4:] for one in attributes if one.startswith("req=")]
        assert [",".join("+".join(a) for a in group) for group in ours.needs] == needs, code
        excludes = [x for one in attributes if one.startswith("ex=") for x in one[3:].split(",")]
        assert list(ours.excludes) == excludes, code
        keys = [one[7:] for one in attributes if one.startswith("dlpkey")]
        said = [] if ours.qualifiers is None else ["|".join(",".join(order) for order in ours.qualifiers)]
        assert said == keys, code


def test_every_check_the_table_names_is_written_or_said_not_to_be() -> None:
    named = {check for one in table().values() for part in one.parts for check in part.checks}
    assert named == set(CHECKS) | UNCHECKED


GOOD = [
    ("00", "340123451111111111"), ("01", "08936000000011"), ("10", "LÔ".replace("Ô", "O")), ("8013", "1987654Ad4X4bL5ttr2310c2K"),
    ("17", "270200"), ("7003", "2702281259"), ("8008", "2702281259"), ("8008", "27022812"), ("4309", "02790858483015297971"),
    ("8006", "040123451111180102"), ("8011", "0"), ("8007", "GB82WEST12345698765432"), ("422", "704"), ("7030", "999A1"),
    ("4307", "VN"), ("3911", "704123"), ("7252", "9"), ("4331", "001250-"), ("4331", "001250"), ("253", "4012345000009ABC"),
    ("7258", "1/2"), ("8001", "12340987605100"), ("7241", "80"), ("4300", "C%C3%B4ng"),
]  # fmt: skip
BAD = [
    ("01", "08936000000012", "check_digit"), ("01", "0893600000001", "length"), ("01", "０8936000000011", "characters"),
    ("01", "", "empty"), ("10", "A" * 21, "length"), ("10", "LÔ1", "characters"), ("17", "270230", "yymmd0"),
    ("7006", "270200", "yymmdd"), ("7003", "2702282460", "hhmi"), ("422", "999", "iso3166"), ("4307", "XX", "iso3166alpha2"),
    ("3911", "000123", "iso4217"), ("7252", "3", "iso5218"), ("8007", "GB82WEST12345698765433", "iban"),
    ("8006", "040123451111180201", "pieceoftotal"), ("8006", "040123451111180002", "pieceoftotal"), ("8011", "012", "nozeroprefix"),
    ("8003", "10401234500000", "zero"), ("8001", "00000987605100", "nonzero"), ("8014", "1987654321", "check_digit"),
    ("4331", "001250+", "hyphen"), ("4321", "2", "yesno"), ("8004", "ABC1", "gcppos1"), ("00", "3ABCD", "length"),
    ("7241", "11", "mediatype"), ("7258", "3/2", "posinseqslash"), ("4300", "C%GGng", "pcenc"), ("4309", "18000000010000000000", "latitude"),
    ("8008", "270228126", "length"), ("8001", "12340987605150", "winding"), ("7250", "20270230", "yyyymmdd"), ("01", "0893600000001\ud800", "characters"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "value"), GOOD)
def test_a_right_value_passes(code: str, value: str) -> None:
    check_value(code, value)


@pytest.mark.parametrize(("code", "value", "kind"), BAD)
def test_a_wrong_value_is_refused_with_its_identifier_and_kind(code: str, value: str, kind: str) -> None:
    with pytest.raises(Gs1Error) as refused:
        check_value(code, value)
    assert (refused.value.code, refused.value.where) == (kind, code)
    refused.value.detail.encode()  # what is said can be printed, whatever was given


@given(
    st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text()), st.binary()),
    st.sampled_from(sorted(table())),
)
def test_nothing_but_a_refusal_comes_from_any_value(value: object, code: str) -> None:
    with suppress(Gs1Error):
        check_value(code, value)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "0", "9999", "1٠", None, 1])
def test_an_identifier_nobody_assigned_is_refused(code: object) -> None:
    with pytest.raises(Gs1Error, match="không có số phân định"):
        ai_named(code)  # type: ignore[arg-type]


@given(st.text("0123456789", min_size=1, max_size=40))
def test_one_wrong_digit_never_fits(body: str) -> None:
    whole = body + check_digit(body)
    assert fits(whole)
    for place in range(len(whole)):
        other = str((int(whole[place]) + 1) % 10)
        assert not fits(whole[:place] + other + whole[place + 1 :])


@given(st.text(SET_82, min_size=1, max_size=23))
def test_a_check_pair_is_two_characters_of_its_set(body: str) -> None:
    assert re.fullmatch("[2-9A-HJ-NP-Z]{2}", check_pair(body))


@pytest.mark.parametrize("body", ["", "a" * 24, "ă", None])
def test_a_check_pair_of_what_is_no_model_number_is_refused(body: object) -> None:
    with pytest.raises(Gs1Error):
        check_pair(body)  # type: ignore[arg-type]


def test_what_an_identifier_needs_and_excludes_is_told() -> None:
    assert [code for code, _text in relation_faults(["01", "255"])] == ["01", "255"]
    assert list(relation_faults(["01", "10", "21", "17"])) == []
    needs = dict(relation_faults(["21"]))
    assert needs["21"].endswith("phải đi cùng (01), (03), (8006).")
    assert (
        list(relation_faults(["01", "3103", "3922"])) == []
    )  # a price needs a weight or count beside the product
    assert [code for code, _text in relation_faults(["01", "3922"])] == ["3922"]
