"""Money of a plan: read as printed, allotted and paid within what stands above, under lock."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from nscl.apps.budget import actions, queries, staging
from nscl.apps.budget.models import Allocation, BudgetAmount, BudgetLine, Disbursement, FundingSource
from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry, StoredFile
from nscl.apps.programme.models import Plan, PlanVersion
from tests.world import World, at

pytestmark = pytest.mark.django_db
SCIENCE, ENTERPRISE = "state_budget.science", "enterprise_counterpart"
MILLION = 1_000_000


def budget_object(**changes: Any) -> dict[str, Any]:
    """A small tree in million đồng: one phase, one group, two lines, two sources."""
    both = lambda total, state: {  # noqa: E731
        "total": total,
        "by_source": {SCIENCE: state, ENTERPRISE: total - state},
        "by_year": {},
    }
    line = {"qty": 20, "unit": "lớp", "path": "I.1.a"}
    return {
        "amount_unit": "million_vnd",
        "total_printed_vnd": 1000 * MILLION,
        "total_words_vnd": None,
        "total_accepted_vnd": None,
        "sources": [
            {"code": SCIENCE, "name": "Sự nghiệp khoa học", "amount": 400},
            {"code": ENTERPRISE, "name": "Đối ứng", "amount": 600},
        ],
        "phases": [{"id": "P1", "from": 2021, "to": 2025, **both(1000, 400)}],
        "groups": [
            {
                "id": "G1",
                "phase": "P1",
                "name": "Đào tạo",
                "path": "I.1",
                **both(1000, 400),
                "lines": [
                    {"id": "L1", "name": "Mở lớp", **line, **both(700, 300)},
                    {"id": "L2", "name": "Biên soạn tài liệu", **line, **both(300, 100)},
                ],
            }
        ],
        **changes,
    }


def staged(world: World, state: str = "in_force", **changes: Any) -> PlanVersion:
    plan = Plan.objects.create(
        province=world.home,
        owner=world.home,
        number="1/KH-UBND",
        issuer="UBND",
        title="Nâng cao năng suất",
        horizon_from=2021,
        horizon_to=2025,
        created_at=at(),
    )
    source = StoredFile.objects.create(
        sha256="a" * 64, size=1, name="a.txt", media_type="text/plain", created_at=at()
    )
    budget = budget_object(**changes)
    version = PlanVersion.objects.create(
        plan=plan,
        province=world.home,
        source=source,
        filename="a.txt",
        state=state,
        reading={"budget": budget},
        drafted_by=world.users["an"],
        created_at=at(),
    )
    staging.load_budget(version, {"budget": budget})
    return version


def line_of(version: PlanVersion, key: str = "L1") -> BudgetLine:
    return version.budget_lines.get(key=key)


def science() -> FundingSource:
    return FundingSource.objects.get(code=SCIENCE)


def allocate(world: World, line: BudgetLine, million: int, year: int = 2023) -> Allocation:
    return actions.allocate(
        line,
        science(),
        year=year,
        amount_vnd=million * MILLION,
        document="12/QĐ",
        dated_on=date(year, 1, 15),
        by=world.actor("chi"),
        at=at(),
    )


def disburse(world: World, line: BudgetLine, million: int, year: int = 2023) -> Disbursement:
    return actions.disburse(
        line,
        science(),
        year=year,
        amount_vnd=million * MILLION,
        document="PC 7",
        dated_on=date(year, 6, 1),
        by=world.actor("chi"),
        at=at(),
    )


def test_amounts_are_kept_as_printed_in_dong(world: World) -> None:
    version = staged(world)
    money = queries.plan_money(version)
    assert [(row.line.key, row.total.planned) for row in money.lines] == [
        ("total", 1000 * MILLION),
        ("P1", 1000 * MILLION),
        ("G1", 1000 * MILLION),
        ("L1", 700 * MILLION),
        ("L2", 300 * MILLION),
    ]
    assert {s.code: m.planned for s, m in money.source_rows()} == {
        SCIENCE: 400 * MILLION,
        ENTERPRISE: 600 * MILLION,
    }


def test_money_is_entered_on_the_leaves_only(world: World) -> None:
    version = staged(world)
    assert set(version.budget_lines.filter(is_entry=True).values_list("key", flat=True)) == {"L1", "L2"}
    with pytest.raises(Refusal, match="dòng tổng"):
        allocate(world, line_of(version, "G1"), 1)


def test_allotments_add_up_to_every_line_above(world: World) -> None:
    version = staged(world)
    allocate(world, line_of(version), 200)
    allocate(world, line_of(version, "L2"), 50, year=2024)
    disburse(world, line_of(version), 120)
    root = queries.plan_money(version).root
    assert root is not None
    assert (root.total.allocated, root.total.paid) == (250 * MILLION, 120 * MILLION)
    assert queries.plan_money(version).years[2023].allocated == 200 * MILLION
    assert queries.plan_money(version, as_of=date(2023, 3, 1)).root.total.paid == 0  # type: ignore[union-attr]


def test_more_than_the_plan_budgets_is_refused_and_changes_nothing(world: World) -> None:
    version = staged(world)
    allocate(world, line_of(version), 250)
    with pytest.raises(Refusal, match="Chỉ còn 50.000.000 đồng"):
        allocate(world, line_of(version), 51)
    assert Allocation.objects.count() == 1
    assert AuditEntry.objects.filter(deed="budget.allocation.enter").count() == 1


def test_more_than_is_allotted_in_the_year_cannot_be_paid(world: World) -> None:
    version = staged(world)
    allocate(world, line_of(version), 100, year=2023)
    allocate(world, line_of(version), 100, year=2024)
    with pytest.raises(Refusal, match="đã phân bổ năm 2023"):
        disburse(world, line_of(version), 101, year=2023)
    disburse(world, line_of(version), 100, year=2023)


def test_an_allotment_cannot_be_taken_back_below_what_is_paid(world: World) -> None:
    version = staged(world)
    allocate(world, line_of(version), 100)
    disburse(world, line_of(version), 80)
    with pytest.raises(Refusal, match="chỉ giảm được tối đa 20.000.000 đồng"):
        allocate(world, line_of(version), -21)
    allocate(world, line_of(version), -20)


def test_a_year_split_of_the_plan_is_a_ceiling_for_all_sources_together(world: World) -> None:
    budget = budget_object()
    budget["groups"][0]["lines"][0]["by_year"] = {"2023": 150, "2024": 550}
    version = staged(world, groups=budget["groups"])
    allocate(world, line_of(version), 150)
    with pytest.raises(Refusal, match="Năm 2023 chỉ còn 0 đồng"):
        allocate(world, line_of(version), 1)


def test_a_year_outside_the_phase_and_a_future_voucher_are_refused(world: World) -> None:
    version = staged(world)
    with pytest.raises(Refusal, match="ngoài giai đoạn 2021-2025"):
        allocate(world, line_of(version), 1, year=2026)
    with pytest.raises(Refusal, match="tương lai"):
        actions.allocate(
            line_of(version),
            science(),
            year=2025,
            amount_vnd=1,
            document="x",
            dated_on=date(2027, 1, 1),
            by=world.actor("chi"),
            at=at(),
        )


def test_only_the_version_in_force_takes_entries(world: World) -> None:
    version = staged(world, state="review")
    with pytest.raises(Refusal, match="chưa có hiệu lực"):
        allocate(world, line_of(version), 1)


def test_entries_are_never_changed_or_removed(world: World) -> None:
    entry = allocate(world, line_of(staged(world)), 1)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(pk=entry.pk).update(amount_vnd=0)


def test_a_plan_with_only_a_total_and_one_source_takes_money_on_the_whole_plan(world: World) -> None:
    one = [{"code": SCIENCE, "name": "Sự nghiệp khoa học", "amount": None}]
    version = staged(world, sources=one, phases=[], groups=[])
    assert line_of(version, "total").is_entry
    allocate(world, line_of(version, "total"), 1000)
    with pytest.raises(Refusal, match="Chỉ còn 0 đồng"):
        allocate(world, line_of(version, "total"), 1)


def test_a_total_that_figure_and_words_dispute_is_missing_until_decided(world: World) -> None:
    one = [{"code": SCIENCE, "name": "Sự nghiệp khoa học", "amount": None}]
    disputed = {"total_printed_vnd": 9_230_000, "total_words_vnd": 9_230_000_000}
    version = staged(world, sources=one, phases=[], groups=[], **disputed)
    root = queries.plan_money(version).root
    assert root is not None
    assert root.total.planned is None
    with pytest.raises(Refusal, match="chưa có dự toán"):
        allocate(world, line_of(version, "total"), 1)
    staging.set_total(line_of(version, "total"), 9_230_000_000)
    allocate(world, line_of(version, "total"), 9230)


def test_a_source_the_register_lacks_is_added_under_the_plans_words(world: World) -> None:
    new = [{"code": "innovation_fund", "name": "Quỹ đổi mới", "amount": 5}]
    staged(world, sources=new, phases=[], groups=[])
    assert FundingSource.objects.get(code="innovation_fund").name == "Quỹ đổi mới"


def test_the_pages_open_for_the_province_and_not_for_another(world: World, client: Client) -> None:
    version = staged(world)
    allocate(world, line_of(version), 200)
    for url in (f"/ke-hoach/{version.plan_id}/kinh-phi/", f"/kinh-phi/{line_of(version).pk}/"):
        page = world.login(client, "giang").get(url)
        assert page.status_code == 200
        assert "200" in page.content.decode()
        assert world.login(client, "khanh").get(url).status_code == 404


def test_the_form_reads_the_amount_back_and_never_guesses(world: World, client: Client) -> None:
    version = staged(world)
    world.login(client, "chi")
    form = {
        "source": science().pk,
        "year": 2023,
        "unit": "1000000",
        "document": "12/QĐ",
        "dated_on": "15/01/2023",
    }
    url = f"/kinh-phi/{line_of(version).pk}/giao/"
    refused = client.post(url, {**form, "amount": "1,234.5"})
    assert refused.status_code == 400
    assert "1.234,5" in refused.content.decode()
    bad_day = client.post(url, {**form, "amount": "100", "dated_on": "31/02/2023"})
    assert bad_day.status_code == 400
    done = client.post(url, {**form, "amount": "12,5"}, follow=True)
    assert "12.500.000 đồng" in done.content.decode()
    assert Allocation.objects.get().amount_vnd == 12_500_000
    over = client.post(url, {**form, "amount": "500"})
    assert over.status_code == 400
    assert "Chỉ còn 287.500.000 đồng" in over.content.decode()
    assert 'value="500"' in over.content.decode()


def test_only_finance_enters_money(world: World, client: Client) -> None:
    version = staged(world)
    url = f"/kinh-phi/{line_of(version).pk}/giao/"
    for name in ("an", "binh", "giang"):
        assert world.login(client, name).get(url).status_code == 403


def test_the_tree_costs_the_same_queries_however_much_is_entered(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    version = staged(world)
    world.login(client, "chi")
    url = f"/ke-hoach/{version.plan_id}/kinh-phi/"
    client.get(url)
    with django_assert_max_num_queries(30) as few:
        client.get(url)
    for year in range(2021, 2026):
        for _ in range(5):
            allocate(world, line_of(version), 2, year=year)
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_the_workbook_has_numbers_and_live_sums(world: World, client: Client) -> None:
    version = staged(world)
    allocate(world, line_of(version), 200)
    answer = world.login(client, "chi").get(f"/ke-hoach/{version.plan_id}/kinh-phi/xlsx/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][3] == 300 * MILLION
    assert rows[-1][3] == "=SUM(D4:D7)"
    shown = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True).active
    assert shown is not None
    assert shown.cell(8, 4).value == 1000 * MILLION


@pytest.mark.django_db(transaction=True)
def test_two_at_once_cannot_pass_the_ceiling(world: World) -> None:
    """Both wait for the line's lock (PostgreSQL) or for the write transaction (SQLite)."""
    import threading

    version = staged(world)
    line = line_of(version)
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("an in-memory SQLite has one connection; the file and PostgreSQL runs prove this")
    outcomes: list[str] = []

    def spend() -> None:
        try:
            allocate(world, line, 200)
            outcomes.append("done")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=spend) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert BudgetAmount.objects.filter(line=line, source__code=SCIENCE).get().amount_vnd == 300 * MILLION


def test_every_sum_opens_to_its_vouchers(world: World, client: Client) -> None:
    version = staged(world)
    allocate(world, line_of(version), 200, year=2023)
    allocate(world, line_of(version, "L2"), 50, year=2024)
    world.login(client, "giang")
    page = client.get(f"/ke-hoach/{version.plan_id}/kinh-phi/").content.decode()
    assert f"/ke-hoach/{version.plan_id}/chung-tu/?loai=giao&amp;nam=2023" in page
    url = f"/ke-hoach/{version.plan_id}/chung-tu/"
    of_2023 = client.get(url, {"loai": "giao", "nam": "2023", "nguon": SCIENCE}).content.decode()
    assert "1 chứng từ · 200.000.000 đồng" in of_2023
    assert "Mở lớp" in of_2023
    assert "Biên soạn tài liệu" not in of_2023
    assert "Không có chứng từ nào" in client.get(url, {"loai": "chi"}).content.decode()
    assert world.login(client, "khanh").get(url).status_code == 404
