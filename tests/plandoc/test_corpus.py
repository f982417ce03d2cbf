"""The invented plans are sound measuring rods, and the reader meets its thresholds on them."""

from __future__ import annotations

import copy
import io
import json
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import docx
import jsonschema
import lxml.html
import pypdf
import pytest

from tests.plandoc import corpus, measure
from tests.plandoc.corpus import write_docx
from tests.plandoc.corpus.model import squeeze
from tests.plandoc.corpus.money import FACTORS, in_words

# What the reader must reach on the plans it was not tuned to, every file counted, none skipped.
TARGET_RECALL = 0.90
AMOUNT_RECALL = 0.90
FAULT_RECALL = 0.90
FALSE_ALARMS = 0

SCHEMA = Path(__file__).resolve().parents[2] / ".." / "shared" / "plans" / "nscl-plan-1.schema.json"
ALL = [name for split in corpus.SPLITS for name in corpus.names(split)]
FILES = [(name, fmt) for name in ALL for fmt in corpus.formats(name)]


def text_seen_by_a_stranger(data: bytes, fmt: str) -> str:
    """The text of a file through a library that is not ours."""
    if fmt == "docx":
        docx.Document(io.BytesIO(data))  # opens without complaint
        return write_docx.text_of(data)
    if fmt == "pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    if fmt == "html":
        tree = lxml.html.document_fromstring(data)
        for noise in tree.xpath("//script | //style | //div[@class='ad']"):
            noise.drop_tree()
        return tree.text_content()
    return data.decode("utf-8")


def without_marks(text: str) -> str:
    """Squeezed text without footnote marks, bold marks and bars."""
    return squeeze(re.sub(r"\*\*|\n\|\n|\[\d\]", "", text))


@pytest.mark.parametrize(("name", "fmt"), FILES)
def test_every_gold_quote_stands_in_the_file_as_a_stranger_reads_it(name, fmt):
    text = without_marks(text_seen_by_a_stranger(corpus.build(name, fmt), fmt))
    gold = corpus.gold(name)["plan"]
    quotes = [target["quote"] for target in gold["targets"]]
    quotes += [gold["budget"][key] for key in ("total_printed", "total_words") if gold["budget"][key]]
    quotes += [gold["plan"]["signer"]["name"], *gold["plan"]["recipients"]]
    assert [quote for quote in quotes if squeeze(quote) not in text] == []


@pytest.mark.parametrize(("name", "fmt"), [file for file in FILES if corpus.gold(file[0])["rows"]])
def test_every_amount_of_the_budget_table_is_printed_in_order(name, fmt):
    text = squeeze(text_seen_by_a_stranger(corpus.build(name, fmt), fmt))
    sheet = corpus.draft(name).sheet
    units = ("Đơnvịtính:", "ĐVT:", "Đơnvị:", "(triệuđồng)")
    place = next(text.index(unit) for unit in units if unit in text)
    for row in sheet.all_rows():
        figures = [sheet._figure(row.cells["total"], "")] if not row.bare else []
        for printed in figures:
            place = text.index(printed, place)


@pytest.mark.parametrize("name", ALL)
def test_gold_is_valid_against_the_schema(name):
    if not SCHEMA.exists():
        pytest.skip(f"the schema is not beside the checkout: {SCHEMA}")
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    assert [error.message for error in validator.iter_errors(corpus.gold(name)["plan"])] == []


@pytest.mark.parametrize("name", ALL)
def test_building_twice_gives_identical_bytes(name):
    for fmt in corpus.formats(name):
        first = corpus.build.__wrapped__(name, fmt)
        corpus.draft.cache_clear()
        assert corpus.build.__wrapped__(name, fmt) == first


@pytest.mark.parametrize("name", ALL)
def test_planted_sums_are_the_only_wrong_ones(name):
    """Every equation of the table that does not hold is stated by a planted fault or its consequences."""
    sheet = corpus.draft(name).sheet
    if sheet is None:
        return
    stated = [
        set(fault["values"])
        for planted in corpus.gold(name)["faults"]
        for fault in (planted, *planted["also"])
        if fault["code"] == "sum_mismatch"
    ]
    axes = [list(sheet.sources), [str(y) for y in sheet.years], [f"{a}-{b}" for a, b in sheet.periods]]
    wrong = []
    for cells in [row.cells for row in sheet.all_rows()] + [sheet.total]:
        wrong += [(cells["total"], sum(cells[k] for k in axis)) for axis in axes if axis]
    for cells, children in [(r.cells, r.children) for r in sheet.all_rows() if r.children] + [
        (sheet.total, sheet.rows)
    ]:
        wrong += [(cells[key], sum(child.cells[key] for child in children)) for key in sheet.keys]
    wrong = [(printed, computed) for printed, computed in wrong if printed != computed]
    assert [
        pair for pair in wrong if {float(v) for v in pair} not in [{float(v) for v in s} for s in stated]
    ] == []
    assert bool(wrong) == bool(stated)


def test_the_corpus_covers_what_it_promises():
    golds = [corpus.gold(name) for name in ALL]
    assert len(corpus.names("tuned")) == 5
    assert len(corpus.names("heldout")) == 7
    assert len(corpus.names("fresh")) == 8
    assert sum(not corpus.gold(name)["faults"] for name in corpus.names("fresh")) == 3
    planted = {fault["code"] for name in corpus.names("fresh") for fault in corpus.gold(name)["faults"]}
    assert planted == set(measure.CODES)
    assert all(len(corpus.formats(name)) >= 2 for name in ALL)
    for split in corpus.SPLITS:
        assert {fmt for name in corpus.names(split) for fmt in corpus.formats(name)} == set(corpus.SUFFIXES)
    assert sum(not gold["faults"] for gold in golds) >= 2
    targets = [target for gold in golds for target in gold["plan"]["targets"]]
    assert {target["kind"] for target in targets} == {
        "count",
        "at_least",
        "range",
        "percent_of",
        "growth_rate",
        "per_year",
        "qualitative",
    }
    assert {target["op"] for target in targets} == {
        "eq",
        "ge",
        "gt",
        "approx",
        "approx_gt",
        "range",
        "ge_range",
        None,
    }
    assert {gold["plan"]["budget"]["amount_unit"] for gold in golds} == set(FACTORS)
    assert {fault["code"] for gold in golds for fault in gold["faults"]} == set(measure.CODES)


def test_text_in_decomposed_form_is_really_decomposed():
    decomposed = [
        name
        for name, fmt in FILES
        if fmt == "text" and not unicodedata.is_normalized("NFC", corpus.build(name, fmt).decode())
    ]
    assert len(decomposed) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (9_230_000_000, "Chín tỷ hai trăm ba mươi triệu"),
        (35_100_000_000, "Ba mươi lăm tỷ một trăm triệu"),
        (21_004_000_000, "Hai mươi mốt tỷ không trăm linh bốn triệu"),
        (2_001_015_004, "Hai tỷ không trăm linh một triệu không trăm mười lăm nghìn không trăm linh bốn"),
    ],
)
def test_words_of_the_corpus_are_official_vietnamese(number, words):
    assert in_words(number) == words


# -- the scoreboard itself -------------------------------------------------------------------


def perfect(data: bytes, *, filename: str) -> SimpleNamespace:
    name = filename.rsplit(".", 1)[0].replace("-", "_")
    return SimpleNamespace(plan=copy.deepcopy(corpus.gold(name)["plan"]))


@pytest.mark.parametrize("split", corpus.SPLITS)
def test_a_perfect_reading_scores_everything(split):
    total = measure.add_up(measure.measure(split, perfect))
    for name in ("targets", "amounts", "faults", "flags", "identity", "bases", "where", "paths"):
        assert measure.recall(total, name) == 1.0, name
    assert (total.false_alarms, total.restated, total.extra_targets, total.extra_amounts) == (0, 0, 0, 0)


def test_a_wrong_operator_a_moved_amount_and_an_invented_finding_are_all_noticed():
    def careless(data, *, filename):
        reading = perfect(data, filename=filename)
        reading.plan["targets"][0]["op"] = "gt" if reading.plan["targets"][0]["op"] != "gt" else "ge"
        groups = reading.plan["budget"]["groups"]
        groups[0]["lines"][0]["total"] += 1
        false = {"code": "sum_mismatch", "values": [1, 2], "where": None, "detail": "x"}
        reading.plan["inconsistencies"].append(false)
        return reading

    exact = measure.measure_file("binh_xuyen", "html", perfect)
    score = measure.measure_file("binh_xuyen", "html", careless)
    assert score.right["targets"] == exact.right["targets"] - 1
    assert score.right["amounts"] == exact.right["amounts"] - 1
    assert score.false_alarms == 1


def test_a_file_that_cannot_be_read_scores_nothing_and_says_so():
    def broken(data, *, filename):
        raise ValueError("hỏng")

    score = measure.measure_file("phu_ninh", "pdf", broken)
    assert score.right["targets"] == score.right["amounts"] == score.right["faults"] == 0
    assert "NOT READ" in score.notes[0]


# -- thresholds ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def heldout_total():
    return measure.add_up(measure.measure("heldout"))


@pytest.mark.parametrize(
    ("what", "threshold"), [("targets", TARGET_RECALL), ("amounts", AMOUNT_RECALL), ("faults", FAULT_RECALL)]
)
def test_recall_on_plans_not_tuned_to_meets_its_threshold(heldout_total, what, threshold):
    assert measure.recall(heldout_total, what) >= threshold


def test_plans_not_tuned_to_raise_no_false_alarm(heldout_total):
    assert heldout_total.false_alarms <= FALSE_ALARMS
