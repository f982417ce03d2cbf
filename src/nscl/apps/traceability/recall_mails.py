"""E-mails of a recall: their words, and sending them from the outbox.

They are Vietnamese whatever the language of the page. The outbox keeps no link: it stands in the text as
`LINK` and is put in when the e-mail is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from nscl.apps.core.post import Outbox
from nscl.apps.traceability.models import RecallCase, RecallMail, RecallNotice
from nscl.apps.traceability.recall_links import path_of
from nscl.vietnamese import format_date, squash

LINK = "«liên kết riêng của đơn vị»"


def subject_of(kind: str, case: RecallCase) -> str:
    asks = "Nhắc trả lời thông báo thu hồi" if kind == RecallMail.Kind.REMINDER else "Thông báo thu hồi hàng"
    return squash(f"{asks}: {case.title}")[:250]


def body_of(kind: str, notice: RecallNotice, goods: Sequence[str], *, base_url: str) -> str:
    """What is recalled and why, what to do at once, where to answer, until when, whom to ask."""
    case = notice.holder.case
    parts = [f"Kính gửi: {notice.holder}"]
    if kind == RecallMail.Kind.REMINDER:
        parts.append(
            f"{case.office_name} chưa nhận đủ trả lời của Quý đơn vị về việc thu hồi “{case.title}”. Nếu đã "
            "trả lời, xin bỏ qua thư này."
        )
    else:
        parts.append(
            f"{case.office_name} thông báo thu hồi “{case.title}” (hồ sơ {case.code}). Lý do: {case.reason}"
        )
    parts.append("Theo dữ liệu truy xuất, Quý đơn vị đang giữ hoặc đã nhận:\n" + "\n".join(goods))
    parts.append(asked_of(case))
    parts += [
        f"Đề nghị Quý đơn vị xác nhận và báo số lượng chậm nhất ngày {format_date(notice.due_on)} tại:",
        f"{base_url.rstrip('/')}{LINK}",
        "Liên kết dành riêng cho Quý đơn vị, xin không chuyển cho đơn vị khác.",
    ]
    if case.contact:
        parts.append(f"Đầu mối liên hệ: {case.contact.rstrip('.')}.")
    return "\n\n".join([*parts, f"Trân trọng cảm ơn.\n{case.office_name}"])


def asked_of(case: RecallCase) -> str:
    """What the holder is to do with the goods."""
    return case.request or (
        "Đề nghị ngừng bán, ngừng sử dụng ngay; để riêng và niêm phong hàng còn lại; thu hồi hàng đã bán; "
        "không tự tiêu hủy trước khi thống nhất với cơ quan thông báo."
    )


def send_waiting(case_id: int, *, now: Callable[[], datetime], told: Callable[[int, int], None]) -> int:
    """One try of each e-mail of the recall that waits (`core.post`); returns how many were sent."""
    return OUTBOX.send(now=now, told=told, notice__holder__case=case_id)


def _body(mail: RecallMail) -> str:
    return mail.body.replace(LINK, path_of(mail.notice))


def _sent(mail: RecallMail, at: datetime) -> None:
    row = RecallNotice.objects.filter(pk=mail.notice_id)
    if mail.kind == RecallMail.Kind.REMINDER:
        row.update(reminded_at=at, reminders=F("reminders") + 1)
    else:
        row.update(sent_at=at)


def _needless(mail: RecallMail) -> str:
    if mail.notice.holder.case.state != "notified":
        return _("Không gửi: hồ sơ thu hồi đã kết thúc.")
    if mail.kind == RecallMail.Kind.REMINDER and mail.notice.answered_at is not None:
        return _("Không gửi: đơn vị đã trả lời.")
    return ""


OUTBOX = Outbox(RecallMail.objects.all, _body, _needless, _sent, ("notice__holder__case",))
