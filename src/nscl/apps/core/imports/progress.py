"""Progress of work that is one transaction: told beside the database, which shows nothing until the end.

Small files in the cache folder; they are worth nothing and may be lost.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

STALE_SECONDS = 180.0  # work that says nothing for so long has died with its worker


class Stopped(Exception):
    """The person asked the work to stop."""


@dataclass(frozen=True)
class Told:
    pct: int
    message: str
    seconds_ago: float

    @property
    def is_stale(self) -> bool:
        return self.seconds_ago > STALE_SECONDS


def _path(batch: int, suffix: str) -> Path:
    return Path(settings.NSCL_CACHE_DIR) / "imports" / f"{batch}.{suffix}"


def begin(batch: int) -> None:
    """Forget what an earlier run left."""
    _path(batch, "stop").unlink(missing_ok=True)
    tell(batch, 0, "")


def tell(batch: int, pct: int, message: str) -> None:
    """Say how far the work is; raises `Stopped` when it was asked to stop."""
    path = _path(batch, "json")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"pct": pct, "message": message}), encoding="utf-8")
    os.replace(fresh, path)
    if _path(batch, "stop").exists():
        raise Stopped


def told(batch: int) -> Told | None:
    """The last word of the work, None when it said none."""
    path = _path(batch, "json")
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Told(kept["pct"], kept["message"], max(0.0, time.time() - path.stat().st_mtime))
    except (OSError, ValueError, KeyError):
        return None


def ask_to_stop(batch: int) -> None:
    path = _path(batch, "stop")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def end(batch: int) -> None:
    for suffix in ("json", "stop"):
        _path(batch, suffix).unlink(missing_ok=True)
