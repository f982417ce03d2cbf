"""Sending e-mails from an outbox: rows written with the deed, claimed by the worker, tried again later.

A row has `to`, `subject`, `tries`, `sent_at` and `error`.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

MAX_TRIES = 5
PART = 50
# How long to wait after each try that failed; full greylists let a second try through after some minutes.
WAITS = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4))
NEVER = (smtplib.SMTPRecipientsRefused,)


def how_sent() -> str:
    """`smtp`: for real · `file`: written to a folder of this machine (trial) · empty: no server is set up."""
    backend = str(settings.EMAIL_BACKEND)
    if ".dummy." in backend:
        return ""
    return "file" if ".filebased." in backend else "smtp"


@dataclass(frozen=True)
class Outbox:
    """A table of e-mails and what is its own: the words, why one is needless by now, what its sending marks.

    `related` are the rows that `body`, `needless` and `sent` read.
    """

    rows: Callable[[], QuerySet[Any]]
    body: Callable[[Any], str]
    needless: Callable[[Any], str]
    sent: Callable[[Any, datetime], None]
    related: tuple[str, ...] = ()

    def waiting(self, **of: Any) -> QuerySet[Any]:
        return self.rows().filter(sent_at=None, tries__lt=MAX_TRIES, **of)

    def send(self, *, now: Callable[[], datetime], told: Callable[[int, int], None], **of: Any) -> int:
        """One try of each e-mail that waits; returns how many were sent. `told(done, total)` hears of it.

        Each e-mail is claimed by counting its try before it is sent, and marked after: a crash between
        sending and marking may send it twice, never lose it (until its five tries are used up, which is
        shown). A second sender passes over what the first has claimed since this pass began. Needless ones
        are not sent: they end with a sentence.
        """
        keys = list(self.waiting(**of).order_by("queued_at", "pk").values_list("pk", flat=True))
        sent = 0
        for start in range(0, len(keys), PART):
            rows = self.waiting(pk__in=keys[start : start + PART]).select_related(*self.related)
            sent += self._send_part(list(rows.order_by("queued_at", "pk")), now)
            told(min(start + PART, len(keys)), len(keys))
        return sent

    def _send_part(self, mails: list[Any], now: Callable[[], datetime]) -> int:
        """Over one connection; when the server does not answer, every e-mail of the part has had its try."""
        connection = get_connection()
        try:
            connection.open()
        except (smtplib.SMTPException, OSError) as error:
            failed = self.rows().filter(pk__in=[mail.pk for mail in mails], sent_at=None)
            failed.update(tries=F("tries") + 1, error=why(error))
            return 0
        try:
            return sum(self._send(mail, connection, now()) for mail in mails)
        finally:
            connection.close()

    def _send(self, mail: Any, connection: Any, at: datetime) -> bool:
        claimed = self.rows().filter(pk=mail.pk, sent_at=None, tries=mail.tries)
        needless = self.needless(mail)
        if needless:
            claimed.update(tries=MAX_TRIES, error=needless)
            return False
        if not claimed.update(tries=F("tries") + 1):
            return False
        row = self.rows().filter(pk=mail.pk)
        try:
            sender = settings.DEFAULT_FROM_EMAIL
            EmailMessage(mail.subject, self.body(mail), sender, [mail.to], connection=connection).send()
        except (smtplib.SMTPException, OSError, ValueError) as error:
            over = {"tries": MAX_TRIES} if isinstance(error, NEVER) else {}
            row.update(error=why(error), **over)
            return False
        row.update(sent_at=at, error="")
        self.sent(mail, at)
        return True


def why(error: Exception) -> str:
    """What went wrong, for the officer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("Máy chủ thư không nhận địa chỉ này. Hãy kiểm tra lại địa chỉ.")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("Máy chủ thư từ chối tài khoản gửi. Hãy báo quản trị hệ thống.")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("Máy chủ thư không nhận địa chỉ người gửi. Hãy báo quản trị hệ thống.")
    if isinstance(error, smtplib.SMTPResponseException):
        return _("Máy chủ thư không nhận thư này (mã {code}).").format(code=error.smtp_code)
    if isinstance(error, ValueError):
        return _("Địa chỉ hoặc tiêu đề thư không viết được thành thư. Hãy kiểm tra lại.")
    return _("Không kết nối được máy chủ thư.")
