"""Names of firms: taken apart, keyed, compared, and found among many."""

import random
import unicodedata
from collections import defaultdict
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import (
    SAME_FIRM,
    firm_blocks,
    firm_key,
    firm_similarity,
    fold,
    legal_form_of,
    split_firm_name,
)
from nscl.vietnamese.firms import LegalForm
from tests.vietnamese.firm_pairs import NEAR_MISSES, TWINS, UNSEEN_NEAR_MISSES, UNSEEN_TWINS

NAMES = sorted({name for pair in TWINS + NEAR_MISSES for name in pair})


def measured(twins: list[tuple[str, str]], near_misses: list[tuple[str, str]]) -> tuple[float, float]:
    """Precision and recall of `firm_similarity` at its threshold."""
    found = sum(firm_similarity(a, b) >= SAME_FIRM for a, b in twins)
    false = sum(firm_similarity(a, b) >= SAME_FIRM for a, b in near_misses)
    return found / (found + false), found / len(twins)


def test_the_corpus_is_large_enough_to_measure_on() -> None:
    assert len(set(TWINS)) == len(TWINS) >= 60 and len(set(NEAR_MISSES)) == len(NEAR_MISSES) >= 60


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_one_firm_in_two_spellings_is_recognised(one: str, other: str) -> None:
    assert firm_similarity(one, other) >= SAME_FIRM


@pytest.mark.parametrize(("one", "other"), NEAR_MISSES)
def test_two_firms_that_look_alike_are_kept_apart(one: str, other: str) -> None:
    assert firm_similarity(one, other) < SAME_FIRM


def test_names_it_was_not_made_for_are_told_apart_nearly_as_well() -> None:
    precision, recall = measured(UNSEEN_TWINS, UNSEEN_NEAR_MISSES)
    assert precision == 1.0 and recall >= 28 / 30


@pytest.mark.parametrize(("one", "other"), TWINS + UNSEEN_TWINS)
def test_twins_meet_in_a_block(one: str, other: str) -> None:
    assert firm_blocks(firm_key(one)) & firm_blocks(firm_key(other))


@pytest.mark.parametrize(("one", "other"), TWINS + NEAR_MISSES)
def test_likeness_is_the_same_both_ways_and_between_nought_and_one(one: str, other: str) -> None:
    assert firm_similarity(one, other) == pytest.approx(firm_similarity(other, one))
    assert 0.0 <= firm_similarity(one, other) <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_the_key_does_not_change_with_the_way_of_typing(name: str) -> None:
    key = firm_key(name)
    assert firm_key(name.upper()) == firm_key(unicodedata.normalize("NFD", name)) == key
    assert firm_key(fold(name)) == firm_key(f"  {name.replace(' ', '  ')}. ") == key
    assert firm_similarity(name, name.upper()) == firm_similarity(name, fold(name)) == 1.0


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Công ty TNHH Hoàng Long", "hoang long"),
        ("Cty TNHH SX & TM Hoàng Long", "hoang long"),
        ("CÔNG TY CỔ PHẦN HOÀNG LONG", "hoang long"),
        ("Công ty TNHH TM-DV-XNK HoàngLong", "hoang long"),
        ("HTX DVNN Tân Tiến", "nong nghiep tan tien"),
        ("DNTN Mỹ Lý", "mi li"),
        ("Nhà máy chè Suối Ngần", "nha may che suoi ngan"),
        ("Chi nhánh Công ty CP Hoàng Long tại tỉnh Lào Cai", "hoang long lao cai"),
        ("Công ty CP Cơ khí số 05", "co khi 5"),
        ("Công ty TNHH Thương mại và Dịch vụ", "thuong mai dich vu"),
        ("Công ty TNHH", ""),
        ("", ""),
    ],
)
def test_keys(name: str, key: str) -> None:
    assert firm_key(name) == key


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Công ty TNHH MTV Hoàng Long", "limited_one"),
        ("Công ty trách nhiệm hữu hạn một thành viên Hoàng Long", "limited_one"),
        ("Công ty TNHH nhà nước một thành viên Thủy lợi", "limited_one"),
        ("Công ty TNHH hai thành viên trở lên Hoàng Long", "limited"),
        ("Công ty TNHH Hoàng Long", None),
        ("Công ty cổ phần Hoàng Long", "joint_stock"),
        ("CTCP Hoàng Long", "joint_stock"),
        ("Tổng công ty Hoàng Long - CTCP", "joint_stock"),
        ("Hoang Long JSC", "joint_stock"),
        ("Tổng công ty Hoàng Long", None),
        ("DNTN Hoàng Long", "private"),
        ("Doanh nghiệp tư nhân Hoàng Long", "private"),
        ("Công ty hợp danh Hoàng Long", "partnership"),
        ("Doanh nghiệp nhà nước Hoàng Long", "state"),
        ("HTX Hoàng Long", "cooperative"),
        ("Liên hiệp HTX Hoàng Long", "cooperative_union"),
        ("Tổ hợp tác Hoàng Long", "cooperative_group"),
        ("Hộ kinh doanh Hoàng Long", "household"),
        ("HKD cá thể Hoàng Long", "household"),
        ("Chi nhánh Công ty CP Hoàng Long", "branch"),
        ("VPĐD Công ty TNHH Hoàng Long", "branch"),
        ("Liên minh Hợp tác xã tỉnh", None),
        ("Hoàng Long", None),
        ("", None),
    ],
)
def test_the_legal_form_is_what_the_words_say_and_no_more(name: str, form: str | None) -> None:
    assert legal_form_of(name) == form
    assert form is None or form in get_args(LegalForm)


def test_legal_forms_are_those_of_the_register() -> None:
    from nscl.apps.registry.models import Organisation

    assert set(get_args(LegalForm)) <= set(Organisation.LegalForm.values)


@pytest.mark.parametrize(
    ("name", "form", "own"),
    [
        ("Công ty TNHH MTV Thương mại Hoàng Long", "Công ty TNHH MTV", "Thương mại Hoàng Long"),
        ("Tổng công ty Giấy Sông Thao - CTCP", "Tổng công ty CTCP", "Giấy Sông Thao"),
        ("Kim Sơn Hà Co., Ltd", "Co., Ltd", "Kim Sơn Hà"),
        ("Công ty TNHH Sunrice (Việt Nam)", "Công ty TNHH", "Sunrice (Việt Nam)"),
        ('Công ty TNHH "Hoàng Long"', "Công ty TNHH", "Hoàng Long"),
        ("Trường Tiểu học Tân Tiến", "", "Trường Tiểu học Tân Tiến"),
        ("Công ty T.N.H.H A.B.C Lúa Vàng", "Công ty T.N.H.H", "A.B.C Lúa Vàng"),
        ("Công ty TNHH", "Công ty TNHH", ""),
        (" ", "", ""),
    ],
)
def test_a_name_is_split_into_form_and_own_name(name: str, form: str, own: str) -> None:
    assert split_firm_name(name) == (form, own)


def test_a_longer_own_name_bears_a_left_out_trade_that_a_short_one_does_not() -> None:
    assert firm_similarity("Công ty TNHH Xây dựng Hoàng Long", "Công ty TNHH Hoàng Long") < SAME_FIRM
    assert firm_similarity("Công ty CP Xây dựng Tân Phát Thịnh", "Công ty CP Tân Phát Thịnh") >= SAME_FIRM


def test_marks_decide_only_where_both_sides_write_them() -> None:
    assert firm_similarity("Công ty TNHH Minh Anh", "Công ty TNHH Minh Ánh") < SAME_FIRM
    assert firm_similarity("CONG TY TNHH MINH ANH", "Công ty TNHH Minh Ánh") == 1.0


def test_names_without_a_word_of_their_own_are_like_nothing() -> None:
    assert firm_similarity("", "Công ty TNHH Hoàng Long") == firm_similarity("Công ty", "CTCP") == 0.0
    assert firm_blocks("") == set()


SYLLABLES = (
    "an bình minh phát tân hoàng long thịnh phú gia đại lợi thành đạt quang vinh hải sơn hà thiên "
    "phúc lộc kim ngân ngọc châu bảo tín đức trí việt nam phong cường thắng xuân thu mai lan hương "
    "quế trường giang tiến hưng khánh linh tuấn hùng dũng thảo vân yến oanh trang nhung hiền hậu "
    "nghĩa tâm đồng tây bắc đông trung thái dương nguyệt hồng lam bạch kiều oai duy khang an nhiên"
)


def register(size: int, seed: int) -> list[str]:
    """Invented firms with a few syllables each."""
    chance = random.Random(seed)
    forms = ("Công ty TNHH", "Công ty CP", "DNTN", "HTX")
    trades = ("", "", "Thương mại", "Xây dựng", "Nông sản", "Vận tải")
    syllables = SYLLABLES.split()
    found = set[str]()
    while len(found) < size:
        own = " ".join(chance.choice(syllables).title() for _ in range(chance.choice((2, 3, 3))))
        found.add(" ".join(filter(None, (chance.choice(forms), chance.choice(trades), own))))
    return sorted(found)


def mistyped(name: str, chance: random.Random) -> str:
    return chance.choice(
        (
            name.upper(),
            fold(name),
            name.replace("Công ty TNHH", "Cty TNHH").replace("Công ty CP", "CTCP"),
            name.replace("Thương mại", "TM").replace("Xây dựng", "XD"),
            name[:-1] + name[-1] * 2,
        )
    )


def candidates(names: list[str]) -> set[tuple[int, int]]:
    blocks = defaultdict[str, list[int]](list)
    for number, name in enumerate(names):
        for block in firm_blocks(firm_key(name)):
            blocks[block].append(number)
    return {pair for members in blocks.values() for pair in combinations(members, 2)}


def test_planted_twins_are_found_among_many_without_comparing_all() -> None:
    chance = random.Random(7)
    names = register(1500, seed=3)
    planted = [mistyped(name, chance) for name in names[:300]]
    pairs = candidates(names + planted)
    assert {(number, 1500 + number) for number in range(300)} <= pairs
    assert len(pairs) < 0.02 * 1800 * 1799 / 2


def test_a_cell_full_of_letters_does_no_harm() -> None:
    for letters in ("an" * 16_000, "b" * 32_000, "a." * 16_000, "&" * 32_000, "công ty " * 4_000):
        assert len(firm_key(letters)) <= 400 and len(firm_blocks(firm_key(letters))) < 500


@given(st.text(max_size=60))
def test_any_text_has_a_key_and_is_itself(name: str) -> None:
    key = firm_key(name)
    assert key == key.strip() and split_firm_name(name) is not None
    assert firm_similarity(name, name) == (1.0 if key else 0.0)
    legal_form_of(name)
