"""Order by the Vietnamese alphabet."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import name_sort_key, sort_key

ALPHABET = list("aăâbcdđeêghiklmnoôơpqrstuưvxy")


@pytest.mark.parametrize(
    "ordered",
    [
        ["An", "Án", "Ăn", "Ấn", "Âu", "Da", "Dương", "Đà Lạt", "Đức"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ALPHABET,
        ["dân", "dần", "dẫn", "dân sự", "đan"],
        ["Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương", "Hải Phòng", "Hậu Giang"],
        ["2 tỉnh", "An", "Ấn"],
        ["Lan", "Làn", "Lan Anh", "Lang"],
        ["Điều 1", "Điều 2", "Đông"],
        ["hoà", "hòa"],
        ["fa", "ga", "ja", "ka", "va", "wa", "xa", "ya", "za"],
    ],
)
def test_words_sort_by_letters_first_and_tones_second(ordered: list[str]) -> None:
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ordered


def test_tones_count_only_when_all_letters_of_the_text_agree() -> None:
    assert sort_key("má an") < sort_key("ma ba")
    assert sort_key("ma ba") < sort_key("má ba")


def test_case_punctuation_and_unicode_form_do_not_count() -> None:
    assert sort_key("“Bà Rịa – Vũng Tàu”") == sort_key(unicodedata.normalize("NFD", "BÀ RỊA VŨNG TÀU"))


def test_letters_of_other_scripts_come_last_and_foreign_marks_are_dropped() -> None:
    assert sort_key("z") < sort_key("中")
    assert sort_key("Würth") == sort_key("Wurth")
    assert sort_key("Krông Ŏ Ĭ") == sort_key("Krông O I")


@given(st.text(max_size=30))
def test_the_key_holds_only_what_every_collation_orders_alike(text: str) -> None:
    assert re.fullmatch("[0-9a-z]+", sort_key(text))
    assert re.fullmatch("[0-9a-z]+", name_sort_key(text))


@given(
    st.text(alphabet="aăâdđeêoôơuưyàảãáạ ", max_size=8), st.text(alphabet="aăâdđeêoôơuưyàảãáạ ", max_size=8)
)
def test_a_text_comes_before_its_continuations(text: str, more: str) -> None:
    assert sort_key(text) <= sort_key(text + more)


def test_people_sort_by_given_name_then_family_name() -> None:
    ordered = ["Ông Bùi Văn An", "Lê Thị An", "Trần Văn Án", "Đỗ Bình", "ThS. Lê Đức", "Bà Đào Thị Vân"]
    shuffled = ordered[:]
    random.Random(2).shuffle(shuffled)
    assert sorted(shuffled, key=name_sort_key) == ordered


def test_a_name_of_two_words_is_not_taken_for_an_honorific() -> None:
    assert name_sort_key("Bà Triệu") == name_sort_key(" bà  triệu ")
    assert name_sort_key("Bà Triệu") != name_sort_key("Triệu")
    assert name_sort_key("") == sort_key("")
