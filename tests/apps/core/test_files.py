"""Content-addressed files: same bytes once, bytes before row, orphans found."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from nscl.apps.core import files
from nscl.apps.core.models import StoredFile
from tests.world import at

pytestmark = pytest.mark.django_db


def test_the_same_bytes_are_kept_once() -> None:
    first = files.store(b"noi dung", name="a.txt", media_type="text/plain", at=at())
    again = files.store(b"noi dung", name="b.txt", media_type="text/plain", at=at())
    assert first == again
    assert first.read() == b"noi dung"
    assert StoredFile.objects.count() == 1


def test_a_path_in_the_name_never_leaves_the_folder() -> None:
    row = files.store(b"x", name="..\\..\\etc/passwd", media_type="text/plain", at=at())
    assert row.name == "passwd"
    assert Path(settings.NSCL_FILES_DIR) in row.path.parents


def test_bytes_without_a_row_are_found() -> None:
    row = files.store(b"se mat dong", name="a", media_type="text/plain", at=at())
    path = row.path
    row.delete()
    assert path in files.orphans()


def test_lost_bytes_are_written_again() -> None:
    row = files.store(b"mat tren dia", name="a", media_type="text/plain", at=at())
    row.path.unlink()
    assert files.store(b"mat tren dia", name="a", media_type="text/plain", at=at()).read() == b"mat tren dia"
