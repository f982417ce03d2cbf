"""The body of a subscription, and the signature a receiver checks."""

from __future__ import annotations

import hashlib
import hmac
import time
from pathlib import Path
from typing import Any

import pytest

from nscl.gs1.epcis.signatures import TOLERANCE, is_signed, signature
from nscl.gs1.epcis.subscriptions import read_subscription

TOKEN = "13df38d8275b13f05704629e5f1cf3d45d6132d5"
STREAM = {"dest": "https://client.example.com/queryCallback", "signatureToken": TOKEN, "stream": True}


def test_the_two_examples_of_the_standard_are_read() -> None:
    wanted, problems = read_subscription(STREAM)
    assert wanted is not None and not problems and wanted.is_stream and wanted.token == TOKEN
    body = {
        "dest": STREAM["dest"],
        "signatureToken": TOKEN,
        "reportIfEmpty": True,
        "initialRecordTime": "2020-04-04T20:33:31.116-06:00",
        "schedule": {"hour": "1", "minute": "5"},
    }
    wanted, problems = read_subscription(body)
    assert wanted is not None and not problems and not wanted.is_stream and wanted.report_if_empty
    assert wanted.initial_record_time is not None
    assert wanted.initial_record_time.isoformat() == "2020-04-05T02:33:31.116000+00:00"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (None, {""}),
        ([], {""}),
        ({}, {"/dest", "/stream"}),
        ({**STREAM, "dest": "erp.vi-du.vn"}, {"/dest"}),
        ({**STREAM, "dest": "https://"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn/#x"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn:0/"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn:99999/"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn/a b"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn/\r\nHost: x"}, {"/dest"}),
        ({**STREAM, "dest": "https://vi-du.vn/" + "a" * 1000}, {"/dest"}),
        ({**STREAM, "stream": "true"}, {"/stream"}),
        ({**STREAM, "stream": 1}, {"/stream"}),
        ({**STREAM, "schedule": {"hour": "1"}}, {"/stream"}),
        ({**STREAM, "schedule": None}, {"/stream"}),
        ({**STREAM, "signatureToken": None}, {"/signatureToken"}),
        ({**STREAM, "signatureToken": "x" * 501}, {"/signatureToken"}),
        ({**STREAM, "signatureToken": "có dấu mà dài hơn mười sáu"}, {"/signatureToken"}),
        ({**STREAM, "reportIfEmpty": "no"}, {"/reportIfEmpty"}),
        ({**STREAM, "initialRecordTime": 5}, {"/initialRecordTime"}),
        ({**STREAM, "initialRecordTime": "2026-03-02T09:00:00"}, {"/initialRecordTime"}),
        ({**STREAM, "secret": "x", "a/b": 1}, {"/secret", "/a~1b"}),
    ],
)
def test_every_fault_is_told_with_its_field(body: Any, pointers: set[str]) -> None:
    wanted, problems = read_subscription(body)
    assert wanted is None and {one.pointer for one in problems} == pointers


def test_a_signature_is_what_anybody_can_work_out() -> None:
    body = '{"vật": 1}'.encode()
    header = signature(TOKEN, "abc-1", 1772416800, body)
    expected = hmac.new(TOKEN.encode(), b"abc-1.1772416800." + body, hashlib.sha256).hexdigest()
    assert header == f"t=1772416800,id=abc-1,v1={expected}"


@pytest.mark.parametrize(
    ("header", "body", "now"),
    [
        ("", b"{}", 0),
        ("t=,id=,v1=", b"{}", 0),
        ("{good}", b"{} ", 0),
        ("{good}", b"{}", TOLERANCE + 1),
        ("{good}", b"{}", -TOLERANCE - 1),
        ("{good},v1=" + "0" * 64, b"{}", 0),
        ("{other}", b"{}", 0),
    ],
)
def test_what_was_changed_delayed_or_made_up_does_not_pass(header: str, body: bytes, now: int) -> None:
    good = signature(TOKEN, "7", 1772416800, b"{}")
    assert is_signed(TOKEN, good, b"{}", 1772416800)
    given = header.replace("{good}", good).replace("{other}", good.replace("id=7", "id=8"))
    assert not is_signed(TOKEN, given, body, 1772416800 + now)


def test_the_recipe_of_the_documentation_checks_our_signature() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
    recipe: dict[str, Any] = {}
    exec(page.split("```python\n")[1].split("```")[0], recipe)
    body, now = '{"vật": 1}'.encode(), int(time.time())
    header = signature(TOKEN, "abc-1", now, body)
    assert recipe["is_from_nscl"](TOKEN, header, body)
    assert not recipe["is_from_nscl"](TOKEN[::-1], header, body)
    assert not recipe["is_from_nscl"](TOKEN, signature(TOKEN, "abc-1", now - 400, body), body)
