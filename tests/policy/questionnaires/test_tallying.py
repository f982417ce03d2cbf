"""What all answered, added up: who said nothing is counted apart and never as zero."""

import statistics
from decimal import Decimal
from typing import Any

import pytest

from nscl.policy.questionnaires import Question, tally, tally_column
from tests.policy.questionnaires.small import question

NUMBER = Question("q", "number", "Số", decimals=1)


def lines(asked: Question, values: list[Any]) -> list[tuple[str, int, str]]:
    return [(line.code, line.count, str(line.share_pct)) for line in tally(asked, values).lines]


def test_shares_are_of_those_who_answered_and_of_those_who_were_asked() -> None:
    found = tally(question("ly_do"), ["von", "von", "nguoi", None])
    assert (found.asked, found.answered, found.missing) == (4, 3, 1)
    assert [line.share_pct for line in found.lines] == [Decimal("66.7"), Decimal("33.3"), Decimal("0.0")]
    assert [line.share_of_asked_pct for line in found.lines] == [
        Decimal("50.0"),
        Decimal("25.0"),
        Decimal("0.0"),
    ]


def test_of_several_choices_each_is_counted_once_for_each_respondent() -> None:
    values = [["iso", "haccp"], ["haccp", "other"], ["chua"], None]
    assert lines(question("dang_dung"), values) == [
        ("iso", 1, "33.3"),
        ("haccp", 2, "66.7"),
        ("chua", 1, "33.3"),
        ("other", 1, "33.3"),
    ]


def test_choices_that_nobody_made_are_shown_with_nought() -> None:
    assert lines(question("ly_do"), []) == [("von", 0, "None"), ("nguoi", 0, "None"), ("other", 0, "None")]
    assert lines(question("xuat_khau"), [True]) == [("yes", 1, "100.0"), ("no", 0, "0.0")]


def test_a_scale_has_its_points_and_its_mean() -> None:
    found = tally(question("muc"), [1, 5, 5, None])
    assert [line.count for line in found.lines] == [1, 0, 0, 0, 2]
    assert found.numbers is not None
    assert found.numbers.median == 5


def test_numbers_have_middle_and_spread_and_the_silent_are_no_noughts() -> None:
    numbers = tally(NUMBER, ["1", "2", "3.5", None, "10", "0"]).numbers
    assert numbers is not None
    assert (numbers.total, numbers.mean) == (Decimal("16.5"), Decimal("3.3"))
    assert (numbers.low_quartile, numbers.median, numbers.high_quartile) == (1, 2, Decimal("3.5"))
    assert (numbers.lowest, numbers.highest) == (0, 10)


@pytest.mark.parametrize("size", range(2, 12))
def test_quartiles_are_those_of_the_standard_library(size: int) -> None:
    values = [(number * 37) % 101 for number in range(size)]
    numbers = tally(NUMBER, [str(value) for value in values]).numbers
    assert numbers is not None
    wanted = statistics.quantiles(map(Decimal, values), n=4, method="inclusive")
    assert [numbers.low_quartile, numbers.median, numbers.high_quartile] == wanted


def test_without_answers_there_are_no_numbers() -> None:
    assert tally(NUMBER, [None, None]).numbers is None
    assert tally(NUMBER, [None, None]).missing == 2


def test_sums_of_money_stay_whole_dong() -> None:
    numbers = tally(question("doanh_thu"), [10**14 + 1, 10**14 + 2]).numbers
    assert numbers is not None
    assert numbers.total == 2 * 10**14 + 3


def test_years_and_dates_are_counted_by_year() -> None:
    assert lines(question("nam"), [2024, 2020, 2024, None]) == [("2020", 1, "33.3"), ("2024", 2, "66.7")]
    assert lines(question("ngay"), ["2024-01-05", "2024-12-31"]) == [("2024", 2, "100.0")]


def test_open_answers_are_listed() -> None:
    assert tally(question("ghi_chu"), ["một", None, "hai"]).texts == ("một", "hai")


def test_a_table_tells_how_many_filled_each_row_and_each_cell_has_its_tally() -> None:
    values = [{"mot": {"nam": 2024, "phi": 5}}, {"mot": {"phi": 7}, "hai": {"so": "A"}}, None]
    table = question("chung_nhan")
    assert lines(table, values) == [("mot", 2, "100.0"), ("hai", 1, "50.0")]
    cost = tally_column(table, "mot", "phi", values)
    assert cost.numbers is not None
    assert (cost.asked, cost.missing, cost.numbers.total) == (3, 1, 12)
    with pytest.raises(KeyError):
        tally_column(table, "ba", "phi", values)
    with pytest.raises(KeyError):
        tally_column(table, "mot", "gia", values)


def test_what_is_no_answer_counts_as_missing() -> None:
    found = tally(NUMBER, ["nhiều", 3.5, "4"])
    assert (found.answered, found.missing) == (1, 2)
