"""Vietnamese order as a plain string, so that SQLite and PostgreSQL sort alike without any collation.

The key holds only 0-9 and a-z. It says first the letters of the whole text (space before digits before
letters, alphabet a ă â b c d đ …), then the tones, in the way ICU's `vi` collation compares.
"""

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_END, _GAP, _DIGIT = "0", "1", "2"
_LETTER_CODES = dict(zip(_ALPHABET, "3456789abcdefghijklmnopqrstuvwxyz", strict=True))
_LETTER_MARKS = "\u0306\u0302\u031b"  # breve, circumflex, horn: part of the letter, not a tone
_TONES = {"\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}  # huyền hỏi ngã sắc nặng
_LEVEL = "1"
_HONORIFICS = ("ông", "bà", "gs.", "pgs.", "ts.", "ths.")


def _split(character: str) -> tuple[str, str]:
    """The letter without its tone, and the tone's rank."""
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), _LEVEL)
    letter = decomposed[0] + "".join(mark for mark in decomposed[1:] if mark in _LETTER_MARKS)
    return unicodedata.normalize("NFC", letter), tone


def _letter_code(letter: str) -> str:
    if letter in _LETTER_CODES:
        return _LETTER_CODES[letter]
    if letter.isascii() and letter.isdigit():
        return _DIGIT + letter
    if letter.isalpha():
        base = unicodedata.normalize("NFD", letter)[0]
        # A letter of another script comes after z, in the order of its code point.
        return _LETTER_CODES.get(base) or f"zz{ord(letter):06x}"
    return _GAP


def sort_key(text: str) -> str:
    """A key of 0-9 and a-z that sorts as the Vietnamese alphabet does; case and punctuation do not count.

    >>> sorted(["Đà", "Dương", "Âu", "Ăn", "An", "Án"], key=sort_key)
    ['An', 'Án', 'Ăn', 'Âu', 'Dương', 'Đà']
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFC", text).lower():
        letter, tone = _split(character)
        code = _letter_code(letter)
        if code == _GAP and (not letters or letters[-1] == _GAP):
            continue
        letters.append(code)
        tones.append(tone)
    if letters and letters[-1] == _GAP:
        letters.pop()
        tones.pop()
    return "".join(letters) + _END + "".join(tones).rstrip(_LEVEL)


def name_sort_key(full_name: str) -> str:
    """The key of a person's name: by given name (the last word), then by family and middle names.

    >>> sorted(["Trần Văn Bình", "Lê Thị An", "Ông Bùi An"], key=name_sort_key)
    ['Ông Bùi An', 'Lê Thị An', 'Trần Văn Bình']
    """
    words = unicodedata.normalize("NFC", full_name).split()
    while len(words) > 2 and words[0].lower() in _HONORIFICS:
        words = words[1:]
    if not words:
        return sort_key("")
    return sort_key(words[-1]) + _END + sort_key(" ".join(words[:-1]))
