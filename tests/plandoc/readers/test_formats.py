"""The same plan in several formats is the same text: no format loses or invents a word."""

from __future__ import annotations

from collections import Counter

import pytest

from nscl.plandoc.readers import read_document
from tests.plandoc import corpus

SEVERAL = [
    (split, name) for split in corpus.SPLITS for name in corpus.names(split) if len(corpus.formats(name)) > 1
]


@pytest.mark.parametrize(("split", "name"), SEVERAL)
def test_every_format_of_a_plan_says_the_same(split: str, name: str) -> None:
    said = {}
    for fmt in corpus.formats(name):
        document = read_document(corpus.build(name, fmt), filename=corpus.filename(name, fmt))
        said[fmt] = Counter(document.text.replace(" | ", " ").replace("|", " ").split())
    first, *others = said.values()
    for other in others:
        assert other == first


@pytest.mark.parametrize(("split", "name"), SEVERAL)
def test_tables_have_the_same_shape_in_every_format_that_has_tables(split: str, name: str) -> None:
    shapes = set()
    for fmt in corpus.formats(name):
        document = read_document(corpus.build(name, fmt))
        tables = [block for block in document.blocks if block.kind == "table"]
        if tables:
            shapes.add(tuple((len(block.rows), len(block.rows[0])) for block in tables))
        for block in document.blocks:
            assert document.text[block.start : block.end] == block.text
            for row in block.rows:
                assert all(cell is None or document.text[cell.start : cell.end] == cell.text for cell in row)
    assert len(shapes) <= 1
