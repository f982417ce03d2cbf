"""Asking several things at once, alike on both databases."""

from __future__ import annotations

import pytest

from nscl.apps.traceability import sql
from nscl.apps.traceability.sql import Statement

pytestmark = pytest.mark.django_db
CODE = "urn:vi-du:kho:7"


def test_what_follows_sees_what_was_done_first() -> None:
    columns = "(id, canonical, kind, gtin, lot, serial, sscc)"
    put = Statement(
        f"INSERT INTO traceability_item {columns} VALUES (%s, %s, 'other', '', '', '', '')", [7, CODE]
    )
    seen = Statement("SELECT id FROM traceability_item WHERE canonical = %s", [CODE])
    first, before, after = sql.together([seen, put], then=lambda: [seen])
    assert (first.rows, before.count, after.rows) == ([], 1, [(7,)])
    assert sql.together([seen])[0].rows == [(7,)]
