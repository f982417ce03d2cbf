"""Documents beyond the limits are refused before anything is built from them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nscl.apps.traceability import sizes
from nscl.apps.traceability.refusals import TooLarge

ROOT = Path(__file__).resolve().parents[3]
HEAD = b'{"type": "EPCISDocument", "epcisBody": {"eventList": ['
CODE = b'"urn:epc:id:sgtin:4012345.012345.%d"'


def events(number: int) -> bytes:
    return HEAD + b",".join([b'{"eventTime":"2026-03-02T09:00:00Z"}'] * number) + b"]}}"


def one_event(codes: int, form: bytes = CODE) -> bytes:
    listed = b",".join(form % n for n in range(codes))
    return HEAD + b'{"eventTime":"2026-03-02T09:00:00Z","epcList":[' + listed + b"]}]}}"


AMOUNT = b'{"epcClass":"urn:epc:class:lgtin:4012345.012345.%d","quantity":5}'
XML = b"<EPCISDocument>" + b"<ObjectEvent><eventTime>2026-03-02T09:00:00Z</eventTime>%b</ObjectEvent>"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (events(100_001), "too_many_events"),
        (one_event(100_001), "too_many_items"),
        (one_event(1_000_000), "too_many_items"),
        (one_event(100_001, AMOUNT), "too_many_items"),
        (XML % (b"<epc>urn:vi-du:1</epc>" * 100_001), "too_many_items"),
        (XML % b"" * 100_001, "too_many_events"),
        (HEAD + b"[]," * 2_100_000, "too_many_parts"),
        (HEAD + b"1," * 6_100_000, "too_many_parts"),
        (b" " * (64 * 2**20 + 1), "file_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_document_beyond_a_limit_is_refused_by_its_marks(given: bytes, code: str) -> None:
    with pytest.raises(TooLarge) as refusal:
        sizes.refuse(given)
    assert refusal.value.problems[0].code == code and "Hãy chia nhỏ" in str(refusal.value)


@pytest.mark.parametrize(
    "given",
    [
        events(100_000),
        one_event(100_000),
        one_event(100_000, AMOUNT),
        XML % (b"<epc>urn:vi-du:1</epc>" * 100_000),
        b'{"type": "x", "vd:ghi-chu": "' + b"a,b" * 200_000 + b'"}',
        b"",
    ],
    ids=lambda _value: "",
)
def test_a_document_within_the_limits_passes(given: bytes) -> None:
    sizes.refuse(given)


CHILD = """
import re, resource
import django
django.setup()
from nscl.apps.traceability import judging
from nscl.apps.traceability.refusals import TooLarge
from tests.apps.traceability.test_sizes import HEAD, one_event
from tests.world import at
given = [HEAD + b"[]," * 2_100_000, HEAD + b"1," * 6_100_000, one_event(200_000)]
size = int(re.search(r"VmSize:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024
resource.setrlimit(resource.RLIMIT_AS, (size + 2**25,) * 2)  # no room to read any of them
for one in given:
    try:
        judging.read(one, at())
    except TooLarge:
        print("refused")
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is limited on Linux")
def test_the_refusal_comes_before_memory_grows() -> None:
    told = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout.split() == ["refused"] * 3, told.stderr[-2000:]
