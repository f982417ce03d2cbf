"""The twelve-digit code of a household business: kept sealed, shown to few, each look on record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.models import Organisation, PersonalCode
from nscl.apps.registry.sealing import fingerprint, seal, unseal


def keep_code(record: Organisation, code: str) -> bool:
    """Seal a checked code at the record, inside the verb that changes it; False when it stood there already.

    The caller has seen that no other record holds it and writes the audit entry, without the code.
    """
    mark = fingerprint(code)
    held = PersonalCode.objects.filter(organisation=record).first()
    if held is not None and held.fingerprint == mark:
        return False
    row = held or PersonalCode(organisation=record)
    row.fingerprint, row.sealed, row.last_digits = mark, seal(code), code[-3:]
    row.save()
    record.personal_code = row
    return True


@transaction.atomic
def show_personal_code(record: Organisation, *, purpose: str, by: Actor, at: datetime) -> str:
    """The code in full, for a stated purpose; the look goes into the audit chain before the code is shown."""
    by.require("registry.organisation.personal_code", record)
    if not purpose.strip():
        raise Refusal(_("Chưa nêu mục đích. Hãy ghi vì sao cần xem mã số định danh cá nhân."))
    row = PersonalCode.objects.filter(organisation=record).first()
    if row is None:
        raise Refusal(_("Tổ chức này không có mã số định danh cá nhân trong sổ."))
    code = unseal(row.sealed)
    audit.record(
        by=by,
        at=at,
        deed="registry.organisation.personal_code",
        obj=record,
        after={"personal_code": str(row)},
        reason=purpose.strip(),
    )
    return code
