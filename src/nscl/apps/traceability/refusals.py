"""Why a capture is refused; each carries its problems, with the pointer into the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nscl.apps.core.access import Refusal
from nscl.gs1.epcis.problems import TITLES, Problem

if TYPE_CHECKING:
    from nscl.apps.traceability.models import CaptureJob

EXISTS = "epcisException:ResourceAlreadyExistsException"
SECURITY = "epcisException:SecurityException"
LIMIT = "epcisException:CaptureLimitExceededException"
FAULT = "epcisException:ImplementationException"
WORDS = {
    EXISTS: "Đã có sự kiện khác mang mã này",
    SECURITY: "Không được ghi sự kiện này",
    LIMIT: "Tài liệu vượt giới hạn ghi nhận",
    FAULT: "Hệ thống không ghi được",
    **TITLES,
}


class CaptureRefused(Refusal):
    """Nothing of the document was stored; `job` is the record of the attempt, where there is one."""

    def __init__(self, problems: Sequence[Problem], job: CaptureJob | None = None) -> None:
        super().__init__(problems[0].detail if problems else "")
        self.problems, self.job = tuple(problems), job


class EventConflict(CaptureRefused):
    """An event of this eventID is there already and says something else."""


class NotYours(CaptureRefused):
    """The event makes, or declares wrong, what belongs to another organisation."""


class TooLarge(CaptureRefused):
    """More events, or more codes in one event, than one capture takes."""


def refused(problems: Sequence[Problem]) -> CaptureRefused:
    """The refusal that fits the first error."""
    kinds = {EXISTS: EventConflict, SECURITY: NotYours, LIMIT: TooLarge}
    return kinds.get(problems[0].type, CaptureRefused)(problems)


def as_json(problem: Problem) -> dict[str, str]:
    """A problem as it is kept: JSON columns of PostgreSQL hold no NUL."""
    told = {**problem.as_json(), "title": WORDS.get(problem.type, "")}
    return {name: str(value).replace("\0", "\ufffd") for name, value in told.items()}


def conflict(pointer: str, event_id: str) -> Problem:
    sentence = (
        f"Đã có sự kiện khác mang mã {event_id[:80]}. Một mã chỉ dùng cho một sự kiện; "
        "muốn sửa, hãy gửi khai báo sai sót rồi gửi sự kiện mới với mã mới."
    )
    return Problem("event_id_taken", sentence, f"{pointer}/eventID", type=EXISTS)


def not_made_by(pointer: str, code: str) -> Problem:
    sentence = (
        f"Vật {code[:80]} là của tổ chức khác. Chỉ ghi việc làm ra hàng của mình hoặc của bên đã ủy thác; "
        "hãy đề nghị bên ấy ủy thác."
    )
    return Problem("not_yours", sentence, pointer, type=SECURITY)


def not_declared_by(pointer: str) -> Problem:
    sentence = "Sự kiện này do tổ chức khác ghi. Hãy đề nghị tổ chức ấy khai báo sai sót."
    return Problem("not_yours", sentence, f"{pointer}/errorDeclaration", type=SECURITY)


def too_many_events(number: int, most: int) -> TooLarge:
    sentence = f"Tài liệu có {number} sự kiện; mỗi lần ghi nhiều nhất {most}. Hãy chia nhỏ."
    return TooLarge([Problem("too_many_events", sentence, "/epcisBody/eventList", type=LIMIT)])


def too_many_items(pointer: str, number: int, most: int) -> TooLarge:
    sentence = f"Sự kiện có {number} mã; mỗi sự kiện nhiều nhất {most}. Hãy chia nhỏ."
    return TooLarge([Problem("too_many_items", sentence, pointer, type=LIMIT)])


def file_too_large(size: int, most: int) -> TooLarge:
    sentence = f"Tài liệu {size / 2**20:.0f} MB; mỗi lần ghi nhiều nhất {most // 2**20} MB. Hãy chia nhỏ."
    return TooLarge([Problem("file_too_large", sentence, type=LIMIT)])


def too_many_parts(number: int, most: int) -> TooLarge:
    sentence = f"Tài liệu có khoảng {number} giá trị; mỗi lần ghi nhiều nhất {most}. Hãy chia nhỏ."
    return TooLarge([Problem("too_many_parts", sentence, type=LIMIT)])


def gave_up(attempts: int) -> Problem:
    sentence = (
        f"Có lỗi ngoài dự kiến, đã thử {attempts} lần; dữ liệu chưa thay đổi. "
        "Hãy gửi lại thành nhiều tài liệu nhỏ hơn, hoặc báo quản trị."
    )
    return Problem("gave_up", sentence, type=FAULT)


def more_problems(number: int, all_of_them: int) -> Problem:
    sentence = f"Còn {number} lỗi nữa, cả thảy {all_of_them}. Hãy sửa các lỗi đầu rồi gửi lại."
    return Problem("more_problems", sentence)
