"""The recall of the demo: pesticide residue in one farm lot of last autumn's pepper, asked of all who hold it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from demo.clock import Deed, before
from demo.people import team_of
from demo.pepper import PARTIES
from demo.pepper_events import Season
from nscl.apps.traceability.actions.recall_notices import (
    Answer,
    Answerer,
    acknowledge,
    notify_holders,
    tell_quantities,
)
from nscl.apps.traceability.actions.recalls import add_recall, current, open_recall, submit_recall
from nscl.apps.traceability.models import RecallCase, RecallNotice
from nscl.apps.traceability.queries.recalls import stock_of
from nscl.policy.recalls import Told

PLAN = "lam-dong"
TITLE = "Hồ tiêu đen lô {lot} (minh họa)"
BASE = "http://127.0.0.1:8000"  # where the demo runs; its notices have no e-mail to be sent
FARM, NUMBER = "coop", 2  # the lot that went into two mixtures
LATE = "exporter"  # who has not answered


def deeds(season: Season, *, now: datetime) -> Iterator[Deed]:
    """Prepared, approved by another, holders told; two answered, one lets the day pass.

    The hours grow from deed to deed: days that fall on one weekend all become its Friday.
    """
    until = before(now, 6).date()
    yield Deed(before(now, 15, 8), partial(_add, season, until))
    yield Deed(before(now, 14, 9), partial(_open, season))
    yield Deed(before(now, 14, 10), partial(_notify, season))
    yield Deed(before(now, 13, 11), partial(_acknowledged, season, "coop"))
    yield Deed(before(now, 12, 14), partial(_told, season, "processor"))


def _title(season: Season) -> str:
    return TITLE.format(lot=season.raw(FARM, NUMBER).rpartition("/")[2])


def _case(season: Season) -> RecallCase:
    return RecallCase.objects.get(title=_title(season))


def _add(season: Season, until: Any, moment: datetime) -> None:
    officer = team_of(PLAN)("chuyenvien", moment)
    case = add_recall(
        roots=[season.raw(FARM, NUMBER)],
        title=_title(season),
        reason="Kết quả thử nghiệm: dư lượng thuốc bảo vệ thực vật vượt mức tối đa cho phép.",
        hazard="residue",
        level="high",
        request="Ngừng bán, để riêng hàng và báo số lượng còn giữ.",
        contact="Chuyên viên Sở Khoa học và Công nghệ",
        answer_by=until,
        by=officer,
        at=moment,
    )
    submit_recall(case, by=officer, at=moment)


def _open(season: Season, moment: datetime) -> None:
    case = _case(season)
    open_recall(case, seen=current(case).hash, by=team_of(PLAN)("lanhdao2", moment), at=moment)


def _notify(season: Season, moment: datetime) -> None:
    notify_holders(_case(season), base_url=BASE, by=team_of(PLAN)("chuyenvien", moment), at=moment)


def _notice(season: Season, key: str) -> RecallNotice:
    return RecallNotice.objects.get(holder__case=_case(season), holder__organisation__name=PARTIES[key].name)


def _by_phone(moment: datetime) -> dict[str, Any]:
    """The officer writes down what was said on the phone."""
    officer = team_of(PLAN)("chuyenvien", moment)
    return {"by": officer, "at": moment}


def _answerer(moment: datetime) -> Answerer:
    user_id = team_of(PLAN)("chuyenvien", moment).user_id
    return Answerer(RecallNotice.Channel.OFFICER, "Người nghe máy (minh họa)", user_id=user_id)


def _acknowledged(season: Season, key: str, moment: datetime) -> None:
    acknowledge(_notice(season, key), _answerer(moment), **_by_phone(moment))


def _told(season: Season, key: str, moment: datetime) -> None:
    """What the processor still has of the lots that it keeps is put aside."""
    notice = _notice(season, key)
    answers = [
        Answer(one.code, Told(held=one.known, sold=Decimal(0), recovered=one.known, destroyed=Decimal(0)))
        for one in stock_of(notice)
        if one.known is not None and one.unit
    ]
    tell_quantities(notice, answers, _answerer(moment), as_of=moment.date(), **_by_phone(moment))
