"""The drawing of a trace: columns by time's arrow, nothing over anything, groups where there are too many."""

from __future__ import annotations

import random

from nscl.gs1.trace_layout import Arrow, Layout, Size, columns_of, folded, lay_out

BOX = Size(100, 40)


def drawn(arrows: list[Arrow]) -> Layout:
    knots = dict.fromkeys(end for one in arrows for end in (one.source, one.target))
    return lay_out(dict.fromkeys(knots, BOX), arrows)


def played(seed: int, many: int = 40) -> list[Arrow]:
    random_ = random.Random(seed)
    return [Arrow(f"n{random_.randrange(n)}", f"n{n}") for n in range(1, many) for _twice in range(2)]


def test_every_arrow_without_a_round_runs_to_the_right() -> None:
    for seed in range(5):
        arrows = played(seed)
        found = drawn(arrows)
        for arrow in arrows:
            assert found.middles[arrow.source][0] < found.middles[arrow.target][0]


def test_no_knot_lies_over_another_and_all_lie_on_the_sheet() -> None:
    for seed in range(5):
        found = drawn(played(seed))
        middles = list(found.middles.values())
        for n, (x, y) in enumerate(middles):
            assert 50 <= x <= found.width - 50 and 20 <= y <= found.height - 20
            for x2, y2 in middles[n + 1 :]:
                assert abs(x - x2) >= 100 or abs(y - y2) >= 40 - 1e-6


def test_a_round_is_drawn_too() -> None:
    arrows = [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "a"), Arrow("a", "a")]
    assert columns_of("abc", arrows) == {"a": 0, "b": 1, "c": 2}
    assert set(drawn(arrows).routes) == set(arrows)


def test_what_nothing_leads_to_stands_next_to_where_it_leads() -> None:
    arrows = [Arrow("a", "b"), Arrow("b", "c"), Arrow("late", "c")]
    assert columns_of(["a", "b", "c", "late"], arrows)["late"] == 1


def test_a_long_arrow_goes_through_the_columns_between() -> None:
    found = drawn([Arrow("a", "b"), Arrow("b", "c"), Arrow("a", "c")])
    assert len(found.routes[Arrow("a", "c")]) == 3
    crossing = found.routes[Arrow("a", "c")][1]
    assert abs(crossing[1] - found.middles["b"][1]) > 20


def test_the_drawing_is_the_same_each_time_and_empty_for_nothing() -> None:
    assert drawn(played(3)) == drawn(played(3))
    assert lay_out({}, []).middles == {}


def test_groups_are_as_fine_as_the_number_allows() -> None:
    knots = [f"{letter}{n}{part}" for letter in "ab" for n in range(3) for part in "xy"]
    keys = [lambda knot: knot[:2], lambda knot: knot[:1]]
    assert len(folded(knots, keys, 20)) == 12
    assert len(folded(knots, keys, 6)) == 6
    assert len(folded(knots, keys, 5)) == 2
