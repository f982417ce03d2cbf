"""Which captures wait for each other on PostgreSQL; on SQLite one writes at a time anyway.

Captures go on side by side, except:
- one that declares an error stands alone, so that the event it is about cannot slip in beside it unseen;
- two that pack or unpack the same things wait, so that neither reads the other's stays half known.
All locks are taken at the start, in one order, and end with the transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zlib import crc32

from nscl.apps.traceability import sql
from nscl.apps.traceability.drafts import Draft
from nscl.apps.traceability.sql import Statement

EVENTS, _STRIPE = 7_261_002, 7_261
STRIPES = 64


def wanted(drafts: Sequence[Draft], *, alone: bool = False) -> list[Statement]:
    """The statements that take the locks these events need; `alone`: no other capture beside this one."""
    if not sql.is_postgres():
        return []
    alone = alone or any(draft.declaration for draft in drafts)
    # A capture looks everything up by its key. Its questions are planned once a connection, maybe while the
    # tables are small, when reading them whole seems cheap; and stay so while the tables grow.
    by_key = "set_config('enable_seqscan', 'off', true)"
    first = f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}({EVENTS}), {by_key}"
    stripes = list(range(STRIPES)) if alone or _empties(drafts) else sorted(_stripes(drafts))
    if not stripes:
        return [Statement(first)]
    each = f"SELECT pg_advisory_xact_lock({_STRIPE}, one) FROM unnest(%s::int[]) AS one"
    return [Statement(first), Statement(each, [stripes])]


def _empties(drafts: Sequence[Draft]) -> bool:
    """Whether a container is emptied whole: its contents are known only once it is locked."""
    return any(one.role == "emptied" for draft in drafts for one in draft.named)


def _stripes(drafts: Sequence[Draft]) -> set[int]:
    return {crc32(code.encode()) % STRIPES for draft in drafts for code in moved(draft)}


def moves(draft: Draft) -> bool:
    """Whether the event changes what lies in what."""
    return draft.is_family or next(moved(draft), None) is not None


def moved(draft: Draft) -> Iterator[str]:
    """What the event puts in, takes out, uses up or ends."""
    fact = draft.fact
    if draft.is_family:
        yield from (fact.parent, *fact.children)
    elif fact.kind == "TransformationEvent":
        yield from fact.inputs
    elif fact.kind == "ObjectEvent" and fact.action == "DELETE":
        yield from fact.items


def wait_for_all() -> None:
    """Return once every capture under way has ended; those that come wait until this transaction ends."""
    if sql.is_postgres():
        sql.rows("SELECT pg_advisory_xact_lock(%s)", [EVENTS])
