"""The refusals of this room.

Every one is a `ValueError` whose text is a Vietnamese sentence for the person who wrote the input: it repeats
what was read and says what to write instead.
"""


class UnreadableText(ValueError):
    """A text that cannot be read as what it should be. The room's other errors are kinds of it."""


class UnreadableNumber(UnreadableText):
    """Neither digits nor words that make one number."""


class AmbiguousNumber(UnreadableNumber):
    """A number that can be read in two ways; a person has to say which."""


class UnreadableAmount(UnreadableNumber):
    """No amount of money: unit missing, units out of order, or not a whole number of đồng."""


class UnreadableDate(UnreadableText):
    """No date, or a day that the calendar does not have."""


class UnreadableDocumentNumber(UnreadableText):
    """No number of an administrative or legal document."""


class UnreadableNumeral(UnreadableText):
    """No Roman numeral, or no letter of a Vietnamese list."""


class AmbiguousDate(UnreadableDate):
    """A date that can be day/month or month/day; a person has to say which."""


class UnreadableCell(UnreadableText):
    """A spreadsheet cell that holds nothing of the kind its column asks for."""


class UnreadableCode(UnreadableText):
    """A code made of digits that cannot be accepted as it stands.

    `suggestion` is the code that the writer most likely meant, None where nothing points to one. It is never
    taken without a person's word.
    """

    def __init__(self, sentence: str, suggestion: str | None = None) -> None:
        super().__init__(sentence)
        self.suggestion = suggestion


class UnreadableTaxCode(UnreadableCode):
    """No tax code: wrong length, wrong check digit, or damaged by a spreadsheet."""


class UnreadableBarcode(UnreadableCode):
    """No GTIN: wrong length, wrong check digit, or damaged by a spreadsheet."""


class UnreadablePhone(UnreadableCode):
    """No telephone number of Viet Nam, or several in one place."""


class GarbledText(UnreadableText):
    """A text whose letters were lost between two encodings; no conversion brings them back."""


class UnknownProvince(UnreadableText):
    """No province of that code stood on that day."""


class NumberOutOfRange(ValueError):
    """A number outside the range that a function promises to write."""


class CannotAllocate(ValueError):
    """A total that cannot be divided by these weights."""


def quoted(text: str) -> str:
    """The input as a sentence repeats it: in quotation marks, on one line, no longer than a line.

    >>> quoted(" 31/02/2025\\n"), len(quoted("1" * 1000))
    ('“31/02/2025”', 63)
    """
    words = " ".join(text[:200].split())
    return f"“{words[:60]}…”" if len(words) > 60 else f"“{words}”"
