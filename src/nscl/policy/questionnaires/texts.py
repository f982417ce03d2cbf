"""Texts as people send them, made fit to keep: composed, without invisible characters."""

import re
import unicodedata

from nscl.vietnamese import nfc, squash

# Marks that turn the direction of writing: they let a text show something else than it says.
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LINE_END = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_MANY_BLANK_LINES = re.compile(r"\n{3,}")


def is_printable(text: str) -> bool:
    """Whether no control character and no half of a surrogate pair is in it; line ends and tabs may be.

    >>> is_printable("hai\\ndòng"), is_printable("a\\x00b")
    (True, False)
    """
    return not any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t\u0085" for c in text)


def printable(text: str) -> str:
    """The text with a mark in place of each character that cannot be printed.

    >>> printable("a\\x00b")
    'a\ufffdb'
    """
    return text if is_printable(text) else "".join(c if is_printable(c) else "\ufffd" for c in text)


def one_line(text: str) -> str:
    """The text on one line.

    >>> one_line("  Năng   suất\\n")
    'Năng suất'
    """
    return squash(nfc(text).translate(_DIRECTIONS))


def in_lines(text: str) -> str:
    """The text with its lines, at most one empty line between two.

    >>> in_lines("một \\r\\n\\r\\n\\r\\n hai")
    'một\\n\\nhai'
    """
    lines = _LINE_END.sub("\n", text).split("\n")
    return _MANY_BLANK_LINES.sub("\n\n", "\n".join(map(one_line, lines))).strip()
