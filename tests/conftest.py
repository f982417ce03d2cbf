"""Fixtures every folder shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).resolve().parents[2] / "shared"

# How long an example takes depends on what else the machine does; that is no promise of ours. The examples are
# the same each time, so that a test fails when the code changed and not by the day's luck; to search for new
# ones: `pytest --hypothesis-profile searching`.
_ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("searching", _ANY_MACHINE)
settings.register_profile("the same", _ANY_MACHINE, derandomize=True)
settings.load_profile("the same")


@pytest.fixture
def shared() -> Path:
    """The folder of third-party texts beside the checkout; tests that need it skip without it."""
    if not (SHARED / "plans").is_dir():
        pytest.skip("the folder of plan texts (shared/plans) does not stand beside the checkout")
    return SHARED


@pytest.fixture(autouse=True)
def _no_second_factor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Officials sign in without a second factor, except in the tests that are about it."""
    if "second_factor" not in request.keywords and request.node.get_closest_marker("django_db"):
        from nscl.apps.accounts import middleware

        monkeypatch.setattr(middleware, "is_mfa_enabled", lambda user: True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """The database of the tests; before it goes, the threads that store captures let go of it."""
    yield
    from nscl.apps.traceability.actions import end_gathering

    end_gathering()


@pytest.fixture
def world(db: Any) -> Any:
    from tests.world import build

    return build()
