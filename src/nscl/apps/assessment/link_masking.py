"""The secret part of a respondent's link stays out of the logs: more people read a log than a letter."""

from __future__ import annotations

import logging
import re

_LINK = re.compile(r"(/tra-loi/)[^/\s\"']+")


def masked(text: str) -> str:
    """The text with the secret part of each link struck out.

    >>> masked("Bad Request: /tra-loi/7-abcdefgh/phan/chung/")
    'Bad Request: /tra-loi/…/phan/chung/'
    """
    return _LINK.sub(r"\1…", text)


class MaskLinks(logging.Filter):
    """For a handler: whatever it writes, message, arguments or traceback, holds no link."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            record.msg, record.args = masked(record.getMessage()), ()
        except (TypeError, ValueError):  # a message that does not fit its arguments: the handler says so
            return True
        if record.exc_info and not record.exc_text:
            record.exc_text = masked(logging.Formatter().formatException(record.exc_info))
        return True
