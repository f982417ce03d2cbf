"""Deeds about who acts for whom."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from nscl.apps.accounts.models import Delegation, Membership, User
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal


@transaction.atomic
def delegate(
    membership: Membership,
    to: User,
    *,
    valid_from: date,
    valid_to: date,
    reason: str,
    document: str = "",
    by: Actor,
    at: datetime,
) -> Delegation:
    """Let another person act in this member's place from one day to another, both named in every deed.

    Refused: to oneself, under a role that is itself borrowed, an empty or past period, or one that
    overlaps a delegation of the same role still in force.
    """
    if by.delegator_id is not None or membership.user_id != by.user_id:
        raise Refusal(
            "Chỉ người giữ vai trò mới được ủy quyền; người đang làm thay không được ủy quyền tiếp."
        )
    if to.pk == by.user_id:
        raise Refusal("Không thể ủy quyền cho chính mình. Hãy chọn người khác.")
    if valid_to < valid_from or valid_to < at.date():
        raise Refusal("Ngày kết thúc phải sau ngày bắt đầu và không ở quá khứ. Hãy chọn lại thời hạn.")
    Membership.objects.select_for_update().get(pk=membership.pk)
    overlap = Delegation.objects.filter(
        delegator=membership, revoked_at=None, valid_from__lte=valid_to, valid_to__gte=valid_from
    ).first()
    if overlap is not None:
        raise Refusal(
            f"Đã ủy quyền cho {overlap.delegate} trong thời gian này. Hãy thu hồi trước khi ủy quyền mới."
        )
    row = Delegation.objects.create(
        delegator=membership,
        delegate=to,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        document=document,
    )
    after = {"to": to.full_name, "from": valid_from, "until": valid_to, "document": document}
    audit.record(by=by, at=at, deed="accounts.delegation.manage", obj=row, after=after, reason=reason)
    return row


@transaction.atomic
def revoke_delegation(row: Delegation, *, by: Actor, at: datetime) -> None:
    """End a delegation now; only the one who gave it may."""
    row = Delegation.objects.select_for_update().select_related("delegator__office").get(pk=row.pk)
    by.require("accounts.delegation.revoke", row)
    if row.delegator.user_id != by.user_id:
        raise Refusal("Chỉ người đã ủy quyền mới thu hồi được.")
    if row.revoked_at is not None:
        raise Refusal("Ủy quyền này đã được thu hồi.")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    audit.record(by=by, at=at, deed="accounts.delegation.revoke", obj=row, after={"revoked_at": at})
