"""A person's own filters of a register."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import SavedFilter
from nscl.apps.core.registers.spec import Register
from nscl.vietnamese import squash

MAX_FILTERS = 30


def saved_filters(register: Register, actor: Actor) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(user_id=actor.user_id, register=register.key)


@transaction.atomic
def save_filter(register: Register, *, name: str, query: str, by: Actor, at: datetime) -> SavedFilter:
    """Keep a query under a name; the same name again replaces it.

    Refuses a missing or long name, an empty query, and more than thirty of them.
    """
    by.require("core.filter.save")
    name = squash(name)
    if not name or len(name) > 80:
        raise Refusal(_("Tên bộ lọc cần từ 1 đến 80 ký tự."))
    if not query:
        raise Refusal(_("Danh sách chưa lọc gì để lưu. Hãy chọn bộ lọc, bấm Lọc, rồi lưu lại."))
    if len(query) > 2000:
        raise Refusal(_("Bộ lọc quá dài, không lưu được. Hãy bớt điều kiện."))
    mine = saved_filters(register, by)
    if mine.count() >= MAX_FILTERS and not mine.filter(name=name).exists():
        raise Refusal(_("Đã lưu 30 bộ lọc cho danh sách này. Hãy bỏ bớt trước khi lưu thêm."))
    row, _made = SavedFilter.objects.update_or_create(
        user_id=by.user_id, register=register.key, name=name, defaults={"query": query, "saved_at": at}
    )
    return row


def drop_filter(row: SavedFilter, *, by: Actor) -> None:
    """Forget a filter; only its owner's page offers it."""
    by.require("core.filter.save")
    if row.user_id != by.user_id:
        raise Refusal(_("Bộ lọc này của người khác."))
    row.delete()
