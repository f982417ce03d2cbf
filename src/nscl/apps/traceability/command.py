"""`nscl trace close` and `nscl trace verify`: sealing days, and proving that nothing was changed since."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.db.models import Exists, OuterRef

from nscl.apps.core.access import Refusal
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability import signing
from nscl.apps.traceability.actions.evidence import close_all, keep_check
from nscl.apps.traceability.models import CaptureJob, DailyRoot
from nscl.apps.traceability.queries.evidence import check
from nscl.gs1 import day_roots, verifier
from nscl.vietnamese import format_date, format_number

Say = Callable[[str], None]
Fail = Callable[..., int]
_NO_DATABASE = "Cơ sở dữ liệu chưa sẵn sàng. Hãy chạy `nscl manage migrate` rồi thử lại."


def close(*, at: datetime, say: Say, fail: Fail) -> int:
    """Seal what is over in every province; 0 done, 2 without a database or a usable key."""
    try:
        made = close_all(at=at)
    except DatabaseError:
        return fail(_NO_DATABASE)
    except Refusal as refusal:
        return fail(str(refusal))
    for root in made:
        day, count = format_date(root.day), format_number(root.count)
        name = root.province.full_name
        say(f"{name[:1].upper()}{name[1:]}, ngày {day}: {count} sự kiện, gốc {root.root}")
    if not made:
        say("Không có ngày nào phải chốt.")
    return 0


def verify(
    *,
    province: str = "",
    proofs: Iterable[Path] = (),
    published: Iterable[Path] = (),
    keys: Iterable[Path] = (),
    quick: bool = False,
    at: datetime,
    say: Say,
    fail: Fail,
) -> int:
    """Check proofs alone, or all that was sealed; 0 whole, 1 something does not hold, 2 unusable input."""
    try:
        known = {signing.read_public(path) for path in keys}
        proofs = list(proofs)
        if proofs:
            return _proofs(proofs, known or set(signing.trusted_keys()), say)
        told = [_read(path) for path in published]
        return _store(province, told, known | signing.trusted_keys(), quick, at, say, fail)
    except Refusal as refusal:
        return fail(str(refusal))
    except DatabaseError:
        return fail(_NO_DATABASE)


def _proofs(paths: Iterable[Path], keys: set[str], say: Say) -> int:
    """Each file by itself: it must lead to its root, and one of the keys must have signed it."""
    bad = 0
    for path in paths:
        proof = _read(path)
        good = any(verifier.right(proof, key) for key in keys)
        bad += not good
        key = str(proof.get("key", ""))
        unknown = not good and key not in keys and verifier.right(proof, key)
        why = f" (ký bằng khóa lạ {day_roots.fingerprint(key)})" if unknown else ""
        say(f"{path.name}: {'ĐÚNG' if good else 'SAI'}{why}")
    return 1 if bad else 0


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(f"Không mở được tệp {path}: {error.strerror}.") from None
    except (ValueError, RecursionError):
        raise Refusal(
            f"Tệp {path.name} không phải JSON. Hãy tải lại tệp từ trang “Dấu chứng ngày”."
        ) from None
    if not isinstance(found, dict) or not {"province", "day", "root"} <= found.keys():
        raise Refusal(f"Tệp {path.name} không phải bằng chứng hay gốc của ngày. Hãy tải lại tệp.")
    return found


def _store(
    wanted: str, told: list[dict[str, Any]], keys: set[str] | frozenset[str], quick: bool, at: datetime,
    say: Say, fail: Fail,
) -> int:  # fmt: skip
    provinces = _provinces(wanted)
    if not provinces:
        say("Chưa có sự kiện nào được ghi." if not wanted else f"Tỉnh {wanted} chưa có sự kiện nào.")
    whole = True
    for province in provinces:
        found = check(province, trusted=keys, published=told, quick=quick)
        keep_check(province, found, user_id=None, at=at)
        whole &= found.ok
        counted = f"{format_number(found.days)} ngày, {format_number(found.events)} sự kiện"
        waiting = f", {format_number(found.open)} sự kiện chưa đến lúc chốt" if found.open else ""
        state = "nguyên vẹn" if found.ok else f"HỎNG từ {found.faults[0]}"
        name = province.full_name
        say(f"{name[:1].upper()}{name[1:]}: {counted}{waiting}, {state}")
        for fault in found.faults[1:]:
            say(f"  {fault}")
    return 0 if whole else 1


def _provinces(wanted: str) -> list[AdministrativeUnit]:
    """Every province with events or sealed days, or the one of this code or name."""
    jobs = CaptureJob.objects.filter(province=OuterRef("pk"))
    roots = DailyRoot.objects.filter(province=OuterRef("pk"))
    rows = AdministrativeUnit.objects.filter(Exists(jobs) | Exists(roots)).order_by("code", "pk")
    if not wanted:
        return list(rows)
    found = [row for row in rows if wanted in (row.code, row.name, row.full_name)]
    if not found and not AdministrativeUnit.objects.provinces().filter(code=wanted).exists():
        named = AdministrativeUnit.objects.provinces().filter(name=wanted).exists()
        if not named:
            raise Refusal(f"Không có tỉnh “{wanted}”. Hãy ghi mã hoặc tên tỉnh.")
    return found
