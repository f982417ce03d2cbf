"""An EPCIS file handed in by an officer: looked at first, captured when it was seen what is in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.core import files
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.models import StoredFile
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.actions import capture
from nscl.apps.traceability.forms import UploadForm
from nscl.apps.traceability.judging import Judged, judge, read
from nscl.apps.traceability.models import CaptureJob
from nscl.apps.traceability.refusals import CaptureRefused
from nscl.apps.traceability.senders import Sender, sender_of_person
from nscl.apps.traceability.wording import deed_of
from nscl.gs1.epcis.problems import Problem, Unreadable

SALT = "traceability.upload"
DAY = 24 * 3600
MOST_SHOWN = 200


@dataclass(frozen=True)
class Upload:
    """A file that was handed in and not yet captured; its address carries all of it, signed."""

    file: StoredFile
    organisation: Organisation
    behaviour: str
    token: str


@guarded("traceability.event.capture")
def upload_page(request: HttpRequest) -> HttpResponse:
    """Choose the organisation and the file; nothing is captured yet."""
    actor = actor_of(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given, organisation = form.cleaned_data["file"], form.cleaned_data["organisation"]
        actor.require("traceability.event.capture", organisation)
        kept = files.store(
            given.read(), name=given.name, media_type="application/octet-stream", at=timezone.now()
        )
        told = {"f": kept.pk, "o": organisation.pk, "b": form.cleaned_data["behaviour"], "u": actor.user_id}
        token = signing.dumps(told, salt=SALT, compress=True)
        return redirect(f"{reverse('traceability:upload_preview')}?{urlencode({'tep': token})}")
    return render(
        request, "traceability/upload.html", {"form": form}, status=400 if form.errors else 200
    )  # fmt: skip


def _upload_or_404(request: HttpRequest, token: str) -> Upload:
    actor = actor_of(request)
    try:
        told = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    if told["u"] != actor.user_id:
        raise Http404
    organisation = get_object_or_404(Organisation.objects.seen_by(actor.scope).live(), pk=told["o"])
    return Upload(get_object_or_404(StoredFile, pk=told["f"]), organisation, told["b"], token)


@guarded("traceability.event.capture")
def preview_page(request: HttpRequest) -> HttpResponse:
    """What is in the file: its events by kind, every fault and every doubt with its place."""
    upload, now = _upload_or_404(request, request.GET.get("tep", "")), timezone.now()
    sender = sender_of_person(actor_of(request), upload.organisation, at=now)
    context: dict[str, Any] = {"upload": upload, "size_kb": max(1, round(upload.file.size / 1024))}
    try:
        judged = _judged(upload, sender, now)
    except (Unreadable, CaptureRefused) as refused:
        context |= {"errors": _shown(refused.problems), "is_hopeless": True, "judged": None}
        return render(request, "traceability/upload_preview.html", context)
    proceeds = upload.behaviour == CaptureJob.Behaviour.PROCEED and not judged.is_hopeless
    context |= {
        "judged": judged,
        "errors": _shown(judged.errors),
        "error_count": len(judged.errors),
        "warnings": _shown(judged.warnings),
        "warning_count": len(judged.warnings),
        "kinds": Counter(deed_of(one.type, one.action) for one in judged.drafts).most_common(),
        "good_count": len(judged.drafts),
        "may_capture": bool(judged.drafts) and (proceeds or not judged.errors),
        "strict": sorted(sender.strict),
    }
    return render(request, "traceability/upload_preview.html", context)


def _judged(upload: Upload, sender: Sender, now: datetime) -> Judged:
    return judge(
        read(upload.file.read(), now), at=now, organisation_id=sender.organisation_id, strict=sender.strict
    )


def _shown(problems: Any) -> list[Problem]:
    return list(problems)[:MOST_SHOWN]


@require_POST
@guarded("traceability.event.capture")
def capture_upload(request: HttpRequest) -> HttpResponse:
    """Capture the file that was looked at; its record says what became of each event."""
    upload, now = _upload_or_404(request, request.POST.get("tep", "")), timezone.now()
    back = f"{reverse('traceability:upload_preview')}?{urlencode({'tep': upload.token})}"
    behaviour: Any = upload.behaviour
    try:
        sender = sender_of_person(actor_of(request), upload.organisation, at=now)
        done = capture(upload.file.read(), by=sender, at=now, behaviour=behaviour)
    except CaptureRefused as refused:
        if refused.job is None:
            messages.error(request, str(refused))
            return redirect(back)
        messages.error(request, _("Không ghi sự kiện nào: {why}").format(why=refused))
        return redirect("traceability:job_detail", pk=refused.job.pk)
    except (Refusal, Unreadable) as refused:
        messages.error(request, str(refused))
        return redirect(back)
    told = _("Đã ghi {n} sự kiện; {old} sự kiện có từ trước.").format(n=done.stored, old=done.replayed)
    messages.success(request, told)
    return redirect("traceability:job_detail", pk=done.job.pk)
