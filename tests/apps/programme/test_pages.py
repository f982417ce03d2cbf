"""Every page of the room: what it shows, to whom, at what cost."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nscl.apps.core.access import Role
from nscl.apps.core.inbox import waiting_for
from nscl.apps.core.models import Job
from nscl.apps.programme import actions
from nscl.apps.programme.models import Plan, PlanVersion, Target
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import plan_object, reading, target
from tests.world import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def an(desk: Desk, client: Client) -> Client:
    return desk.world.login(client, "an")


def page(client: Client, name: str, *args: Any, status: int = 200, query: str = "") -> str:
    answer = client.get(reverse(f"programme:{name}", args=args) + query)
    assert answer.status_code == status, (name, answer.status_code, answer.get("Location"))
    return answer.content.decode()


def every_page(version: PlanVersion) -> list[tuple[str, list[Any]]]:
    """All addresses about one plan, by URL name."""
    target_pk = Target.objects.filter(node__version=version).order_by("pk")[1].pk
    finding_pk = version.findings.order_by("pk")[0].pk
    plan_pages = ["plan_document", "plan_tasks"]
    version_pages = ["version_review", "version_source", "version_diff", "version_submit", "version_drop"]
    node_pages = ["node_detail", "item_correct", "item_split", "item_merge", "item_drop", "base_decide"]
    return [
        *((name, [version.plan_id]) for name in plan_pages),
        *((name, [version.pk]) for name in version_pages),
        *((name, [target_pk]) for name in node_pages),
        ("finding", [finding_pk]),
        ("item_add", [version.pk, "target"]),
    ]


def test_officer_opens_every_page_of_a_plan_in_review(an: Client, version: PlanVersion) -> None:
    for name, args in every_page(version):
        assert an.get(reverse(f"programme:{name}", args=args)).status_code == 200, name


def test_nothing_of_a_plan_exists_for_another_province(
    desk: Desk, client: Client, version: PlanVersion
) -> None:
    desk.world.login(client, "khanh")
    for name, args in every_page(version):
        assert client.get(reverse(f"programme:{name}", args=args)).status_code == 404, name
    posts = [
        ("accept_clean", version.pk),
        ("item_accept", desk.node(version, "T1").pk),
        ("version_submit", version.pk),
    ]
    for name, pk in posts:
        assert (
            client.post(reverse(f"programme:{name}", args=[pk]), {"seen": 0, "kind": "target"}).status_code
            == 404
        )
    finding = reverse("programme:finding_settle", args=[version.findings.get(key="F1").pk])
    assert client.post(finding, {"choice": "follow_words"}).status_code == 404
    assert "15/KH-UBND" not in page(client, "plan_list")
    assert "15/KH-UBND" not in page(client, "search", query="?q=nang suat")


def test_visitor_is_led_to_the_login(client: Client, version: PlanVersion) -> None:
    for name, args in every_page(version):
        answer = client.get(reverse(f"programme:{name}", args=args))
        assert answer.status_code == 302 and "login" in answer["Location"], name


@pytest.mark.parametrize("who", ["binh", "chi", "dung", "giang"])
def test_others_inside_read_but_do_not_review(
    desk: Desk, client: Client, version: PlanVersion, who: str
) -> None:
    desk.world.login(client, who)
    shown = page(client, "version_review", version.pk, query="?nhom=chi-tieu")
    assert "Mục tiêu" in shown and "/sua/" not in shown and "Trình lãnh đạo duyệt" not in shown
    assert page(client, "item_correct", desk.node(version, "T1").pk, status=403)
    assert page(client, "plan_upload", status=403)


def test_ministry_reads_plans_in_force_only(desk: Desk, client: Client, version: PlanVersion) -> None:
    desk.world.login(client, "ha")
    assert "15/KH-UBND" not in page(client, "plan_list")
    assert page(client, "plan_document", version.plan_id, status=404)
    assert page(client, "node_detail", desk.node(version, "T1").pk, status=404)
    desk.put_in_force(version)
    assert "15/KH-UBND" in page(client, "plan_list")
    document = page(client, "plan_document", version.plan_id)
    assert "Xem bản đọc" not in document
    assert page(client, "node_detail", desk.node(version, "T1").pk)
    assert page(client, "version_review", version.pk, status=403)


def test_review_marks_the_current_sentence_and_shows_tables_as_tables(
    desk: Desk, an: Client, version: PlanVersion
) -> None:
    node = desk.node(version, "T1")
    shown = page(an, "version_review", version.pk, query=f"?nhom=chi-tieu&muc={node.pk}")
    assert f'<mark class="cur" id="s-{node.pk}">' in shown
    assert f'id="m-{node.pk}"' in shown and f'href="#s-{node.pk}"' in shown
    assert re.search(r"<table><tbody><tr><td>Nội dung\s*</td><td>Số lượng", shown)
    assert shown.count("<mark") >= 8
    assert "Phần đã bỏ khi làm sạch" in shown and "Quảng cáo" in shown


def test_review_begins_with_what_must_be_settled(an: Client, version: PlanVersion) -> None:
    shown = page(an, "version_review", version.pk)
    assert "Số tiền bằng số và bằng chữ lệch 1.000 lần" in shown and "Phải xử lý" in shown
    assert "900.000.000" in shown
    assert "Quyết định mốc" in shown


def test_accept_goes_on_to_the_next_item(desk: Desk, an: Client, version: PlanVersion) -> None:
    first, second = desk.node(version, "T1"), desk.node(version, "T2")
    answer = an.post(reverse("programme:item_accept", args=[first.pk]), {"seen": 0})
    assert answer["Location"].endswith(f"?nhom=chi-tieu&muc={second.pk}#m-{second.pk}")


def test_accept_with_htmx_brings_back_card_and_counts_only(
    desk: Desk, an: Client, version: PlanVersion
) -> None:
    node = desk.node(version, "T1")
    url = reverse("programme:item_accept", args=[node.pk])
    shown = an.post(url, {"seen": 0}, headers={"HX-Request": "true"}).content.decode()
    assert "Đã nhận" in shown and 'hx-swap-oob="true"' in shown and "<html" not in shown


def test_accept_all_of_a_kind_says_how_many(an: Client, version: PlanVersion) -> None:
    url = reverse("programme:accept_clean", args=[version.pk])
    shown = an.post(url, {"seen": 0, "kind": "target"}, follow=True).content.decode()
    assert "Đã nhận 2 mục." in shown
    assert "cần xem riêng" in an.post(url, {"seen": 0, "kind": "target"}, follow=True).content.decode()


def test_whole_way_through_the_pages(desk: Desk, an: Client, version: PlanVersion) -> None:
    finding = reverse("programme:finding_settle", args=[version.findings.get(key="F1").pk])
    assert an.post(finding, {"choice": "follow_words", "seen": 0}).status_code == 302
    base = reverse("programme:base_decide", args=[desk.node(version, "T2").pk])
    assert an.post(base, {"kind": "year", "year": "2025", "reason": "BC 2025", "seen": 1}).status_code == 302
    desk.accept_all(version)
    version.refresh_from_db()
    submit = reverse("programme:version_submit", args=[version.pk])
    assert an.post(submit, {"seen": version.revision, "note": "kính trình"}).status_code == 302
    desk.world.login(an, "binh")
    assert "Duyệt kế hoạch" in an.get("/").content.decode()
    assert "kính trình" in page(an, "version_approve", version.pk)
    approve = reverse("programme:version_approve", args=[version.pk])
    assert an.post(approve, {"seen": version.revision}).status_code == 302
    version.refresh_from_db()
    assert version.state == "in_force"


def test_submit_page_lists_what_is_missing_with_links(an: Client, version: PlanVersion) -> None:
    shown = page(an, "version_submit", version.pk)
    assert (
        "Còn phải làm trước" in shown and "/phat-hien/" in shown and "/moc/" in shown and "disabled" in shown
    )
    answer = an.post(reverse("programme:version_submit", args=[version.pk]), {"seen": 0, "note": "gấp"})
    assert answer.status_code == 400 and "gấp" in answer.content.decode()


def test_return_without_reason_is_shown_in_the_form(desk: Desk, client: Client, version: PlanVersion) -> None:
    desk.submit(version)
    desk.world.login(client, "binh")
    answer = client.post(reverse("programme:version_return", args=[version.pk]), {"reason": ""})
    assert answer.status_code == 400 and "Hãy nêu lý do." in answer.content.decode()


def test_maker_sees_no_approve_button(desk: Desk, client: Client, version: PlanVersion) -> None:
    desk.submit(version)
    desk.world.login(client, "binh")
    assert "/duyet/" in page(client, "version_review", version.pk)
    version.refresh_from_db()
    version.makers = [*version.makers, desk.world.users["binh"].pk]
    version.save()
    assert "/duyet/" not in page(client, "version_review", version.pk)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("1,234.5", "1.234,5"), ("1,234", "1.234"), ("ba mươi", "Không đọc được")]
)
def test_number_that_reads_two_ways_is_shown_back_and_nothing_is_saved(
    desk: Desk, an: Client, version: PlanVersion, typed: str, sentence: str
) -> None:
    node = desk.node(version, "T1")
    from tests.apps.programme.test_conflicts import form_values

    values = form_values(Target.objects.get(pk=node.pk), value=typed)
    answer = an.post(reverse("programme:item_correct", args=[node.pk]), values)
    shown = answer.content.decode()
    assert answer.status_code == 400 and sentence in shown and f'value="{typed}"' in shown
    assert Target.objects.get(pk=node.pk).value == 30


def test_day_that_is_not_in_the_calendar_is_refused(desk: Desk, an: Client, version: PlanVersion) -> None:
    node = desk.node(version, "N1")
    values = {"title": node.title, "due_on": "31/02/2027", "seen": "0"}
    answer = an.post(reverse("programme:item_correct", args=[node.pk]), values)
    assert answer.status_code == 400 and "Không có ngày “31/02/2027” trong lịch" in answer.content.decode()


def test_budget_line_is_corrected_in_the_unit_of_the_plan(
    desk: Desk, an: Client, version: PlanVersion
) -> None:
    node = desk.node(version, "G1.1")
    form = page(an, "item_correct", node.pk)
    assert "triệu đồng" in form and 'value="600"' in form
    values = {
        "title": node.title,
        "qty": "30",
        "unit": "doanh nghiệp",
        "total": "650,5",
        "source:state_budget.science": "650,5",
        "seen": "0",
    }
    assert an.post(reverse("programme:item_correct", args=[node.pk]), values).status_code == 302
    node.refresh_from_db()
    assert (node.data["total"], node.data["by_source"]) == (650.5, {"state_budget.science": 650.5})


@pytest.mark.parametrize("key", ["CC1", "GG1", "R1", "N1", "TN1", "BC1", "G1", "G1.1", "T3"])
def test_correction_saved_as_shown_changes_no_value(
    desk: Desk, an: Client, version: PlanVersion, key: str
) -> None:
    """What the form shows, sent back untouched, is what stood there."""
    from nscl.apps.programme.items import shown, values_of

    node = desk.node(version, key)
    before = {name: shown(value) for name, value in values_of(node).items()}
    form = an.get(reverse("programme:item_correct", args=[node.pk])).context["form"]
    sent: dict[str, Any] = {"seen": "0"}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            sent[field.html_name] = "on" if value is True else getattr(value, "pk", value)
    answer = an.post(reverse("programme:item_correct", args=[node.pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    node = desk.node(version, key)
    assert {name: shown(value) for name, value in values_of(node).items()} == before
    assert node.review == "accepted"


def test_document_page_names_the_office_in_force_on_the_date(
    desk: Desk, an: Client, version: PlanVersion
) -> None:
    today = page(an, "plan_document", version.plan_id)
    assert "Sở Kế hoạch và Đầu tư" in today and "Sở Tài chính" in today and "Để trống" not in today
    assert "Không có ngày" in page(an, "plan_document", version.plan_id, query="?ngay=31/02/2025")
    before = page(an, "plan_document", version.plan_id, query="?ngay=05/04/2019")
    assert "chưa có cơ quan trong danh mục" in before


def test_tasks_filter_by_office_and_words(desk: Desk, an: Client, version: PlanVersion) -> None:
    assert "Đào tạo nhân lực" in page(an, "plan_tasks", version.plan_id)
    found = page(an, "plan_tasks", version.plan_id, query="?tim=co so du lieu")
    assert "Xây dựng cơ sở dữ liệu" in found and "Đào tạo nhân lực" not in found
    other = desk.world.offices["industry"].pk
    assert "Chưa có nhiệm vụ nào khớp" in page(an, "plan_tasks", version.plan_id, query=f"?chu-tri={other}")


def test_item_page_shows_sentence_history_and_decision(desk: Desk, an: Client, version: PlanVersion) -> None:
    desk.settle_all(version)
    desk.accept_all(version)
    node = desk.node(version, "T1")
    actions.correct_item(node, {"value": 45}, reason="đính chính", by=desk.world.actor("an"), at=at())
    shown = page(an, "node_detail", node.pk)
    assert "Giá trị: 30 → <b>45</b>" in shown and "đính chính" in shown
    assert '<mark class="cur">ít nhất 30 doanh nghiệp áp dụng hệ thống quản lý</mark>' in shown
    assert "so với một năm gốc: 2020" in page(an, "node_detail", desk.node(version, "T2").pk)


def test_diff_page_says_when_there_is_nothing_to_compare(
    desk: Desk, an: Client, version: PlanVersion
) -> None:
    assert "mới có một bản" in page(an, "version_diff", version.pk)
    desk.put_in_force(version)
    plan = plan_object()
    plan["targets"][0] = deepcopy(plan["targets"][0]) | {"value": 40}
    second = desk.stage(reading(plan), content=b"v2", plan=version.plan)
    shown = page(an, "version_diff", second.pk)
    assert "<del>30</del>" in shown and "<ins>40</ins>" in shown and "thay đổi 1 mục" in shown


def test_search_finds_without_accents_and_puts_exact_accents_first(desk: Desk, an: Client) -> None:
    plan = plan_object()
    plan["targets"] = [
        target("T1", "Nâng nang suat của hợp tác xã", "qualitative", None, deadline=2028),
        target("T2", "Đo lường năng suất xanh", "qualitative", None, deadline=2028),
    ]
    plan["inconsistencies"] = []
    desk.stage(reading(plan))
    shown = page(an, "search", query="?q=năng suất")
    assert shown.index("Đo lường năng suất xanh") < shown.index("Nâng nang suat")
    assert "Đo lường năng suất xanh" in page(an, "search", query="?q=NANG SUAT xanh")
    assert "Không tìm thấy" in page(an, "search", query="?q=vệ tinh")
    assert "Tìm trong kế hoạch" in page(an, "search", query="?q=")


def test_measures_are_listed_with_their_use(desk: Desk, an: Client, version: PlanVersion) -> None:
    target_row = Target.objects.get(node__version=version, node__key="T1")
    Target.objects.filter(pk=target_row.pk).update(indicator="orgs_supported")
    desk.put_in_force(version)
    shown = page(an, "indicator_list", query="?tim=doanh nghiep duoc ho tro")
    assert "Tổ chức, doanh nghiệp được hỗ trợ" in shown and "Tốc độ tăng năng suất lao động" not in shown
    assert "15/KH-UBND" in page(an, "indicator_detail", "orgs_supported")
    assert page(an, "indicator_detail", "khong_co", status=404)


def test_list_filters_stand_in_the_address(desk: Desk, an: Client, version: PlanVersion) -> None:
    assert "15/KH-UBND" in page(an, "plan_list", query="?trang-thai=dang-lam")
    assert "15/KH-UBND" not in page(an, "plan_list", query="?trang-thai=hieu-luc")
    assert "15/KH-UBND" in page(an, "plan_list", query="?tim=nang suat")
    assert "15/KH-UBND" not in page(an, "plan_list", query="?ke-thua=1")


def test_inherited_plan_is_shown_as_inherited(desk: Desk, client: Client) -> None:
    yen_bai = {
        "province_at_issue": {"name": "Yên Bái", "gso_code_2020": "15"},
        "issuer": "Ủy ban nhân dân tỉnh Yên Bái",
        "date": "2021-06-01",
    }
    version = desk.stage(reading(**yen_bai), who="khanh")
    desk.world.login(client, "khanh")
    assert "kế thừa từ tỉnh Yên Bái" in page(client, "plan_list", query="?ke-thua=1")
    assert "kế thừa từ tỉnh Yên Bái" in page(client, "plan_document", version.plan_id)


def test_inbox_says_what_waits_for_whom(desk: Desk, version: PlanVersion) -> None:
    world = desk.world
    assert [w.deed for w in waiting_for(world.actor("an"))] == ["Rà soát bản đọc kế hoạch"]
    assert waiting_for(world.actor("khanh")) == []
    desk.submit(version)
    assert [w.deed for w in waiting_for(world.actor("binh"))] == ["Duyệt kế hoạch"]
    actions.return_version(version, reason="thiếu", by=world.actor("binh"), at=at())
    (item,) = waiting_for(world.actor("an"))
    assert item.urgent and item.note == "thiếu"


def grown(desk: Desk, times: int) -> PlanVersion:
    """The invented plan with its targets, tasks and findings repeated."""
    plan = plan_object(number=f"{times}/KH-UBND")
    for part in ("targets", "tasks", "inconsistencies"):
        rows = plan[part]
        plan[part] = [deepcopy(row) | {"id": f"{row['id']}x{n}"} for n in range(times) for row in rows]
        for row in plan[part]:
            if part == "inconsistencies":
                row["refs"] = [f"{ref}x0" for ref in row["refs"]]
    return desk.stage(reading(plan), content=f"grown {times}".encode())


@pytest.mark.parametrize("group", ["chi-tieu", "nhiem-vu", "phat-hien", "kinh-phi", "trach-nhiem", "khac"])
def test_review_costs_the_same_queries_for_few_and_many_items(
    desk: Desk, an: Client, django_assert_num_queries: Any, group: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    small, large = grown(desk, 1), grown(desk, 12)
    url = reverse("programme:version_review", args=[small.pk]) + f"?nhom={group}"
    an.get(url)
    with CaptureQueriesContext(connection) as few:
        an.get(url)
    with django_assert_num_queries(len(few)):
        an.get(reverse("programme:version_review", args=[large.pk]) + f"?nhom={group}")
    assert len(few) < 40


@pytest.mark.parametrize("name", ["plan_list", "search", "indicator_list"])
def test_lists_cost_the_same_queries_for_few_and_many_plans(
    desk: Desk, an: Client, django_assert_num_queries: Any, name: str
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    grown(desk, 1)
    url = reverse(f"programme:{name}") + "?q=nang suat"
    an.get(url)
    with CaptureQueriesContext(connection) as few:
        an.get(url)
    for times in (2, 3, 4):
        grown(desk, times)
    with django_assert_num_queries(len(few)):
        an.get(url)


def upload(client: Client, content: bytes, name: str = "ke-hoach.txt", **more: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    data = {"file": SimpleUploadedFile(name, content)} | more
    return client.post(reverse("programme:plan_upload"), data)


def test_empty_file_is_refused_at_once(an: Client, desk: Desk) -> None:
    answer = upload(an, b"")
    assert answer.status_code == 400 and "Tệp trống" in answer.content.decode()
    assert not Job.objects.exists()


def test_missing_file_is_asked_for(an: Client, desk: Desk) -> None:
    answer = an.post(reverse("programme:plan_upload"), {})
    assert answer.status_code == 400 and "Hãy chọn tệp kế hoạch." in answer.content.decode()


def test_same_file_again_links_the_plan_it_is(an: Client, desk: Desk) -> None:
    version = desk.stage(content=b"the very same bytes")
    answer = upload(an, b"the very same bytes")
    shown = answer.content.decode()
    assert answer.status_code == 400 and "15/KH-UBND ngày 20/01/2026 đã có trong hệ thống" in shown
    assert reverse("programme:plan_document", args=[version.plan_id]) in shown


@pytest.mark.django_db(transaction=True)
def test_file_that_cannot_be_read_ends_the_job_with_the_readers_sentence(an: Client, desk: Desk) -> None:
    answer = upload(an, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ke-hoach.doc")
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    assert job.state == "failed" and ".docx" in job.message
    assert not PlanVersion.objects.exists()
    assert job.message in page(an, "plan_upload").replace("&quot;", '"')


@pytest.mark.django_db(transaction=True)
def test_document_of_another_kind_is_named_and_nothing_is_staged(an: Client, desk: Desk) -> None:
    upload(an, ("BÁO CÁO\nKết quả thực hiện năm 2021\nI. Kết quả\n" * 3).encode(), "bao-cao.txt")
    job = Job.objects.get()
    assert job.state == "failed" and "báo cáo, không phải kế hoạch" in job.message
    assert not Plan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_real_plan_uploaded_is_read_staged_and_opened(an: Client, desk: Desk, shared: Any) -> None:
    data = (shared / "plans" / "lang-son.txt").read_bytes()
    answer = upload(an, data, "lang-son.txt")
    job = Job.objects.get()
    assert (job.state, job.message) == ("done", "Đã xong.")
    version = PlanVersion.objects.get()
    assert job.result_url == reverse("programme:version_review", args=[version.pk])
    assert version.plan.number == "79/KH-UBND" and version.makers == [desk.world.users["an"].pk]
    assert version.findings.get(code="words_mismatch").is_blocking
    assert an.get(answer["Location"])["Location"] == job.result_url
    assert page(an, "version_review", version.pk)


@pytest.mark.django_db(transaction=True)
def test_same_plan_in_other_bytes_leads_to_the_plan_that_stands(an: Client, desk: Desk, shared: Any) -> None:
    data = (shared / "plans" / "lang-son.txt").read_bytes()
    upload(an, data, "lang-son.txt")
    upload(an, data + b"\n\n", "lang-son-2.txt")
    assert PlanVersion.objects.count() == 1
    job = Job.objects.order_by("-pk")[0]
    assert job.result_url.endswith("?da-co=1")
    assert "không tạo bản mới" in an.get(job.result_url).content.decode()


@pytest.mark.django_db(transaction=True)
def test_plan_of_another_province_is_refused_with_a_sentence(an: Client, desk: Desk, shared: Any) -> None:
    upload(an, (shared / "plans" / "lao-cai.txt").read_bytes(), "lao-cai.txt")
    job = Job.objects.get()
    assert job.state == "failed" and "tỉnh Lào Cai, ngoài phạm vi" in job.message
    assert not Plan.objects.exists()


def test_next_version_is_uploaded_from_the_plans_page(an: Client, desk: Desk, version: PlanVersion) -> None:
    shown = page(an, "plan_upload", query=f"?ke-hoach={version.plan_id}")
    assert "Tải bản mới của kế hoạch" in shown and f'name="plan" value="{version.plan_id}"' in shown
    assert page(an, "plan_upload", query="?ke-hoach=999999", status=404)


def test_source_comes_back_byte_for_byte(an: Client, desk: Desk, version: PlanVersion) -> None:
    answer = an.get(reverse("programme:version_source", args=[version.pk]))
    assert answer.content == b"v1" and "attachment" in answer["Content-Disposition"]


def test_deeds_that_change_need_a_post(an: Client, desk: Desk, version: PlanVersion) -> None:
    assert an.get(reverse("programme:item_accept", args=[desk.node(version, "T1").pk])).status_code == 405
    assert an.get(reverse("programme:accept_clean", args=[version.pk])).status_code == 405


def test_second_officer_of_the_province_may_go_on_with_the_review(
    desk: Desk, client: Client, version: PlanVersion
) -> None:
    desk.world.join("minh", "Đinh Văn Minh", "science", Role.OFFICER)
    desk.world.login(client, "minh")
    node = desk.node(version, "T1")
    assert client.post(reverse("programme:item_accept", args=[node.pk]), {"seen": 0}).status_code == 302
    version.refresh_from_db()
    assert set(version.makers) == {desk.world.users["an"].pk, desk.world.users["minh"].pk}
