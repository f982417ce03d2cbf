"""`nscl plan load`: a plan file staged for review without the upload page."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from nscl.apps.accounts.actors import resolve
from nscl.apps.accounts.models import User
from nscl.apps.core.access import Refusal
from nscl.apps.programme.staging import stage_file
from nscl.plandoc.source import UnreadableDocument


def load(file: str, *, username: str, say: Callable[[str], None], fail: Callable[..., int]) -> int:
    """Read one file as the named officer; 0 staged, 1 refused (already loaded, not theirs), 2 unreadable."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return fail(f"Không có tài khoản “{username}”.")
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        return fail(f"Không mở được tệp {file}: {error.strerror}.")
    now = timezone.now()
    actor, _hats = resolve(user, "", timezone.localdate(now))
    try:
        version = stage_file(data, filename=Path(file).name, by=actor, at=now)
    except UnreadableDocument as error:
        return fail(str(error))
    except (Refusal, PermissionDenied) as error:
        return fail(str(error), 1)
    except Http404:
        return fail("Kế hoạch này thuộc tỉnh khác.", 1)
    targets = version.nodes.filter(kind="target").count()
    findings = version.findings.count()
    say(f"Đã nạp {version}: {targets} chỉ tiêu, {findings} phát hiện. Rà soát: /ban-doc/{version.pk}/")
    return 0
