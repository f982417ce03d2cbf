"""Offices and the people who work for them: the administrator's page."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nscl.apps.accounts import actions
from nscl.apps.accounts.forms import AccountForm, OfficeForm
from nscl.apps.accounts.models import Membership, Office
from nscl.apps.core.access import Refusal, actor_of, guarded
from nscl.apps.reference.models import AdministrativeUnit


def _offices(request: HttpRequest) -> QuerySet[Office]:
    scope = actor_of(request).scope
    offices = Office.objects.select_related("province", "successor")
    return offices if scope is None else offices.filter(province_id__in=scope)


@guarded("accounts.people.manage")
def people(request: HttpRequest) -> HttpResponse:
    """Every office with its people; opening an account."""
    form = AccountForm(request.POST or None, offices=_offices(request))
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.open_account(by=actor_of(request), at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã mở tài khoản “%s”.") % user.username)
            return redirect("accounts:people")
    current = Membership.objects.select_related("user").order_by("pk")
    rows = (
        _offices(request)
        .prefetch_related(Prefetch("memberships", current))
        .order_by("province__sort_key", "name")
    )
    context = {"offices": rows, "form": form, "today": timezone.localdate()}
    return render(request, "accounts/people.html", context, status=400 if form.errors else 200)


@guarded("accounts.people.manage")
def office_open(request: HttpRequest) -> HttpResponse:
    """Enter an agency of one's own province; the national administrator, of any or of none."""
    actor = actor_of(request)
    provinces = AdministrativeUnit.objects.provinces().in_force(timezone.localdate())
    if actor.scope is not None:
        provinces = provinces.filter(pk__in=actor.scope)
    form = OfficeForm(request.POST or None, provinces=provinces, national=actor.scope is None)
    if request.method == "POST" and form.is_valid():
        try:
            office = actions.open_office(by=actor, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã thêm %s.") % office.name)
            return redirect("accounts:people")
    return render(request, "accounts/office_open.html", {"form": form}, status=400 if form.errors else 200)


@guarded("accounts.people.manage")
@require_POST
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    row = get_object_or_404(Membership, pk=pk, office__in=_offices(request))
    try:
        actions.end_membership(row, on=timezone.localdate(), by=actor_of(request), at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Vai trò kết thúc hết hôm nay."))
    return redirect("accounts:people")
