"""Standard codes: found as printed, judged at the plan's year, never guessed."""

from __future__ import annotations

import pytest

from nscl.plandoc.standards import faulty_standards, find_merged_schemes, find_standards, judge_standard


def only_fault(text: str, year: int | None = 2021) -> tuple[str, str] | None:
    faults = faulty_standards(text, year)
    return (faults[0].fault, faults[0].replacement) if faults else None


@pytest.mark.parametrize(
    ("text", "publisher", "number", "edition"),
    [
        ("ISO 9001:2015", "ISO", "9001", 2015),
        ("ISO/ IEC 17025: 2005", "ISO/IEC", "17025", 2005),
        ("ISO/TS16949", "ISO/TS", "16949", None),
        ("TCVN ISO/IEC 27001:2019", "ISO/IEC", "27001", 2019),
        ("OHSAS 18001", "OHSAS", "18001", None),
        ("SA 8000", "SA", "8000", None),
        ("ISO 14001-2015", "ISO", "14001", 2015),
    ],
)
def test_codes_are_found_with_their_parts(
    text: str, publisher: str, number: str, edition: int | None
) -> None:
    (mention,) = find_standards(f"áp dụng {text}, và hơn nữa")
    assert (mention.publisher, mention.number, mention.edition) == (publisher, number, edition)
    assert mention.printed == text.removeprefix("TCVN ISO") or mention.printed in text


@pytest.mark.parametrize(
    ("text", "fault", "replacement"),
    [
        ("OHSAS 18001:2007", "withdrawn", "ISO 45001:2018"),
        ("ISO/TS 16949", "withdrawn", "IATF 16949:2016"),
        ("ISO/IEC 17025:2005", "old_edition", "ISO/IEC 17025:2017"),
        ("ISO 9001:2008", "old_edition", "ISO 9001:2015"),
        ("ISO 22000:2005", "old_edition", "ISO 22000:2018"),
        ("ISO/IEC 2700", "misprint", "ISO/IEC 27001"),
        ("ISO 1400", "misprint", "ISO 14001"),
        ("ISO 90001", "misprint", "ISO 9001"),
    ],
)
def test_dead_and_misprinted_codes_are_named_with_what_to_cite(
    text: str, fault: str, replacement: str
) -> None:
    assert only_fault(text) == (fault, replacement)


def test_a_cut_ohsas_code_leads_to_its_successor() -> None:
    found = only_fault("OHSAS 1800")
    assert found is not None and found[0] == "misprint"
    assert "OHSAS 18001" in found[1] and "ISO 45001:2018" in found[1]


@pytest.mark.parametrize(
    "text",
    [
        "ISO 9001:2015", "ISO 9000", "ISO 14000", "ISO 45001", "ISO 50001", "ISO 56000", "ISO/IEC 17025", "ISO/IEC 17025:2017",
        "IATF 16949", "SA 8000", "FSSC 22000", "ISO 17025", "ISO 27001", "TCVN 5603:2023", "TCVN 13274:2020", "ISO 13485:2016",
        "QCVN 01:2018/BCT", "ISO 18404", "ISO 22716", "ISO 3834", "giai đoạn 2021-2025",
    ],
)  # fmt: skip
def test_standards_in_force_raise_nothing(text: str) -> None:
    assert only_fault(text) is None


def test_an_edition_replaced_after_the_plan_is_not_the_plans_fault() -> None:
    mention = find_standards("ISO/IEC 27001:2013")[0]
    before, after = judge_standard(mention, 2021), judge_standard(mention, 2023)
    assert before is not None and before.fault == "superseded_later"
    assert after is not None and after.fault == "old_edition"


def test_without_a_year_every_supersession_counts() -> None:
    assert only_fault("ISO/IEC 27001:2013", None) == ("old_edition", "ISO/IEC 27001:2022")


def test_the_same_code_printed_twice_is_one_fault() -> None:
    assert len(faulty_standards("OHSAS 18001; rồi OHSAS 18001; và OHSAS  18001", 2021)) == 1


def test_a_merged_label_is_found_as_a_word_of_its_own() -> None:
    assert [hit[2:] for hit in find_merged_schemes("Halal, UTZ, 4C")] == [
        ("UTZ", "Rainforest Alliance", 2020)
    ]
    assert not list(find_merged_schemes("UTZX và aUTZ"))
