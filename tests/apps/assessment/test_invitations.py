"""The list of a survey: where each organisation stands, its link, its refusal, the list taken out."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from docx import Document
from openpyxl import load_workbook

from nscl.apps.assessment import recipients
from nscl.apps.assessment.actions import invitations as deeds
from nscl.apps.assessment.links import invitation_of, token_of
from nscl.apps.assessment.models import Invitation, Survey
from nscl.apps.assessment.queries_surveys import Wanted, counters, invitations_of, standing
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from tests.apps.assessment.survey_tales import BASE, answer, asked, firm, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db


def spread(world: World) -> Survey:
    """Six organisations, one at each step."""
    names = ("Chưa gửi", "Đã gửi", "Đã mở", "Đang viết", "Xong", "Không muốn")
    firms = [firm(world, name, email="" if n else "a@a.example.vn") for n, name in enumerate(names)]
    made = survey(world, *firms)
    rows = [asked(made, one) for one in firms]
    Invitation.objects.filter(pk__in=[row.pk for row in rows[1:]]).update(sent_at=at())
    Invitation.objects.filter(pk__in=[rows[2].pk, rows[3].pk]).update(opened_at=at())
    answer(rows[3], "draft")
    answer(rows[4])
    deeds.decline(rows[5], reason="Ngừng sản xuất", by=world.actor("an"), at=at())
    return made


def test_each_organisation_stands_at_one_step(world: World) -> None:
    made = spread(world)
    stands = {row.organisation.name: row.stand for row in invitations_of(made)}
    assert stands == {
        "Chưa gửi": "unsent",
        "Đã gửi": "sent",
        "Đã mở": "opened",
        "Đang viết": "answering",
        "Xong": "answered",
        "Không muốn": "declined",
    }


def test_the_counters_add_up_and_the_rate_is_of_all_listed(world: World) -> None:
    told = counters(spread(world))
    assert (told.listed, told.answered, told.declined, told.silent) == (6, 1, 1, 4)
    assert told.rate_pct == Decimal("16.7") and told.without_email == 5


def test_the_rate_of_nobody_is_missing_and_not_zero(world: World) -> None:
    assert counters(survey(world, is_open=False)).rate_pct is None


def test_the_silent_are_one_filter_away(world: World) -> None:
    found = invitations_of(spread(world), Wanted(stand="silent"))
    assert {row.organisation.name for row in found} == {"Chưa gửi", "Đã gửi", "Đã mở", "Đang viết"}


def test_words_find_without_marks_and_the_address_filter_narrows(world: World) -> None:
    made = spread(world)
    assert [row.organisation.name for row in invitations_of(made, Wanted(words="khong muon"))] == [
        "Không muốn"
    ]
    assert invitations_of(made, Wanted(mail="khong")).count() == 5
    assert invitations_of(made, Wanted(sector="Z")).count() == 0


def test_a_correction_being_written_is_still_an_answer(world: World) -> None:
    one = firm(world, "Suối Trong")
    row = asked(survey(world, one), one)
    answer(row)
    row.responses.create(number=2, state="draft", started_at=at(), saved_at=at())
    assert standing(Invitation.objects.all()).get().stand == "answered"


# ── Refusing to answer ─────────────────────────────────────────────────


def test_a_refusal_is_recorded_with_its_reason_and_can_be_withdrawn(world: World) -> None:
    one, officer = firm(world, "Suối Trong"), world.actor("an")
    row = asked(survey(world, one), one)
    deeds.decline(row, reason="  Đang   sửa nhà xưởng ", by=officer, at=at())
    assert (row.decline_reason, row.declined_at) == ("Đang sửa nhà xưởng", at())
    entry = AuditEntry.objects.order_by("-seq").first()
    assert entry is not None and entry.deed == "assessment.survey.decline"
    with pytest.raises(Refusal, match="Tải lại trang"):
        deeds.decline(row, reason="Lần nữa", by=officer, at=at())
    deeds.withdraw_decline(row, by=officer, at=at(day=3))
    assert standing(Invitation.objects.all()).get().stand == "unsent"
    with pytest.raises(Refusal):
        deeds.withdraw_decline(row, by=officer, at=at(day=3))


def test_a_refusal_needs_a_reason_and_is_not_written_over_an_answer(world: World) -> None:
    one, officer = firm(world, "Suối Trong"), world.actor("an")
    row = asked(survey(world, one), one)
    with pytest.raises(Refusal, match="lý do"):
        deeds.decline(row, reason="  ", by=officer, at=at())
    with pytest.raises(Refusal, match="300"):
        deeds.decline(row, reason="x" * 301, by=officer, at=at())
    answer(row)
    with pytest.raises(Refusal, match="đã trả lời"):
        deeds.decline(row, reason="Bận", by=officer, at=at())
    assert Invitation.objects.get().declined_at is None


# ── Link and address ───────────────────────────────────────────────────


def test_a_new_link_ends_the_older_one(world: World) -> None:
    one = firm(world, "Suối Trong")
    row = asked(survey(world, one), one)
    old = token_of(row)
    deeds.renew_link(row, by=world.actor("an"), at=at())
    assert invitation_of(old) is None and invitation_of(token_of(row)) == row
    entry = AuditEntry.objects.order_by("-seq").first()
    assert entry is not None and (entry.before, entry.after) == ({"serial": 0}, {"serial": 1})


def test_those_who_only_read_renew_no_link(world: World) -> None:
    one = firm(world, "Suối Trong")
    row = asked(survey(world, one), one)
    with pytest.raises(PermissionDenied):
        deeds.renew_link(row, by=world.actor("giang"), at=at())


def test_the_address_for_the_survey_is_mended_without_touching_the_register(world: World) -> None:
    one = firm(world, "Suối Trong", email="cu@suoitrong.example.vn")
    row = asked(survey(world, one), one)
    deeds.set_email(row, email=" Moi@SuoiTrong.example.vn ", by=world.actor("an"), at=at())
    one.refresh_from_db()
    assert row.email.casefold() == "moi@suoitrong.example.vn" and one.email == "cu@suoitrong.example.vn"
    with pytest.raises(Refusal):
        deeds.set_email(row, email="không phải thư", by=world.actor("an"), at=at())
    assert Invitation.objects.get().email == row.email


# ── Taking the list out ────────────────────────────────────────────────


def cells(data: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_the_workbook_shows_what_the_page_shows_and_no_link_unless_asked(world: World) -> None:
    made = spread(world)
    rows, officer = list(invitations_of(made)), world.actor("an")
    data = recipients.workbook(made, rows, recipients.columns_for(made, officer), at=at())
    told = cells(data)
    assert told[4][:2] == ("Đơn vị", "Mã số thuế") and len(told) == 5 + 6
    assert "tra-loi" not in str(told) and "Đang trả lời" in str(told) and "Ngừng sản xuất" in str(told)
    with_links = cells(recipients.workbook(made, rows, recipients.columns_for(made, officer, BASE), at=at()))
    assert str(with_links).count(f"{BASE}/tra-loi/") == 6


def test_links_and_addresses_stay_with_those_who_may_see_them(world: World) -> None:
    made = spread(world)
    reader = {one.name for one in recipients.columns_for(made, world.actor("giang"), BASE)}
    assert "lien-ket" not in reader and "thu" in reader
    assert "thu" not in {one.name for one in recipients.columns_for(made, world.actor("ha"), BASE)}


def test_a_name_that_looks_like_a_formula_stays_text(world: World) -> None:
    made = survey(world, firm(world, "=1+1 Công ty"))
    rows = list(invitations_of(made))
    data = recipients.workbook(made, rows, recipients.columns_for(made, world.actor("an")), at=at())
    cell = load_workbook(io.BytesIO(data)).active["A6"]
    assert (cell.value, cell.data_type) == ("=1+1 Công ty", "s")


def test_the_paper_numbers_every_organisation(world: World) -> None:
    made = spread(world)
    table = Document(io.BytesIO(recipients.paper(made, list(invitations_of(made)), at=at()))).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["TT", "1", "2", "3", "4", "5", "6"]
    assert table.rows[1].cells[1].text in {row.organisation.name for row in invitations_of(made)}
