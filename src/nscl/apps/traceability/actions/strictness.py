"""Which warnings a province refuses."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.traceability.models import ProvinceStrictness
from nscl.gs1.epcis.doubts import CODES


@transaction.atomic
def set_strictness(
    province: AdministrativeUnit, codes: Collection[str], *, by: Actor, at: datetime
) -> frozenset[str]:
    """From now on captures of the province are refused for these warnings and for no others.

    What is stored already stays. Refused: a code that is no warning, and a choice that changes nothing.
    """
    AdministrativeUnit.objects.select_for_update(of=("self",)).get(pk=province.pk)
    by.require("traceability.strictness.change", ProvinceStrictness(province=province))
    wanted = frozenset(codes)
    if not wanted <= CODES.keys():
        raise Refusal("Có mục không nằm trong danh sách điểm nghi ngờ. Hãy tải lại trang rồi chọn lại.")
    rows = ProvinceStrictness.objects.filter(province=province)
    known = frozenset(rows.values_list("code", flat=True))
    if wanted == known:
        raise Refusal("Chưa có gì thay đổi so với mức kiểm tra hiện nay.")
    rows.exclude(code__in=wanted).delete()
    for code in sorted(wanted - known):
        ProvinceStrictness.objects.create(province=province, code=code, set_by_id=by.user_id, set_at=at)
    audit.record(
        by=by,
        at=at,
        deed="traceability.strictness.change",
        obj=province,
        before={"strict": sorted(known)},
        after={"strict": sorted(wanted)},
    )
    return wanted
