"""Deeds on programs and on who records for whom."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability import sql
from nscl.apps.traceability.models import ApiClient, Entrustment

# Asked with every call of a program, so one question of one text.
_BY_KEY = """
    SELECT id, name, organisation_id, province_id, scopes FROM traceability_apiclient
    WHERE key_hash = %s AND revoked_at IS NULL
"""
SHOWN = 10  # letters of a key that lists show


@transaction.atomic
def issue_client(
    organisation: Organisation, *, name: str, scopes: Collection[str], by: Actor, at: datetime
) -> tuple[ApiClient, str]:
    """Let a program speak for an organisation; its key is given back this once and kept only as a hash."""
    by.require("traceability.client.issue", organisation)
    wrong = sorted(set(scopes) - set(ApiClient.Scope.values))
    if wrong or not scopes:
        raise Refusal("Hãy chọn ít nhất một quyền trong danh sách: ghi sự kiện, tra cứu, đăng ký nhận tin.")
    if not name.strip():
        raise Refusal("Hãy ghi tên phần mềm để sau này nhận ra khóa.")
    key = f"nscl_{secrets.token_urlsafe(32)}"
    client = ApiClient.objects.create(
        name=name.strip()[:120],
        organisation=organisation,
        province_id=organisation.province_id,
        scopes=sorted(scopes),
        key_hash=ApiClient.hash_of(key),
        key_hint=key[:SHOWN],
        created_by_id=by.user_id,
        created_at=at,
    )
    after = {"organisation": organisation.pk, "scopes": client.scopes, "key": client.key_hint}
    audit.record(by=by, at=at, deed="traceability.client.issue", obj=client, after=after)
    return client, key


@transaction.atomic
def revoke_client(client: ApiClient, *, reason: str, by: Actor, at: datetime) -> ApiClient:
    """End a key; what was captured with it stays."""
    client = ApiClient.objects.select_for_update(of=("self",)).get(pk=client.pk)
    by.require("traceability.client.revoke", client)
    if client.is_revoked:
        raise Refusal("Khóa này đã thu hồi.")
    client.revoked_at = at
    client.save(update_fields=["revoked_at"])
    audit.record(
        by=by,
        at=at,
        deed="traceability.client.revoke",
        obj=client,
        before={"revoked_at": None},
        after={"revoked_at": at},
        reason=reason.strip(),
    )
    return client


def client_of_key(key: str) -> ApiClient | None:
    """The program that a key belongs to, with what calls need to know of it; none for an unknown or a revoked
    key."""
    found = sql.prepared(_BY_KEY, [ApiClient.hash_of(key)])
    if not found:
        return None
    number, name, organisation, province, scopes = found[0]
    return ApiClient(
        id=number,
        name=name,
        organisation_id=organisation,
        province_id=province,
        scopes=json.loads(scopes) if isinstance(scopes, str) else scopes,
    )


@transaction.atomic
def entrust(
    giver: Organisation,
    keeper: Organisation,
    *,
    valid_from: date,
    valid_to: date | None = None,
    document: str = "",
    by: Actor,
    at: datetime,
) -> Entrustment:
    """Let one organisation record for another between two dates."""
    by.require("traceability.entrustment.grant", giver)
    if giver.pk == keeper.pk:
        raise Refusal("Một tổ chức không cần ủy thác cho chính mình.")
    if valid_to is not None and valid_to < valid_from:
        raise Refusal("Ngày hết ủy thác phải sau ngày bắt đầu.")
    row = Entrustment.objects.create(
        giver=giver,
        keeper=keeper,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document.strip()[:200],
        created_by_id=by.user_id,
        created_at=at,
    )
    after = {"giver": giver.pk, "keeper": keeper.pk, "from": valid_from, "to": valid_to}
    audit.record(by=by, at=at, deed="traceability.entrustment.grant", obj=row, after=after)
    return row


@transaction.atomic
def end_entrustment(row: Entrustment, *, on: date, reason: str, by: Actor, at: datetime) -> Entrustment:
    """Let an entrustment hold no longer than a day; what was recorded under it stays.

    Refused: a day before its first, a day later than it ends anyway, no reason.
    """
    row = Entrustment.objects.select_for_update(of=("self",)).select_related("giver").get(pk=row.pk)
    by.require("traceability.entrustment.end", row)
    if on < row.valid_from:
        raise Refusal("Ngày cuối phải từ ngày bắt đầu ủy thác trở đi. Hãy chọn ngày khác.")
    if row.valid_to is not None and on >= row.valid_to:
        raise Refusal("Ủy thác này đã hết đúng hoặc trước ngày ấy. Hãy chọn ngày sớm hơn.")
    if not reason.strip():
        raise Refusal("Hãy ghi lý do kết thúc ủy thác.")
    before, row.valid_to = row.valid_to, on
    row.save(update_fields=["valid_to"])
    audit.record(
        by=by,
        at=at,
        deed="traceability.entrustment.end",
        obj=row,
        before={"to": before},
        after={"to": on},
        reason=reason.strip(),
    )
    return row
