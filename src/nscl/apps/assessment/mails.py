"""E-mails of a survey: their words, and sending them from the outbox.

They are Vietnamese whatever the language of the page. The outbox keeps no link: it stands in the text as
`LINK` and is put in when the e-mail is sent, so that neither the database nor its copies hold anything to
answer by.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation, Survey, SurveyMail
from nscl.apps.assessment.queries_surveys import MAX_TRIES
from nscl.vietnamese import format_date, squash

LINK = "«liên kết riêng của đơn vị»"
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


# ── Words ──────────────────────────────────────────────────────────────


def subject_of(kind: str, survey: Survey) -> str:
    asks = "Nhắc trả lời khảo sát" if kind == SurveyMail.Kind.REMINDER else "Mời trả lời khảo sát"
    return squash(f"{asks}: {survey.title}")[:250]


def body_of(kind: str, invitation: Invitation, *, base_url: str, office: str) -> str:
    """Who asks, why, until when, by which link, whom to ask; the link is put in when sent."""
    survey = invitation.survey
    day = format_date(survey.closes_on) if survey.closes_on else "…"
    parts = [
        f"Kính gửi: {invitation.organisation.name}",
        *(_reminding(survey, office) if kind == SurveyMail.Kind.REMINDER else _inviting(survey, office)),
        f"Đề nghị Quý đơn vị trả lời tại liên kết sau, chậm nhất ngày {day}:",
        f"{base_url.rstrip('/')}{LINK}",
        "Liên kết dành riêng cho Quý đơn vị, xin không chuyển cho đơn vị khác. Câu trả lời được lưu khi "
        "đang làm; có thể dừng và mở lại liên kết để làm tiếp.",
    ]
    if survey.contact:
        parts.append(f"Đầu mối giải đáp: {survey.contact.rstrip('.')}.")
    return "\n\n".join([*parts, f"Trân trọng cảm ơn.\n{office}"])


def _inviting(survey: Survey, office: str) -> list[str]:
    basis = f"Thực hiện {survey.basis}, " if survey.basis else ""
    asks = f"{basis}{office} trân trọng mời Quý đơn vị tham gia cuộc khảo sát “{survey.title}”."
    return [asks, survey.intro] if survey.intro else [asks]


def _reminding(survey: Survey, office: str) -> list[str]:
    return [
        f"{office} chưa nhận được phiếu trả lời của Quý đơn vị trong cuộc khảo sát “{survey.title}”. Nếu đã "
        "gửi phiếu, xin bỏ qua thư này."
    ]


# ── Sending ────────────────────────────────────────────────────────────


def waiting(survey_id: int) -> QuerySet[SurveyMail]:
    return SurveyMail.objects.filter(invitation__survey=survey_id, sent_at=None, tries__lt=MAX_TRIES)


def send_waiting(survey_id: int, *, now: Callable[[], datetime], told: Callable[[int, int], None]) -> int:
    """One try of each e-mail that waits; returns how many were sent. `told(done, total)` hears of progress.

    Each e-mail is claimed by counting its try before it is sent, and marked after: a crash between sending
    and marking may send it twice, never lose it (until its five tries are used up, which is shown). A second
    sender passes over what the first has claimed since this pass began. Nothing is sent for a survey that was
    closed meanwhile or to an organisation that answered or declined: such an e-mail ends with a sentence.
    """
    keys = list(waiting(survey_id).order_by("queued_at", "pk").values_list("pk", flat=True))
    sent = 0
    for start in range(0, len(keys), PART):
        part = keys[start : start + PART]
        rows = SurveyMail.objects.filter(pk__in=part, sent_at=None, tries__lt=MAX_TRIES)
        rows = rows.select_related("invitation__survey", "invitation__organisation")
        sent += _send_part(list(rows.order_by("queued_at", "pk")), now)
        told(start + len(part), len(keys))
    return sent


def _send_part(mails: list[SurveyMail], now: Callable[[], datetime]) -> int:
    """Over one connection; when the server does not answer, every e-mail of the part has had its try."""
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        keys = [mail.pk for mail in mails]
        SurveyMail.objects.filter(pk__in=keys, sent_at=None).update(tries=F("tries") + 1, error=why(error))
        return 0
    try:
        return sum(_send(mail, connection, now()) for mail in mails)
    finally:
        connection.close()


def _send(mail: SurveyMail, connection: Any, at: datetime) -> bool:
    claimed = SurveyMail.objects.filter(pk=mail.pk, sent_at=None, tries=mail.tries)
    needless = _needless(mail)
    if needless:
        claimed.update(tries=MAX_TRIES, error=needless)
        return False
    if not claimed.update(tries=F("tries") + 1):
        return False
    row = SurveyMail.objects.filter(pk=mail.pk)
    try:
        _message(mail, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        over = {"tries": MAX_TRIES} if isinstance(error, NEVER) else {}
        row.update(error=why(error), **over)
        return False
    row.update(sent_at=at, error="")
    invitation = Invitation.objects.filter(pk=mail.invitation_id)
    if mail.kind == SurveyMail.Kind.REMINDER:
        invitation.update(reminded_at=at, reminders=F("reminders") + 1)
    else:
        invitation.update(sent_at=at)
    return True


def _message(mail: SurveyMail, connection: Any) -> EmailMessage:
    body = mail.body.replace(LINK, path_of(mail.invitation))
    return EmailMessage(mail.subject, body, settings.DEFAULT_FROM_EMAIL, [mail.to], connection=connection)


def _needless(mail: SurveyMail) -> str:
    """Why an e-mail is not to be sent any more; empty when it is."""
    if mail.invitation.survey.state != "open":
        return _("Không gửi: cuộc khảo sát đã đóng.")
    if mail.invitation.declined_at is not None:
        return _("Không gửi: đơn vị đã từ chối trả lời.")
    if mail.invitation.responses.filter(state="submitted").exists():
        return _("Không gửi: đơn vị đã trả lời.")
    return ""


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
