"""E-mails of a survey: their words, and sending them from the outbox.

They are Vietnamese whatever the language of the page. The outbox keeps no link: it stands in the text as
`LINK` and is put in when the e-mail is sent, so that neither the database nor its copies hold anything to
answer by.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation, Survey, SurveyMail
from nscl.apps.core.post import WAITS, Outbox, how_sent
from nscl.vietnamese import format_date, squash

__all__ = ["LINK", "WAITS", "body_of", "how_sent", "send_waiting", "subject_of", "waiting"]

LINK = "«liên kết riêng của đơn vị»"


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
    return _OUTBOX.waiting(invitation__survey=survey_id)


def send_waiting(survey_id: int, *, now: Callable[[], datetime], told: Callable[[int, int], None]) -> int:
    """One try of each e-mail of the survey that waits (`core.post`); returns how many were sent.

    Nothing is sent for a survey that was closed meanwhile or to an organisation that answered or declined.
    """
    return _OUTBOX.send(now=now, told=told, invitation__survey=survey_id)


def _body(mail: SurveyMail) -> str:
    return mail.body.replace(LINK, path_of(mail.invitation))


def _sent(mail: SurveyMail, at: datetime) -> None:
    invitation = Invitation.objects.filter(pk=mail.invitation_id)
    if mail.kind == SurveyMail.Kind.REMINDER:
        invitation.update(reminded_at=at, reminders=F("reminders") + 1)
    else:
        invitation.update(sent_at=at)


def _needless(mail: SurveyMail) -> str:
    """Why an e-mail is not to be sent any more; empty when it is."""
    if mail.invitation.survey.state != "open":
        return _("Không gửi: cuộc khảo sát đã đóng.")
    if mail.invitation.declined_at is not None:
        return _("Không gửi: đơn vị đã từ chối trả lời.")
    if mail.invitation.responses.filter(state="submitted").exists():
        return _("Không gửi: đơn vị đã trả lời.")
    return ""


_OUTBOX = Outbox(
    SurveyMail.objects.all, _body, _needless, _sent, ("invitation__survey", "invitation__organisation")
)
