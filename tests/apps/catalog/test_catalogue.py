"""The catalogue of support contents: the seed, norms as dated rows, contents out of use."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nscl.apps.catalog import actions, queries
from nscl.apps.catalog.models import CostNorm, SupportContent
from nscl.apps.catalog.seed import seed_contents
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.vietnamese import search_key
from tests.world import World, at

pytestmark = pytest.mark.django_db
LIST = "/noi-dung-ho-tro/"
SOURCE = "Nghị quyết 05/2024/NQ-HĐND"


def body_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def content(code: str = "iso-9001") -> SupportContent:
    return SupportContent.objects.get(code=code)


def norm(world: World, who: str = "an", code: str = "iso-9001", **more: Any) -> CostNorm:
    facts: dict[str, Any] = {"source": SOURCE, "valid_from": date(2024, 1, 1), **more}
    return actions.add_norm(content(code), by=world.actor(who), at=at(), **facts)


# The seed -------------------------------------------------------------------------------------


def test_the_catalogue_begins_with_contents_that_say_what_they_are_and_when_they_serve(world: World) -> None:
    rows = list(SupportContent.objects.all())
    assert len(rows) >= 60 and {row.group for row in rows} == set(SupportContent.Group.values)
    assert [row.code for row in rows if not (row.description and row.when_to_use)] == []
    assert not CostNorm.objects.exists()


def test_everything_the_five_plans_name_stands_in_the_catalogue(world: World, shared: Path) -> None:
    known = set()
    for row in SupportContent.objects.all():
        known |= {search_key(name) for name in (row.name, row.name.split(" – ")[0], *row.named_by)}
    missing = []
    for path in sorted((shared / "plans" / "gold").glob("*.yaml")):
        plan = yaml.safe_load(path.read_text(encoding="utf-8"))
        named = [
            name for value in plan["catalogue_named"].values() if isinstance(value, list) for name in value
        ]
        texts = [name for name in named if isinstance(name, str)]
        texts += [one["name"] for one in plan["support_contents"]]
        missing += [(path.stem, name) for name in texts if search_key(name) not in known]
    assert missing == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ohsas-18001", "iso-45001"),
        ("iso-ts-16949", "iatf-16949"),
        ("iso-17025-2005", "iso-17025-2017"),
        ("utz", "rainforest-alliance"),
    ],
)
def test_what_went_out_of_use_warns_with_its_successor(world: World, old: str, new: str) -> None:
    gone, heir = content(old), content(new)
    warning = queries.obsolete_warning(gone, date(2026, 1, 1))
    assert heir.name in warning and "đã hết hiệu lực" in warning
    assert gone.valid_to is not None and queries.obsolete_warning(gone, gone.valid_to) == ""
    assert queries.obsolete_warning(heir, date(2026, 1, 1)) == ""
    codes = set(queries.choosable(date(2026, 1, 1)).values_list("code", flat=True))
    assert new in codes and old not in codes


def test_seeding_again_leaves_what_people_changed(world: World) -> None:
    SupportContent.objects.filter(code="5s").update(description="Lời của tỉnh")
    before = SupportContent.objects.count()
    seed_contents(apps)
    assert (SupportContent.objects.count(), content("5s").description) == (before, "Lời của tỉnh")


# Norms ----------------------------------------------------------------------------------------


def test_an_unknown_norm_is_said_to_be_unknown(world: World) -> None:
    answer = queries.norm_on(content(), world.home.pk, date(2026, 1, 1))
    assert not answer.is_known and "Chưa biết định mức" in answer.sentence
    norm(world)
    answer = queries.norm_on(content(), world.home.pk, date(2026, 1, 1))
    assert not answer.is_known and "mức tối đa: chưa biết; tỷ lệ hỗ trợ: chưa biết" in answer.sentence


def test_the_norm_of_the_day_and_the_province_holds(world: World) -> None:
    norm(world, "ha", national=True, cap_vnd=50_000_000, valid_from=date(2022, 1, 1))
    norm(world, cap_vnd=30_000_000, rate_pct=Decimal(50), per="hệ thống")
    norm(world, cap_vnd=40_000_000, valid_from=date(2025, 7, 1), source="Nghị quyết 09/2025/NQ-HĐND")

    def cap(on: date, province: int) -> int | None:
        found = queries.norm_on(content(), province, on).norm
        return found.cap_vnd if found else None

    home, neighbour = world.home.pk, world.neighbour.pk
    assert [cap(date(2023, 6, 1), home), cap(date(2024, 6, 1), home), cap(date(2025, 7, 1), home)] == [
        50_000_000,
        30_000_000,
        40_000_000,
    ]
    assert (cap(date(2025, 6, 30), home), cap(date(2025, 7, 1), neighbour)) == (30_000_000, 50_000_000)
    assert cap(date(2021, 12, 31), home) is None
    sentence = queries.norm_on(content(), home, date(2024, 6, 1)).sentence
    assert "30.000.000 đồng/hệ thống" in sentence and "50 %" in sentence and SOURCE in sentence


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"source": " "}, "căn cứ"),
        ({"cap_vnd": 0}, "để trống"),
        ({"rate_pct": Decimal(101)}, "không quá 100 %"),
        ({"rate_pct": Decimal(0)}, "để trống"),
        ({"valid_to": date(2023, 1, 1)}, "không trước ngày bắt đầu"),
        ({"national": True}, "toàn quốc do bộ ghi"),
    ],
)
def test_a_norm_that_cannot_be_is_refused(world: World, data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        norm(world, **data)
    assert not CostNorm.objects.exists()


def test_norms_of_one_place_never_overlap(world: World) -> None:
    norm(world, valid_from=date(2024, 1, 1), valid_to=date(2024, 12, 31))
    with pytest.raises(Refusal, match="cùng thời gian"):
        norm(world, valid_from=date(2024, 6, 1))
    norm(world, valid_from=date(2025, 1, 1))
    with pytest.raises(Refusal, match="cùng thời gian"):
        norm(world, valid_from=date(2025, 1, 1))
    norm(world, "khanh", valid_from=date(2024, 6, 1))


def test_a_norm_is_verified_and_ended_by_its_own_province(world: World) -> None:
    row = norm(world, cap_vnd=30_000_000)
    with pytest.raises(PermissionDenied):
        actions.verify_norm(row, by=world.actor("an"), at=at())
    actions.verify_norm(row, by=world.actor("lan"), at=at())
    with pytest.raises(Refusal, match="đã được đối chiếu"):
        actions.verify_norm(row, by=world.actor("lan"), at=at())
    with pytest.raises(Refusal, match="tỉnh khác"):
        actions.end_norm(row, on=date(2026, 1, 1), reason="x", by=world.actor("khanh"), at=at())
    actions.end_norm(row, on=date(2026, 1, 1), reason="NQ 10/2025", by=world.actor("an"), at=at())
    row.refresh_from_db()
    assert (row.valid_to, row.is_verified) == (date(2026, 1, 1), True)
    deeds = list(AuditEntry.objects.about(content()).order_by("seq").values_list("deed", flat=True))
    assert deeds == ["catalog.norm.add", "catalog.norm.verify", "catalog.norm.end"]


# Contents -------------------------------------------------------------------------------------


def test_a_content_is_added_and_changed_with_its_history(world: World) -> None:
    lan = world.actor("lan")
    made = actions.add_content(
        by=lan, at=at(), code="smed", name="SMED", group="improvement_tool", named_by=["đổi nhanh"]
    )
    assert "doi nhanh" in made.search_key
    actions.change_content(made, revision=0, by=lan, at=at(), description="Giảm thời gian chuyển đổi khuôn.")
    entry = AuditEntry.objects.get(deed="catalog.content.change")
    assert entry.before == {"description": ""} and made.revision == 1
    with pytest.raises(Refusal, match="vừa được"):
        actions.change_content(made, revision=0, by=lan, at=at(), description="")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"code": "5s"}, "đã dùng cho"),
        ({"name": ""}, "mã và tên"),
        ({"valid_from": date(2025, 1, 1), "valid_to": date(2024, 1, 1)}, "không trước ngày đầu"),
        ({"search_key": "x"}, "không có mục"),
    ],
)
def test_a_content_that_cannot_be_is_refused(world: World, data: dict[str, Any], sentence: str) -> None:
    facts = {"code": "smed", "name": "SMED", "group": "improvement_tool", **data}
    with pytest.raises(Refusal, match=sentence):
        actions.add_content(by=world.actor("lan"), at=at(), **facts)


def test_successors_and_parents_make_no_ring(world: World) -> None:
    lan = world.actor("lan")
    with pytest.raises(Refusal, match="ngày cuối cùng"):
        actions.change_content(content("5s"), by=lan, at=at(), successor=content("kaizen"))
    with pytest.raises(Refusal, match="chính nó"):
        actions.change_content(
            content("iso-45001"), by=lan, at=at(), successor=content("ohsas-18001"), valid_to=date(2026, 1, 1)
        )
    with pytest.raises(Refusal, match="chính nó"):
        actions.change_content(content("5s"), by=lan, at=at(), parent=content("3s"))
    with pytest.raises(PermissionDenied):
        actions.change_content(content("5s"), by=world.actor("an"), at=at(), name="x")


# Pages ----------------------------------------------------------------------------------------


def test_the_catalogue_is_searched_by_the_words_of_the_plans(world: World, client: Client) -> None:
    world.login(client, "an")
    body = body_of(client.get(f"{LIST}?tim=learn+6+sigma"))
    assert "Lean Six Sigma" in body
    body = body_of(client.get(f"{LIST}?dung-ngay=01/01/2026&tim=ohsas"))
    assert "Không có hồ sơ nào khớp" in body
    assert "chưa ghi văn bản nào" in body_of(client.get(f"{LIST}{content().pk}/"))
    body = body_of(client.get(f"{LIST}{content('utz').pk}/"))
    assert "Hãy dùng Rainforest Alliance" in body


def test_a_norm_is_written_on_its_page_and_bad_numbers_are_told(world: World, client: Client) -> None:
    world.login(client, "an")
    page = f"{LIST}{content().pk}/dinh-muc/"
    assert "Ghi định mức" in body_of(client.get(page))
    sent = {"source": SOURCE, "valid_from": "01/01/2024", "cap_vnd": "30 triệu đồng", "rate_pct": "33,5"}
    for wrong in ({"cap_vnd": "nhiều"}, {"rate_pct": "một nửa"}, {"rate_pct": "33,333"}, {"source": ""}):
        assert "Chưa lưu được" in body_of(client.post(page, {**sent, **wrong}), 400)
    assert not CostNorm.objects.exists()
    body = body_of(client.post(page, sent, follow=True))
    assert "30.000.000" in body and "33,5" in body and "chưa đối chiếu" in body
    row = CostNorm.objects.get()
    assert (row.cap_vnd, row.rate_pct, row.province) == (30_000_000, Decimal("33.5"), world.home)
    assert world.login(client, "khanh").get(f"/dinh-muc/{row.pk}/het-hieu-luc/").status_code == 404
    assert SOURCE not in body_of(client.get(f"{LIST}{content().pk}/"))
    world.login(client, "lan")
    body_of(client.post(f"/dinh-muc/{row.pk}/doi-chieu/", follow=True))
    body_of(
        client.post(
            f"/dinh-muc/{row.pk}/het-hieu-luc/", {"on": "31/12/2025", "reason": "NQ mới"}, follow=True
        )
    )
    row.refresh_from_db()
    assert row.is_verified and row.valid_to == date(2025, 12, 31)
    answer = client.get(f"{LIST}{content().pk}/in/")
    assert answer.status_code == 200


def test_a_content_is_mended_through_its_form(world: World, client: Client) -> None:
    world.login(client, "lan")
    page = f"{LIST}{content('5s').pk}/sua/"
    assert "Mỗi dòng một tên" in body_of(client.get(page))
    sent = {
        "code": "5s",
        "name": "5S",
        "group": "improvement_tool",
        "named_by": "5 S\n5 ét",
        "seen": "0",
        "parent": "improvement-tool",
    }
    body_of(client.post(page, sent, follow=True))
    row = content("5s")
    assert (row.name, row.named_by, row.parent) == ("5S", ["5 S", "5 ét"], content("improvement-tool"))
    assert world.login(client, "an").get(page).status_code == 403


def test_the_list_costs_the_same_queries_at_two_sizes(world: World, client: Client) -> None:
    world.login(client, "an")

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{LIST}?nhom=testing").status_code == 200
        return len(caught)

    few = cost()
    for n in range(20):
        actions.add_content(
            by=world.actor("lan"),
            at=at(),
            code=f"thu-{n}",
            name=f"Thử {n}",
            group="testing",
            parent=content("5s"),
        )
    assert cost() == few
