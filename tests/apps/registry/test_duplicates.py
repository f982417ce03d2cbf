"""Twins: found without comparing all with all, decided by people, remembered."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nscl.apps.core.access import Refusal
from nscl.apps.core.jobs import run_job
from nscl.apps.core.models import Job
from nscl.apps.registry import duplicates
from nscl.apps.registry.actions.twins import call_distinct, find_twins
from nscl.apps.registry.duplicates import Card, likeness, twins_among, twins_of
from nscl.apps.registry.models import Organisation, SuspectedTwins
from nscl.vietnamese.firms import firm_key
from tests.apps.registry.organisation_tales import enter, tax_code
from tests.world import World, at

pytestmark = pytest.mark.django_db


def pairs() -> set[tuple[str, str]]:
    return {(row.first.name, row.second.name) for row in SuspectedTwins.objects.open()}


def test_twins_are_found_under_prefixes_marks_and_abbreviations(world: World) -> None:
    enter(world, "Công ty TNHH Sản xuất và Thương mại Hoà Phát Lộc", tax_code=tax_code(1))
    enter(world, "Cty TNHH SX & TM HÒA PHÁT LỘC")
    enter(world, "Công ty TNHH Hòa Phát Tài")
    assert find_twins(by=world.actor("an"), at=at()) == 1
    assert pairs() == {("Công ty TNHH Sản xuất và Thương mại Hoà Phát Lộc", "Cty TNHH SX & TM HÒA PHÁT LỘC")}


def test_two_tax_codes_are_two_organisations_however_alike_their_names(world: World) -> None:
    enter(world, "Công ty TNHH Minh Phát Lộc", tax_code=tax_code(1))
    enter(world, "Công ty TNHH Minh Phát Lộc", tax_code=tax_code(2))
    assert find_twins(by=world.actor("an"), at=at()) == 0


def test_a_branch_is_not_its_head(world: World) -> None:
    enter(world, "Công ty CP Thác Bạc")
    enter(world, "Chi nhánh Công ty CP Thác Bạc")
    assert find_twins(by=world.actor("an"), at=at()) == 0


def test_a_word_that_two_are_different_is_remembered(world: World) -> None:
    first, second = enter(world, "Công ty TNHH Minh Phát Lộc"), enter(world, "Cty TNHH Minh Phát Lộc")
    officer = world.actor("an")
    find_twins(by=officer, at=at())
    call_distinct(second, first, by=officer, at=at())
    assert find_twins(by=officer, at=at(day=3)) == 0
    with pytest.raises(Refusal, match="đã được kết luận"):
        call_distinct(first, second, by=officer, at=at())
    with pytest.raises(Refusal, match="cùng một hồ sơ"):
        call_distinct(first, first, by=officer, at=at())


def test_looking_again_adds_nothing_and_forgets_what_no_longer_looks_alike(world: World) -> None:
    first = enter(world, "Công ty TNHH Minh Phát Lộc")
    enter(world, "Cty TNHH Minh Phát Lộc")
    officer = world.actor("an")
    assert find_twins(by=officer, at=at()) == find_twins(by=officer, at=at()) == 1
    Organisation.objects.filter(pk=first.pk).update(name="Hợp tác xã Bản Mây", match_key="ban may")
    assert find_twins(by=officer, at=at()) == 0 and not SuspectedTwins.objects.exists()


def test_a_neighbour_neither_finds_nor_sees(world: World, client: Client) -> None:
    enter(world, "Công ty TNHH Minh Phát Lộc")
    enter(world, "Cty TNHH Minh Phát Lộc", who="khanh")
    assert find_twins(by=world.actor("an"), at=at()) == 0
    with pytest.raises(Exception, match="không được"):
        find_twins(by=world.actor("giang"), at=at())


def test_one_name_is_looked_up_with_one_question(world: World) -> None:
    enter(world, "Công ty TNHH Hoàng Long Việt")
    for n in range(20):
        enter(world, f"Công ty TNHH Bình An {n}")
    officer = world.actor("an")
    with CaptureQueriesContext(connection) as context:
        found = twins_of("Cty TNHH Hoangf Long Việt", by=officer)
    assert [row.name for row, _score in found] == ["Công ty TNHH Hoàng Long Việt"]
    assert len(context) == 1


def test_the_page_lists_pairs_at_one_cost_and_a_job_finds_them(world: World, client: Client) -> None:
    world.login(client, "an")
    enter(world, "Công ty TNHH Minh Phát Lộc")
    enter(world, "Cty TNHH Minh Phát Lộc")
    assert client.post(reverse("registry:twins_find")).status_code == 302
    job = Job.objects.get(kind="registry.twins")
    if not job.is_over:
        run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", reverse("registry:twins"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            assert "So sánh, gộp" in client.get(reverse("registry:twins")).content.decode()
        return len(context)

    few = asked()
    for name in ("Hoàng Long Việt", "Thác Bạc Xanh", "Gỗ Rừng Thông"):
        enter(world, f"Công ty TNHH {name}")
        enter(world, f"Cty TNHH {name}")
    assert find_twins(by=world.actor("an"), at=at()) == 4
    assert asked() == few
    pair = SuspectedTwins.objects.open()[0]
    client.post(reverse("registry:twins_distinct", args=[pair.pk]))
    assert SuspectedTwins.objects.open().count() == 3
    world.login(client, "khanh")
    assert client.post(reverse("registry:twins_distinct", args=[pair.pk])).status_code == 404


SYLLABLES = [
    "An",
    "Bảo",
    "Bình",
    "Cường",
    "Danh",
    "Duy",
    "Gia",
    "Giang",
    "Hà",
    "Hải",
    "Hạnh",
    "Hào",
    "Hiệp",
    "Hòa",
    "Hùng",
    "Huy",
    "Khang",
    "Khoa",
    "Kiên",
    "Lâm",
    "Lan",
    "Linh",
    "Lộc",
    "Long",
    "Mai",
    "Minh",
    "Nam",
    "Nga",
    "Ngọc",
    "Nhân",
    "Phát",
    "Phong",
    "Phúc",
    "Quang",
    "Quốc",
    "Sơn",
    "Tài",
    "Tâm",
    "Thái",
    "Thịnh",
    "Thủy",
    "Tín",
    "Toàn",
    "Trí",
    "Trung",
    "Tú",
    "Tuấn",
    "Tùng",
    "Vân",
    "Việt",
    "Vinh",
    "Vũ",
    "Xuân",
    "Yên",
    "Đạt",
    "Đông",
    "Đức",
    "Dũng",
    "Ân",
    "Bách",
    "Bích",
    "Cao",
    "Cát",
    "Châu",
    "Chí",
    "Đăng",
]


def test_only_a_small_part_of_all_pairs_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    names = [f"Công ty TNHH {' '.join(draw.sample(SYLLABLES, 3))}" for _n in range(2000)]
    every = [Card(n, name, firm_key(name)) for n, name in enumerate(names)]
    compared = 0

    def counted(a: Card, b: Card) -> tuple[float, tuple[str, ...]]:
        nonlocal compared
        compared += 1
        return likeness(a, b)

    monkeypatch.setattr(duplicates, "likeness", counted)
    found = twins_among(every)
    assert compared < 2000 * 2000 // 2 // 50
    same = {frozenset((i, j)) for i in range(2000) for j in range(i) if names[i] == names[j]}
    assert same <= {frozenset((pair.first.pk, pair.second.pk)) for pair in found}


def test_every_reason_is_a_word_of_the_interface(world: World, client: Client) -> None:
    enter(world, "Công ty TNHH Minh Phát Lộc", phone="0912345678")
    enter(world, "Cty TNHH Minh Phát", phone="0912345678")
    find_twins(by=world.actor("an"), at=at())
    page: Any = world.login(client, "an").get(reverse("registry:twins")).content.decode()
    assert "Cùng số điện thoại" in page
