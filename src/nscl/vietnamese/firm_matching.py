"""Whether two names mean one firm, and how to find such pairs among many without comparing all.

The own words of a name decide, in their order; industries and places count as far as one side names another;
what nearly every firm does (thương mại, dịch vụ …) hardly counts. Marks count where both sides write them:
Minh Anh is not Minh Ánh, but MINH ANH typed without marks may be either. A word that is no Vietnamese
syllable is taken for a slip of the keyboard.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from nscl.vietnamese.firm_words import COMMON_PHRASES
from nscl.vietnamese.firms import FirmName, Unit, Word, firm_name
from nscl.vietnamese.firms import _phrase_at as phrase_at
from nscl.vietnamese.syllables import is_plain_syllable, split_tone

# From here on two names are shown to a person as perhaps one firm.
SAME_FIRM = 0.85

_WEIGHTS = {"own": 1.0, "number": 1.0, "place": 1.5, "industry": 0.8, "country": 0.3, "trade": 0.2}
_AT_MOST_IF_APART = 0.8  # something that tells firms apart stands on one side only
_OTHER_KIND = 0.75  # a cooperative and a company, a branch and its head
_OTHER_FORM = 0.98  # both companies, but not of one form: perhaps changed, perhaps another firm
_FAMILIES = {
    "branch": "branch",
    "cooperative_union": "cooperative_union",
    "cooperative": "cooperative",
    "cooperative_group": "cooperative_group",
    "household": "household",
}
_COMPANY = frozenset(
    {"company", "limited", "joint_stock", "private", "partnership", "state", "corporation", "enterprise"}
)
_VOWEL = re.compile("[aeiouy]")


def firm_similarity(a: str, b: str) -> float:
    """How likely two names mean one firm: 1 for the same name in two spellings, from `SAME_FIRM` on a pair to
    show to a person, 0 for nothing in common. Symmetric.

    >>> firm_similarity("Cty TNHH SX & TM Hòa Phát Lộc", "CÔNG TY TNHH SẢN XUẤT VÀ THƯƠNG MẠI HOÀ PHÁT LỘC")
    1.0
    >>> firm_similarity("Công ty TNHH Minh Anh", "Công ty TNHH Minh Ánh") < SAME_FIRM
    True
    """
    first, second = firm_name(a), firm_name(b)
    ours, theirs = _spelled_alike(first.units, second.units), _spelled_alike(second.units, first.units)
    if not ours or not theirs:
        return 0.0
    ours, theirs = _without_silent_marks(ours, theirs), _without_silent_marks(theirs, ours)
    return round(_similarity(ours, theirs) * _kinship(first, second), 4)


def _kinship(first: FirmName, second: FirmName) -> float:
    ours, theirs = _family(first), _family(second)
    if ours != theirs and (ours and theirs or "branch" in (ours, theirs)):
        return _OTHER_KIND
    forms = {"joint_stock", "private", "partnership", "limited"}
    one, other = first.markers & forms, second.markers & forms
    return _OTHER_FORM if one and other and one != other else 1.0


def _family(name: FirmName) -> str | None:
    for marker, family in _FAMILIES.items():
        if marker in name.markers:
            return family
    return "company" if name.markers & _COMPANY else None


# ── Abbreviations that only the other name explains ────────────────────


def _spelled_alike(units: Sequence[Unit], others: Sequence[Unit]) -> list[Unit]:
    """The units, an abbreviation (VT, CNC) replaced by the phrase of the other name that it can stand for."""
    phrases = {"".join(word.folded[0] for word in unit.words): unit for unit in others if len(unit.words) > 1}
    found = []
    for unit in units:
        short = unit.kind == "own" and len(unit.text) > 1 and not _VOWEL.search(unit.text)
        found.append(phrases.get(unit.text, unit) if short else unit)
    return found


def _without_silent_marks(units: list[Unit], others: Sequence[Unit]) -> list[Unit]:
    """`Công ty TNHH Lo Bau` beside `Lò Bầu`: the form was picked from a list, the name typed without marks.

    One bare word beside a marked one proves nothing (Minh Anh, Minh Ánh); two or more do.
    """
    bare = [unit for unit in units if unit.kind == "own"]
    marked = [unit for unit in others if unit.kind == "own" and not str(unit.words[0].written).isascii()]
    if len(marked) < 2 or not all(str(unit.words[0].written).isascii() for unit in bare):
        return units
    return [Unit(unit.kind, tuple(Word(word.folded, None) for word in unit.words)) for unit in units]


# ── Comparing ──────────────────────────────────────────────────────────


def _similarity(ours: list[Unit], theirs: list[Unit]) -> float:
    if not any(unit.kind != "trade" for unit in (*ours, *theirs)):
        ours, theirs = [_as_own(unit) for unit in ours], [_as_own(unit) for unit in theirs]
    matched, left, right = _aligned(ours, theirs)
    whole = _weight(ours) + _weight(theirs)
    if _differ_in_spacing_only(ours, theirs):
        left, right = _trades(left), _trades(right)
        matched = (whole - _weight(left) - _weight(right)) / 2
    apart = any(unit.kind in ("own", "number", "place") for unit in (*left, *right)) or (left and right)
    return min(2 * matched / whole, _AT_MOST_IF_APART if apart else 1.0)


def _as_own(unit: Unit) -> Unit:
    return Unit("own", unit.words)


def _trades(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.kind == "trade"]


def _weight(units: Sequence[Unit]) -> float:
    return sum(_WEIGHTS[unit.kind] for unit in units)


def _differ_in_spacing_only(ours: Sequence[Unit], theirs: Sequence[Unit]) -> bool:
    """Whether the telling words are the same letters, and the same marks where both sides write them."""
    first = [word for unit in ours if unit.kind != "trade" for word in unit.words]
    second = [word for unit in theirs if unit.kind != "trade" for word in unit.words]
    if "".join(word.folded for word in first) != "".join(word.folded for word in second):
        return False
    if any(word.written is None for word in (*first, *second)):
        return True
    return (
        "".join(str(word.written) for word in first).lower()
        == "".join(str(word.written) for word in second).lower()
    )


def _aligned(ours: list[Unit], theirs: list[Unit]) -> tuple[float, list[Unit], list[Unit]]:
    """Matched weight, and the units that found no partner: own words in their order, the rest in any."""
    matched, right = 0.0, [unit for unit in theirs if unit.kind != "own"]
    left = []
    for unit in (unit for unit in ours if unit.kind != "own"):
        partner = next((other for other in right if _same_unit(unit, other)), None)
        if partner is None:
            left.append(unit)
        else:
            right.remove(partner)
            matched += (_WEIGHTS[unit.kind] + _WEIGHTS[partner.kind]) / 2
    own_matched, own_left, own_right = _own_aligned(
        [unit for unit in ours if unit.kind == "own"], [unit for unit in theirs if unit.kind == "own"]
    )
    return matched + own_matched, left + own_left, right + own_right


def _same_unit(unit: Unit, other: Unit) -> bool:
    return unit.text == other.text and all(map(_same_marks, unit.words, other.words))


def _own_aligned(ours: list[Unit], theirs: list[Unit]) -> tuple[float, list[Unit], list[Unit]]:
    """The heaviest alignment in order; a pair of unlike words lends some weight but stays unmatched."""
    best: list[list[float]] = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    likeness = [[_likeness(a.words[0], b.words[0]) for b in theirs] for a in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    left, right, i, j = [], [], 0, 0
    while i < len(ours) and j < len(theirs):
        if best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            if likeness[i][j] < 0.85:
                left.append(ours[i])
                right.append(theirs[j])
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            left.append(ours[i])
            i += 1
        else:
            right.append(theirs[j])
            j += 1
    return best[0][0], left + ours[i:], right + theirs[j:]


def _likeness(a: Word, b: Word) -> float:
    """1 for the same word, 0.9 for a slip of the keyboard, at most a half for different words."""
    if a.folded == b.folded:
        return 1.0 if _same_marks(a, b) else 0.5
    slip = is_plain_syllable(a.folded) != is_plain_syllable(b.folded)
    if slip and max(len(a.folded), len(b.folded)) > 3 and _one_slip(a.folded, b.folded):
        return 0.9
    return 0.5 * _trigram_likeness(a.folded, b.folded)


def _same_marks(a: Word, b: Word) -> bool:
    """Whether the marks of equal letters agree, as far as both sides write them."""
    return a.written is None or b.written is None or _spoken(a.written) == _spoken(b.written)


@lru_cache(maxsize=65536)
def _spoken(written: str) -> tuple[str, str]:
    """Letters and tone; hỏi and ngã are one, for half the country confuses them, and so are y and i."""
    letters, tone = split_tone(written) or (written.lower(), "_")
    return letters.replace("y", "i"), "x" if tone == "r" else tone


def _one_slip(a: str, b: str) -> bool:
    """One letter too many, too few, other, or two neighbours swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) != len(b):
        longer, shorter = (rest_a, rest_b) if len(a) > len(b) else (rest_b, rest_a)
        return longer[1:] == shorter
    return rest_a[1:] == rest_b[1:] or (rest_a[1::-1] == rest_b[:2] and rest_a[2:] == rest_b[2:])


def _trigram_likeness(a: str, b: str) -> float:
    ours, theirs = _trigrams(a), _trigrams(b)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs))


@lru_cache(maxsize=65536)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"  {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


# ── Finding candidates ─────────────────────────────────────────────────


def firm_blocks(key: str) -> set[str]:
    """The blocks that a `firm_key` falls into: two names of one firm share at least one, few others do.

    Short names meet by leaving out each letter in turn, long ones by leaving out each word: a slip of the
    keyboard spoils only one of them. Industries, places and bare abbreviations do not count beside words of
    the name's own. Compare only within a block.

    >>> sorted(firm_blocks("hoang long") & firm_blocks("hoangf long"))
    ['hoanglong']
    >>> firm_blocks("hoang long") & firm_blocks("minh phat")
    set()
    """
    words = _telling_words(key)
    whole = "".join(words)
    blocks = {whole, key.replace(" ", "")}
    if len(words) > 3:
        blocks |= {"".join(words[:i] + words[i + 1 :]) for i in range(len(words))}
    elif len(whole) > 4:
        blocks |= {whole[:i] + whole[i + 1 :] for i in range(len(whole))}
    return blocks - {""}


def _telling_words(key: str) -> list[str]:
    """The own words and numbers of a key without its bare abbreviations; all its words if it has none."""
    words, own, at = key.split(), list[str](), 0
    while at < len(words):
        length, _ = phrase_at(COMMON_PHRASES, words, at)
        if not length and (_VOWEL.search(words[at]) or words[at].isdigit()):
            own.append(words[at])
        at += length or 1
    return own if any(not word.isdigit() for word in own) else words
