"""The body of a subscription: where to, when, from which moment on; read and judged.

Source: EPCIS 2.0 §8.2.5 (subscribe) and the REST binding: `dest`, `signatureToken`, either `schedule` or
`stream: true`, `reportIfEmpty`, `initialRecordTime`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from nscl.gs1.epcis import formats
from nscl.gs1.epcis.problems import Problem, step
from nscl.gs1.epcis.schedules import SUBSCRIPTION, Schedule, read_schedule
from nscl.gs1.errors import shown

FIELDS = ("dest", "signatureToken", "stream", "schedule", "reportIfEmpty", "initialRecordTime")
LONGEST_ADDRESS = 1000
TOKEN_LENGTHS = (16, 500)
_PORTS = (80, 443)  # and all from 1024 on: no mail server, no shell


@dataclass(frozen=True)
class Wanted:
    """A subscription that can be kept; `schedule` is None for a stream, `said` is the schedule as written."""

    dest: str
    token: str = ""
    schedule: Schedule | None = None
    said: Mapping[str, Any] | None = None
    report_if_empty: bool = False
    initial_record_time: datetime | None = None

    @property
    def is_stream(self) -> bool:
        return self.schedule is None


def read_subscription(body: Any) -> tuple[Wanted | None, list[Problem]]:
    """What a body asks for, or everything that is wrong with it.

    >>> wanted, problems = read_subscription({"dest": "https://erp.vi-du.vn/epcis", "stream": True})
    >>> wanted.is_stream, problems
    (True, [])
    >>> [one.pointer for one in read_subscription({"dest": "ftp://x", "stream": False})[1]]
    ['/dest', '/stream']
    """
    if not isinstance(body, Mapping):
        return None, [_problem("object", "Đăng ký phải là một đối tượng JSON.", "")]
    problems = [
        _problem("unknown_field", f"Đăng ký không có trường {shown(name)}.", step("", str(name)))
        for name in body.keys() - set(FIELDS)
    ]
    problems += address_problems(body.get("dest"))
    problems += _token(body.get("signatureToken", ""))
    schedule = _when(body, problems)
    empty = body.get("reportIfEmpty", False)
    if not isinstance(empty, bool):
        problems.append(_problem("boolean", "reportIfEmpty phải là true hoặc false.", "/reportIfEmpty"))
    elif empty and "schedule" not in body:
        sentence = "reportIfEmpty: true chỉ đi cùng schedule; với stream, không có sự kiện thì không gửi."
        problems.append(_problem("report_if_empty", sentence, "/reportIfEmpty"))
    since = _since(body.get("initialRecordTime"), problems)
    if problems:
        return None, problems
    said = body.get("schedule")
    return Wanted(body["dest"], body.get("signatureToken", ""), schedule, said, empty, since), []


def _when(body: Mapping[str, Any], problems: list[Problem]) -> Schedule | None:
    if "schedule" in body and "stream" in body:
        sentence = "Chọn một trong hai: schedule (theo lịch) hoặc stream (ngay khi có sự kiện)."
        problems.append(_problem("exclusive", sentence, "/stream"))
    elif "schedule" in body:
        schedule, wrong = read_schedule(body["schedule"])
        problems += wrong
        return schedule
    elif body.get("stream") is not True:
        sentence = "Hãy nêu schedule (theo lịch) hoặc stream: true (ngay khi có sự kiện)."
        problems.append(_problem("controls", sentence, "/stream"))
    return None


def _since(given: Any, problems: list[Problem]) -> datetime | None:
    if given is None:
        return None
    found = formats.instant(given) if isinstance(given, str) else None
    if found is None:
        sentence = f"{shown(given)} không phải thời điểm kèm múi giờ, như 2026-03-02T09:00:00+07:00."
        problems.append(_problem("time", sentence, "/initialRecordTime"))
    return found


def _token(given: Any) -> list[Problem]:
    least, most = TOKEN_LENGTHS
    if given == "":
        return []
    if isinstance(given, str) and least <= len(given) <= most and given.isascii() and given.isprintable():
        return []
    sentence = f"signatureToken phải gồm {least} đến {most} ký tự ASCII; khóa ngắn hơn dễ bị dò ra."
    return [_problem("token", sentence, "/signatureToken")]


def address_problems(dest: Any) -> list[Problem]:
    """What is wrong with an address to send to.

    >>> [one.code for one in address_problems("https://ai:khoa@vi-du.vn/")]
    ['address']
    """
    if isinstance(dest, str) and len(dest) <= LONGEST_ADDRESS and _is_address(dest):
        return []
    sentence = (
        "dest phải là địa chỉ https://… đầy đủ, không kèm tài khoản, mật khẩu hay dấu #, "
        "cổng 443 hoặc từ 1024 trở lên."
    )
    return [_problem("address", sentence, "/dest")]


def _is_address(text: str) -> bool:
    if not formats.is_uri(text) or "#" in text:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    named = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return named and (port is None or port in _PORTS or port >= 1024)


def _problem(code: str, sentence: str, pointer: str) -> Problem:
    return Problem(code, sentence, pointer, type=SUBSCRIPTION)
