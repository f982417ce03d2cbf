"""What holds for every definition and every answer, not only for those somebody thought of."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nscl.policy.questionnaires import (
    KINDS,
    AnswerError,
    Choice,
    Condition,
    Definition,
    DefinitionError,
    Question,
    Section,
    TableColumn,
    TableRow,
    asked,
    carry,
    check_value,
    compare,
    digest,
    dump,
    faults,
    judge,
    parse,
    parse_loosely,
    read,
    read_value,
    shown,
    tally,
    typed,
    written,
)
from tests.policy.questionnaires.small import SMALL, definition

WORDS = st.text("abc đếư19", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just(10**4000)
# How long a draw takes says nothing here.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
OPTIONS = (Choice("mot", "Một"), Choice("hai", "Hai", ("5s",)), Choice("ba", "Ba"))
ALONE = Choice("chua", "Chưa", is_exclusive=True)


@st.composite
def questions(draw: st.DrawFn, code: str, before: tuple[Question, ...]) -> Question:
    """A sound question, perhaps on a condition."""
    kind = draw(st.sampled_from(KINDS))
    rest: dict[str, Any] = {}
    if kind in ("choice", "multi"):
        rest = {"choices": OPTIONS, "allows_other": draw(st.booleans())}
    if kind == "multi":
        rest["choices"] = (*OPTIONS, ALONE)
    if kind in ("number", "percent"):
        rest = {"decimals": draw(st.integers(0, 4))}
    if kind == "money":
        rest = {"unit": draw(st.sampled_from(["", "triệu đồng", "tỷ đồng"]))}
    if kind == "table":
        columns = (TableColumn("c", "C"), TableColumn("d", "D", "number"), TableColumn("e", "E", "money"))
        rest = {"rows": (TableRow("r", "R"), TableRow("s", "S")), "columns": columns}
    chosen = [question for question in before if question.kind in ("choice", "multi")]
    when: tuple[Condition, ...] = ()
    if before and draw(st.booleans()):
        relation = draw(st.sampled_from(["answered", "not_answered"]))
        when = (Condition(draw(st.sampled_from(before)).code, relation),)
    elif chosen and draw(st.booleans()):
        relation = draw(st.sampled_from(["any_of", "none_of"]))
        when = (Condition(draw(st.sampled_from(chosen)).code, relation, ("mot",)),)
    return Question(
        code,
        kind,
        draw(WORDS),
        help=draw(st.just("") | WORDS),
        is_required=draw(st.booleans()),
        when=when,
        **rest,
    )


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    before: tuple[Question, ...] = ()
    sections = []
    for number in range(draw(st.integers(1, 3))):
        mine = []
        for place in range(draw(st.integers(1, 4))):
            question = draw(questions(f"q{number}_{place}", before))
            before = (*before, question)
            mine.append(question)
        sections.append(Section(f"s{number}", draw(WORDS), questions=tuple(mine)))
    return Definition(draw(WORDS), sections=tuple(sections))


def values_of(question: Question | TableColumn) -> st.SearchStrategy[Any]:
    """Sound answers to a question."""
    if isinstance(question, Question) and question.kind == "table":
        cells = st.fixed_dictionaries(
            {}, optional={column.code: values_of(column) for column in question.columns}
        )
        rows = st.fixed_dictionaries({}, optional={row.code: cells for row in question.rows})
        return rows.map(lambda table: {row: kept for row, kept in table.items() if kept}).filter(bool)
    places = question.decimals
    codes = [choice.code for choice in question.choices]
    if isinstance(question, Question) and question.allows_other:
        codes.append("other")
    found: dict[str, st.SearchStrategy[Any]] = {
        "text": WORDS,
        "long_text": WORDS,
        "number": st.decimals(-(10**6), 10**6, places=places).map(lambda number: plain(number)),
        "percent": st.decimals(0, 100, places=places).map(lambda number: plain(number)),
        "money": st.integers(-(10**13), 10**13),
        "year": st.integers(1900, 2100),
        "date": st.dates().filter(lambda day: 1900 <= day.year <= 2100).map(lambda day: day.isoformat()),
        "yes_no": st.booleans(),
        "scale": st.integers(1, 5),
        "choice": st.sampled_from(codes or ["-"]),
        "multi": st.just(["chua"])
        | st.lists(
            st.sampled_from([code for code in codes if code != "chua"] or ["-"]), min_size=1, unique=True
        ),
    }
    return found[question.kind].map(lambda value: check_value(question, value))


def plain(number: Any) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@st.composite
def answered(draw: st.DrawFn) -> tuple[Definition, dict[str, Any]]:
    """A definition and sound answers to some of its questions, hidden ones too."""
    asked_of = draw(definitions())
    answers: dict[str, Any] = {}
    for question in asked_of.questions():
        if draw(st.booleans()):
            answers[question.code] = draw(values_of(question))
            if answers[question.code] == "other" or (
                question.kind == "multi" and "other" in answers[question.code]
            ):
                answers[f"{question.code}__other"] = draw(WORDS)
    return asked_of, answers


@CALM
@given(definitions())
def test_a_sound_definition_is_written_and_read_back_the_same(one: Definition) -> None:
    assert faults(dump(one)) == ()
    assert parse(dump(one)) == one == parse_loosely(dump(one))
    assert digest(parse(dump(one))) == digest(one)
    assert compare(one, parse(dump(one))) == ()


@CALM
@given(definitions(), definitions())
def test_the_digest_differs_exactly_when_something_changed(one: Definition, two: Definition) -> None:
    assert (digest(one) == digest(two)) is (one == two) is (compare(one, two) == ())
    assert {change.path for change in compare(one, two) if change.kind == "added"} == {
        change.path for change in compare(two, one) if change.kind == "removed"
    }


@CALM
@given(JSON)
def test_any_json_gives_faults_and_never_a_crash(data: object) -> None:
    found = faults(data)
    for fault in found:
        fault.sentence.encode()
    if found:
        with pytest.raises(DefinitionError):
            parse(data)
    list(parse_loosely(data).questions())


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a JSON value."""
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        found += spots(inner, (*path, key))
    return found


SPOTS = spots(SMALL)[1:]


def spoilt(value: Any, path: tuple[Any, ...], put: object) -> Any:
    if not path:
        return put
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = spoilt(value[path[0]], path[1:], put)
    return copy


@CALM
@given(st.sampled_from(SPOTS), JSON, JSON)
def test_anything_anywhere_in_a_definition_is_a_fault_or_sound(
    spot: tuple[Any, ...], put: object, answers: object
) -> None:
    data = spoilt(SMALL, spot, put)
    if not faults(data):
        assert parse(dump(parse(data))) == parse(data)
    draft = parse_loosely(data)
    judge(draft, answers)
    judge(draft, {question.code: put for question in draft.questions()})
    read(draft, {"ten": ["x"], "dang_dung": ["iso"]})


@CALM
@given(st.dictionaries(st.sampled_from([q.code for q in definition().questions()]), JSON) | JSON)
def test_any_json_is_judged(answers: object) -> None:
    one = definition()
    judged = judge(one, answers)
    assert set(judged.missing_required) <= set(judged.asked)
    assert set(judged.answered) <= set(judged.asked)
    again = judge(one, judged.clean)
    assert again.clean == judged.clean
    for question in one.questions():
        shown(question, judged.clean.get(question.code))


@CALM
@given(st.sampled_from([q for q in definition().questions() if q.kind != "table"]), st.text() | SCALARS)
def test_any_text_or_cell_is_read_or_refused_with_a_sentence(question: Question, raw: object) -> None:
    try:
        value = read_value(question, raw)
    except AnswerError as refused:
        assert str(refused).endswith(".")
        str(refused).encode()
    else:
        assert value is None or check_value(question, value) == value


@CALM
@given(answered())
def test_the_fields_of_a_form_give_the_answers_back(case: tuple[Definition, dict[str, Any]]) -> None:
    one, answers = case
    reading = read(one, written(one, answers))
    assert reading.faults == ()
    assert reading.answers == answers


@CALM
@given(answered())
def test_each_typed_text_is_read_as_the_value_it_came_from(case: tuple[Definition, dict[str, Any]]) -> None:
    one, answers = case
    for question in one.questions():
        if question.code in answers and question.kind not in ("table", "multi"):
            assert read_value(question, typed(question, answers[question.code])) == answers[question.code]


@CALM
@given(answered())
def test_hidden_answers_never_count(case: tuple[Definition, dict[str, Any]]) -> None:
    one, answers = case
    judged = judge(one, answers)
    hidden = {question.code for question in one.questions()} - set(judged.asked)
    assert not {name.split("__")[0] for name in judged.clean} & hidden
    bare = {name: value for name, value in answers.items() if name.split("__")[0] not in hidden}
    assert judge(one, bare) == judged
    assert asked(one, judged.clean) == judged.asked


@CALM
@given(answered(), st.randoms(use_true_random=False))
def test_the_order_of_the_answers_does_not_matter(
    case: tuple[Definition, dict[str, Any]], chance: random.Random
) -> None:
    one, answers = case
    names = list(answers)
    chance.shuffle(names)
    mixed = {name: answers[name] for name in names}
    for name in names:
        if isinstance(mixed[name], list):
            mixed[name] = mixed[name][::-1]
    assert judge(one, mixed) == judge(one, answers)


@CALM
@given(answered())
def test_what_is_carried_over_is_what_was_answered(case: tuple[Definition, dict[str, Any]]) -> None:
    one, answers = case
    assert carry(one, answers, one) == answers


@CALM
@given(st.data())
def test_a_tally_accounts_for_everybody_who_was_asked(data: st.DataObject) -> None:
    question = data.draw(questions("q", ()))
    values = data.draw(st.lists(st.none() | values_of(question), max_size=12))
    found = tally(question, values)
    assert found.asked == len(values) == found.answered + found.missing
    assert found.missing == values.count(None)
    if question.kind in ("choice", "yes_no", "scale", "year", "date"):
        assert sum(line.count for line in found.lines) == found.answered
    assert all(0 <= line.count <= found.answered for line in found.lines)
    assert found == tally(question, values[::-1]) or question.kind in ("text", "long_text")
    if found.numbers:
        numbers = found.numbers
        assert numbers.lowest <= numbers.low_quartile <= numbers.median
        assert numbers.median <= numbers.high_quartile <= numbers.highest
