"""The questionnaire the system begins with: sound, about what the plans ask, short for the small."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from nscl.apps.assessment.data.status_and_needs import CODE, STATUS_AND_NEEDS
from nscl.apps.assessment.models import Questionnaire, QuestionnaireVersion
from nscl.apps.assessment.seed import seed_questionnaires
from nscl.apps.catalog.models import SupportContent
from nscl.policy.questionnaires import Definition, asked, digest, faults, judge, parse
from tests.world import World, at

HOUSEHOLD: dict[str, Any] = {
    "loai_hinh": "ho_kinh_doanh",
    "linh_vuc": "dich_vu",
    "san_pham_chinh": "Sửa xe",
    "lao_dong": "2",
    "xuat_khau": False,
    "he_thong_dang_ap_dung": ["chua"],
    "cong_cu_dang_dung": ["chua"],
    "kho_khan": ["von"],
    "muon_ho_tro": False,
    "dong_y_lien_he": False,
}
FACTORY: dict[str, Any] = {
    "loai_hinh": "doanh_nghiep",
    "linh_vuc": "thuc_pham",
    "san_pham_chinh": "Chè khô",
    "lao_dong": "85",
    "doanh_thu": 42_000_000_000,
    "xuat_khau": True,
    "gia_tri_xuat_khau": 12_000_000_000,
    "he_thong_dang_ap_dung": ["haccp"],
    "cong_cu_dang_dung": ["tool_5s"],
    "chi_so_theo_doi": ["ty_le_loi", "oee"],
    "so_san_pham": "6",
    "dien_hop_quy": "co",
    "so_san_pham_bat_buoc": "2",
    "so_san_pham_hop_quy": "1",
    "co_chung_nhan": True,
    "truy_xuat_dang_lam": "dien_tu",
    "so_san_pham_truy_xuat": "4",
    "nguoi_phu_trach": "kiem_nhiem",
    "so_nguoi_dao_tao": "12",
    "kho_khan": ["thiet_bi"],
    "muon_ho_tro": True,
    "muon_he_thong": ["iso_22000"],
    "doi_ung": True,
    "so_tien_doi_ung": 150_000_000,
    "dong_y_lien_he": True,
}


@pytest.fixture(scope="module")
def ready() -> Definition:
    return parse(STATUS_AND_NEEDS)


def test_the_ready_questionnaire_has_no_faults(ready: Definition) -> None:
    assert faults(STATUS_AND_NEEDS) == ()
    assert 45 <= sum(1 for _ in ready.questions()) <= 65


def test_a_small_household_is_asked_less_than_half_of_what_a_factory_is(ready: Definition) -> None:
    short, long = asked(ready, HOUSEHOLD), asked(ready, FACTORY)
    assert len(short) * 2 < len(long)
    assert {"nguon_von", "chi_phi_nang_luong", "muon_he_thong", "doi_ung", "oee"}.isdisjoint(short)


def test_a_household_can_send_after_its_few_required_answers(ready: Definition) -> None:
    assert judge(ready, HOUSEHOLD).may_be_sent
    assert len(judge(ready, {}).missing_required) <= 10


def test_a_factory_can_send_and_its_slips_are_caught(ready: Definition) -> None:
    assert judge(ready, FACTORY).faults == ()
    slips = {
        "gia_tri_xuat_khau": 43_000_000_000,
        "so_san_pham_bat_buoc": "7",
        "so_san_pham_hop_quy": "3",
        "so_san_pham_truy_xuat": "8",
    }
    for code, value in slips.items():
        found = judge(ready, {**FACTORY, code: value})
        assert not found.may_be_sent, code
        assert code in {fault.question for fault in found.faults}
    assert judge(ready, {**FACTORY, "so_nguoi_dao_tao": "86"}).may_be_sent


def test_a_figure_of_the_register_is_offered_where_the_register_has_it(ready: Definition) -> None:
    assert {question.prefill: question.code for question in ready.questions() if question.prefill} == {
        "workers": "lao_dong",
        "revenue_vnd": "doanh_thu",
        "capital_vnd": "nguon_von",
        "exports_vnd": "gia_tri_xuat_khau",
    }


@pytest.mark.django_db
def test_every_content_it_names_stands_in_the_catalogue_and_is_in_use(ready: Definition) -> None:
    current = set(SupportContent.objects.filter(valid_to=None).values_list("code", flat=True))
    named = {
        code for question in ready.questions() for choice in question.choices for code in choice.contents
    }
    assert named <= current
    assert len(named) > 60


def test_every_need_stands_for_a_content_or_for_none_at_all(ready: Definition) -> None:
    needs = [question for question in ready.questions() if question.about == "need"]
    assert len(needs) >= 7
    for question in needs:
        assert [choice.code for choice in question.choices if not choice.contents] == ["khong"]
        assert question.choices[-1].is_exclusive


def test_what_is_wanted_is_also_asked_as_what_is_there(ready: Definition) -> None:
    """So that who has a system already is not called for it again."""
    by_about: dict[str, set[str]] = {}
    for question in ready.questions():
        contents = {code for choice in question.choices for code in choice.contents}
        by_about.setdefault(question.about, set()).update(contents)
    there = by_about["in_use"] | by_about["certificate"]
    assert {"iso-9001", "haccp", "vietgap", "5s", "kaizen", "traceability", "barcode", "measurement"} <= there
    assert {"iso-9001", "haccp", "vietgap", "5s", "kaizen", "traceability", "barcode"} <= by_about["need"]


@pytest.mark.django_db
def test_every_province_finds_it_in_use() -> None:
    questionnaire = Questionnaire.objects.get(code=CODE)
    assert questionnaire.province is None
    (version,) = QuestionnaireVersion.objects.filter(questionnaire=questionnaire)
    assert (version.state, version.number) == ("in_use", 1)
    assert version.hash == digest(parse(version.definition)) == digest(parse(STATUS_AND_NEEDS))


@pytest.mark.django_db
def test_sowing_again_leaves_what_people_changed(world: World) -> None:
    Questionnaire.objects.filter(code=CODE).update(title="Phiếu của chúng tôi")
    seed_questionnaires(apps, at())
    assert Questionnaire.objects.get(code=CODE).title == "Phiếu của chúng tôi"
    assert QuestionnaireVersion.objects.filter(questionnaire__code=CODE).count() == 1


@pytest.mark.django_db
def test_it_is_found_and_sorted_like_any_other(world: World) -> None:
    sown = Questionnaire.objects.get(code=CODE)
    search, sort = sown.search_key, sown.sort_key
    sown.save()
    assert (sown.search_key, sown.sort_key) == (search, sort)
