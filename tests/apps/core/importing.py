"""The trial import behind its addresses and rules, and its steps in one call each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nscl.apps.core import access
from nscl.apps.core.imports import spec
from nscl.apps.core.models import ImportBatch, ImportRow
from tests.world import World


@pytest.fixture
def importing(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world with the trial import known, its rule in the table and its pages in the site."""
    from tests.apps.core import trial_import

    monkeypatch.setattr(access, "RULES", [*access.RULES, *trial_import.RULES])
    access.table.cache_clear()
    monkeypatch.setitem(spec._specs, "trial", trial_import.SPEC)
    settings.ROOT_URLCONF = "tests.apps.core.trial_import"
    yield world
    access.table.cache_clear()


def send(client: Client, data: bytes, name: str = "danh-sach.xlsx", **more: Any) -> Any:
    """Hand a file in on the upload page."""
    file = SimpleUploadedFile(name, data, "application/octet-stream")
    return client.post(reverse("imports:upload", args=["trial"]), {"file": file, **more})


def sent(
    client: Client, django_capture: Any, data: bytes, name: str = "danh-sach.xlsx", **more: Any
) -> ImportBatch:
    """Hand a file in and let the work behind it run; the batch as it then stands."""
    with django_capture(execute=True):
        answer = send(client, data, name, **more)
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


def columns(client: Client, django_capture: Any, batch: ImportBatch, **changes: str) -> Any:
    """Confirm the proposed columns (with changes such as cot_3="") and let the check run."""
    fields: dict[str, str] = {}
    for plain in batch.columns:
        index, styles = plain["index"], plain["styles"]
        fields |= {
            f"cot-{index}": plain["field"],
            f"so-{index}": styles["number"],
            f"tien-{index}": styles["unit"],
        }
        fields[f"ngay-{index}"] = styles["date"]
    fields |= {key.replace("_", "-"): value for key, value in changes.items()} | {"o-gop": "1"}
    with django_capture(execute=True):
        answer = client.post(reverse("imports:columns", args=[batch.pk]), fields)
    batch.refresh_from_db()
    return answer


def confirm(client: Client, django_capture: Any, batch: ImportBatch, mode: str = "good") -> Any:
    with django_capture(execute=True):
        answer = client.post(reverse("imports:confirm", args=[batch.pk]), {"cach-nhap": mode})
    batch.refresh_from_db()
    return answer


def take_back(client: Client, django_capture: Any, batch: ImportBatch) -> Any:
    with django_capture(execute=True):
        answer = client.post(reverse("imports:take_back", args=[batch.pk]))
    batch.refresh_from_db()
    return answer


def statuses(batch: ImportBatch) -> dict[int, str]:
    return dict(ImportRow.objects.filter(batch=batch).values_list("row_no", "status"))


def sentences(batch: ImportBatch, row_no: int) -> str:
    row = ImportRow.objects.get(batch=batch, row_no=row_no)
    return " | ".join(problem[1] for problem in row.problems)
