"""Results of a survey: who answered, what was answered, the rows behind each number, and what outsiders see."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nscl.apps.assessment import charts
from nscl.apps.assessment.models import Survey
from nscl.apps.assessment.results import Chosen, Results, results_of, tally_of
from nscl.apps.assessment.results_tables import LEAST, Grid, breakdown_grid, question_grid, rate_grid
from nscl.apps.assessment.results_veil import veil
from nscl.apps.assessment.results_wording import headline
from nscl.apps.core.models import AuditEntry
from tests.apps.assessment.factory_results import BIG, SMALL, answered, invited, many, survey
from tests.world import World, at

pytestmark = pytest.mark.django_db


def page(name: str, asked: Survey, *parts: Any) -> str:
    return reverse(f"assessment:{name}", args=[asked.pk, *parts])


def body_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return str(answer.content.decode())


def told(results: Results, code: str) -> tuple[Grid, str]:
    question = results.definition.question(code)
    tally = tally_of(question, results.sheets)
    return question_grid(question, tally), headline(question, tally)


def divided(results: Results, code: str, dimension: str) -> Grid | None:
    question = results.definition.question(code)
    return breakdown_grid(results, question, dimension, tally_of(question, results.sheets))


def cells(grid: Grid) -> dict[str, tuple[Any, ...]]:
    return {line.label: tuple(cell.value for cell in line.cells) for line in grid.lines}


# Who answered -----------------------------------------------------------------------------------


def test_the_rate_has_the_same_strata_above_and_below_the_line(world: World) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty A", **BIG), co_he_thong=True)
    invited(world, asked, "Công ty B", **BIG)
    declined = invited(world, asked, "Hợp tác xã C", **SMALL)
    declined.declined_at = at()
    declined.save()
    grid = rate_grid(results_of(asked), "quy-mo")
    assert cells(grid) == {
        "Nhỏ": (1, 0, 1, 0, Decimal("0.0")),
        "Lớn": (2, 1, 0, 1, Decimal("50.0")),
        "Tất cả": (3, 1, 1, 1, Decimal("33.3")),
    }


def test_what_the_register_does_not_know_is_a_stratum_of_its_own(world: World) -> None:
    asked = survey(world)
    invited(world, asked, "Công ty A", size="", sector="", sector_name="", place="")
    grid = rate_grid(results_of(asked), "nganh")
    assert [line.label for line in grid.lines] == ["Chưa rõ", "Tất cả"]
    assert results_of(asked, Chosen({"nganh": "-"})).whole.invited == 1


def test_drafts_and_superseded_responses_do_not_count(world: World) -> None:
    asked = survey(world)
    row = invited(world, asked, "Công ty A")
    answered(row, co_he_thong=True)
    answered(row, co_he_thong=False)
    draft = invited(world, asked, "Công ty B")
    draft.responses.create(
        number=1, state="draft", answers={"co_he_thong": True}, started_at=at(), saved_at=at()
    )
    results = results_of(asked)
    assert (results.whole.answered, results.whole.silent) == (1, 1)
    assert cells(told(results, "co_he_thong")[0])["Có"] == (0, Decimal("0.0"))


# One question -----------------------------------------------------------------------------------


def test_shares_are_of_those_asked_and_the_silent_stand_apart(world: World) -> None:
    asked = survey(world)
    for n, said in enumerate((True, True, False, None)):
        answers = {} if said is None else {"co_he_thong": said}
        answered(invited(world, asked, f"Công ty {n}"), **answers)
    grid, said = told(results_of(asked), "co_he_thong")
    assert cells(grid) == {
        "Có": (2, Decimal("50.0")),
        "Không": (1, Decimal("25.0")),
        "Không trả lời câu này": (1, Decimal("25.0")),
    }
    assert said == "50 % đơn vị trả lời “Có”."


def test_who_was_not_asked_is_not_missing(world: World) -> None:
    asked = survey(world)
    answered(invited(world, asked, "Công ty A"), co_he_thong=True, dang_dung=["iso"])
    answered(invited(world, asked, "Công ty B"), co_he_thong=False)
    grid, said = told(results_of(asked), "dang_dung")
    assert cells(grid)["ISO 9001"] == (1, Decimal("100.0"))
    assert cells(grid)["Không trả lời câu này"] == (0, Decimal("0.0"))
    assert "Đang áp dụng nhiều nhất: “ISO 9001” (100 % đơn vị)" in said


def test_an_exclusive_answer_is_none_of_the_others(world: World) -> None:
    asked = survey(world)
    for n, said in enumerate((["iso"], ["iso", "nams"], ["khong"], ["khong"])):
        answered(invited(world, asked, f"Công ty {n}"), can=said)
    _grid, said = told(results_of(asked), "can")
    assert said == "50 % đơn vị có nhu cầu. Cần hỗ trợ nhiều nhất: “ISO 9001” (50 % đơn vị)."


def test_numbers_tell_their_middle_and_nothing_is_not_zero(world: World) -> None:
    asked = survey(world)
    for n, number in enumerate(("10", "20", "60", None)):
        answers = {} if number is None else {"lao_dong": number}
        answered(invited(world, asked, f"Công ty {n}"), **answers)
    grid, said = told(results_of(asked), "lao_dong")
    assert cells(grid)["Trung vị"] == (Decimal(20),)
    assert cells(grid)["Trung bình"] == (Decimal(30),)
    assert cells(grid)["Không trả lời câu này"] == (1,)
    assert said == "Trung vị 20 người; một nửa số đơn vị từ 15 đến 40 người."
    empty, said = told(results_of(survey(world, title="Khác")), "lao_dong")
    assert cells(empty)["Trung vị"] == (None,)
    assert said == "Chưa đơn vị nào được hỏi câu này."


def test_money_is_told_in_the_unit_it_was_asked_in(world: World) -> None:
    asked = survey(world)
    for n, vnd in enumerate((500_000_000, 1_500_000_000, 2_500_000_000)):
        answered(invited(world, asked, f"Công ty {n}"), doanh_thu=vnd)
    grid, said = told(results_of(asked), "doanh_thu")
    assert (cells(grid)["Trung vị"], grid.columns[0].label) == ((Decimal(1500),), "triệu đồng")
    assert said == "Trung vị 1,5 tỷ đồng; một nửa số đơn vị từ 1 đến 2 tỷ đồng."


def test_a_breakdown_adds_up_to_the_whole(world: World) -> None:
    asked = survey(world)
    many(world, asked, 3, **BIG)
    many(world, asked, 4, **SMALL)
    results = results_of(asked)
    for dimension in ("quy-mo", "nganh", "xa", "loai"):
        grid = divided(results, "co_he_thong", dimension)
        assert grid is not None
        *strata, whole = [[cell.value for cell in line.cells] for line in grid.lines]
        assert [sum(column) for column in zip(*strata, strict=True)] == whole
    numbers = divided(results, "lao_dong", "quy-mo")
    assert numbers is not None
    assert cells(numbers)["Lớn"][:2] == (3, Decimal(11))
    assert divided(results, "de_xuat", "quy-mo") is None


# Pages ------------------------------------------------------------------------------------------


@pytest.fixture
def half(world: World) -> Survey:
    """Six small and six large ones answered, two are silent."""
    asked = survey(world)
    many(world, asked, 6, **SMALL)
    many(world, asked, 6, **BIG)
    invited(world, asked, "Công ty Im Lặng")
    invited(world, asked, "Công ty Chưa Mở", **BIG)
    return asked


def test_the_first_page_tells_the_rate_and_a_sentence_for_each_question(
    world: World, client: Client, half: Survey
) -> None:
    body = body_of(world.login(client, "an"), page("survey_results", half))
    assert "85,7 % đơn vị được mời đã trả lời; theo quy mô" in body
    assert "50 % đơn vị trả lời “Có”." in body and "12 đơn vị viết câu trả lời." in body
    assert '<figure class="chart"' in body


def test_each_number_opens_to_the_rows_behind_it(world: World, client: Client, half: Survey) -> None:
    world.login(client, "an")
    silent = body_of(client, page("results_rows", half) + "?tinh-trang=silent")
    assert "Công ty Im Lặng" in silent and "Công ty minh họa" not in silent
    narrowed = body_of(client, page("results_rows", half) + "?tinh-trang=silent&quy-mo=large")
    assert "Công ty Chưa Mở" in narrowed and "Im Lặng" not in narrowed
    yes = body_of(client, page("results_rows", half) + "?cau=co_he_thong&tra-loi=yes")
    assert "6 đơn vị" in yes and "Đơn vị trả lời “Có”" in yes
    question = body_of(client, page("results_question", half, "co_he_thong"))
    assert "cau=co_he_thong&amp;tra-loi=yes" in question


def test_a_question_may_be_narrowed_and_divided_by_the_address(
    world: World, client: Client, half: Survey
) -> None:
    world.login(client, "an")
    address = page("results_question", half, "can")
    whole = body_of(client, f"{address}?theo=nganh")
    assert "12 đơn vị được hỏi" in whole and "C · Chế biến" in whole
    assert "6 đơn vị được hỏi" in body_of(client, f"{address}?quy-mo=large&theo=nganh&lua-chon=nams")
    nobody = body_of(client, f"{address}?quy-mo=micro&theo=khac")
    assert "Chưa đơn vị nào được hỏi" in nobody
    assert client.get(page("results_question", half, "khong_co")).status_code == 404


@pytest.mark.parametrize(
    "code", ["co_he_thong", "dang_dung", "can", "lao_dong", "doanh_thu", "hai_long", "chung_chi", "de_xuat"]
)
def test_every_kind_of_question_has_its_page_with_and_without_answers(
    world: World, client: Client, half: Survey, code: str
) -> None:
    world.login(client, "an")
    body_of(client, page("results_question", half, code))
    body_of(client, page("results_question", survey(world, title="Trống"), code))


def test_open_answers_are_searched_without_accents_and_lead_to_the_response(
    world: World, client: Client
) -> None:
    asked = survey(world)
    row = answered(invited(world, asked, "Công ty A"), de_xuat="Cần vốn vay")
    answered(invited(world, asked, "Công ty B"), de_xuat="Cần đào tạo <b>thợ</b>")
    address = page("results_question", asked, "de_xuat")
    found = body_of(world.login(client, "an"), f"{address}?tim=von")
    assert "Cần vốn vay" in found and "đào tạo" not in found
    assert page("response_detail", asked, row.pk) in found
    assert "&lt;b&gt;thợ&lt;/b&gt;" in body_of(client, address)
    assert "Không câu trả lời nào" in body_of(client, f"{address}?tim=xyz")


def test_the_responses_of_the_strata_chosen_come_as_a_workbook(
    world: World, client: Client, half: Survey
) -> None:
    world.login(client, "an")

    def names(address: str) -> int:
        book = load_workbook(io.BytesIO(client.get(address).content))
        return str(list(book.worksheets[0].values)).count("Công ty minh họa")

    assert names(page("responses_export", half)) == 12
    assert names(page("responses_export", half) + "?quy-mo=large") == 6
    assert AuditEntry.objects.filter(deed="assessment.survey.export").count() == 2
    assert world.login(client, "ha").get(page("responses_export", half)).status_code == 403


def test_a_survey_without_anybody_says_what_to_do(world: World, client: Client) -> None:
    body = body_of(world.login(client, "an"), page("survey_results", survey(world)))
    assert "Danh sách khảo sát còn trống" in body


def test_another_provinces_survey_is_not_there(world: World, client: Client, half: Survey) -> None:
    world.login(client, "khanh")
    for name, parts in (("survey_results", []), ("results_question", ["can"]), ("results_rows", [])):
        assert client.get(page(name, half, *parts)).status_code == 404
    assert client.get(page("results_export", half, "xlsx")).status_code == 404
    assert client.get(page("responses_export", half)).status_code == 404


def test_the_pages_cost_the_same_queries_with_few_answers_and_with_many(world: World, client: Client) -> None:
    asked = survey(world)
    many(world, asked, 6, **SMALL)
    world.login(client, "an")
    pages = [
        page("survey_results", asked),
        page("results_question", asked, "can"),
        page("results_rows", asked) + "?cau=can&tra-loi=iso",
    ]

    def cost() -> list[int]:
        found = []
        for address in pages:
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 200
            found.append(len(caught))
        return found

    few = cost()
    many(world, asked, 30, **BIG)
    assert cost() == few


# Readers from outside ---------------------------------------------------------------------------


def test_the_ministry_sees_tables_without_small_cells_and_without_rows(world: World, client: Client) -> None:
    asked = survey(world)
    many(world, asked, 9, **SMALL)
    for n in range(2):
        answered(invited(world, asked, f"Công ty lẻ {n}", **BIG), co_he_thong=True, de_xuat="Điều bí mật")
    world.login(client, "ha")
    body = body_of(client, page("survey_results", asked))
    assert "ít hơn 5" in body and "ket-qua/don-vi/" not in body and "Nhu cầu và danh sách mời" not in body
    question = body_of(client, page("results_question", asked, "co_he_thong"))
    assert "ít hơn 5" in question and "Công ty lẻ" not in question
    texts = body_of(client, page("results_question", asked, "de_xuat"))
    assert "bí mật" not in texts and "chỉ dành cho cơ quan của tỉnh" in texts
    for name, parts in (("results_rows", []), ("results_needs", []), ("results_export", ["xlsx"])):
        assert client.get(page(name, asked, *parts)).status_code == 403


def test_the_ministry_cannot_narrow_its_way_to_a_single_organisation(world: World, client: Client) -> None:
    asked = survey(world)
    many(world, asked, 9, **SMALL)
    answered(invited(world, asked, "Công ty lẻ", **BIG), lao_dong="777")
    world.login(client, "ha")
    address = page("results_question", asked, "lao_dong")
    whole = body_of(client, address)
    assert "10 đơn vị được hỏi" in whole
    assert "10 đơn vị được hỏi" in body_of(client, f"{address}?quy-mo=large")
    assert body_of(client, f"{address}?quy-mo=large").count("777") == whole.count("777") == 0
    assert "Nhỏ nhất" not in whole and "Nhỏ nhất" in body_of(world.login(client, "an"), address)


def test_a_number_of_few_is_hidden_from_outside(world: World) -> None:
    asked = survey(world)
    for n in range(LEAST - 1):
        answered(invited(world, asked, f"Công ty {n}"), lao_dong="5")
    question = results_of(asked).definition.question("lao_dong")
    tally = tally_of(question, results_of(asked).sheets)
    grid = question_grid(question, tally, is_veiled=True)
    assert all(line.cells[0].is_hidden for line in grid.lines if line.code not in ("*", "-"))
    assert headline(question, tally, is_veiled=True) == "Ít hơn 5 đơn vị trả lời câu này, chưa công bố."


def lines_of(counts: list[list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    for i, row in enumerate(counts):
        yield row, [i * len(row) + j for j in range(len(row))]
    for j in range(len(counts[0])):
        yield [row[j] for row in counts], [i * len(counts[0]) + j for i in range(len(counts))]


@pytest.mark.parametrize(
    "counts",
    [
        [[1, 9, 30], [8, 8, 8]],
        [[1, 1], [1, 1]],
        [[2, 0, 0], [0, 50, 50]],
        [[4, 5, 6], [7, 3, 0], [10, 11, 12]],
        [[0, 0], [0, 0]],
        [[100, 4], [100, 100]],
    ],
)
def test_no_hidden_cell_can_be_worked_out_from_the_sums(counts: list[list[int]]) -> None:
    hidden = [flag for row in veil(counts, across=True, down=True) for flag in row]
    flat = [count for row in counts for count in row]
    assert all(flag for flag, count in zip(hidden, flat, strict=True) if 0 < count < LEAST)
    for values, places in lines_of(counts):
        veiled = [flat[place] for place in places if hidden[place]]
        shown = [flat[place] for place in places if not hidden[place]]
        alone = len(veiled) == 1 or 0 < sum(veiled) < LEAST
        assert not alone or not any(shown), (values, veiled)


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert veil([[5, 0], [6, 7]], across=True, down=True) == [[False, False], [False, False]]


# Charts -----------------------------------------------------------------------------------------


def test_classes_hold_every_value_once() -> None:
    for values in ([1, 2, 3, 900], [0, 0, 5], [3, 17, 9], [1000000, 5, 7, 8], [-4, 2, 9]):
        numbers = [Decimal(value) for value in values]
        found = charts.edges(min(numbers), max(numbers), sorted(numbers)[len(numbers) // 2])
        held = [sum(low <= number < high for low, high in found) for number in numbers]
        assert held == [1] * len(numbers)
        assert len(found) <= 12
        assert all(first[1] == second[0] for first, second in zip(found, found[1:], strict=False))


def test_a_chart_has_its_table_and_says_nothing_where_there_is_nothing(world: World) -> None:
    drawn = charts.bars("Câu trả lời", [("Có", Decimal(60), "60 %"), ("Không", None, "ít hơn 5")], ("a", "b"))
    assert drawn is not None and "60 %" in drawn.svg and drawn.rows[1] == ("Không", "ít hơn 5")
    assert charts.bars("x", [], ("a", "b")) is None
    assert charts.classes("x", [Decimal(3), Decimal(3)], "a") is None
