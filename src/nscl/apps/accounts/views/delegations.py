"""Delegations one has given and received."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.accounts import actions
from nscl.apps.accounts.forms import DelegationForm
from nscl.apps.accounts.models import Delegation, Membership
from nscl.apps.core.access import Refusal, actor_of, guarded


@guarded("accounts.delegation.manage")
def delegation_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = DelegationForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        membership = get_object_or_404(
            Membership, user_id=actor.user_id, office_id=actor.office_id, role__in=actor.roles
        )
        try:
            actions.delegate(membership, by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã ghi ủy quyền."))
            return redirect("accounts:delegations")
    rows = Delegation.objects.select_related("delegator__user", "delegator__office", "delegate")
    context = {
        "form": form,
        "given": rows.filter(delegator__user_id=actor.user_id),
        "received": rows.filter(delegate_id=actor.user_id),
        "today": timezone.localdate(),
    }
    return render(request, "accounts/delegations.html", context, status=400 if form.errors else 200)


@guarded("accounts.delegation.revoke")
@require_POST
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    row = get_object_or_404(Delegation, pk=pk, delegator__user_id=actor.user_id)
    try:
        actions.revoke_delegation(row, by=actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("accounts:delegations")
