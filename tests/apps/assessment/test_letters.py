"""Printed letters: one page for each organisation, with its code and the address to type."""

from __future__ import annotations

import io
from typing import Any

import pytest
import segno
from docx import Document

from nscl.apps.assessment.actions.invitations import MAX_LETTERS, print_letters
from nscl.apps.assessment.actions.surveys import close_survey
from nscl.apps.assessment.letters import letters, qr_of, typed_of
from nscl.apps.assessment.links import path_of
from nscl.apps.assessment.models import Invitation
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.registry.actions import details
from tests.apps.assessment.survey_tales import BASE, asked, firm, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db


def texts_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def printed(world: World, made: Any, who: str = "an", rows: Any = None) -> bytes:
    chosen = list(made.invitations.all()) if rows is None else rows
    return print_letters(made, invitations=chosen, base_url=BASE, by=world.actor(who), at=at(day=4))


def test_a_letter_names_its_organisation_says_who_asks_and_until_when(world: World) -> None:
    one = firm(world, "Công ty TNHH Suối Trong")
    details.set_address(one, province=world.home, commune="Xã Hoa Thám", by=world.actor("an"), at=at())
    made = survey(
        world,
        one,
        basis="Kế hoạch số 15/KH-UBND",
        intro="Mất khoảng 15 phút.",
        contact="Ông An, 0912 345 678",
    )
    text = texts_of(printed(world, made))
    for words in (
        "Kính gửi: Công ty TNHH Suối Trong",
        "Địa chỉ: Xã Hoa Thám",
        "Thực hiện Kế hoạch số 15/KH-UBND, Sở Khoa học và Công nghệ",
        "Mất khoảng 15 phút.",
        "chậm nhất ngày 31/03/2026",
        "Ông An, 0912 345 678",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Lạng Sơn, ngày        tháng        năm 2026",
        typed_of(asked(made, one), BASE),
    ):
        assert words in text, words


def test_each_letter_has_its_own_page_and_its_own_code(world: World) -> None:
    made = survey(world, *(firm(world, f"Công ty {n}") for n in range(3)))
    document = Document(io.BytesIO(printed(world, made)))
    breaks = [line for line in document.paragraphs if line.paragraph_format.page_break_before]
    pictures = {part.sha1 for part in document.part.package.image_parts}
    assert (len(breaks), len(pictures)) == (2, 3)


def test_the_code_says_the_address_that_is_printed(world: World) -> None:
    one = firm(world, "Suối Trong")
    row = asked(survey(world, one), one)
    wanted = segno.make_qr(BASE + path_of(row), error="m")
    assert [list(line) for line in qr_of(row, BASE + "/").matrix] == [list(line) for line in wanted.matrix]


def test_the_address_as_typed_leads_to_the_organisations_page(world: World, client: Any) -> None:
    one = firm(world, "Suối Trong")
    row = asked(survey(world, one), one)
    typed = typed_of(row, BASE)
    assert typed.startswith("nscl.example.vn/tra-loi/") and not typed.endswith("/")
    response = client.get(typed.removeprefix("nscl.example.vn"))
    assert response.headers["Location"] == path_of(row)


def test_printing_is_remembered_and_told_once(world: World) -> None:
    made = survey(world, firm(world, "A"), firm(world, "B"))
    printed(world, made, rows=[made.invitations.all()[0]])
    assert sorted(Invitation.objects.values_list("letter_at", flat=True), key=str) == [at(day=4), None]
    entry = AuditEntry.objects.order_by("-seq").first()
    assert entry is not None and entry.after == {"letters": 1}
    assert path_of(made.invitations.all()[0]) not in str(entry.after)


def test_the_same_letters_are_the_same_bytes(world: World) -> None:
    made = survey(world, firm(world, "A"), firm(world, "B"))
    assert printed(world, made) == printed(world, made)


def test_letters_that_lead_nowhere_are_not_printed(world: World) -> None:
    draft = survey(world, firm(world, "A"), is_open=False)
    with pytest.raises(Refusal, match="không đang nhận trả lời"):
        printed(world, draft)
    made = survey(world, firm(world, "B"))
    with pytest.raises(Refusal, match="Chưa có đơn vị nào"):
        printed(world, made, rows=[])
    with pytest.raises(Refusal, match="tối đa 150"):
        printed(world, made, rows=[made.invitations.get()] * (MAX_LETTERS + 1))
    close_survey(made, by=world.actor("an"), at=at(day=3))
    with pytest.raises(Refusal):
        printed(world, made)
    assert not Invitation.objects.exclude(letter_at=None).exists()


def test_letters_of_another_survey_are_not_printed_with_this_one(world: World) -> None:
    first, second = survey(world, firm(world, "A")), survey(world, firm(world, "B"))
    with pytest.raises(Refusal, match="Chưa có đơn vị nào"):
        printed(world, first, rows=list(second.invitations.all()))


def test_a_letter_without_basis_or_contact_has_no_empty_line(world: World) -> None:
    one = firm(world, "Suối Trong")
    made = survey(world, one)
    text = texts_of(letters(made, [asked(made, one)], base_url=BASE, by=world.actor("an"), at=at()))
    assert "Thực hiện" not in text and "Đầu mối" not in text
