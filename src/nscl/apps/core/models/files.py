"""Files by content: the same bytes are stored once, under their own hash."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A row exists only after the bytes are safely on disk (see `core.files.store`)."""

    sha256 = models.CharField("mã băm", max_length=64, unique=True)
    size = models.BigIntegerField("dung lượng (byte)")
    name = models.CharField("tên tệp", max_length=255)
    media_type = models.CharField("loại tệp", max_length=120)
    created_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "tệp"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.NSCL_FILES_DIR) / self.sha256[:2] / self.sha256

    def read(self) -> bytes:
        """The bytes; raises FileNotFoundError when the disk lost them."""
        return self.path.read_bytes()
