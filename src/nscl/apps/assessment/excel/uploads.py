"""What a person hands in: forms one by one or zipped together, taken apart under caps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal
from nscl.apps.core.imports.reading.limits import MEGABYTE

MOST_FORMS = 300
MOST_FORM = 5 * MEGABYTE
MOST_TOGETHER = 100 * MEGABYTE
_SKIPPED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "~$")
_ZIP = b"PK\x03\x04"


def forms_in(files: Iterable[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Every form handed in, by name; a file that is no form is kept too, so that the page can say so.

    Refused: nothing, more than 300 files or 100 MB unpacked together, a form of more than 5 MB, a zip that
    is damaged, locked or lies about what it holds. A zip inside a zip stays a file that is no form.
    """
    found: list[tuple[str, bytes]] = []
    total = 0
    for name, data in _unpacked(files):
        total += len(data)
        if len(found) == MOST_FORMS or total > MOST_TOGETHER:
            raise Refusal(_("Mỗi lần nạp tối đa 300 phiếu, tổng cộng 100 MB. Hãy chia thành nhiều lần nạp."))
        found.append((name, data))
    if not found:
        raise Refusal(_("Không có phiếu nào trong các tệp đã gửi. Hãy chọn tệp .xlsx hoặc .zip có phiếu."))
    return found


def _unpacked(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, data in files:
        if data.startswith(_ZIP) and _is_bundle(name, data):
            yield from _parts(name, data)
            continue
        if len(data) > MOST_FORM:
            raise Refusal(
                _("Tệp “{name}” lớn hơn 5 MB nên không phải là phiếu. Hãy bỏ tệp này.").format(name=name)
            )
        yield _leaf(name), data


def _is_bundle(name: str, data: bytes) -> bool:
    """Whether a zip is several files and not one document: by its parts, by its name if it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return name.lower().endswith(".zip")
    return not any(part in ("[Content_Types].xml", "mimetype") for part in parts)


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    bad = Refusal(_("Tệp nén “{name}” hỏng hoặc có mật khẩu. Hãy nén lại rồi gửi.").format(name=name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                leaf = _leaf(_named(info))
                if info.is_dir() or not leaf or any(mark in _named(info) for mark in _SKIPPED):
                    continue
                if info.flag_bits & 1:
                    raise bad
                yield leaf, _one(archive, info, leaf)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise bad from error


def _one(archive: zipfile.ZipFile, info: zipfile.ZipInfo, leaf: str) -> bytes:
    """The bytes of a part, never more than a form may have, whatever its entry declares."""
    with archive.open(info) as stream:
        data = stream.read(MOST_FORM + 1)
    if len(data) > MOST_FORM:
        raise Refusal(
            _("Tệp “{name}” lớn hơn 5 MB nên không phải là phiếu. Hãy bỏ tệp này.").format(name=leaf)
        )
    return data


def _named(info: zipfile.ZipInfo) -> str:
    """The name as it was written; zips of Windows in Vietnamese hold UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _leaf(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].strip()[:255]
