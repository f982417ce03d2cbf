"""A figure on the screen: entered, refused beside its field, sent, approved, opened with its evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import Target
from tests.apps.monitoring.conftest import Scene
from tests.world import at

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n..."


def url(name: str, *args: Any) -> str:
    return reverse(f"monitoring:{name}", args=args)


def enter(client: Client, target: Target, **data: Any) -> Any:
    filled = {"year": "2024", "value": "12", "evidence_note": "Biên bản số 3"}
    return client.post(url("observation_draft", target.pk), {**filled, **data})


def test_an_officer_enters_a_figure_and_sends_it(client: Client, scene: Scene) -> None:
    target = scene.target()
    scene.world.login(client, "an")
    answer = enter(client, target, value="1.234")
    row = Observation.objects.get()
    assert answer.url == url("observation_detail", row.pk)
    assert row.value == 1234
    page = client.get(answer.url).content.decode()
    assert "Trình duyệt" in page
    client.post(url("observation_submit", row.pk))
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_leader_approves_or_returns_from_the_page(client: Client, scene: Scene) -> None:
    first, second = scene.submitted(scene.target(), 2024, 5), scene.submitted(scene.target(), 2024, 6)
    scene.world.login(client, "binh")
    page = client.get(url("observation_detail", first.pk)).content.decode()
    assert url("observation_approve", first.pk) in page
    client.post(url("observation_approve", first.pk))
    client.post(url("observation_return", second.pk), {"reason": "Thiếu danh sách"})
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == ("approved", "returned")
    empty = client.post(url("observation_return", first.pk), {"reason": ""}, follow=True)
    assert "hồ sơ đang ở trạng thái" in empty.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"value": "1,234.5"}, "Số “1,234.5” chưa rõ"),
        ({"value": "1,234"}, "chưa rõ"),
        ({"value": "mười hai"}, "Không đọc được số"),
        ({"value": ""}, "Nếu không phát sinh thì ghi số 0"),
        ({"year": "2027"}, "năm 2027 nằm ngoài giai đoạn 2021–2025 của kế hoạch"),
        ({"year": ""}, "Năm:"),
        ({"evidence_note": ""}, "Cần ít nhất một bằng chứng"),
        ({"evidence_url": "http://a.vn"}, "bắt đầu bằng https://"),
    ],
)
def test_what_cannot_be_saved_is_shown_back_with_a_sentence(
    client: Client, scene: Scene, data: dict[str, str], sentence: str
) -> None:
    target = scene.target()
    scene.world.login(client, "an")
    answer = enter(client, target, note="Ghi chú còn nguyên", **data)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "Ghi chú còn nguyên" in page
    for typed in data.values():
        assert typed in page
    assert not Observation.objects.exists()


def test_a_share_above_its_base_is_refused_on_the_form(client: Client, scene: Scene) -> None:
    target = scene.share()
    scene.world.login(client, "an")
    data = {"year": "2024", "numerator": "130", "denominator": "125", "evidence_note": "x"}
    answer = client.post(url("observation_draft", target.pk), data)
    assert answer.status_code == 400
    assert "vượt 100 %" in answer.content.decode()


def test_the_form_asks_only_for_what_the_target_has(client: Client, scene: Scene) -> None:
    scene.world.login(client, "an")
    state = scene.target(kind="qualitative", comparator="", value=None, unit="", count_mode="state")
    for target, fields in (
        (scene.share(), {"numerator", "denominator"}),
        (state, {"is_done"}),
        (scene.target(), {"value"}),
    ):
        form = client.get(url("observation_draft", target.pk)).context["form"]
        assert set(form.fields) & {"value", "numerator", "denominator", "is_done", "subjects"} == fields


def test_two_windows_the_second_is_told_and_can_save_over(client: Client, scene: Scene) -> None:
    row = scene.draft(scene.target(), 2024, 12)
    scene.world.login(client, "an")
    page = client.get(url("observation_change", row.pk))
    revision = page.context["revision"]
    actions.change_observation(
        row, Figure(2024, row.value + 3), revision=0, by=scene.world.actor("an"), at=at()
    )
    data = {"year": "2024", "value": "14", "evidence_note": "x", "revision": revision}
    answer = client.post(url("observation_change", row.pk), data)
    text = answer.content.decode()
    assert "hiện là 15" in text
    assert 'value="14"' in text
    again = client.post(url("observation_change", row.pk), {**data, "revision": answer.context["revision"]})
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.value == 14


def test_a_photo_is_kept_and_comes_back_as_a_download(client: Client, scene: Scene) -> None:
    target = scene.target()
    scene.world.login(client, "an")
    photo = SimpleUploadedFile("biên bản.jpg", b"\xff\xd8\xff\xe0....", content_type="text/html")
    enter(client, target, evidence_file=photo, evidence_note="")
    row = Observation.objects.get()
    answer = client.get(url("evidence_download", row.pk))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"\xff\xd8\xff\xe0...."
    change = {"year": "2024", "value": "13", "revision": "0", "evidence_note": "Ảnh chụp tại hội trường"}
    client.post(url("observation_change", row.pk), change)
    row.refresh_from_db()
    assert (row.evidence_kind, row.evidence_name, row.evidence_note) == (
        "file",
        "biên bản.jpg",
        "Ảnh chụp tại hội trường",
    )


def test_a_page_saved_as_a_photo_is_refused(client: Client, scene: Scene) -> None:
    target = scene.target()
    scene.world.login(client, "an")
    fake = SimpleUploadedFile("anh.png", b"<script>alert(1)</script>", content_type="image/png")
    answer = enter(client, target, evidence_file=fake)
    assert "Không nhận loại tệp này" in answer.content.decode()
    assert not Observation.objects.exists()


def test_a_correction_starts_from_the_approved_figure(client: Client, scene: Scene) -> None:
    row = scene.approved(scene.target(), 2024, 12)
    scene.world.login(client, "an")
    form = client.get(url("observation_correct", row.pk)).context["form"]
    assert form.initial["value"] == 12
    data = {"year": "2024", "value": "10", "evidence_note": "Biên bản mới", "reason": "Đếm nhầm"}
    answer = client.post(url("observation_correct", row.pk), data)
    new = Observation.objects.get(supersedes=row)
    assert answer.url == url("observation_detail", new.pk)
    assert "Đính chính cho" in client.get(answer.url).content.decode()


OBSERVATION_PAGES = ["observation_detail", "observation_change", "observation_correct", "evidence_download"]
OBSERVATION_DEEDS = ["observation_submit", "observation_approve", "observation_return"]


@pytest.mark.parametrize("who", ["an", "binh", "dung"])
def test_next_door_nothing_exists(client: Client, scene: Scene, next_door: Scene, who: str) -> None:
    target = next_door.target()
    row = next_door.submitted(target, 2024, 12)
    scene.world.login(client, who)
    answers = [client.get(url(name, row.pk)) for name in OBSERVATION_PAGES]
    answers += [client.post(url(name, row.pk), {"reason": "x"}) for name in OBSERVATION_DEEDS]
    answers += [client.get(url(name, target.pk)) for name in ("target_detail", "observation_draft")]
    answers += [enter(client, target)]
    plan_pages = (
        "plan_dashboard",
        "plan_targets",
        "targets_export",
        "plan_observations",
        "plan_tasks",
        "plan_changes",
    )
    answers += [client.get(url(name, next_door.plan.pk)) for name in plan_pages]
    # A role that may not do the deed at all is told so before any record is looked up.
    assert {answer.status_code for answer in answers} <= {404, 403}
    assert answers[0].status_code == 404
    assert Observation.objects.get().state == "submitted"


def test_the_ministry_sees_approved_figures_only(client: Client, scene: Scene) -> None:
    target = scene.target()
    open_row, approved = scene.submitted(target, 2023, 7), scene.approved(target, 2024, 12)
    scene.world.login(client, "ha")
    assert client.get(url("observation_detail", open_row.pk)).status_code == 404
    assert client.get(url("evidence_download", open_row.pk)).status_code == 404
    assert client.get(url("observation_detail", approved.pk)).status_code == 200
    page = client.get(url("target_detail", target.pk))
    assert [row for _, rows in page.context["years"] for row in rows] == [approved]
    listed = client.get(url("plan_observations", scene.plan.pk)).context["page_obj"]
    assert list(listed) == [approved]
    assert "chờ duyệt" not in client.get(url("plan_dashboard", scene.plan.pk)).content.decode()


def test_deeds_are_not_done_by_opening_an_address(client: Client, scene: Scene) -> None:
    row = scene.submitted(scene.target(), 2024, 12)
    scene.world.login(client, "binh")
    for name in OBSERVATION_DEEDS:
        assert client.get(url(name, row.pk)).status_code in (403, 405)
    row.refresh_from_db()
    assert row.state == "submitted"


def test_the_list_of_figures_is_filtered_by_state_and_year(client: Client, scene: Scene) -> None:
    target = scene.target()
    scene.approved(target, 2023, 1)
    waiting = scene.submitted(target, 2024, 2)
    scene.world.login(client, "an")
    page = client.get(url("plan_observations", scene.plan.pk), {"trang-thai": "submitted", "nam": "2024"})
    assert list(page.context["page_obj"]) == [waiting]


def test_a_link_and_a_note_are_shown_on_the_page(client: Client, scene: Scene) -> None:
    link = Evidence.of_link("https://langson.gov.vn/van-ban?a=1&b=2", "Trang tin của tỉnh")
    row = actions.draft_observation(
        scene.target(), Figure(2024, Decimal(1)), evidence=link,
        by=scene.world.actor("an"), at=at(),
    )  # fmt: skip
    scene.world.login(client, "an")
    page = client.get(url("observation_detail", row.pk)).content.decode()
    assert 'href="https://langson.gov.vn/van-ban?a=1&amp;b=2"' in page
    assert "Trang tin của tỉnh" in page
