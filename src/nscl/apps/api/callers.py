"""Who calls: a program by its key, or an officer who is signed in and only reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from nscl.apps.api.problems import FORBIDDEN, NO_KEY, ApiError
from nscl.apps.core.access import NOBODY, Actor, Refusal, actor_of
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions.clients import client_of_key
from nscl.apps.traceability.models import ApiClient
from nscl.apps.traceability.queries import View, view_of_actor, view_of_client
from nscl.apps.traceability.senders import Sender, sender_of_client

REALM = 'Bearer realm="nscl"'
ON_BEHALF = "NSCL-On-Behalf-Of"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Caller:
    """One of the two is there: the program or the officer."""

    client: ApiClient | None = None
    actor: Actor | None = None

    def view(self, at: datetime) -> View:
        """Which events they may see."""
        return view_of_client(self.client, at) if self.client else view_of_actor(self.actor or NOBODY)


def caller_of(request: HttpRequest, *, scope: str, deed: str) -> Caller:
    """Who calls, if they may: a key with this right, or for reading a person whom the table lets do the deed.

    Refused: no key or one that is unknown or revoked (401), a right that the key lacks, a person who wants to
    change something or whose role is another (403). A key counts before a session.
    """
    given = request.headers.get("Authorization", "")
    if given:
        return Caller(client=_client(given, scope))
    if not request.user.is_authenticated:
        sentence = f"Hãy gửi khóa trong tiêu đề Authorization: Bearer <khóa>, với quyền “{scope}”."
        raise ApiError(NO_KEY, sentence, headers={"WWW-Authenticate": REALM})
    if request.method not in SAFE:
        sentence = "Phiên đăng nhập chỉ đọc được ở đây. Muốn gửi dữ liệu, hãy dùng khóa của phần mềm."
        raise ApiError(FORBIDDEN, sentence)
    actor = actor_of(request)
    actor.require(deed)
    return Caller(actor=actor)


def _client(given: str, scope: str) -> ApiClient:
    found = re.fullmatch(r"Bearer +([A-Za-z0-9_\-.~+/]{8,200}=*)", given.strip(), re.IGNORECASE)
    client = client_of_key(found[1]) if found else None
    if client is None:
        headers = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
        sentence = (
            "Khóa không đúng hoặc đã thu hồi. Hãy kiểm tra lại, hoặc đề nghị cơ quan quản lý cấp khóa mới."
        )
        raise ApiError(NO_KEY, sentence, headers=headers)
    if not client.may(scope):
        headers = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{scope}"'}
        label = ApiClient.Scope(scope).label.lower()
        sentence = f"Khóa này không có quyền {label} ({scope}). Hãy đề nghị cấp khóa có quyền ấy."
        raise ApiError(FORBIDDEN, sentence, headers=headers)
    return client


def sender_of(request: HttpRequest, client: ApiClient, *, at: datetime) -> Sender:
    """For whom the program speaks now: its own organisation, or the one named by its tax code.

    Whether that organisation is unknown or has not entrusted the caller is not told apart.
    """
    code = request.headers.get(ON_BEHALF, "").strip()
    if not code:
        return sender_of_client(client, at=at)
    is_code = re.fullmatch(r"[0-9]{10}(-[0-9]{3})?", code, re.ASCII)
    named = Organisation.objects.filter(tax_code=code, merged_into=None).first() if is_code else None
    sentence = (
        "Tổ chức ấy chưa ủy thác cho bên gửi ghi sự kiện. Hãy đề nghị cơ quan quản lý ghi việc ủy thác."
    )
    if named is None:
        raise ApiError(FORBIDDEN, sentence)
    try:
        return sender_of_client(client, at=at, organisation=named)
    except Refusal:
        raise ApiError(FORBIDDEN, sentence) from None
