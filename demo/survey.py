"""Two surveys with the ready questionnaire: Lào Cai's is closed with its figures, Lâm Đồng's takes answers."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from django.test.utils import override_settings

from demo.answers import answers_of
from demo.clock import Deed, at, before
from demo.firms import Firm, firms
from demo.names import SEED
from demo.people import Team, team_of
from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.actions.figures import freeze_figures
from nscl.apps.assessment.actions.responses import (
    note_opened,
    respondent_of,
    save_draft,
    start_correction,
    submit,
)
from nscl.apps.assessment.data.status_and_needs import CODE
from nscl.apps.assessment.definitions import definition_of
from nscl.apps.assessment.mails import send_waiting
from nscl.apps.assessment.models import Invitation, QuestionnaireVersion, Survey
from nscl.apps.core.access import Actor
from nscl.apps.registry.models import Organisation

TITLE = "Khảo sát hiện trạng và nhu cầu năng suất, chất lượng {year} (minh họa)"
INTRO = (
    "Câu trả lời giúp cơ quan khảo sát chọn đúng nội dung hỗ trợ trong kế hoạch năng suất, chất lượng. "
    "Số liệu chỉ dùng để tổng hợp. (Dữ liệu minh họa.)"
)
BASE_URL = "http://localhost:8000"
SILENCE = "Đơn vị báo đang tạm ngừng sản xuất, chưa thể trả lời (minh họa)."


@dataclass(frozen=True)
class Round:
    """One survey: how many are asked and what becomes of them; the days it runs between."""

    plan: str
    year: int
    asked: int
    by_web: int
    on_paper: int
    declined: int
    begun: int
    prepared: datetime
    opened: datetime
    reminded: datetime
    last_answer: datetime
    closes_on: date
    is_closed: bool

    @property
    def answered(self) -> int:
        return self.by_web + self.on_paper


def rounds(plan: str, now: datetime) -> list[Round]:
    """Of 95 that Lào Cai asked about 2024, 57 answered (60 %); Lâm Đồng is in the middle of asking fifty."""
    if plan == "lao-cai":
        times = (at(8, 9), at(10, 9, 8), at(24, 9, 10), at(8, 10, 16))
        return [Round(plan, 2024, 95, 46, 11, 5, 6, *times, closes_on=date(2025, 10, 10), is_closed=True)]
    if plan == "lam-dong":
        times = (before(now, 14), before(now, 12, 8), before(now, 4, 8), before(now, 1, 16))
        closes_on = (now + timedelta(days=18)).date()
        return [Round(plan, 2025, 50, 15, 3, 2, 4, *times, closes_on=closes_on, is_closed=False)]
    return []


def deeds(plan: str, *, now: datetime) -> Iterator[Deed]:
    """All that happened in a province's surveys, each deed at its time."""
    for one in rounds(plan, now):
        running = Running(one, team_of(plan))
        yield Deed(one.prepared, running.prepare)
        yield Deed(one.opened, running.open)
        yield Deed(one.opened + timedelta(minutes=10), running.invite)
        yield Deed(one.reminded, running.remind)
        yield from _answers(running)
        if one.is_closed:
            yield Deed(one.last_answer + timedelta(hours=1), running.correct)
            yield Deed(at(13, 10, 9), running.close)
            yield Deed(at(20, 10, 9), running.freeze)


def _answers(running: Running) -> Iterator[Deed]:
    """Who answers when, spread over the days between the first and the last answer."""
    one, chance = running.round, random.Random(f"{SEED} survey {running.round.plan}")
    first = one.opened + timedelta(hours=2)
    span = (one.last_answer - first).total_seconds()
    order = running.firms()
    chance.shuffle(order)
    times = sorted(first + timedelta(seconds=chance.random() * span) for _firm in order)
    kinds = (
        ["web"] * one.by_web + ["paper"] * one.on_paper + ["decline"] * one.declined + ["begin"] * one.begun
    )
    chance.shuffle(kinds)
    for moment, kind, firm in zip(times, kinds, order, strict=False):
        moment = moment.replace(second=0, microsecond=0)
        yield Deed(moment, partial(getattr(running, kind), firm))


@dataclass
class Running:
    """A survey on its way; `rows` finds the invitation of a firm."""

    round: Round
    team: Team
    survey: Survey | None = None
    rows: dict[int, Invitation] = field(default_factory=dict)

    def firms(self) -> list[Firm]:
        """Those asked: the first of the register that make something and stand in it with a known record."""
        every = [firm for firm in firms(self.round.plan) if firm.trade is not None]
        ended = {every[number].number for number in (9, 12, 14)}
        return [firm for firm in every if firm.number not in ended][: self.round.asked]

    def prepare(self, at: datetime) -> None:
        officer = self.team("chuyenvien", at)
        version = QuestionnaireVersion.objects.get(
            questionnaire__code=CODE, questionnaire__province=None, state="in_use"
        )
        self.survey = surveys.add_survey(
            title=TITLE.format(year=self.round.year),
            year=self.round.year,
            version=version,
            opens_on=self.round.opened.date(),
            closes_on=self.round.closes_on,
            intro=INTRO,
            contact="Phòng Quản lý tiêu chuẩn, Sở Khoa học và Công nghệ (minh họa)",
            basis="Kế hoạch nâng cao năng suất, chất lượng của tỉnh",
            by=officer,
            at=at,
        )
        Survey.objects.filter(pk=self.survey.pk).update(is_demo=True)
        wanted = self.firms()
        pks = self._records(wanted, officer.province_id)
        surveys.list_organisations(
            self.survey,
            organisations=list(pks.values()),
            query="loai=enterprise&loai=cooperative&loai=household",
            sentence="Doanh nghiệp, hợp tác xã, hộ kinh doanh",
            by=officer,
            at=at,
        )
        listed = {row.organisation_id: row for row in Invitation.objects.filter(survey=self.survey)}
        self.rows = {number: listed[pk] for number, pk in pks.items()}

    @staticmethod
    def _records(wanted: Sequence[Firm], province_id: int | None) -> dict[int, int]:
        """The records of firms, by their names: a province's list has each once."""
        found = Organisation.objects.live().filter(province_id=province_id, is_demo=True)
        keys = dict(found.values_list("name", "pk"))
        return {firm.number: keys[firm.name] for firm in wanted}

    def open(self, at: datetime) -> None:
        assert self.survey is not None
        surveys.open_survey(self.survey, by=self.team("chuyenvien", at), at=at)

    def invite(self, at: datetime) -> None:
        """Those with an address get an e-mail, the others a letter in print."""
        assert self.survey is not None
        officer = self.team("chuyenvien", at)
        with _nothing_leaves():
            surveys.invite(self.survey, base_url=BASE_URL, by=officer, at=at)
            self._post(at)
        Invitation.objects.filter(survey=self.survey, sent_at=None).update(letter_at=at)

    def remind(self, at: datetime) -> None:
        assert self.survey is not None
        with _nothing_leaves():
            surveys.remind(self.survey, base_url=BASE_URL, by=self.team("chuyenvien", at), at=at)
            self._post(at)

    def _post(self, at: datetime) -> None:
        assert self.survey is not None
        send_waiting(self.survey.pk, now=lambda: at + timedelta(minutes=2), told=lambda done, total: None)

    def web(self, firm: Firm, at: datetime) -> None:
        """The firm opens its link, answers and sends."""
        row = self.rows[firm.number]
        note_opened(row, at=at - timedelta(minutes=25))
        self._send(firm, "web", respondent_of(row), at)

    def paper(self, firm: Firm, at: datetime) -> None:
        """The officer enters what came on paper."""
        self._send(firm, "paper", self.team("chuyenvien", at), at)

    def _send(self, firm: Firm, channel: str, by: Actor, at: datetime) -> None:
        row = self.rows[firm.number]
        who = {"name": firm.values["representative"], "title": firm.values["representative_title"]}
        submit(
            row,
            answers=self._answers(firm),
            respondent=who,
            submission_key=f"minh-hoa-{row.pk}",
            channel=channel,
            by=by,
            at=at,
        )

    def _answers(self, firm: Firm) -> dict[str, object]:
        assert self.survey is not None
        return answers_of(firm, definition_of(self.survey.version), str(self.round.year))

    def begin(self, firm: Firm, at: datetime) -> None:
        """The firm answers the first questions and does not send."""
        row = self.rows[firm.number]
        note_opened(row, at=at)
        first = dict(list(self._answers(firm).items())[:6])
        save_draft(row, answers=first, revision=0, by=respondent_of(row), at=at)

    def decline(self, firm: Firm, at: datetime) -> None:
        surveys.decline(self.rows[firm.number], reason=SILENCE, by=self.team("chuyenvien", at), at=at)

    def correct(self, at: datetime) -> None:
        """One that was entered from paper had a slip: the corrected one takes its place."""
        assert self.survey is not None
        officer = self.team("chuyenvien", at)
        row = Invitation.objects.filter(survey=self.survey, responses__channel="paper").order_by("pk")[0]
        reason = "Nhập nhầm số lao động so với phiếu giấy (minh họa)."
        draft = start_correction(row, reason=reason, by=officer, at=at)
        answers = {**draft.answers, "lao_dong": str(int(draft.answers["lao_dong"]) + 1)}
        submit(
            row,
            answers=answers,
            respondent={},
            submission_key=f"minh-hoa-{row.pk}-2",
            channel="paper",
            reason=reason,
            by=officer,
            at=at,
        )

    def close(self, at: datetime) -> None:
        assert self.survey is not None
        surveys.close_survey(self.survey, by=self.team("chuyenvien", at), at=at)

    def freeze(self, at: datetime) -> None:
        assert self.survey is not None
        note = "Số liệu gửi kèm báo cáo (minh họa)"
        freeze_figures(self.survey, note=note, by=self.team("chuyenvien", at), at=at)


def _nothing_leaves() -> override_settings:
    """E-mails of the demo go through the outbox and no further, whatever server is set up."""
    backend = "django.core.mail.backends.locmem.EmailBackend"
    return override_settings(EMAIL_BACKEND=backend)
