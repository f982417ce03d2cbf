"""The record of a register: page, form with its conflict, history as of a day, files, print."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from nscl.apps.core import audit
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import Attachment, AuditEntry, StoredFile
from nscl.apps.core.registers import RevisionConflict, history
from nscl.apps.core.registers.attachments import attach
from nscl.apps.registry.models import Organisation
from tests.apps.core import trial_register
from tests.apps.core.conftest import organisation
from tests.apps.core.trial_register import REGISTER
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/thu/to-chuc/"
PDF = b"%PDF-1.7 giay chung nhan"


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def sent(record: Organisation | None = None, **more: str) -> dict[str, str]:
    seen = {"seen": str(record.revision)} if record else {}
    return {"name": "Hợp tác xã Mận", "kind": "cooperative", **seen, **more}


# Page and form --------------------------------------------------------------------------------


def test_the_record_page_shows_the_facts_the_rooms_cards_and_what_may_be_done(
    trial: World, client: Client
) -> None:
    head = organisation(trial, "Hợp tác xã Mận", kind="cooperative", phone="0900000001")
    organisation(trial, "Chi nhánh Bản Lầu", parent=head)
    body = body_of(trial.login(client, "an").get(f"{LIST}{head.pk}/"))
    for text in (
        "Hợp tác xã, tổ hợp tác",
        "0900000001",
        "Chi nhánh Bản Lầu",
        ">Sửa<",
        "Lịch sử",
        "In (Word)",
    ):
        assert text in body
    body = body_of(trial.login(client, "ha").get(f"{LIST}{head.pk}/"))
    assert "0900000001" not in body and ">Sửa<" not in body and "Đính kèm tệp" not in body


def test_the_record_page_costs_the_same_queries_with_one_file_and_with_many(
    trial: World, client: Client
) -> None:
    record, an = organisation(trial, "Hợp tác xã Mận"), trial.actor("an")
    trial.login(client, "an")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{LIST}{record.pk}/").status_code == 200
        return len(caught)

    attach(REGISTER, record, data=PDF, name="1.pdf", title="", by=an, at=at())
    one = cost()
    for number in range(2, 12):
        attach(REGISTER, record, data=PDF + b"%d" % number, name=f"{number}.pdf", title="", by=an, at=at())
    assert cost() == one < 15


def test_a_record_is_added_through_the_rooms_verb(trial: World, client: Client) -> None:
    trial.login(client, "an")
    assert "Thêm tổ chức" in body_of(client.get(f"{LIST}them/"))
    answer = client.post(f"{LIST}them/", sent(established_on="05/04/2021"), follow=True)
    assert "Đã thêm Hợp tác xã Mận." in body_of(answer)
    record = Organisation.objects.get()
    assert (record.established_on, record.province) == (date(2021, 4, 5), trial.home)
    assert AuditEntry.objects.get(deed="trial.add").object_id == str(record.pk)


def test_a_refusal_of_the_verb_stands_in_the_form_and_nothing_is_added(trial: World, client: Client) -> None:
    trial.login(client, "an")
    body = body_of(client.post(f"{LIST}them/", sent(name="Cấm", phone="0911")), 400)
    assert "Tên này không dùng được. Hãy nhập tên khác." in body and "0911" in body
    assert "Chưa lưu được" in body_of(client.post(f"{LIST}them/", sent(established_on="31/02/2025")), 400)
    assert not Organisation.objects.exists()
    assert client.post(f"{LIST}them/", sent()).status_code == 302
    assert trial.login(client, "binh").post(f"{LIST}them/", sent()).status_code == 403


def test_a_clash_only_the_database_saw_is_a_sentence_too(
    trial: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clash(**data: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed")

    monkeypatch.setattr(Organisation, "save", lambda self, **kwargs: clash())
    body = body_of(trial.login(client, "an").post(f"{LIST}them/", sent()), 400)
    assert "trùng với một hồ sơ đã có" in body and "UNIQUE" not in body


def test_a_change_is_saved_when_nobody_was_faster(trial: World, client: Client) -> None:
    record = organisation(trial, "Hợp tác xã Mân", kind="cooperative")
    trial.login(client, "an")
    assert 'value="Hợp tác xã Mân"' in body_of(client.get(f"{LIST}{record.pk}/sua/"))
    assert "Đã lưu" in body_of(client.post(f"{LIST}{record.pk}/sua/", sent(record), follow=True))
    record.refresh_from_db()
    assert (record.name, record.revision) == ("Hợp tác xã Mận", 1)


def test_a_page_older_than_the_record_gets_both_contents_and_loses_nothing(
    trial: World, client: Client
) -> None:
    record = organisation(trial, "Hợp tác xã Mân", kind="cooperative")
    trial_register.change(record, kind="enterprise", revision=0, by=trial.actor("binh"), at=at())
    trial.login(client, "an")
    body = body_of(client.post(f"{LIST}{record.pk}/sua/", sent(record, phone="0911")), 409)
    assert "Trần Thị Bình đã thay đổi" in body
    assert (
        '<td data-label="Bạn nhập">Hợp tác xã, tổ hợp tác</td><td data-label="Hiện có">Doanh nghiệp</td>'
        in body
    )
    assert 'value="0911"' in body and 'name="seen" value="1"' in body
    record.refresh_from_db()
    assert (record.kind, record.revision) == ("enterprise", 1)
    assert client.post(f"{LIST}{record.pk}/sua/", sent(record, phone="0911")).status_code == 302
    record.refresh_from_db()
    assert (record.kind, record.phone, record.revision) == ("cooperative", "0911", 2)


@pytest.mark.parametrize("seen", ["", "abc", "-1", "999999999999"])
def test_a_page_that_says_no_revision_counts_as_old(trial: World, client: Client, seen: str) -> None:
    record = organisation(trial, "Hợp tác xã Mân")
    assert trial.login(client, "an").post(f"{LIST}{record.pk}/sua/", sent(seen=seen)).status_code == 409
    record.refresh_from_db()
    assert record.name == "Hợp tác xã Mân"


def test_a_job_that_holds_the_present_state_needs_no_revision(trial: World) -> None:
    record = organisation(trial, "Hợp tác xã Mân", revision=4)
    trial_register.change(record, name="Mới", by=trial.actor("an"), at=at())
    with pytest.raises(RevisionConflict, match="vừa được người khác thay đổi"):
        trial_register.change(record, name="Nữa", revision=4, by=trial.actor("an"), at=at())


# History --------------------------------------------------------------------------------------


@pytest.fixture
def storied(trial: World) -> Organisation:
    """Entered on 1 March; renamed on the 5th; phone and kind changed on the 9th."""
    record = organisation(trial, "Mận Một", kind="cooperative", phone="0900000001")
    an = trial.actor("an")
    trial_register.change(record, name="Mận Hai", established_on=date(2021, 4, 5), by=an, at=at(day=5))
    trial_register.change(record, phone="0900000002", kind="enterprise", by=an, at=at(day=9))
    record.refresh_from_db()
    return record


def state(
    trial: World, record: Organisation, day: date, who: str = "an"
) -> dict[str, tuple[str, bool]] | None:
    names = history.Names(REGISTER, record, trial.actor(who), history.entries_of(REGISTER, record))
    facts = history.state_on(REGISTER, record, day, names)
    return None if facts is None else {fact.label: (fact.text, fact.differs) for fact in facts}


def test_the_state_of_a_day_is_todays_with_later_entries_taken_back(
    trial: World, storied: Organisation
) -> None:
    first = state(trial, storied, date(2026, 3, 4))
    assert first is not None
    assert first["Tên"] == ("Mận Một", True) and first["Ngày thành lập"] == ("–", True)
    assert first["Loại"] == ("Hợp tác xã, tổ hợp tác", True)
    assert first["Tỉnh"] == ("tỉnh Lạng Sơn", False)
    middle = state(trial, storied, date(2026, 3, 5))
    assert middle is not None, "the whole of the 5th counts"
    assert middle["Tên"] == ("Mận Hai", False) and middle["Điện thoại"] == ("0900000001", True)
    assert middle["Ngày thành lập"] == ("05/04/2021", False)
    last = state(trial, storied, date(2026, 3, 9))
    assert last is not None and not any(differs for _, differs in last.values())


def test_before_it_was_entered_the_record_was_not_there(
    trial: World, storied: Organisation, client: Client
) -> None:
    assert state(trial, storied, date(2026, 2, 28)) is None
    trial.login(client, "an")
    body = body_of(client.get(f"{LIST}{storied.pk}/lich-su/?ngay=28/02/2026"))
    assert "Ngày 28/02/2026 hồ sơ này chưa có trong sổ." in body


def test_the_history_page_tells_each_deed_in_words(
    trial: World, storied: Organisation, client: Client
) -> None:
    body = body_of(trial.login(client, "an").get(f"{LIST}{storied.pk}/lich-su/?ngay=4.3.2026"))
    assert "Hồ sơ đến hết ngày 04/03/2026" in body and "▲ Mận Một" in body
    assert "Nguyễn Văn An" in body and "Sửa tổ chức" in body
    assert 'Ngày thành lập: <span class="was">–</span> → <b>05/04/2021</b>' in body


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [("31/02/2026", "Không có ngày"), ("hôm qua", "Không đọc được ngày"), ("01/01/2999", "chưa đến")],
)
def test_a_day_that_cannot_be_is_a_sentence(
    trial: World, storied: Organisation, client: Client, asked: str, sentence: str
) -> None:
    body = body_of(trial.login(client, "an").get(f"{LIST}{storied.pk}/lich-su/", {"ngay": asked}))
    assert sentence in body


def test_the_history_hides_what_the_person_may_not_see(
    trial: World, storied: Organisation, client: Client
) -> None:
    body = body_of(trial.login(client, "binh").get(f"{LIST}{storied.pk}/lich-su/?ngay=04/03/2026"))
    assert "•••" in body and "09000000" not in body
    storied.email = "man@example.vn"
    storied.save()
    assert "man@example.vn" not in body_of(client.get(f"{LIST}{storied.pk}/lich-su/?ngay=09/03/2026"))
    assert "man@example.vn" in body_of(
        trial.login(client, "an").get(f"{LIST}{storied.pk}/lich-su/?ngay=09/03/2026")
    )
    assert "0900000001" in body_of(trial.login(client, "an").get(f"{LIST}{storied.pk}/lich-su/"))


def test_references_in_entries_are_named_whether_kept_as_number_or_as_text(trial: World) -> None:
    head, record = organisation(trial, "Mẹ"), organisation(trial, "Con")
    from django.db import transaction

    with transaction.atomic():
        for before, after in (
            ({"parent_id": None}, {"parent_id": head.pk}),
            ({"parent": head}, {"parent": None}),
        ):
            audit.record(
                by=trial.actor("an"), at=at(), deed="trial.change", obj=record, before=before, after=after
            )
    entries = list(history.entries_of(REGISTER, record))
    names = history.Names(REGISTER, record, trial.actor("an"), entries)
    told = [
        [(c.label, c.before, c.after) for c in e.changes]
        for e in history.events(REGISTER, record, entries, names)
    ]
    assert told == [[("Đơn vị chủ quản", "Mẹ", "–")], [("Đơn vị chủ quản", "–", "Mẹ")]]


# Files ----------------------------------------------------------------------------------------


def upload(client: Client, record: Organisation, data: bytes, name: str, title: str = "") -> str:
    file = SimpleUploadedFile(name, data)
    return body_of(client.post(f"{LIST}{record.pk}/tep/", {"tep": file, "ten": title}, follow=True))


def test_a_file_is_put_on_opened_and_taken_off_and_its_bytes_stay(trial: World, client: Client) -> None:
    record = organisation(trial, "Hợp tác xã Mận")
    trial.login(client, "an")
    assert "Đã đính kèm “Giấy chứng nhận”." in upload(client, record, PDF, "gcn.pdf", "Giấy chứng nhận")
    row = Attachment.objects.get()
    opened = client.get(f"{LIST}{record.pk}/tep/{row.pk}/")
    assert opened.content == PDF and "attachment" in opened.headers["Content-Disposition"]
    assert "đã đính kèm vào hồ sơ" in upload(client, record, PDF, "ban-khac.pdf")
    answer = client.post(f"{LIST}{record.pk}/tep/{row.pk}/go/", follow=True)
    assert "Đã gỡ “Giấy chứng nhận”." in body_of(answer)
    assert client.get(f"{LIST}{record.pk}/tep/{row.pk}/").status_code == 404
    assert client.post(f"{LIST}{record.pk}/tep/{row.pk}/go/").status_code == 404
    assert StoredFile.objects.get().read() == PDF
    assert [entry.deed for entry in AuditEntry.objects.about(record)] == [
        "core.attachment.remove",
        "core.attachment.add",
    ]
    assert "Đã đính kèm" in upload(client, record, PDF, "gcn.pdf"), "taken off, it may come back"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "rong.pdf", "Chưa chọn tệp"),
        (b"MZ...", "chay.exe", "Không nhận loại tệp này"),
        (PDF, "anh.png", "không khớp với nội dung"),
        (b"PK\x03\x04 gay", "gay.docx", "Không nhận loại tệp này"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_with_a_sentence(
    trial: World, client: Client, data: bytes, name: str, sentence: str
) -> None:
    record = organisation(trial, "Hợp tác xã Mận")
    body = upload(trial.login(client, "an"), record, data, name)
    assert sentence in body or (not data and "Tệp rỗng" in body)
    assert not Attachment.objects.exists()


def test_files_are_for_those_who_may_change_the_record(trial: World, client: Client) -> None:
    record = organisation(trial, "Hợp tác xã Mận")
    other = organisation(trial, "Láng giềng", province=trial.neighbour)
    for who, about, status in (("chi", record, 403), ("ha", record, 403), ("an", other, 404)):
        file = SimpleUploadedFile("a.pdf", PDF)
        trial.login(client, who)
        assert client.post(f"{LIST}{about.pk}/tep/", {"tep": file}).status_code == status
    with pytest.raises(PermissionDenied):
        attach(REGISTER, record, data=PDF, name="a.pdf", title="", by=trial.actor("chi"), at=at())
    row = attach(REGISTER, record, data=PDF, name="../../a.pdf", title="", by=trial.actor("an"), at=at())
    assert (row.name, row.title) == ("a.pdf", "a.pdf")
    with pytest.raises(Refusal, match="20 MB"):
        attach(
            REGISTER,
            record,
            data=PDF + b"0" * (20 * 1024 * 1024),
            name="b.pdf",
            title="",
            by=trial.actor("an"),
            at=at(),
        )
    stranger = organisation(trial, "Khác")
    assert trial.login(client, "an").get(f"{LIST}{stranger.pk}/tep/{row.pk}/").status_code == 404


# Print ----------------------------------------------------------------------------------------


def test_the_record_is_printed_as_an_official_paper(trial: World, client: Client) -> None:
    record = organisation(trial, "Hợp tác xã Mận", kind="cooperative", phone="0900000001")
    organisation(trial, "Chi nhánh Bản Lầu", parent=record)
    attach(REGISTER, record, data=PDF, name="gcn.pdf", title="Giấy chứng nhận", by=trial.actor("an"), at=at())

    def words(who: str) -> str:
        answer = trial.login(client, who).get(f"{LIST}{record.pk}/in/")
        assert 'filename="hop-tac-xa-man.docx"' in answer.headers["Content-Disposition"]
        document = Document(io.BytesIO(answer.content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*cells, *(line.text for line in document.paragraphs)])

    paper = words("an")
    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        "PHIẾU THÔNG TIN TỔ CHỨC",
        "Hợp tác xã, tổ hợp tác",
        "Chi nhánh Bản Lầu",
        "Giấy chứng nhận",
        "0900000001",
    ):
        assert text in paper
    assert "0900000001" not in words("binh")
