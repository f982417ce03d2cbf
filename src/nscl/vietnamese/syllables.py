"""The shape of a Vietnamese syllable: which letters and tones can stand together.

A text whose marked words are nearly all syllables is Vietnamese as it stands; one whose words become
syllables only after a conversion was written in an older encoding. Rhymes are those of school orthography,
with the few that only loan words have (`ooc`, `oong`).
"""

import unicodedata

from nscl.vietnamese.fold import fold

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_OPEN = (
    "a ai ao au ay âu ây e eo ê êu i ia iêu iu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua uây uê ui uôi uơ uy "
    "uya uyu ư ưa ưi ươi ươu ưu y yêu"
)
_NASAL = (
    "am an ang anh ăm ăn ăng âm ân âng em en eng êm ên ênh im in inh iêm iên iêng oam oan oang oanh oăm oăn "
    "oăng oen om on ong ôm ôn ông ơm ơn uân uâng uên uênh um un ung uôm uôn uông ưm ưng ươm ươn ương uyên "
    "uynh yên yêm yêng"
)
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich ip it iêc iêp iêt oac oach oat oap oăc oăt oc oet "
    "op ot ôc ôp ôt ơp ơt uât uêch up ut uc uôc uôt ưc ưt ươc ươp ươt uych uyt uyêt yêt"
)
_AFTER_QU = (
    "a ai ao au ay ac ach an ang anh ap at am ăc ăm ăn ăng ăp ăt âc ân âng âp ât âu ây e en eng eo et ê ên "
    "ênh êch êt êu i ia ich in inh it iu ơ ơi y yên yêt ynh ych yt yp ôc uôc"
)

_TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}


def _rhymes() -> dict[str, str]:
    """Rhyme without tone → the tones it can bear; `_` stands for none. A stop takes sắc and nặng only."""
    tones = dict.fromkeys((_OPEN + " " + _NASAL).split(), "_fsxrj") | dict.fromkeys(_STOPPED.split(), "sj")
    return tones | {"oong": "_f", "êng": "_f", "ooc": "sj", "ăk": "sj"}  # loans, and the k of Đắk Lắk


def _syllables() -> dict[str, str]:
    """Every syllable without its tone → the tones it can bear."""
    found: dict[str, str] = {}
    for rhyme, tones in _rhymes().items():
        front = rhyme[0] in "ieêy"
        fits = {"c": not front, "k": front, "g": not front, "gh": front, "ng": not front, "ngh": front}
        fits |= {"qu": False, "gi": rhyme[0] not in "iy"}
        found |= {onset + rhyme: tones for onset in ["", *_ONSETS.split()] if fits.get(onset, True)}
    # gì, giếng: the i of the onset is the vowel too.
    found |= {"g" + rhyme: tones for rhyme, tones in _rhymes().items() if rhyme[0] == "i"}
    for rhyme in _AFTER_QU.split():
        found["qu" + rhyme] = "sj" if rhyme.endswith(("c", "ch", "p", "t")) else "_fsxrj"
    return found


_TONES_OF = _syllables()
_PLAIN = frozenset(fold(syllable) for syllable in _TONES_OF)


def split_tone(word: str) -> tuple[str, str] | None:
    """The word in lower case without its tone, and the tone: `_`, or f s x r j as on a Telex keyboard.

    None when it bears two tones. Where the tone is written (`hòa`, `hoà`) makes no difference.

    >>> split_tone("Hoà"), split_tone("đường"), split_tone("An")
    (('hoa', 'f'), ('đương', 'f'), ('an', '_'))
    """
    tone, letters = "_", []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character not in _TONES:
            letters.append(character)
        elif tone != "_":
            return None
        else:
            tone = _TONES[character]
    return unicodedata.normalize("NFC", "".join(letters)), tone


def is_syllable(word: str) -> bool:
    """Whether the word, in any case, can be a written Vietnamese syllable with its marks.

    >>> is_syllable("Nghĩa"), is_syllable("hoà"), is_syllable("Coâng"), is_syllable("Vinatex")
    (True, True, False, False)
    """
    split = split_tone(word)
    return split is not None and split[1] in _TONES_OF.get(split[0], "")


def is_plain_syllable(word: str) -> bool:
    """Whether the folded word can be a Vietnamese syllable typed without marks.

    >>> is_plain_syllable("nghia"), is_plain_syllable("lonng")
    (True, False)
    """
    return word in _PLAIN
