"""Deeds of a survey: prepare it, list whom to ask, open and close it; what each refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from nscl.apps.assessment.actions import invitations as one_by_one
from nscl.apps.assessment.actions import surveys
from nscl.apps.assessment.models import Invitation, Survey
from nscl.apps.assessment.strata import Strata, strata_of
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import RevisionConflict
from nscl.apps.registry.actions import details, facts
from nscl.apps.registry.actions.organisations import change_status
from nscl.apps.registry.models import Organisation
from tests.apps.assessment.survey_tales import answer, asked, firm, survey, version
from tests.world import World, at

pytestmark = pytest.mark.django_db
BILLION = 10**9


def last_entry() -> AuditEntry:
    entry = AuditEntry.objects.order_by("-seq").first()
    assert entry is not None
    return entry


# ── Preparing ──────────────────────────────────────────────────────────


def test_an_officer_prepares_a_survey_of_the_own_province(world: World) -> None:
    made = survey(world, is_open=False, intro="Dòng một\n\nDòng hai", basis="Kế hoạch số 15/KH-UBND")
    assert (made.state, made.province_id) == ("draft", world.home.pk)
    assert made.intro == "Dòng một\n\nDòng hai"
    entry = last_entry()
    assert entry.deed == "assessment.survey.add" and entry.after["version"] == made.version_id


@pytest.mark.parametrize("who", ["chi", "dung", "giang", "ha"])
def test_those_who_only_read_prepare_none(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        surveys.add_survey(
            title="Khảo sát",
            year=2025,
            version=version(world),
            opens_on=None,
            closes_on=None,
            by=world.actor(who),
            at=at(),
        )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"title": "  "}, "Chưa có tên"),
        ({"year": 2027}, "từ 2000 đến 2026"),
        ({"year": 1999}, "từ 2000 đến 2026"),
        ({"opens_on": date(2026, 4, 1)}, "không trước ngày bắt đầu"),
        ({"title": "x" * 251}, "dài quá 250"),
        ({"intro": "x" * 5001}, "5.000 ký tự"),
    ],
)
def test_what_no_survey_can_be_is_refused_with_a_sentence(
    world: World, data: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        survey(world, is_open=False, **data)
    assert not Survey.objects.exists()


def test_questions_in_draft_and_those_of_another_province_are_refused(world: World) -> None:
    with pytest.raises(Refusal, match="đang dùng"):
        survey(world, version=version(world, "nhap", "draft"), is_open=False)
    with pytest.raises(Refusal, match="tỉnh khác"):
        survey(world, version=version(world, "ben", province=world.neighbour), is_open=False)
    own = version(world, "nha", province=world.home)
    assert survey(world, version=own, is_open=False).version == own


def test_a_change_on_an_older_page_is_told_so_and_changes_nothing(world: World) -> None:
    made = survey(world, is_open=False)
    surveys.change_survey(made, revision=0, title="Tên mới", by=world.actor("an"), at=at())
    assert (made.title, made.revision) == ("Tên mới", 1)
    with pytest.raises(RevisionConflict):
        surveys.change_survey(made, revision=0, title="Tên cũ", by=world.actor("lan"), at=at())
    made.refresh_from_db()
    assert made.title == "Tên mới" and last_entry().before == {"title": "Khảo sát hiện trạng năng suất 2025"}


def test_changing_nothing_leaves_no_trace(world: World) -> None:
    made = survey(world, is_open=False)
    count = AuditEntry.objects.count()
    surveys.change_survey(made, revision=0, title=made.title, by=world.actor("an"), at=at())
    assert AuditEntry.objects.count() == count and made.revision == 0


def test_an_open_survey_keeps_its_questions_and_year_but_may_be_prolonged(world: World) -> None:
    made = survey(world, firm(world, "Công ty TNHH Suối Trong"))
    officer = world.actor("an")
    other = version(world, "khac")
    for change in ({"year": 2024}, {"version": other}):
        with pytest.raises(Refusal, match="không đổi được nữa"):
            surveys.change_survey(made, revision=None, by=officer, at=at(), **change)
    with pytest.raises(Refusal, match="đủ ngày"):
        surveys.change_survey(made, revision=None, closes_on=None, by=officer, at=at())
    surveys.change_survey(made, revision=None, closes_on=date(2026, 4, 15), by=officer, at=at())
    assert made.closes_on == date(2026, 4, 15)


def test_another_provinces_survey_does_not_exist(world: World) -> None:
    made = survey(world, is_open=False)
    with pytest.raises(Http404):
        surveys.change_survey(made, revision=None, title="x", by=world.actor("khanh"), at=at())
    with pytest.raises(Http404):
        surveys.list_organisations(made, organisations=[], by=world.actor("khanh"), at=at())


# ── Whom to ask ────────────────────────────────────────────────────────


def test_only_organisations_that_can_answer_come_on_the_list_and_each_once(world: World) -> None:
    good, gone = (
        firm(world, "Công ty TNHH Suối Trong", email="lienhe@suoitrong.example.vn"),
        firm(world, "Cũ"),
    )
    change_status(gone, status="dissolved", on=date(2026, 1, 5), by=world.actor("an"), at=at())
    foreign = firm(world, "Công ty Bên Kia", who="khanh")
    made = survey(world, is_open=False)
    keys = [good.pk, gone.pk, foreign.pk, good.pk, 987654]
    count = surveys.list_organisations(
        made,
        organisations=keys,
        query="loai=enterprise",
        sentence="Loại: Doanh nghiệp",
        by=world.actor("an"),
        at=at(),
    )
    assert count == 1
    row = asked(made, good)
    assert (row.email, row.kind) == ("lienhe@suoitrong.example.vn", "enterprise")
    assert (made.list_query, made.list_sentence) == ("loai=enterprise", "Loại: Doanh nghiệp")
    again = surveys.list_organisations(
        made, organisations=Organisation.objects.all(), by=world.actor("an"), at=at()
    )
    assert again == 0 and Invitation.objects.count() == 1


def test_two_filters_are_both_told_in_words(world: World) -> None:
    made = survey(world, is_open=False)
    for name, words in (("A", "Loại: Hợp tác xã"), ("B", "Quy mô: Nhỏ")):
        surveys.list_organisations(
            made,
            organisations=[firm(world, name).pk],
            query="q",
            sentence=words,
            by=world.actor("an"),
            at=at(),
        )
    assert made.list_sentence == "Loại: Hợp tác xã + Quy mô: Nhỏ"


def test_untouched_organisations_leave_the_list_all_or_none(world: World) -> None:
    first, second = firm(world, "Suối Trong"), firm(world, "Núi Biếc")
    made = survey(world, first, second)
    answer(asked(made, second), "draft")
    both = [asked(made, first), asked(made, second)]
    with pytest.raises(Refusal, match="Núi Biếc"):
        surveys.unlist(made, invitations=both, by=world.actor("an"), at=at())
    assert Invitation.objects.count() == 2
    assert surveys.unlist(made, invitations=both[:1], by=world.actor("an"), at=at()) == 1
    assert list(Invitation.objects.values_list("organisation", flat=True)) == [second.pk]


@pytest.mark.parametrize("name", ["sent_at", "letter_at", "form_at", "opened_at"])
def test_one_who_holds_a_link_stays_on_the_list(world: World, name: str) -> None:
    made = survey(world, firm(world, "Suối Trong"))
    Invitation.objects.update(**{name: at()})
    with pytest.raises(Refusal, match="Không bỏ được"):
        surveys.unlist(made, invitations=list(made.invitations.all()), by=world.actor("an"), at=at())


def known_firm(world: World, name: str = "Gỗ Xanh") -> Organisation:
    record, officer = firm(world, name), world.actor("an")
    details.set_industry(record, code="16", version="2018", is_main=True, by=officer, at=at())
    details.set_industry(record, code="46", version="2018", is_main=False, by=officer, at=at())
    details.set_address(record, province=world.home, commune="Xã Hoa Thám", by=officer, at=at())
    for year, workers, revenue in ((2024, 300, 500), (2025, 80, 45)):
        figures = {"workers": Decimal(workers), "revenue_vnd": revenue * BILLION}
        facts.set_facts(record, year=year, by=officer, at=at(), **figures)
    return record


def test_the_strata_are_those_of_the_surveys_year(world: World) -> None:
    record = known_firm(world)
    told = strata_of([record.pk], year=2025)[record.pk]
    assert (told.sector, told.size, told.place) == ("C", "small", "Xã Hoa Thám")
    assert strata_of([record.pk], year=2024)[record.pk].size == "large"
    assert strata_of([record.pk], year=2020)[record.pk].size == ""
    bare = firm(world, "Chưa rõ gì")
    assert strata_of([bare.pk], year=2025)[bare.pk] == Strata(kind="enterprise")


def test_of_two_lines_of_business_none_main_the_sector_stays_open(world: World) -> None:
    record, officer = firm(world, "Hai nghề"), world.actor("an")
    for code in ("16", "46"):
        details.set_industry(record, code=code, version="2018", is_main=False, by=officer, at=at())
    assert strata_of([record.pk], year=2025)[record.pk].sector == ""


def test_strata_cost_as_much_for_many_as_for_one(world: World) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as context:
            strata_of(list(Organisation.objects.values_list("pk", flat=True)), year=2025)
        return len(context)

    known_firm(world, "Một")
    few = questions()
    for n in range(6):
        known_firm(world, f"Gỗ Xanh {n}")
    assert questions() == few


# ── Opening and closing ────────────────────────────────────────────────


def test_opening_fixes_the_strata_as_the_register_tells_them_that_day(world: World) -> None:
    record = firm(world, "Suối Trong")
    made = survey(world, record, is_open=False)
    details.set_address(record, province=world.home, commune="Xã Tân Đoàn", by=world.actor("an"), at=at())
    assert asked(made, record).place == ""
    surveys.open_survey(made, by=world.actor("an"), at=at())
    assert made.state == "open" and asked(made, record).place == "Xã Tân Đoàn"
    assert last_entry().after["state"] == "open"


def test_a_survey_that_cannot_be_answered_is_not_opened(world: World) -> None:
    officer, one = world.actor("an"), firm(world, "Suối Trong")
    with pytest.raises(Refusal, match="còn trống"):
        surveys.open_survey(survey(world, is_open=False), by=officer, at=at())
    for change, sentence in (
        ({"closes_on": None}, "Chưa có hạn"),
        ({"opens_on": None, "closes_on": date(2026, 3, 1)}, "đã qua"),
        ({"opens_on": date(2026, 3, 10)}, "từ ngày 10/03/2026"),
    ):
        with pytest.raises(Refusal, match=sentence):
            surveys.open_survey(survey(world, one, is_open=False, **change), by=officer, at=at())


def test_questions_replaced_since_are_not_opened_with(world: World) -> None:
    made = survey(world, firm(world, "Suối Trong"), is_open=False)
    type(made.version).objects.update(state="retired")
    with pytest.raises(Refusal, match="đã được thay"):
        surveys.open_survey(made, by=world.actor("an"), at=at())


def test_without_an_opening_date_it_is_the_day_of_opening(world: World) -> None:
    assert survey(world, firm(world, "Suối Trong"), opens_on=None).opens_on == date(2026, 3, 2)


def test_a_survey_closes_and_opens_again_with_a_reason_and_a_date_ahead(world: World) -> None:
    made, officer = survey(world, firm(world, "Suối Trong")), world.actor("an")
    surveys.close_survey(made, by=officer, at=at(day=20))
    assert made.state == "closed" and made.closed_at == at(day=20)
    with pytest.raises(Refusal, match="lý do"):
        surveys.reopen_survey(made, reason=" ", by=officer, at=at(day=21))
    with pytest.raises(Refusal, match="đã qua"):
        surveys.reopen_survey(made, reason="Bão", by=officer, at=at(month=4))
    surveys.reopen_survey(
        made, reason="Bão, chậm thư", closes_on=date(2026, 4, 20), by=officer, at=at(month=4)
    )
    assert (made.state, made.closed_at, made.closes_on) == ("open", None, date(2026, 4, 20))
    assert last_entry().reason == "Bão, chậm thư"


def test_closing_twice_is_refused(world: World) -> None:
    made, officer = survey(world, firm(world, "Suối Trong")), world.actor("an")
    surveys.close_survey(made, by=officer, at=at())
    with pytest.raises(Refusal, match="Tải lại trang"):
        surveys.close_survey(made, by=officer, at=at())


def test_a_closed_survey_takes_nobody_more_on_its_list(world: World) -> None:
    made, officer = survey(world, firm(world, "Suối Trong")), world.actor("an")
    surveys.close_survey(made, by=officer, at=at())
    with pytest.raises(Refusal):
        surveys.list_organisations(made, organisations=[firm(world, "B").pk], by=officer, at=at())
    with pytest.raises(Refusal):
        one_by_one.decline(made.invitations.get(), reason="Bận", by=officer, at=at())
