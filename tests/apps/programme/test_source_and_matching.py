"""Marks in the source, and which item goes on from which."""

from __future__ import annotations

from copy import deepcopy

from nscl.apps.programme.matching import pairs_of
from nscl.apps.programme.models import PlanVersion
from nscl.apps.programme.queries.source import Mark, cut, marks_of, source_blocks
from tests.apps.programme.conftest import Desk
from tests.apps.programme.readings import TEXT, plan_object, reading, target


def test_nested_marks_show_the_shorter_and_keep_the_anchor_of_the_longer() -> None:
    outer, inner = Mark(0, 10, "s-1", "#"), Mark(4, 6, "s-2", "#")
    pieces = cut("abcdefghij", 0, 10, [outer, inner])
    assert [(p.text, p.mark.anchor if p.mark else "") for p in pieces] == [
        ("abcd", "s-1"),
        ("ef", "s-2"),
        ("ghij", "s-1"),
    ]
    assert [p.anchors for p in pieces] == [("s-1",), ("s-2",), ()]


def test_current_mark_shows_over_a_shorter_one() -> None:
    pieces = cut("abcdef", 0, 6, [Mark(0, 6, "s-1", "#", True), Mark(2, 4, "s-2", "#")])
    assert {p.mark.anchor for p in pieces if p.mark} == {"s-1"}
    assert "s-2" in {anchor for p in pieces for anchor in p.anchors}


def test_mark_that_runs_over_two_blocks_is_shown_in_both_and_named_once() -> None:
    mark = Mark(2, 8, "s-1", "#")
    first, second = cut("abcde\nfghij", 0, 5, [mark]), cut("abcde\nfghij", 6, 11, [mark])
    assert [p.text for p in first if p.mark] == ["cde"] and [p.text for p in second if p.mark] == ["fg"]
    assert sum(p.anchors.count("s-1") for p in (*first, *second)) == 1


def test_the_whole_text_is_shown_and_every_place_is_marked(desk: Desk, version: PlanVersion) -> None:
    marks = marks_of(version)
    blocks = source_blocks(version, marks)
    shown = [
        s
        for b in blocks
        for s in (*b.segments, *(s for row in b.rows for cell in row for s in cell.segments))
    ]
    words = "".join(s.text for s in shown)
    assert all(line in words for line in TEXT.split("\n")[:13])
    assert {anchor for s in shown for anchor in s.anchors} == {m.anchor for m in marks}


def test_document_without_blocks_is_shown_line_by_line(version: PlanVersion) -> None:
    version.blocks = []
    assert len(source_blocks(version, [])) == len(TEXT.split("\n"))


def test_items_are_matched_by_words_when_keys_have_shifted(desk: Desk, version: PlanVersion) -> None:
    desk.put_in_force(version)
    plan = plan_object()
    first = target("T1", "Thành lập 02 phòng thử nghiệm", "count", "eq", value=2, unit="phòng", deadline=2029)
    plan["targets"] = [first, *(deepcopy(t) | {"id": f"T{n}"} for n, t in enumerate(plan["targets"], 2))]
    plan["inconsistencies"] = []
    new = desk.stage(reading(plan), content=b"v2", plan=version.plan)
    ties = {n.key: n.carried_from.key for n in new.nodes.filter(kind="target").exclude(carried_from=None)}
    assert ties == {"T2": "T1", "T3": "T2", "T4": "T3"}


def test_same_words_for_two_phases_are_told_apart_by_their_years(desk: Desk) -> None:
    plan = plan_object()
    words = "Đào tạo 20 chuyên gia"
    plan["targets"] = [
        target("A", words, "count", "eq", value=20, unit="chuyên gia", deadline=2028),
        target("B", words, "count", "eq", value=20, unit="chuyên gia", deadline=2030),
    ]
    plan["inconsistencies"] = []
    old = desk.stage(reading(plan))
    swapped = deepcopy(plan)
    swapped["plan"]["number"] = "16/KH-UBND"
    swapped["targets"].reverse()
    new = desk.stage(reading(swapped), content=b"v2")
    nodes = [
        list(v.nodes.filter(kind="target").select_related("target").order_by("position")) for v in (old, new)
    ]
    assert {(a.target.deadline, b.target.deadline) for a, b in pairs_of(*nodes)} == {
        (2028, 2028),
        (2030, 2030),
    }
