"""Text from before Unicode, and Unicode read wrongly."""

import subprocess
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nscl.vietnamese import GarbledText, detect_encoding, is_syllable, nfc, read_text, to_legacy, to_unicode
from tests.vietnamese.firm_pairs import NEAR_MISSES, TWINS

SMALL = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
OLD: tuple[Literal["tcvn3", "vni"], ...] = ("tcvn3", "vni")
SENTENCES = [
    "Công ty cổ phần Chế biến Nông sản Lúa Vàng",
    "Hợp tác xã dịch vụ nông nghiệp tổng hợp Bản Mạ",
    "Ủy ban nhân dân tỉnh, số 12 đường Hoàng Liên, phường Cốc Lếu",
    "Nguyễn Thị Ngọc Ánh – giám đốc, điện thoại: (0214) 3840123",
    "Sản xuất, kinh doanh chè; doanh thu 35.100 triệu đồng; đạt 7,5%",
    "đường Đinh Tiên Hoàng, xã Đắk Ơ",
]


# ── The alphabet ───────────────────────────────────────────────────────


@pytest.mark.parametrize("letter", SMALL)
@pytest.mark.parametrize("encoding", OLD)
def test_every_small_letter_comes_back(letter: str, encoding: Literal["tcvn3", "vni"]) -> None:
    assert to_unicode(to_legacy(letter, encoding), encoding) == letter


@pytest.mark.parametrize("letter", SMALL.upper())
def test_every_capital_comes_back(letter: str) -> None:
    assert to_unicode(to_legacy(letter, "vni"), "vni") == letter
    # TCVN3 has no capitals with tones: the capitals around them tell.
    assert to_unicode(to_legacy(f"TX{letter}", "tcvn3"), "tcvn3") == f"TX{letter}"


@given(st.text(alphabet=SMALL + SMALL.upper() + " -,.0123456789", max_size=60))
def test_vni_text_comes_back_in_both_sizes(text: str) -> None:
    assert to_unicode(to_legacy(text, "vni"), "vni") == text


@given(st.lists(st.text(alphabet=SMALL, min_size=1, max_size=7), max_size=8))
def test_tcvn3_text_comes_back_in_small_letters(words: list[str]) -> None:
    assert to_unicode(to_legacy(" ".join(words), "tcvn3"), "tcvn3") == " ".join(words)


@given(st.lists(st.text(alphabet=SMALL.upper(), min_size=1, max_size=7), max_size=8))
def test_tcvn3_text_comes_back_in_capitals(words: list[str]) -> None:
    text = " ".join(["TNHH", *words])
    assert to_unicode(to_legacy(text, "tcvn3"), "tcvn3") == text


@given(
    st.text(alphabet=SMALL + SMALL.upper() + " ", max_size=60),
    st.sampled_from(["cp1252", "latin-1", "cp1258"]),
)
def test_misread_utf_8_comes_back_whole(text: str, codec: str) -> None:
    misread = "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in text.encode())
    if misread != text:
        assert to_unicode(misread, "mojibake") == text


def test_tcvn3_is_as_the_standard_says() -> None:
    """The C library's table of TCVN 5712 is an independent witness, where it has one."""
    known = subprocess.run(["iconv", "-l"], capture_output=True, text=True, check=False).stdout
    if "TCVN5712-1" not in known:
        pytest.skip("no table of TCVN 5712 on this machine")
    letters = [letter for letter in SMALL if not letter.isascii()] + list("ĂÂÊÔƠƯĐ")
    written = " ".join(to_legacy(letter, "tcvn3") for letter in letters).encode("latin-1") + b" "
    done = subprocess.run(
        ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=written, capture_output=True, check=True
    )
    assert nfc(done.stdout.decode()).split() == letters


@pytest.mark.parametrize(
    ("old", "encoding", "text"),
    [
        ("B¶o Th¾ng", "tcvn3", "Bảo Thắng"),
        ("M\u00adêng Kh\u00ad¬ng", "tcvn3", "Mường Khương"),
        ("TiÕng ViÖt rÊt hay", "tcvn3", "Tiếng Việt rất hay"),
        ("Tieáng Vieät raát hay", "vni", "Tiếng Việt rất hay"),
        ("Xin chaøo caùc baïn", "vni", "Xin chào các bạn"),
        ("C¤NG TY Cæ PHÇN Hµ NéI", "tcvn3", "CÔNG TY CỔ PHẦN HÀ NỘI"),
        ("COÂNG TY COÅ PHAÀN", "vni", "CÔNG TY CỔ PHẦN"),
        ("Hµ Lª", "tcvn3", "Hà Lê"),
    ],
)
def test_words_as_old_files_hold_them(old: str, encoding: Literal["tcvn3", "vni"], text: str) -> None:
    assert to_unicode(old, encoding) == text and detect_encoding(old) == encoding


# ── Recognising ────────────────────────────────────────────────────────


@pytest.mark.parametrize("sentence", [*SENTENCES, *(name for pair in TWINS + NEAR_MISSES for name in pair)])
def test_every_encoding_of_a_sentence_is_recognised(sentence: str) -> None:
    text = nfc(sentence)
    assert detect_encoding(text) == "unicode" and read_text(sentence).text == text
    for encoding in OLD:
        old = to_legacy(text, encoding)
        if old != text:
            assert detect_encoding(old) == encoding, old
    misread = text.encode().decode("latin-1")
    if misread != text:
        assert detect_encoding(misread) == "mojibake"
        assert read_text(misread).text == text


@pytest.mark.parametrize(
    "text",
    ["", "ABC 123", "Müller", "Société Générale", "São Paulo", "10 µm", "5 m²", "±2 °C", "½", "Café", "QĐ-UBND",
     "KHĐT", "«Tên»", "Brand® 100", "Φ12", "日本語", "Đắk Lắk", "Sao? Không", "a?b", "http://x.vn/?q=a&b=c",
     "http://x.vn/a?b https://y.vn/c?d", "What? Really?"],
)  # fmt: skip
def test_what_is_not_an_old_text_is_left_alone(text: str) -> None:
    assert detect_encoding(text) == "unicode"
    assert read_text(text).text == text and read_text(text).note is None


def test_a_column_decides_for_a_word_that_two_encodings_share() -> None:
    assert detect_encoding("bán") == "unicode"
    assert read_text("bán", likely="tcvn3").text == "bỏn"
    assert read_text("b¸n", likely="unicode").text == "bán"


def test_composed_form_comes_without_a_remark() -> None:
    read = read_text("Co\u0302ng ty co\u0302\u0309 pha\u0302\u0300n")
    assert (read.text, read.encoding, read.note) == ("Công ty cổ phần", "unicode", None)


def test_a_conversion_is_told() -> None:
    assert "TCVN3" in str(read_text("C«ng ty").note) and "Công ty" in str(read_text("C«ng ty").note)
    assert "VNI" in str(read_text("Coâng ty").note)
    assert "UTF-8" in str(read_text("CÃ´ng ty").note)


def test_text_misread_twice_is_mended() -> None:
    twice = "Công ty".encode().decode("latin-1").encode().decode("latin-1")
    assert read_text(twice).text == "Công ty"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("C\ufffdng ty", "đã mất chữ"),
        ("C?ng ty c? ph?n", "đã mất chữ"),
        ("HÃ Ná»™i", "bị đọc sai bảng mã"),  # the no-break space of à was squeezed into a space
        ("Cá»? pháº§n", "bị đọc sai bảng mã"),
        ("Công ty c± ph¥n", "Không nhận ra bảng mã"),  # VISCII, which is not among the known
    ],
)
def test_lost_letters_are_refused_with_what_to_do(text: str, why: str) -> None:
    with pytest.raises(GarbledText, match=why) as refused:
        read_text(text)
    assert "hãy" in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_text(text)
    except GarbledText:
        return
    assert read.text == nfc(read.text)


# ── Syllables ──────────────────────────────────────────────────────────


def test_rare_shapes_are_syllables() -> None:
    words = "nghĩa khuỷu ngoằn giếng gì quốc quý thuở xoong huyền yếm ỷ Đắk rượu hươu"
    assert [word for word in words.split() if not (is_syllable(word) and is_syllable(word.upper()))] == []


@pytest.mark.parametrize("word", ["lạn̉g", "cê", "kà", "ngè", "đac", "bàc", "quỗc", "Coâng", "xyz", "", "giì"])
def test_what_breaks_the_rules_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_the_words_of_this_house_are_syllables() -> None:
    for sentence in SENTENCES:
        marked = [w.strip("(),.;:–") for w in sentence.split() if not w.isascii()]
        assert [word for word in marked if word and not is_syllable(word)] == []
