"""What is refused, for machines by `code`, for people by a Vietnamese sentence."""

import json


class Gs1Error(ValueError):
    """A code that no standard of GS1 allows.

    `code` is a short English word for machines, `detail` the sentence, `where` the application identifier or
    part it is about ("" for the whole).

    >>> str(Gs1Error("check_digit", "Số kiểm tra sai.", "01"))
    'Số kiểm tra sai.'
    """

    def __init__(self, code: str, detail: str, where: str = "") -> None:
        super().__init__(detail)
        self.code, self.detail, self.where = code, detail, where


def shown(text: object, limit: int = 60) -> str:
    """A hostile text as it may stand in a sentence: printable, short, in quotation marks.

    >>> shown("01\\x1d8936"), shown("a" * 100, 5)
    ('“01\\\\x1d8936”', '“aaaaa…”')
    >>> shown(None)
    '“null”'
    """
    is_word = text is None or isinstance(text, bool)
    plain = json.dumps(text) if is_word else str(text)[: limit + 1]
    cut = "…" if len(plain) > limit else ""
    safe = "".join(
        letter if letter.isprintable() and not "\ud800" <= letter <= "\udfff" else ascii(letter)[1:-1]
        for letter in plain[:limit]
    )
    return f"“{safe}{cut}”"
