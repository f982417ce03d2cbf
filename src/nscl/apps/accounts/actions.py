"""Deeds about who acts for whom."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nscl.apps.accounts.models import Delegation, Membership, Office, User
from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.reference.models import AdministrativeUnit


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
    if valid_to < valid_from or valid_to < timezone.localdate(at):
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


@transaction.atomic
def open_office(
    *,
    name: str,
    kind: str,
    province: AdministrativeUnit | None,
    functions: list[str],
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Office:
    """Enter an agency that exists from a day on; one of the same name that still stands is refused."""
    office = Office(name=name, kind=kind, province=province, functions=functions, valid_from=valid_from)
    by.require("accounts.people.manage", office)
    if Office.objects.in_force(valid_from).filter(name=name, province=province).exists():
        raise Refusal(f"Đã có “{name}” vào ngày này. Hãy dùng cơ quan ấy hoặc nhập tên khác.")
    office.save()
    after = {"name": name, "kind": kind, "functions": functions, "from": valid_from}
    audit.record(by=by, at=at, deed="accounts.people.manage", obj=office, after=after)
    return office


@transaction.atomic
def open_account(
    *,
    username: str,
    full_name: str,
    job_title: str,
    office: Office,
    role: str,
    password: str,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> User:
    """Open an account with its first role; refused when the name is taken or the office has ended."""
    by.require("accounts.people.manage", office)
    if User.objects.filter(username=username).exists():
        raise Refusal(f"Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.")
    user = User(username=username, full_name=full_name, job_title=job_title)
    user.set_password(password)
    user.save()
    _give_role(user, office, role, valid_from=valid_from)
    after = {"username": username, "office": office.name, "role": role, "from": valid_from}
    audit.record(by=by, at=at, deed="accounts.people.manage", obj=user, after=after)
    return user


@transaction.atomic
def end_membership(row: Membership, *, on: date, by: Actor, at: datetime) -> None:
    """A role ends after a day; an account without a role sees nothing. One's own role is ended by another."""
    row = Membership.objects.select_for_update().select_related("office", "user").get(pk=row.pk)
    by.require("accounts.people.manage", row.office)
    if row.user_id == by.user_id:
        raise Refusal("Không thể tự kết thúc vai trò của mình. Đề nghị quản trị viên khác thực hiện.")
    if on < row.valid_from or (row.valid_to is not None and row.valid_to <= on):
        raise Refusal("Vai trò đã kết thúc hoặc chưa bắt đầu vào ngày này. Hãy chọn ngày khác.")
    before, row.valid_to = row.valid_to, on
    row.save(update_fields=["valid_to"])
    change = {"role": str(row), "until": on}
    audit.record(
        by=by, at=at, deed="accounts.people.manage", obj=row.user, before={"until": before}, after=change
    )


def _give_role(user: User, office: Office, role: str, *, valid_from: date) -> Membership:
    if office.valid_to is not None and office.valid_to < valid_from:
        raise Refusal(f"{office.name} đã kết thúc ngày {office.valid_to:%d/%m/%Y}. Hãy chọn cơ quan kế thừa.")
    return Membership.objects.create(user=user, office=office, role=role, valid_from=valid_from)
