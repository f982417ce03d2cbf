"""Vietnamese text from before Unicode, and Unicode read wrongly: recognised, converted, or refused.

TCVN3 (ABC fonts, TCVN 5712:1993) and VNI-Windows keep Vietnamese letters in the places of Western ones, so
that a file written in them reads `C«ng ty` or `Coâng ty` today; UTF-8 read as Windows-1252 or 1258 reads
`CÃ´ng ty`. Nothing in a text says which it is: each reading is tried, and the one that makes its words
Vietnamese syllables is right. The more text is judged at once, a column rather than a cell, the surer.

Judge and convert before any other cleaning: TCVN3 writes ư as a soft hyphen, which `squash` drops.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from nscl.vietnamese.errors import GarbledText, quoted
from nscl.vietnamese.fold import nfc
from nscl.vietnamese.syllables import is_syllable

Encoding = Literal["unicode", "tcvn3", "vni", "mojibake"]

ENCODING_NAMES: dict[Encoding, str] = {
    "unicode": "Unicode",
    "tcvn3": "TCVN3 (ABC)",
    "vni": "VNI",
    "mojibake": "UTF-8 đọc sai bảng mã",
}

# ── The tables ─────────────────────────────────────────────────────────

# Of the capitals only seven have a place; those with a tone are the small letter in a font of capitals.
_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301\u0300\u0309\u0303\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
# VNI writes a mark as a letter of its own after the vowel.
_VNI_TONES = {"": "", "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": _ACUTE, "à": _GRAVE, "å": _HOOK, "ã": _TILDE, "ä": _DOT}
_VNI_BREVE = {"ê": "", "é": _ACUTE, "è": _GRAVE, "ú": _HOOK, "ü": _TILDE, "ë": _DOT}


def _vni_small_letters() -> dict[str, str]:
    """Small letter of VNI → small letter; of two spellings of ỵ the usual one comes last."""
    bases = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
    table = {
        base + mark: nfc(letter + tone)
        for base, letter in bases.items()
        for mark, tone in _VNI_TONES.items()
        if base + mark != letter
    }
    for base in "aeo":
        table |= {base + mark: nfc(base + _CIRCUMFLEX + tone) for mark, tone in _VNI_CIRCUMFLEX.items()}
    table |= {"a" + mark: nfc("a" + _BREVE + tone) for mark, tone in _VNI_BREVE.items()}
    return table | {"ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


_VNI_SMALL = _vni_small_letters()
# A vowel decides the size of the letter, whatever the size of the mark after it.
_VNI = {
    first + mark: new.upper() if first.isupper() else new
    for old, new in _VNI_SMALL.items()
    for first in (old[0], old[0].upper())
    for mark in (old[1:], old[1:].upper())
}
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def _as_bytes(codec: str) -> dict[int, int]:
    """Character → byte under a Windows code page; the bytes it leaves undefined stand for themselves."""
    table: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        character = bytes([byte]).decode(codec, errors="ignore") or chr(byte)
        table |= {byte: byte} if byte < 0xA0 else {}
        table[ord(character)] = byte
    return table


_MISREAD = (_as_bytes("cp1252"), _as_bytes("cp1258"))

# ── Converting ─────────────────────────────────────────────────────────

_WORD = re.compile(r"[A-Za-z\u00a1-\u1fff\ufffd]+")


def to_unicode(text: str, encoding: Encoding) -> str:
    """The text in composed Unicode, from the encoding that it was written in.

    Capitals that TCVN3 cannot tell from small letters take the size of the letters around them. Raises
    `GarbledText` for misread UTF-8 of which bytes were lost.

    >>> to_unicode("C«ng ty cæ phÇn", "tcvn3"), to_unicode("Coâng ty coå phaàn", "vni")
    ('Công ty cổ phần', 'Công ty cổ phần')
    >>> to_unicode("CÃ´ng ty cá»• pháº§n", "mojibake")
    'Công ty cổ phần'
    """
    if encoding == "tcvn3":
        return nfc(_from_tcvn3(text))
    if encoding == "vni":
        return nfc(_VNI_LETTER.sub(lambda match: _VNI[match[0]], text))
    if encoding == "mojibake":
        repaired = _repaired(text)
        if repaired is None:
            raise GarbledText(
                f"Văn bản {quoted(text)} bị đọc sai bảng mã và đã mất chữ; "
                "hãy lưu lại tệp với mã UTF-8 rồi tải lên."
            )
        return nfc(repaired)
    return nfc(text)


def _from_tcvn3(text: str) -> str:
    capitals_around = not re.search("[a-z]", text) and any(_is_capital(word) for word in _WORD.findall(text))

    def converted(match: re.Match[str]) -> str:
        word = match[0].translate(_TCVN3)
        few = len(re.sub("[^A-Za-z]", "", match[0])) < 2
        return word.upper() if _is_capital(match[0]) or (few and capitals_around) else word

    return _WORD.sub(converted, text)


def _is_capital(word: str) -> bool:
    """Two Western letters or more, all capitals: one alone may only begin a name (`Hµ`)."""
    letters = re.sub("[^A-Za-z]", "", word)
    return len(letters) > 1 and letters.isupper()


def to_legacy(text: str, encoding: Literal["tcvn3", "vni"]) -> str:
    """The text as an old file holds it: the inverse of `to_unicode` but for the capitals of TCVN3.

    >>> to_legacy("Hợp tác xã", "tcvn3"), to_legacy("Hợp tác xã", "vni")
    ('Hîp t¸c x·', 'Hôïp taùc xaõ')
    """
    table = _TO_TCVN3 if encoding == "tcvn3" else _TO_VNI
    return nfc(text).translate(table)


def _to_tcvn3() -> dict[int, str]:
    letters = {new: chr(old) for old, new in _TCVN3.items()}
    return {ord(chr(new).upper()): old for new, old in letters.items()} | letters


_TO_TCVN3 = _to_tcvn3()
_TO_VNI = {ord(new): old for old, new in _VNI_SMALL.items()}
_TO_VNI |= {ord(new.upper()): old.upper() for old, new in _VNI_SMALL.items()}


def _repaired(text: str) -> str | None:
    """The text that was misread, once or several times over; None when its bytes are not whole."""
    for table in _MISREAD:
        found, current = None, text
        for _ in range(3):
            try:
                current = bytes(table.get(ord(c), ord(c)) for c in current).decode("utf-8")
            except ValueError:  # no such byte, or no such sequence of bytes
                break
            found = current
        if found is not None and found != text:
            return found
    return None


# ── Recognising ────────────────────────────────────────────────────────

# First bytes of Vietnamese letters in UTF-8, and a next byte, as Windows-1252 and 1258 show them.
_MISREAD_SIGNS = re.compile("Ã[\u0080-\u00bfƒ]|á[º»][^\x00-\x7f]|Æ[°¡]|Ä[\u0090\u0091‘ƒ‚¨©]|Ă[\u0080-\u00bf]")
_LETTERS_LOST = re.compile(r"[A-Za-z?]*[A-Za-z]\?[A-Za-z?]*")
_SYMBOL_IN_WORD = re.compile("[A-Za-z][¡-¿×÷][A-Za-z]")
# Letters that no other encoding shows, and signs that a well-read Vietnamese text has no need of.
_ONLY_UNICODE = re.compile("[ăđĩũơưạ-ỹĐƠƯ]")
_DOUBTFUL = re.compile("[\u0080-\u00bf×÷ÃÄÆ‚ƒ„†‡ˆ‰‹›˜™Œœ€]")
_IN_QUOTES = re.compile("«([^«»]*)»")
_GROWN_TOGETHER = re.compile("(?<=[a-z\u00a1-\u00ff])(?=[A-Z][a-z])")
_CAPITAL_INSIDE = re.compile("[a-z][¡-§]")
_NO_WORDS = frozenset({"µm", "µg", "µl"})  # micrometre and its kin, also under TCVN3


def detect_encoding(text: str, likely: Encoding = "unicode") -> Encoding | None:
    """How the text was written, judged by which reading makes its words Vietnamese.

    `unicode` also for texts without marks and for foreign words; `mojibake` for UTF-8 read wrongly; None when
    no reading makes sense of the signs in it. Where two readings are equally good (`b¸n` cannot be mistaken,
    `bán` can: it is `bỏn` in TCVN3) `likely`, what the rest of the column is written in, decides.

    >>> detect_encoding("Hîp t¸c x· n«ng nghiÖp"), detect_encoding("Hôïp taùc xaõ noâng nghieäp")
    ('tcvn3', 'vni')
    >>> detect_encoding("Hợp tác xã"), detect_encoding("Société Générale"), detect_encoding("Há»£p tÃ¡c xÃ£")
    ('unicode', 'unicode', 'mojibake')
    """
    if text.isascii() or (_ONLY_UNICODE.search(text) and not _DOUBTFUL.search(text)):
        return "unicode"
    words = _words(nfc(text))
    if not words:
        return "unicode"
    scores: dict[Encoding, float] = {
        "unicode": _share(_words(_IN_QUOTES.sub(r" \1 ", nfc(text))), str),
        "tcvn3": _share(words, _from_tcvn3_word),
        "vni": _share(words, lambda word: to_unicode(word, "vni")),
    }
    if _MISREAD_SIGNS.search(text):
        repaired = _repaired(text)
        if repaired is None and max(scores.values()) < 0.6:
            return "mojibake"
        if repaired is not None and _share(_words(repaired), str) >= scores["unicode"]:
            return "mojibake"
    best = max(scores.values())
    if best >= 0.6:
        winners = [encoding for encoding, score in scores.items() if score == best]
        if likely in winners:
            return likely
        return winners[0] if len(winners) == 1 or winners[0] == "unicode" else None
    return None if _SYMBOL_IN_WORD.search(text) else "unicode"


def _words(text: str) -> list[str]:
    """The words with marks, those grown together (`HoµngLong`) parted; a single letter proves nothing."""
    found = [part for word in _WORD.findall(text) for part in _GROWN_TOGETHER.split(word)]
    return [word for word in found if len(word) > 1 and not word.isascii() and word not in _NO_WORDS]


def _from_tcvn3_word(word: str) -> str:
    """The word from TCVN3; no word if a capital follows a small letter, which only other encodings write."""
    return "" if _CAPITAL_INSIDE.search(word) else word.translate(_TCVN3)


def _share(words: list[str], convert: Callable[[str], str]) -> float:
    """The share of the words that the conversion makes syllables (or abbreviations with Đ)."""
    return sum(_is_vietnamese(convert(word)) for word in words) / len(words) if words else 0.0


def _is_vietnamese(word: str) -> bool:
    return is_syllable(word) or ("Đ" in word and word.isupper() and word.replace("Đ", "D").isascii())


@dataclass(frozen=True)
class TextReading:
    """A text in composed Unicode, what it was written in, and the sentence to show when it was converted."""

    text: str
    encoding: Encoding
    note: str | None = None


def read_text(text: str, likely: Encoding = "unicode") -> TextReading:
    """The text of one cell in composed Unicode; `likely` is the encoding that its column was found to have.

    Raises `GarbledText` where letters are lost: replacement characters, question marks inside several words,
    misread UTF-8 that is not whole, signs that no known encoding explains.

    >>> read_text("C«ng ty").text, read_text("Co\\u0302ng ty").note
    ('Công ty', None)
    >>> read_text("C\\ufffdng ty")
    Traceback (most recent call last):
    ...
    nscl.vietnamese.errors.GarbledText: Văn bản “C�ng ty” đã mất chữ; hãy xuất lại tệp gốc với mã UTF-8.
    """
    if "\ufffd" in text or ("?" in text and _has_lost_letters(text)):
        raise GarbledText(f"Văn bản {quoted(text)} đã mất chữ; hãy xuất lại tệp gốc với mã UTF-8.")
    encoding = detect_encoding(text, likely)
    if encoding is None:
        raise GarbledText(f"Không nhận ra bảng mã của {quoted(text)}; hãy chuyển sang Unicode rồi nhập lại.")
    converted = to_unicode(text, encoding)
    if encoding == "unicode":
        return TextReading(converted, encoding)
    note = f"Đã chuyển từ {ENCODING_NAMES[encoding]} sang Unicode: {quoted(converted)}."
    return TextReading(converted, encoding, note)


def _has_lost_letters(text: str) -> bool:
    """`C?ng ty c? ph?n`: question marks in several words of letters alone, at least one of them inside."""
    words = [word for word in text.split() if _LETTERS_LOST.fullmatch(word)]
    return len(words) > 1 and any(word.strip("?") != word.replace("?", "") for word in words)
