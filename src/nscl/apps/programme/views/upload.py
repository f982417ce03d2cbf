"""Taking in a plan document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.core.models import Job
from nscl.apps.programme import actions
from nscl.apps.programme.actions.upload import KIND
from nscl.apps.programme.forms.deeds import UploadForm
from nscl.apps.programme.models import Plan
from nscl.apps.programme.staging import AlreadyLoaded
from nscl.apps.programme.views.common import posted


@guarded("programme.plan.upload")
def plan_upload(request: HttpRequest) -> HttpResponse:
    """The file goes to the background reader; `?ke-hoach=` makes it the next version of that plan."""
    actor = actor_of(request)
    plan = _plan(request)
    form = UploadForm(posted(request), request.FILES or None, actor=actor)
    known = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = actions.start_reading(
                file.read(),
                filename=file.name,
                media_type=file.content_type or "application/octet-stream",
                plan=plan,
                province=form.cleaned_data["province"],
                by=actor,
                at=timezone.now(),
            )
        except AlreadyLoaded as refusal:
            known = refusal
            form.add_error("file", str(refusal))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("core:job", pk=job.pk)
    recent = Job.objects.filter(kind=KIND, created_by_id=actor.user_id).order_by("-pk")[:5]
    title = _("Tải bản mới của kế hoạch") if plan else _("Đọc văn bản kế hoạch")
    context = {"form": form, "plan": plan, "known": known, "recent": recent, "title": title}
    return render(
        request, "programme/upload.html", context, status=400 if form.is_bound and form.errors else 200
    )


def _plan(request: HttpRequest) -> Plan | None:
    chosen = request.GET.get("ke-hoach") or request.POST.get("plan") or ""
    if not chosen.isdigit():
        return None
    plan = get_object_or_404(
        Plan.objects.open_to(actor_of(request)).select_related("province"), pk=int(chosen)
    )
    actor_of(request).require("programme.plan.upload", plan)
    return plan
