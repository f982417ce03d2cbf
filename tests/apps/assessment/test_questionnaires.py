"""Questionnaires as deeds: drafted, put into use once sound, never changed afterwards."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from nscl.apps.assessment import designing
from nscl.apps.assessment.actions import questionnaires as deeds
from nscl.apps.assessment.designing_shape import Unworkable, clean_text, workable
from nscl.apps.assessment.interchange import exported, imported
from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion, Survey
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.core.registers import RevisionConflict
from nscl.policy.questionnaires import digest, parse
from tests.apps.assessment.questionnaire_tales import SMALL, codes, draft, published, small, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db

# Drafting -------------------------------------------------------------------------------------


def test_a_questionnaire_begins_as_a_draft_of_ones_own_province(world: World) -> None:
    version = deeds.add_questionnaire(code="", title="  Phiếu  Năng suất ", by=world.actor("an"), at=at())
    row = version.questionnaire
    assert (row.province, row.code, row.title) == (world.home, "phieu-nang-suat", "Phiếu Năng suất")
    assert (version.number, version.state, version.definition["title"]) == (1, "draft", "Phiếu Năng suất")
    assert AuditEntry.objects.about(row).get().deed == "assessment.questionnaire.add"


def test_a_code_stands_once_in_a_province_and_a_name_is_needed(world: World) -> None:
    draft(world)
    with pytest.raises(Refusal, match="đã có bộ câu hỏi mang mã “phieu-nho”"):
        draft(world)
    with pytest.raises(Refusal, match="Chưa có tên"):
        deeds.add_questionnaire(code="x", title=" ", by=world.actor("an"), at=at())
    draft(world, who="khanh")
    assert Questionnaire.objects.filter(code="phieu-nho").count() == 2


def test_only_keepers_of_the_province_draft(world: World) -> None:
    version = draft(world)
    with pytest.raises(PermissionDenied):
        draft(world, who="chi", code="khac")
    with pytest.raises(Http404):
        deeds.change_draft(version, definition=small(), revision=0, by=world.actor("khanh"), at=at())
    with pytest.raises(Refusal, match="của tỉnh mình"):
        deeds.add_questionnaire(
            code="x", title="X", province_id=world.neighbour.pk, by=world.actor("an"), at=at()
        )
    assert Questionnaire.objects.exclude(province=None).count() == 1


def test_a_change_is_kept_with_the_parts_that_differ(world: World) -> None:
    version = draft(world)
    made = designing.put_question(
        version.definition,
        {"code": "doanh_thu", "kind": "money", "label": "Doanh thu năm"},
        "chung",
        "doanh_thu",
    )
    deeds.change_draft(version, definition=made, revision=0, note="Rõ năm", by=world.actor("an"), at=at())
    version.refresh_from_db()
    assert (version.revision, version.note) == (1, "Rõ năm")
    entry = AuditEntry.objects.about(version).first()
    assert list(entry.after["definition"]) == ["question.doanh_thu"]
    assert entry.before["definition"]["question.doanh_thu"]["label"] == "Doanh thu"


def test_changing_nothing_leaves_no_trace(world: World) -> None:
    version = draft(world)
    deeds.change_draft(version, definition=small(), revision=0, by=world.actor("an"), at=at())
    version.refresh_from_db()
    assert version.revision == 0
    assert not AuditEntry.objects.about(version).exists()


def test_a_page_older_than_the_draft_is_refused(world: World) -> None:
    version = draft(world)
    deeds.change_draft(version, definition=small(title="Một"), revision=0, by=world.actor("an"), at=at())
    with pytest.raises(RevisionConflict):
        deeds.change_draft(version, definition=small(title="Hai"), revision=0, by=world.actor("lan"), at=at())
    version.refresh_from_db()
    assert version.definition["title"] == "Một"


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ([], "không đúng dạng"),
        ({"title": 1}, "“title” không đúng dạng"),
        ({"sections": [{"code": "a", "colour": "red"}]}, "colour"),
        ({"sections": [{"code": "a"}, {"code": "a"}]}, "“a” hai lần"),
        ({"sections": [{"code": "A b"}]}, "không dùng được"),
        ({"sections": [{"code": "a", "questions": [{"code": "other", "kind": "text"}]}]}, "không dùng được"),
        ({"sections": [{"code": "a", "questions": [{"code": "b", "is_required": 1}]}]}, "is_required"),
        ({"title": "x" * (1024 * 1024)}, "quá lớn"),
    ],
)
def test_what_could_not_be_edited_is_refused(world: World, definition: Any, sentence: str) -> None:
    version = draft(world)
    with pytest.raises(Unworkable, match=sentence):
        deeds.change_draft(version, definition=definition, revision=0, by=world.actor("an"), at=at())
    version.refresh_from_db()
    assert version.definition == workable(SMALL)


def test_texts_are_kept_composed_and_without_invisible_marks() -> None:
    assert clean_text("Ba\u0300n ghi\u200b \r\n\x00 hai") == "Bàn ghi\nhai"
    assert workable({"title": "a\ud800b"})["title"] == "ab"


# Into use and out of it -----------------------------------------------------------------------


def test_a_sound_draft_comes_into_use_with_its_hash(world: World) -> None:
    version = deeds.publish(draft(world), note="Bản đầu", by=world.actor("an"), at=at())
    version.refresh_from_db()
    assert (version.state, version.note) == ("in_use", "Bản đầu")
    assert version.hash == digest(parse(version.definition))
    assert version.published_by == world.users["an"]


def test_a_draft_with_faults_does_not_come_into_use(world: World) -> None:
    version = draft(world, title="", sections=[{"code": "a", "title": "A", "questions": []}])
    with pytest.raises(deeds.DefinitionRefused, match="chỗ phải sửa") as refused:
        deeds.publish(version, by=world.actor("an"), at=at())
    assert {"title", "sections[0].questions"} <= {fault.path for fault in refused.value.faults}
    version.refresh_from_db()
    assert (version.state, version.hash) == ("draft", "")


def test_contents_that_the_catalogue_does_not_have_are_refused(world: World) -> None:
    made = small()
    made["sections"][1]["questions"][1]["choices"][0]["contents"] = ["khong-co-ma-nay"]
    version = draft(world)
    deeds.change_draft(version, definition=made, revision=0, by=world.actor("an"), at=at())
    with pytest.raises(Refusal, match="khong-co-ma-nay"):
        deeds.publish(version, by=world.actor("an"), at=at())


def test_a_draft_changed_since_it_was_read_does_not_come_into_use(world: World) -> None:
    version = draft(world)
    deeds.change_draft(version, definition=small(title="Khác"), revision=0, by=world.actor("lan"), at=at())
    with pytest.raises(RevisionConflict):
        deeds.publish(version, revision=0, by=world.actor("an"), at=at())
    deeds.publish(version, revision=1, by=world.actor("an"), at=at())


def test_a_version_in_use_never_changes(world: World) -> None:
    version = published(world)
    before = deepcopy(version.definition)
    an = world.actor("an")
    for deed in (
        lambda: deeds.change_draft(version, definition=small(title="Khác"), revision=None, by=an, at=at()),
        lambda: deeds.publish(version, by=an, at=at()),
        lambda: deeds.drop_draft(version, by=an, at=at()),
    ):
        with pytest.raises(Refusal):
            deed()
    version.refresh_from_db()
    assert (version.definition, version.state) == (before, "in_use")


def test_the_next_version_takes_the_place_of_the_one_before(world: World) -> None:
    first = published(world)
    kept = survey(world, first)
    second = deeds.draft_again(first.questionnaire, by=world.actor("an"), at=at())
    assert (second.number, second.definition) == (2, first.definition)
    with pytest.raises(Refusal, match="Đã có một bản đang soạn"):
        deeds.draft_again(first.questionnaire, by=world.actor("lan"), at=at())
    deeds.publish(second, by=world.actor("an"), at=at())
    first.refresh_from_db()
    kept.refresh_from_db()
    assert (first.state, kept.version) == ("retired", first)
    assert [entry.deed for entry in AuditEntry.objects.about(first)][0] == "assessment.questionnaire.retire"
    with pytest.raises(Refusal):
        deeds.publish(first, by=world.actor("an"), at=at())
    second.refresh_from_db()
    assert second.state == "in_use"


def test_a_version_is_taken_out_of_use_once(world: World) -> None:
    version = published(world)
    deeds.retire(version, by=world.actor("an"), at=at())
    with pytest.raises(Refusal):
        deeds.retire(version, by=world.actor("an"), at=at())
    again = deeds.draft_again(version.questionnaire, by=world.actor("an"), at=at())
    assert again.definition == QuestionnaireVersion.objects.get(pk=version.pk).definition


def test_a_draft_is_dropped_and_with_the_only_one_its_questionnaire(world: World) -> None:
    only = draft(world)
    deeds.drop_draft(only, by=world.actor("an"), at=at())
    assert not Questionnaire.objects.filter(code="phieu-nho").exists()
    first = published(world)
    second = deeds.draft_again(first.questionnaire, by=world.actor("an"), at=at())
    survey(world, second)
    with pytest.raises(Refusal, match="đang chuẩn bị với bản này"):
        deeds.drop_draft(second, by=world.actor("an"), at=at())
    Survey.objects.all().delete()
    deeds.drop_draft(second, by=world.actor("an"), at=at())
    assert list(first.questionnaire.versions.all()) == [first]


def test_the_countrys_questionnaire_is_copied_and_not_changed(world: World) -> None:
    shared = Questionnaire.objects.create(code="chung-toan-quoc", title="Phiếu chung", created_at=at())
    version = QuestionnaireVersion.objects.create(
        questionnaire=shared,
        number=1,
        state="in_use",
        definition=small(),
        hash="0" * 64,
        drafted_at=at(),
        published_at=at(),
    )
    an = world.actor("an")
    for deed in (
        lambda: deeds.draft_again(shared, by=an, at=at()),
        lambda: deeds.retire(version, by=an, at=at()),
        lambda: deeds.rename_questionnaire(shared, title="Khác", by=an, at=at()),
    ):
        with pytest.raises(Http404):
            deed()
    copy = deeds.copy_questionnaire(version, by=an, at=at())
    assert (copy.questionnaire.province, copy.state) == (world.home, "draft")
    assert copy.definition == workable(SMALL)
    with pytest.raises(Refusal, match="mang mã"):
        deeds.copy_questionnaire(version, by=an, at=at())


def test_renaming_is_recorded(world: World) -> None:
    row = draft(world).questionnaire
    deeds.rename_questionnaire(row, title="Tên mới", purpose="Để biết", by=world.actor("an"), at=at())
    row.refresh_from_db()
    assert (row.title, row.purpose, "ten moi" in row.search_key) == ("Tên mới", "Để biết", True)
    assert AuditEntry.objects.about(row).first().before == {"title": "Phiếu nhỏ", "purpose": ""}


# Editing --------------------------------------------------------------------------------------


def test_questions_move_and_go_over_into_the_next_section() -> None:
    made = designing.move(SMALL, "question", "xuat_khau", 1)
    assert codes(made) == [["doanh_thu", "xuat_khau"], ["gia_tri", "thi_truong"]]
    made = designing.move(made, "question", "xuat_khau", 1)
    assert codes(made) == [["doanh_thu"], ["xuat_khau", "gia_tri", "thi_truong"]]
    assert codes(designing.move(made, "question", "xuat_khau", -1)) == [
        ["doanh_thu", "xuat_khau"],
        ["gia_tri", "thi_truong"],
    ]
    assert designing.move(SMALL, "question", "xuat_khau", -1) == SMALL
    assert designing.move(SMALL, "section", "chung", 1)["sections"][0]["code"] == "xuat"


def test_a_copied_section_asks_its_own_questions() -> None:
    made = designing.duplicate(SMALL, "section", "xuat")
    copy = made["sections"][2]
    assert (copy["code"], codes(made)[2]) == ("xuat_2", ["gia_tri_2", "thi_truong_2"])
    assert copy["questions"][1]["when"][0]["question"] == "gia_tri_2"
    assert copy["when"][0]["question"] == "xuat_khau"
    assert parse(made)


def test_conditions_and_checks_follow_a_question_to_its_new_code() -> None:
    made = designing.put_question(
        SMALL, {"code": "gia_tri_xk", "kind": "money", "label": "Giá trị"}, "chung", "gia_tri"
    )
    assert codes(made) == [["xuat_khau", "doanh_thu", "gia_tri_xk"], ["thi_truong"]]
    assert made["sections"][1]["questions"][0]["when"][0]["question"] == "gia_tri_xk"
    assert made["checks"][0]["left"] == ["gia_tri_xk"]
    assert parse(made)


def test_what_names_a_removed_question_is_told() -> None:
    asking, checks = designing.users_of(SMALL, ["gia_tri"])
    assert ([one["code"] for one in asking], len(checks)) == (["thi_truong"], 1)
    made = designing.remove(SMALL, "question", "gia_tri")
    assert codes(made) == [["xuat_khau", "doanh_thu"], ["thi_truong"]]
    assert codes(SMALL)[1] == ["gia_tri", "thi_truong"]


# Files ----------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_went_out(world: World) -> None:
    version = draft(world)
    assert imported(exported(version)) == version.definition


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "không đọc được"),
        (b"[" * 100_000, "không đọc được"),
        (b'{"title": ' + b"9" * 5000 + b"}", "không đọc được"),
        (b'{"format": "nscl-plan/1", "definition": {}}', "loại khác"),
        (b" " * (1024 * 1024 + 1), "1 MB"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        imported(content)


@pytest.mark.parametrize("content", [b"null", b"1", b'"x"', b"[]", b"{}", b'{"sections": {"a": NaN}}'])
def test_a_file_with_faults_names_them_all(content: bytes) -> None:
    with pytest.raises(deeds.DefinitionRefused) as refused:
        imported(content)
    assert refused.value.faults
