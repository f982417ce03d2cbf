"""Months of events on PostgreSQL: the big tables are cut by `record_time`, a month each.

A month can be put away (`ALTER TABLE … DETACH PARTITION`) without touching the others. On SQLite the tables
are plain. `Edge` and `Containment` are not cut: a trace enters them by item, and would have to look into
every month at every step.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, migrations, transaction

TABLES = ("traceability_event", "traceability_eventitem", "traceability_eventfield")
_LOCK = 7_261_001  # the advisory lock under which months are made
_seen: set[tuple[str, int, int]] = set()  # database and month that a committed transaction found there


class CreatePartitioned(migrations.CreateModel):
    """`CreateModel`, on PostgreSQL as a table cut by month; its key takes `record_time` in, as it must."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        model = to_state.apps.get_model(app_label, self.name)
        quoted = schema_editor.quote_name
        columns = []
        for field in model._meta.local_concrete_fields:
            definition, _params = schema_editor.column_sql(model, field)
            if definition:
                columns.append(f"{quoted(field.column)} {definition.replace(' PRIMARY KEY', '')}")
        key = [field.column for field in model._meta.pk_fields] + ["record_time"]
        columns.append(f"PRIMARY KEY ({', '.join(map(quoted, key))})")
        schema_editor.execute(
            f"CREATE TABLE {quoted(model._meta.db_table)} ({', '.join(columns)})"
            " PARTITION BY RANGE (record_time)"
        )
        return None


def ensure_months(at: datetime) -> None:
    """Make the tables of a moment's month, and those of the next, where they are missing.

    Part of the transaction that needs them; two captures at the turn of a month wait for each other here.
    """
    if connection.vendor != "postgresql":
        return
    if are_there(at):
        return
    known = _known(at)
    transaction.on_commit(lambda: _seen.add(known))
    with connection.cursor() as cursor:
        if _is_there(cursor, at):
            return
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        first, second, third = _months(at)
        for start, end in ((first, second), (second, third)):
            for table in TABLES:
                cursor.execute(
                    f"CREATE TABLE IF NOT EXISTS {table}_{start:%Y_%m} PARTITION OF {table}"
                    " FOR VALUES FROM (%s) TO (%s)",
                    [start, end],
                )


def are_there(at: datetime) -> bool:
    """Whether the tables of a moment's month are known to be there; nothing is asked."""
    return _known(at) in _seen


def _known(at: datetime) -> tuple[str, int, int]:
    month = at.astimezone(UTC)
    return str(connection.settings_dict["NAME"]), month.year, month.month


def forget_months() -> None:
    """Look again which months there are: one that was known is gone."""
    _seen.clear()


def _is_there(cursor: Any, at: datetime) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{TABLES[-1]}_{at.astimezone(UTC):%Y_%m}"])
    return bool(cursor.fetchone()[0])


def _months(at: datetime) -> list[datetime]:
    """The first moments (UTC) of this month, the next, and the one after."""
    first = at.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    second = (first + timedelta(days=32)).replace(day=1)
    return [first, second, (second + timedelta(days=32)).replace(day=1)]
