"""Forms given out and taken back through the pages: preview first, then the officer's yes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nscl.apps.assessment.actions.responses import respondent_of, save_draft, submit
from nscl.apps.assessment.excel import examining, jobs, loading, sending, uploads
from nscl.apps.assessment.links import token_of
from nscl.apps.assessment.models import FormFile, FormLoad, Invitation, Response, Survey
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry, Job
from tests.apps.assessment.excel_trial import (
    DEFINITION,
    READ,
    answered,
    invited,
    opened,
    saved,
    survey_of,
)
from tests.world import World, at

pytestmark = pytest.mark.django_db
State = FormFile.State
CHE, HOI, NA = "Công ty TNHH Chè Minh Họa", "Hợp tác xã Hồi Minh Họa", "Hợp tác xã Na Minh Họa"


@pytest.fixture
def survey(world: World) -> Survey:
    return survey_of(world)


@pytest.fixture
def an(world: World, client: Client) -> Client:
    return world.login(client, "an")


def address(name: str, survey: Survey, *rest: int) -> str:
    return reverse(f"assessment:{name}", args=[survey.pk, *rest])


def hand_in(client: Client, run: Callable[..., Any], survey: Survey, *files: tuple[str, bytes]) -> FormLoad:
    """Upload files on the page and let the reading run."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    with run(execute=True):
        answer = client.post(address("form_hand_in", survey), {"tep": sent})
    assert answer.status_code == 302, answer.content.decode()
    return FormLoad.objects.latest("pk")


def confirm(
    client: Client, run: Callable[..., Any], load: FormLoad, *files: FormFile, reason: str = ""
) -> Any:
    with run(execute=True):
        answer = client.post(
            address("form_confirm", load.survey, load.pk),
            {"tep": [file.pk for file in files], "ly-do": reason},
        )
    load.refresh_from_db()
    return answer


def states(load: FormLoad) -> dict[str, str]:
    return {file.name: file.state for file in load.files.order_by("number")}


def sentences(load: FormLoad, name: str) -> str:
    return " ".join(fault[2] for fault in load.files.get(name=name).faults)


# ── Out ────────────────────────────────────────────────────────────────


def test_a_zip_holds_a_form_for_each_silent_organisation_and_notes_it(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi, na = invited(world, survey, CHE, HOI, NA)
    submit(hoi, answers=READ, respondent={"name": "A"}, submission_key="k", by=respondent_of(hoi), at=at())
    Invitation.objects.filter(pk=na.pk).update(declined_at=at())
    with django_capture_on_commit_callbacks(execute=True):
        an.post(address("forms_write", survey), {"ai": "silent"})
    job = Job.objects.latest("pk")
    page = an.get(job.result_url)
    answer = an.get(address("forms_zip", survey, job.pk))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["0001-phieu-cong-ty-tnhh-che-minh-hoa.xlsx"]
    assert "Tải tệp nén" in page.content.decode()
    che.refresh_from_db()
    assert che.form_at is not None
    assert AuditEntry.objects.filter(deed=sending.DEED, object_id=str(che.pk)).count() == 1


def test_forms_of_ticked_organisations_only(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, _hoi = invited(world, survey, CHE, HOI)
    with django_capture_on_commit_callbacks(execute=True):
        an.post(address("forms_write", survey), {"chon": [che.pk]})
    data = jobs.zip_of(Job.objects.latest("pk")).read_bytes()
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == 1


def test_nobody_to_write_to_is_said(an: Client, survey: Survey) -> None:
    answer = an.post(address("forms_write", survey), {"ai": "silent"})
    assert answer.status_code == 409
    assert "không có phiếu để xuất" in answer.content.decode()


def test_a_zip_that_was_cleared_away_is_said(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    invited(world, survey, CHE)
    with django_capture_on_commit_callbacks(execute=True):
        an.post(address("forms_write", survey), {"ai": "all"})
    job = Job.objects.latest("pk")
    jobs.zip_of(job).unlink()
    answer = an.get(address("forms_zip", survey, job.pk))
    assert answer.status_code == 409 and "Hãy xuất phiếu lại" in answer.content.decode()


def test_a_zip_is_for_the_person_who_asked(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    invited(world, survey, CHE)
    with django_capture_on_commit_callbacks(execute=True):
        an.post(address("forms_write", survey), {"ai": "all"})
    job = Job.objects.latest("pk")
    lan = world.login(Client(), "lan")
    assert lan.get(address("forms_zip", survey, job.pk)).status_code == 404


def test_one_form_is_found_by_name_and_fetched(an: Client, survey: Survey, world: World) -> None:
    che, _hoi = invited(world, survey, CHE, HOI)
    page = an.get(address("forms", survey), {"tim": "che minh"}).content.decode()
    assert CHE in page and HOI not in page
    answer = an.post(address("form_one", survey, che.pk))
    assert "phieu-cong-ty-tnhh-che-minh-hoa.xlsx" in answer.headers["Content-Disposition"]
    che.refresh_from_db()
    assert che.form_at is not None


def test_an_organisation_fetches_its_own_form_by_its_link(
    client: Client, survey: Survey, world: World
) -> None:
    (che,) = invited(world, survey, CHE)
    answer = client.get(reverse("assessment:answer_form", args=[token_of(che)]))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert client.get(reverse("assessment:answer_form", args=[f"{che.pk}-sai"])).status_code == 404
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    assert client.get(reverse("assessment:answer_form", args=[token_of(che)])).status_code == 404


def test_the_blank_form_can_be_fetched(an: Client, survey: Survey) -> None:
    assert an.get(address("form_blank", survey)).content.startswith(b"PK")


@pytest.mark.parametrize("who", ["ha", "giang", "chi"])
def test_those_who_only_read_neither_fetch_nor_load_forms(
    client: Client, survey: Survey, world: World, who: str
) -> None:
    reader = world.login(client, who)
    assert reader.get(address("forms", survey)).status_code == 403
    assert reader.post(address("form_hand_in", survey), {}).status_code == 403


def test_another_provinces_survey_does_not_exist(client: Client, survey: Survey, world: World) -> None:
    khanh = world.login(client, "khanh")
    assert khanh.get(address("forms", survey)).status_code == 404
    assert khanh.post(address("form_hand_in", survey), {}).status_code == 404


# ── Back ───────────────────────────────────────────────────────────────


def test_good_forms_become_answers_after_the_officers_yes(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che)), ("b.xlsx", answered(hoi, san_pham="Hồi khô")))
    assert set(states(load).values()) == {State.READY}
    assert not Response.objects.exists()
    page = an.get(address("form_load", survey, load.pk)).content.decode()
    assert CHE in page and "13/13" in page
    confirm(an, run, load, *load.files.all())
    assert set(states(load).values()) == {State.LOADED}
    sent = Response.objects.get(invitation=hoi)
    assert (sent.state, sent.channel, sent.answers["san_pham"]) == ("submitted", "excel", "Hồi khô")
    assert sent.respondent_name == "Nông Thị Minh Họa"
    assert sent.file is not None and sent.entered_by == world.users["an"]
    assert [file.answers for file in load.files.all()] == [{}, {}]


def test_the_preview_of_a_file_shows_its_answers_in_words(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("a.xlsx", answered(che)))
    page = an.get(address("form_file", survey, load.pk, load.files.get().pk)).content.decode()
    assert "12.500.000.000 đồng" in page and "ISO 9001, quản lý chất lượng; HACCP; Khác: VietGAP" in page


def test_the_same_file_again_changes_nothing(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    data, run = answered(che), django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", data))
    confirm(an, run, load, load.files.get())
    again = hand_in(an, run, survey, ("ten-khac.xlsx", data))
    assert states(again) == {"ten-khac.xlsx": State.SAME}
    assert "Chính tệp này đã được nạp" in sentences(again, "ten-khac.xlsx")
    refused = confirm(an, run, again, again.files.get())
    assert refused.status_code == 409
    assert Response.objects.count() == 1


def test_a_correction_needs_a_reason_and_supersedes(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    run = django_capture_on_commit_callbacks
    first = hand_in(an, run, survey, ("a.xlsx", answered(che)))
    confirm(an, run, first, first.files.get())
    load = hand_in(an, run, survey, ("b.xlsx", answered(che, lao_dong=50)))
    assert states(load) == {"b.xlsx": State.ANSWERED}
    without = confirm(an, run, load, load.files.get())
    assert without.status_code == 409 and "lý do đính chính" in without.content.decode()
    confirm(an, run, load, load.files.get(), reason="Đơn vị gửi lại số lao động")
    now = Response.objects.get(invitation=che, state="submitted")
    assert (now.answers["lao_dong"], now.supersedes.answers["lao_dong"]) == ("50", "45")  # type: ignore[union-attr]
    assert now.reason == "Đơn vị gửi lại số lao động"


def test_an_answer_being_written_on_a_phone_is_said_before_it_is_put_aside(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    save_draft(che, answers={"san_pham": "Chè"}, revision=0, by=respondent_of(che), at=at())
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("a.xlsx", answered(che)))
    assert states(load) == {"a.xlsx": State.READY}
    assert "đang trả lời dở" in sentences(load, "a.xlsx")


def test_a_form_with_wrong_answers_is_not_loaded_and_says_which_cells(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che, lao_dong="nhiều", san_pham=None)))
    file = load.files.get()
    assert file.state == State.FAULTY
    assert all(fault[0].startswith("D") for fault in file.faults)
    page = an.get(address("form_load", survey, load.pk)).content.decode()
    assert "Không có phiếu nào nạp được" in page and "nhiều" in page
    assert confirm(an, run, load, file).status_code == 409
    book = openpyxl.load_workbook(io.BytesIO(an.get(address("form_faults", survey, load.pk)).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("Tệp", "Đơn vị", "Kết quả", "Ô", "Câu hỏi", "Lý do")
    assert {row[1] for row in rows[1:]} == {CHE} and len(rows) == 3


def test_an_empty_form_says_so(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    data = sending.form_of(che, at=at())
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("a.xlsx", data))
    assert states(load) == {"a.xlsx": State.FAULTY}


def _without_identity(data: bytes) -> bytes:
    book = opened(data)
    del book["_nscl"]
    return saved(book)


def _claimed(data: bytes, cell: str, value: str) -> bytes:
    book = opened(data)
    book["_nscl"][cell] = value
    return saved(book)


def test_files_that_are_no_form_of_this_survey_each_say_what_to_do(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    (other,) = invited(world, survey_of(world, title="Khảo sát khác"), NA)
    good = answered(che)
    files = [
        ("khac.xlsx", answered(other)),
        ("doi-don-vi.xlsx", _claimed(good, "B3", str(hoi.pk))),
        ("doi-cau-hoi.xlsx", _claimed(good, "B4", "0" * 64)),
        ("mat-trang.xlsx", _without_identity(good)),
        ("trang.xlsx", sending.blank_form(survey, by=world.actor("an"), at=at())),
        ("thu.pdf", b"%PDF-1.7 ..."),
        ("hong.xlsx", good[: len(good) // 2]),
        ("danh-sach.csv", "Tên;Mã\nA;1\n".encode()),
        ("tot.xlsx", good),
    ]
    load = hand_in(an, django_capture_on_commit_callbacks, survey, *files)
    assert states(load) == {
        "khac.xlsx": State.STRANGE,
        "doi-don-vi.xlsx": State.CHANGED,
        "doi-cau-hoi.xlsx": State.CHANGED,
        "mat-trang.xlsx": State.NOT_A_FORM,
        "trang.xlsx": State.NOT_A_FORM,
        "thu.pdf": State.BROKEN,
        "hong.xlsx": State.BROKEN,
        "danh-sach.csv": State.NOT_A_FORM,
        "tot.xlsx": State.READY,
    }
    assert "Khảo sát khác" in sentences(load, "khac.xlsx")
    assert "phiếu trắng" in sentences(load, "trang.xlsx")
    for file in load.files.exclude(state=State.READY):
        assert "Hãy" in file.faults[0][2]


def test_a_form_of_older_questions_is_told_from_a_changed_one(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    """The survey was still being prepared when the form went out, and its questions changed."""
    (che,) = invited(world, survey, CHE)
    data = answered(che)
    survey.version.definition = {**DEFINITION, "intro": "Lời ngỏ mới."}
    survey.version.save()
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("a.xlsx", data))
    assert states(load) == {"a.xlsx": State.OUTDATED}
    assert "bản câu hỏi cũ" in sentences(load, "a.xlsx") and CHE in sentences(load, "a.xlsx")


def test_an_organisation_taken_off_the_list_is_said(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    data = answered(che)
    che.delete()
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("a.xlsx", data))
    assert states(load) == {"a.xlsx": State.STRANGE}


def test_two_files_of_one_organisation_wait_for_a_choice_and_equal_ones_do_not(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    run = django_capture_on_commit_callbacks
    load = hand_in(
        an,
        run,
        survey,
        ("a1.xlsx", answered(che)),
        ("a2.xlsx", answered(che, lao_dong=46)),
        ("b1.xlsx", answered(hoi)),
        ("b2.xlsx", answered(hoi)),
    )
    assert states(load) == {
        "a1.xlsx": State.TWICE,
        "a2.xlsx": State.TWICE,
        "b1.xlsx": State.READY,
        "b2.xlsx": State.SAME,
    }
    both = confirm(an, run, load, *load.files.filter(invitation=che))
    assert both.status_code == 409 and "chỉ chọn một tệp" in both.content.decode()
    confirm(an, run, load, load.files.get(name="a2.xlsx"), load.files.get(name="b1.xlsx"))
    assert Response.objects.get(invitation=che).answers["lao_dong"] == "46"
    assert Response.objects.count() == 2
    page = an.get(address("form_load", survey, load.pk)).content.decode()
    assert "a1.xlsx" in page and "Không được chọn nạp" in page


def test_forms_zipped_together_are_taken_apart(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Phiếu nhận/Chè.xlsx", answered(che))
        archive.writestr("Phiếu nhận/../../Hồi.xlsx", answered(hoi))
        archive.writestr("__MACOSX/Phiếu nhận/._Chè.xlsx", b"x")
    load = hand_in(an, django_capture_on_commit_callbacks, survey, ("tat-ca.zip", out.getvalue()))
    assert states(load) == {"Chè.xlsx": State.READY, "Hồi.xlsx": State.READY}


def test_nothing_handed_in_is_said(an: Client, survey: Survey) -> None:
    answer = an.post(address("form_hand_in", survey), {})
    assert answer.status_code == 409 and "Không có phiếu nào" in answer.content.decode()


def _bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("to.xlsx", b"\x00" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("a.xlsx", b"x" * (uploads.MOST_FORM + 1))], "lớn hơn 5 MB"),
        ([("a.zip", _bomb(uploads.MOST_FORM + 1))], "lớn hơn 5 MB"),
        ([(f"{n}.xlsx", b"x") for n in range(uploads.MOST_FORMS + 1)], "tối đa 300 phiếu"),
        ([("a.zip", b"PK\x03\x04" + b"rac" * 50)], "hỏng hoặc có mật khẩu"),
        ([("a.zip", _bomb(0).replace(b"to.xlsx", b"__MACOSX/", 0))], ""),
    ],
)
def test_what_is_too_much_or_damaged_is_refused_as_a_whole(
    survey: Survey, world: World, files: list[tuple[str, bytes]], words: str
) -> None:
    if not words:
        assert uploads.forms_in(files) == [("to.xlsx", b"")]
        return
    with pytest.raises(Refusal, match=words):
        loading.hand_in(survey, sent=files, by=world.actor("an"), at=at())
    assert not FormLoad.objects.exists()


def test_a_zip_in_a_zip_is_no_form(survey: Survey, world: World) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("trong.zip", _bomb(10))
    assert [name for name, _data in uploads.forms_in([("a.zip", out.getvalue())])] == ["trong.zip"]


def test_a_closed_survey_takes_no_forms_until_it_is_opened_again(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che)))
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    answer = confirm(an, run, load, load.files.get())
    assert answer.status_code == 409 and "Hãy mở cuộc khảo sát" in answer.content.decode()
    assert load.state == "read" and not Response.objects.exists()


def test_one_refused_meanwhile_does_not_hold_up_the_others(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che)), ("b.xlsx", answered(hoi)))
    submit(che, answers=READ, respondent={"name": "A"}, submission_key="k", by=respondent_of(che), at=at())
    confirm(an, run, load, *load.files.all())
    assert states(load) == {"a.xlsx": State.REFUSED, "b.xlsx": State.LOADED}
    assert load.state == "done"
    assert an.get(address("form_load", survey, load.pk)).status_code == 200


def test_a_dropped_load_leaves_nothing_and_cannot_be_confirmed(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    (che,) = invited(world, survey, CHE)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che)))
    an.post(address("form_drop", survey, load.pk))
    load.refresh_from_db()
    assert load.state == "dropped" and load.files.get().answers == {}
    assert confirm(an, run, load, load.files.get()).status_code == 409
    assert not Response.objects.exists()


def test_work_that_fell_over_can_be_taken_up_again_and_sends_nothing_twice(
    an: Client, survey: Survey, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    che, hoi = invited(world, survey, CHE, HOI)
    run = django_capture_on_commit_callbacks
    load = hand_in(an, run, survey, ("a.xlsx", answered(che)), ("b.xlsx", answered(hoi)))
    confirm(an, run, load, *load.files.all())
    kept = load.files.get(name="b.xlsx")
    FormFile.objects.filter(pk=kept.pk).update(state=State.READY, response=None, answers=READ)
    FormLoad.objects.filter(pk=load.pk).update(state="loading")
    page = an.get(address("form_load", survey, load.pk)).content.decode()
    assert "Làm tiếp" in page
    with run(execute=True):
        an.post(address("form_resume", survey, load.pk))
    load.refresh_from_db()
    assert load.state == "done" and Response.objects.count() == 2


def test_running_work_is_not_started_twice(survey: Survey, world: World) -> None:
    (che,) = invited(world, survey, CHE)
    load = loading.hand_in(survey, sent=[("a.xlsx", answered(che))], by=world.actor("an"), at=at())
    with pytest.raises(Refusal, match="vẫn đang chạy"):
        loading.resume(load, by=world.actor("an"), at=load.job.created_at)  # type: ignore[union-attr]


def test_another_officer_sees_the_load_being_read(client: Client, survey: Survey, world: World) -> None:
    (che,) = invited(world, survey, CHE)
    load = loading.hand_in(survey, sent=[("a.xlsx", answered(che))], by=world.actor("an"), at=at())
    lan = world.login(client, "lan")
    answer = lan.get(address("form_load", survey, load.pk))
    assert answer.status_code == 200 and "tự tải lại" in answer.content.decode()


def test_a_load_of_another_survey_or_province_does_not_exist(
    client: Client, survey: Survey, world: World
) -> None:
    (che,) = invited(world, survey, CHE)
    load = loading.hand_in(survey, sent=[("a.xlsx", answered(che))], by=world.actor("an"), at=at())
    other = survey_of(world, title="Khảo sát khác")
    an = world.login(client, "an")
    assert an.get(address("form_load", other, load.pk)).status_code == 404
    with pytest.raises(Http404):
        loading.confirm(load, chosen=[1], by=world.actor("khanh"), at=at())


def test_the_pages_cost_the_same_whatever_the_number_of_files(
    an: Client, survey: Survey, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(count: int) -> int:
        names = [f"Công ty Minh Họa {count}.{n}" for n in range(count)]
        rows = invited(world, survey, *names)
        load = loading.hand_in(
            survey, sent=[(f"{n}.xlsx", b"%d" % n) for n in range(count)], by=world.actor("an"), at=at()
        )
        for file, row in zip(load.files.all(), rows, strict=True):
            file.invitation, file.state, file.answers = row, State.READY, READ
            file.save()
        FormLoad.objects.filter(pk=load.pk).update(state="read")
        with CaptureQueriesContext(
            connection,
        ) as context:
            assert an.get(address("form_load", survey, load.pk)).status_code == 200
        return len(context)

    an.get(address("forms", survey))
    assert told(2) == told(12)


def test_examining_never_raises_whatever_the_bytes(survey: Survey, world: World) -> None:
    strange = [
        b"\x00" * 10,
        b"PK\x03\x04",
        b"{}",
        "ô".encode() * 100,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9,
    ]
    load = loading.hand_in(
        survey,
        sent=[(f"{n}.bin", data) for n, data in enumerate(strange) if n != 1],
        by=world.actor("an"),
        at=at(),
    )
    for file in load.files.select_related("file"):
        examining.examine(file, survey)
        assert file.state in (State.BROKEN, State.NOT_A_FORM) and file.faults
