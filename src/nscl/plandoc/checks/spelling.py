"""Misprints that can be told without knowing the plan: marks lost in scanning, words dropped, codes cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from nscl.plandoc.checks import vocabulary
from nscl.plandoc.checks.base import Case, Finding, finding
from nscl.plandoc.wording import flat, plain

_FIVE_AFTER_TENS = re.compile(
    r"\b(?:hai|ba|bốn|tư|năm|sáu|bảy|tám|chín) mươi năm\b(?= (?:tỷ|triệu|nghìn|ngàn|đồng))"
)
_GLUED_MARKER = re.compile(r"^[IVX]{1,4}\.(?=[A-ZĐÀ-Ỹ])[^\n]{3,60}", re.MULTILINE)
_STRAY_INITIALS = re.compile(r"\./\.\s*\*?[a-zđ]{1,3}\*?\s*$", re.MULTILINE)
_BARE_CODES = re.compile(r"\bISO\s*(?:/\s*IEC\s*)?\d{4,5}(?::\d{4})?,\s*(?P<codes>\d{5}(?:,\s*\d{5})*)(?!\d)")
_SMALL_GAP = re.compile(r"\bVietgap\b|\bvietgap\b|\bVIETGAP\b|\bGlobal [Gg]ap\b")
_CAPITALS = re.compile(r"\b[A-ZĐ]{5,8}\b")
_MOST_HITS = 12
_WORD = re.compile(r"[^\W\d_]+")


def find_misprints(case: Case) -> Iterator[Finding]:
    """Each family of misprints once, with all its places quoted."""
    families = (
        ("spelling", "typo", "Từ viết sai", [*_misspelt(case), *_misnamed(case), *_lost_words(case)]),
        ("ocr", "typo", "Chữ có thể sai do quét", [*_lost_marks(case), *_stray(case)]),
        ("term", "error", "Cụm từ chuyên môn bị sai một chữ", list(_broken_phrases(case))),
        ("abbreviation", "typo", "Chữ viết tắt có thể thiếu chữ", list(_cut_abbreviations(case))),
        ("words_spelling", "nit", "Cách viết số bằng chữ", list(_five_after_tens(case))),
        ("missing_punctuation", "nit", "Thiếu dấu cách sau số mục", list(_glued_markers(case))),
        ("abbreviated_codes", "nit", "Mã tiêu chuẩn viết thiếu hoặc sai kiểu chữ", list(_short_codes(case))),
    )
    for kind, severity, label, hits in families:
        if hits:
            hits = sorted(hits)[:_MOST_HITS]
            listed = "; ".join(dict.fromkeys(f"“{printed}” → {right}" for _, printed, right in hits))
            at, printed, _ = hits[0]
            yield finding(
                "typo", severity, kind, f"{label}: {listed}.", where=case.section(at),
                quotes=[printed for _, printed, _ in hits], span=case.span(at, at + len(printed)),
            )  # fmt: skip


Hit = tuple[int, str, str]


def _hits(case: Case, pattern: re.Pattern[str], right: str) -> Iterator[Hit]:
    for match in pattern.finditer(case.words):
        yield match.start(), case.text[match.start() : match.end()].strip(), right


def _misspelt(case: Case) -> Iterator[Hit]:
    for wrong, right in vocabulary.MISSPELLINGS:
        if wrong in case.words:
            yield from _hits(case, re.compile(rf"(?<!\w){wrong}(?!\w)"), right)


def _misnamed(case: Case) -> Iterator[Hit]:
    for pattern, right in vocabulary.MISNAMED:
        yield from _hits(case, re.compile(pattern), right)


def _lost_words(case: Case) -> Iterator[Hit]:
    for pattern, right in vocabulary.LOST_WORDS:
        yield from _hits(case, re.compile(pattern), right)


@cache
def _right_spellings() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern over text without marks, and the right spelling of each hit."""
    right = {flat(phrase): plain(phrase) for phrase in vocabulary.PHRASES}
    longest_first = sorted(right, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)"), right


def _lost_marks(case: Case) -> Iterator[Hit]:
    """A phrase of the genre with one syllable's marks changed; two may be two other words by chance."""
    pattern, right = _right_spellings()
    for match in pattern.finditer(case.flat):
        printed, wanted = case.words[match.start() : match.end()], right[match[0]]
        if printed == wanted or printed == match[0] or printed in vocabulary.REAL_WORDS:
            continue
        differing = sum(a != b for a, b in zip(printed.split(), wanted.split(), strict=False))
        original = case.text[match.start() : match.end()]
        if differing == 1 and not original.isupper():
            yield match.start(), original, wanted


def _stray(case: Case) -> Iterator[Hit]:
    for match in _STRAY_INITIALS.finditer(case.text):
        yield match.start(), match[0].strip(), "bỏ (chữ ký tắt của người soạn)"


def _broken_phrases(case: Case) -> Iterator[Hit]:
    """Stock phrases in which one or two neighbouring words were replaced by similar ones."""
    for pattern, wanted, phrase in _stock_patterns():
        for match in pattern.finditer(case.words):
            printed = _WORD.findall(match[0])
            wrong = [n for n, (a, b) in enumerate(zip(wanted, printed, strict=True)) if a != b]
            if wrong and all(_resembles(wanted[n], printed[n]) for n in wrong) and wrong[-1] - wrong[0] < 2:
                yield match.start(), case.text[match.start() : match.end()], phrase


@cache
def _stock_patterns() -> tuple[tuple[re.Pattern[str], list[str], str], ...]:
    """A stock phrase with its first two and last two words fixed and any words between."""
    found = []
    for phrase in vocabulary.STOCK_PHRASES:
        words = _WORD.findall(plain(phrase))
        middle = r"\W{1,3}".join([*words[:2], *[r"[^\W\d_]+"] * (len(words) - 4), *words[-2:]])
        found.append((re.compile(rf"(?<!\w){middle}(?!\w)"), words, phrase))
    return tuple(found)


def _resembles(wanted: str, printed: str) -> bool:
    """Same first letter, other letters: a slip of pen or scan rather than another word."""
    return flat(wanted)[0] == flat(printed)[0] and abs(len(wanted) - len(printed)) <= 3


def _cut_abbreviations(case: Case) -> Iterator[Hit]:
    known = set(vocabulary.ABBREVIATIONS)
    for match in _CAPITALS.finditer(case.text):
        printed = match[0]
        line = case.text[case.text.rfind("\n", 0, match.start()) + 1 : case.text.find("\n", match.end())]
        if printed in known or line.isupper():
            continue
        for full in vocabulary.ABBREVIATIONS:
            if len(full) == len(printed) + 1 and any(
                full[:i] + full[i + 1 :] == printed for i in range(len(full))
            ):
                yield match.start(), printed, full
                break


def _five_after_tens(case: Case) -> Iterator[Hit]:
    for match in _FIVE_AFTER_TENS.finditer(case.words):
        end = case.words.find("đồng", match.end())
        stop = end + 4 if 0 <= end - match.end() < 60 else match.end()
        yield match.start(), case.text[match.start() : stop], match[0].replace("mươi năm", "mươi lăm")


def _glued_markers(case: Case) -> Iterator[Hit]:
    for match in _GLUED_MARKER.finditer(case.text):
        yield match.start(), match[0].strip(), match[0].strip().replace(".", ". ", 1)


def _short_codes(case: Case) -> Iterator[Hit]:
    for match in _BARE_CODES.finditer(case.text):
        codes = match["codes"]
        right = ", ".join(f"ISO {code.strip()}" for code in codes.split(","))
        yield match.start("codes"), codes, right
    for match in _SMALL_GAP.finditer(case.text):
        yield match.start(), match[0], "VietGAP" if "iet" in match[0].lower() else "GLOBALG.A.P."
