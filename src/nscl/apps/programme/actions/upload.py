"""Taking in a file: kept by content, then read in the background with visible progress."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import files
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.jobs import enqueue
from nscl.apps.core.models import Job
from nscl.apps.programme.models import Plan
from nscl.apps.programme.staging import identity
from nscl.apps.reference.models import AdministrativeUnit

KIND = "plan.read"
MOST_BYTES = 25 * 1024 * 1024


@transaction.atomic
def start_reading(
    data: bytes,
    *,
    filename: str,
    media_type: str = "application/octet-stream",
    plan: Plan | None = None,
    province: AdministrativeUnit | None = None,
    by: Actor,
    at: datetime,
) -> Job:
    """Store the file and queue its reading; the version appears when the reading succeeds.

    Refused at once: an empty file, one above 25 MB, one whose bytes were read before (`AlreadyLoaded`).
    """
    by.require("programme.plan.upload", plan)
    if not data:
        raise Refusal(_("Tệp trống. Hãy kiểm tra và tải lại tệp có nội dung."))
    if len(data) > MOST_BYTES:
        raise Refusal(
            _("Tệp lớn hơn 25 MB nên không nhận. Hãy bỏ bớt ảnh hoặc chỉ tải lên kế hoạch và phụ lục.")
        )
    source = files.store(data, name=filename, media_type=media_type, at=at)
    identity.refuse_same_bytes(source, by)
    payload = {
        "file": source.pk,
        "filename": filename[:255],
        "plan": plan.pk if plan else None,
        "province": province.pk if province else None,
        "office": by.office_id,
        "roles": sorted(by.roles),
        "delegator": by.delegator_id,
    }
    return enqueue(
        KIND, title=_("Đọc văn bản kế hoạch: %(name)s") % {"name": filename[:200]}, by=by, payload=payload
    )
