"""Where the records live: embedded SQLite unless `DATABASE_URL` names a PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from_url(url: str, sqlite_path: Path) -> dict[str, Any]:
    """Django's database settings for ``postgresql://user:password@host:port/name`` or, when empty, SQLite.

    A socket folder goes into the query: ``postgresql:///name?host=/run/postgresql``.

    >>> database_from_url("postgresql://a:b@db:5433/nscl", Path("x"))["PORT"]
    5433
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_path,
            "OPTIONS": {
                # A write transaction takes its lock at the start, so that a check and the write
                # that rests on it cannot be separated (invariants 3 and 4 on SQLite).
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    query = dict(parse_qsl(parts.query))
    # Questions that we prepare are planned once a connection, not five times more for their parameters:
    # over many months of events planning takes longer than answering.
    query.setdefault("options", "-c plan_cache_mode=force_generic_plan")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "nscl",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
