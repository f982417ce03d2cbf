"""Where the published test data of others stands; it is read there, never copied."""

from __future__ import annotations

from pathlib import Path

import pytest

EPCIS = Path(__file__).resolve().parents[3] / "shared" / "testdata" / "epcis"


def published(*parts: str) -> Path:
    """A file or folder of the published data; the test is skipped where it does not stand there."""
    path = EPCIS.joinpath(*parts)
    if not path.exists():
        pytest.skip("shared/testdata/epcis does not stand beside the checkout")
    return path
