"""Deeds of a survey: prepare it, list whom to ask, open, close and open it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.assessment.actions.held import lock, refresh
from nscl.apps.assessment.actions.invitations import decline, renew_link
from nscl.apps.assessment.actions.mails import invite, remind
from nscl.apps.assessment.flow import SURVEY_FLOW
from nscl.apps.assessment.models import Invitation, QuestionnaireVersion, Response, Survey, SurveyMail
from nscl.apps.assessment.queries_surveys import choosable
from nscl.apps.assessment.strata import strata_of
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.registers import require_revision
from nscl.apps.reference.queries import scope_of
from nscl.apps.registry.actions.records import require, require_order, said, tidied
from nscl.apps.registry.models import Organisation
from nscl.vietnamese import format_date, nfc

__all__ = [
    "add_survey",
    "change_survey",
    "close_survey",
    "decline",
    "invite",
    "list_organisations",
    "open_survey",
    "remind",
    "renew_link",
    "reopen_survey",
    "unlist",
]
DEED = "assessment.survey"
EARLIEST = 2000
MAX_INTRO = 5000
STRATA = ("kind", "sector", "sector_name", "size", "place")
PART = 1000


# ── Preparing ──────────────────────────────────────────────────────────


@transaction.atomic
def add_survey(
    *,
    title: str,
    year: int,
    version: QuestionnaireVersion,
    opens_on: date | None,
    closes_on: date | None,
    intro: str = "",
    contact: str = "",
    basis: str = "",
    province_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Survey:
    """A survey being prepared, of the person's province unless another of theirs is named.

    Refuses a nameless survey, a year to come, dates in the wrong order and questions that are not in use.
    """
    by.require(f"{DEED}.add")
    home = province_id if province_id is not None else by.province_id
    if home is None or not by.sees(home):
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi lập."))
    data = _read(
        title=title,
        year=year,
        version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        intro=intro,
        contact=contact,
        basis=basis,
    )
    survey = Survey(province_id=home, created_by_id=by.user_id, created_at=at, **data)
    _require_sound(survey, at)
    _require_in_use(survey)
    survey.save()
    after = {name: said(getattr(survey, name)) for name in data if getattr(survey, name) not in (None, "")}
    audit.record(by=by, at=at, deed=f"{DEED}.add", obj=survey, after=after)
    return survey


@transaction.atomic
def change_survey(survey: Survey, *, revision: int | None, by: Actor, at: datetime, **data: Any) -> Survey:
    """Change the fields named. Once open, a survey keeps its questions and its year: answers rest on them.

    Raises `RevisionConflict` when the page was older than the record. Changing nothing leaves no trace.
    """
    held = lock(survey, by, f"{DEED}.change")
    require_revision(held, revision)
    values = _read(**data)
    before = {name: getattr(held, name) for name in values}
    for name, value in values.items():
        setattr(held, name, value)
    changed = [name for name in values if getattr(held, name) != before[name]]
    if held.state != "draft":
        require(
            not {"version", "year"} & set(changed),
            _("Khảo sát đã mở nên bộ câu hỏi và năm không đổi được nữa. Hãy lập cuộc khảo sát mới."),
        )
        require(
            held.opens_on is not None and held.closes_on is not None,
            _("Khảo sát đang mở phải có đủ ngày bắt đầu và hạn trả lời. Hãy ghi cả hai ngày."),
        )
    _require_sound(held, at)
    if "version" in changed:
        _require_in_use(held)
    if changed:
        held.revision += 1
        held.save()
        audit.record(
            by=by,
            at=at,
            deed=f"{DEED}.change",
            obj=held,
            before={name: said(before[name]) for name in changed},
            after={name: said(getattr(held, name)) for name in changed},
        )
    refresh(survey, held)
    return held


def _read(**data: Any) -> dict[str, Any]:
    """Texts in one form; the opening words keep their lines."""
    # Browsers end lines with CR LF, which spreadsheets and letters would show as “_x000D_”.
    intro = {"intro": "\n".join(nfc(data.pop("intro") or "").strip().splitlines())} if "intro" in data else {}
    require(
        len(intro.get("intro", "")) <= MAX_INTRO,
        _("Lời ngỏ dài quá 5.000 ký tự. Hãy viết ngắn hơn."),
    )
    return {**tidied(Survey, data), **intro}


def _require_sound(survey: Survey, at: datetime) -> None:
    latest = timezone.localtime(at).year
    require(bool(survey.title), _("Chưa có tên cuộc khảo sát. Hãy nhập tên."))
    require(
        EARLIEST <= survey.year <= latest,
        _("Năm khảo sát phải từ {first} đến {last}. Hãy sửa lại năm.").format(first=EARLIEST, last=latest),
    )
    require_order(survey.opens_on, survey.closes_on)


def _require_in_use(survey: Survey) -> None:
    """The questions are those in use now, of the whole country or of the survey's own province."""
    version = survey.version
    require(
        version.state == "in_use",
        _("Bản bộ câu hỏi này chưa dùng hoặc đã được thay. Hãy chọn bản đang dùng."),
    )
    home = version.questionnaire.province_id
    require(
        home is None or home in scope_of(survey.province),
        _("Bộ câu hỏi này của tỉnh khác. Hãy chọn bộ câu hỏi khác."),
    )


# ── The list ───────────────────────────────────────────────────────────


@transaction.atomic
def list_organisations(
    survey: Survey,
    *,
    organisations: QuerySet[Organisation] | Sequence[int],
    query: str = "",
    sentence: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Put organisations on the list, with their strata of now; returns how many are new on it.

    Those on it already, dissolved, taken over, merged into another record or of another province are left
    out without a word: the page counts them beforehand. `query` and `sentence` are the filter they came from.
    """
    held = lock(survey, by, f"{DEED}.list")
    keys = _keys(organisations)
    listed = set(Invitation.objects.filter(survey=held).values_list("organisation_id", flat=True))
    emails: dict[int, str] = {}
    for part in _parts([key for key in keys if key not in listed]):
        emails |= dict(choosable(held, by).filter(pk__in=part).values_list("pk", "email"))
    fresh = [key for key in keys if key in emails]
    if not fresh:
        return 0
    strata = strata_of(fresh, year=held.year)
    rows = [
        Invitation(
            survey=held,
            organisation_id=pk,
            email=emails[pk],
            listed_at=at,
            **{name: getattr(strata[pk], name) for name in STRATA},
        )
        for pk in fresh
    ]
    Invitation.objects.bulk_create(rows, batch_size=PART)
    _note_filter(held, query, sentence)
    after = {"invitations": len(rows), **({"list_sentence": sentence} if sentence else {})}
    audit.record(by=by, at=at, deed=f"{DEED}.list", obj=held, after=after)
    refresh(survey, held)
    return len(rows)


def _keys(organisations: QuerySet[Organisation] | Sequence[int]) -> list[int]:
    if isinstance(organisations, QuerySet):
        return list(organisations.values_list("pk", flat=True))
    return list(dict.fromkeys(organisations))


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), PART):
        yield keys[start : start + PART]


def _note_filter(held: Survey, query: str, sentence: str) -> None:
    """The last filter used, and all of them in words."""
    if not sentence:
        return
    words = f"{held.list_sentence} + {sentence}" if held.list_sentence else sentence
    if sentence not in held.list_sentence.split(" + "):
        held.list_sentence = words if len(words) <= 1000 else f"{words[:999]}…"
    held.list_query = query[:2000]
    held.save(update_fields=["list_query", "list_sentence"])


@transaction.atomic
def unlist(survey: Survey, *, invitations: Sequence[Invitation], by: Actor, at: datetime) -> int:
    """Take organisations off the list, all or none; returns how many.

    Refused for those to whom something went out or who began to answer: they stay known as silent.
    """
    held = lock(survey, by, f"{DEED}.list")
    keys = [row.pk for row in invitations]
    rows = Invitation.objects.filter(survey=held, pk__in=keys).select_related("organisation")
    rows = rows.order_by("organisation__sort_key", "pk")
    touched = list(rows.filter(_touched()).values_list("organisation__name", flat=True)[:4])
    if touched:
        names = "; ".join(touched[:3]) + ("; …" if len(touched) > 3 else "")
        raise Refusal(
            _("Không bỏ được đơn vị đã được gửi thư, in thư, cấp phiếu hoặc đã trả lời: {names}.").format(
                names=names
            )
        )
    gone = list(rows)
    if not gone:
        return 0
    Invitation.objects.filter(pk__in=[row.pk for row in gone]).delete()
    names = "; ".join(row.organisation.name for row in gone[:20]) + ("; …" if len(gone) > 20 else "")
    audit.record(
        by=by,
        at=at,
        deed=f"{DEED}.list",
        obj=held,
        before={"invitations": len(gone), "organisations": names},
    )
    return len(gone)


def _touched() -> Q:
    """Something went out, came back or was written of them."""
    dates = ("sent_at", "letter_at", "form_at", "opened_at", "declined_at")
    found = Q(Exists(Response.objects.filter(invitation=OuterRef("pk"))))
    found |= Q(Exists(SurveyMail.objects.filter(invitation=OuterRef("pk"))))
    for name in dates:
        found |= Q(**{f"{name}__isnull": False})
    return found


# ── Opening and closing ────────────────────────────────────────────────


@transaction.atomic
def open_survey(survey: Survey, *, by: Actor, at: datetime) -> Survey:
    """Begin to take answers; the strata of the list are fixed as the register tells them now.

    Refused with an empty list, without a closing date or after it, before the opening date, and when the
    questions were replaced since. Without an opening date it is today.
    """
    held = lock(survey, by, f"{DEED}.open")
    today = timezone.localtime(at).date()
    require(
        Invitation.objects.filter(survey=held).exists(),
        _("Danh sách khảo sát còn trống. Hãy chọn tổ chức vào danh sách trước khi mở."),
    )
    _require_closing_ahead(held.closes_on, today)
    opens_on = held.opens_on or today
    require(
        opens_on <= today,
        _("Khảo sát nhận trả lời từ ngày {day}. Hãy mở vào ngày đó, hoặc sửa ngày bắt đầu rồi mở.").format(
            day=format_date(opens_on)
        ),
    )
    _require_in_use(held)
    if held.state == "draft":
        _fix_strata(held)
    begins = {} if held.opens_on else {"opens_on": today}
    SURVEY_FLOW.move(held, f"{DEED}.open", by=by, at=at, opened_at=at, **begins)
    refresh(survey, held)
    return held


def _require_closing_ahead(closes_on: date | None, today: date) -> None:
    if closes_on is None:
        raise Refusal(_("Chưa có hạn trả lời. Hãy ghi hạn trả lời trước khi mở."))
    if closes_on < today:
        raise Refusal(
            _("Hạn trả lời {day} đã qua. Hãy ghi hạn mới trước khi mở.").format(day=format_date(closes_on))
        )


def _fix_strata(held: Survey) -> None:
    rows = list(Invitation.objects.filter(survey=held))
    strata = strata_of([row.organisation_id for row in rows], year=held.year)
    changed = []
    for row in rows:
        now = strata[row.organisation_id]
        if any(getattr(row, name) != getattr(now, name) for name in STRATA):
            for name in STRATA:
                setattr(row, name, getattr(now, name))
            changed.append(row)
    Invitation.objects.bulk_update(changed, STRATA, batch_size=PART)


@transaction.atomic
def close_survey(survey: Survey, *, by: Actor, at: datetime, reason: str = "") -> Survey:
    """Stop taking answers. What was begun and not sent stays as a draft; e-mails not yet sent will not be."""
    held = lock(survey, by, f"{DEED}.close")
    SURVEY_FLOW.move(held, f"{DEED}.close", by=by, at=at, reason=reason, closed_at=at)
    refresh(survey, held)
    return held


@transaction.atomic
def reopen_survey(
    survey: Survey, *, reason: str, closes_on: date | None = None, by: Actor, at: datetime
) -> Survey:
    """Take answers again, with the reason and a closing date that has not passed (a new one when it has)."""
    held = lock(survey, by, f"{DEED}.reopen")
    until = closes_on or held.closes_on
    _require_closing_ahead(until, timezone.localtime(at).date())
    later = {} if until == held.closes_on else {"closes_on": until}
    SURVEY_FLOW.move(held, f"{DEED}.reopen", by=by, at=at, reason=reason, closed_at=None, **later)
    refresh(survey, held)
    return held
