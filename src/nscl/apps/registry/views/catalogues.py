"""Pages beside the registers of people, networks and lists: what hangs on a record, and the lists' deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import actor_of, guarded
from nscl.apps.core.registers import Register
from nscl.apps.core.registers.deeds import attempt
from nscl.apps.core.registers.views import record_or_404, url
from nscl.apps.registry import forms_catalogues as room_forms
from nscl.apps.registry.actions import editions as edition_deeds
from nscl.apps.registry.actions import people as people_deeds
from nscl.apps.registry.members import differences, entries_of
from nscl.apps.registry.models import (
    Affiliation,
    ExpertCredential,
    NetworkMembership,
    RegisterEdition,
    RegisterEntry,
)
from nscl.apps.registry.registers.editions import EDITIONS
from nscl.apps.registry.registers.people import NETWORKS, PEOPLE

LINES_A_PAGE = 50


def deed_page(
    request: HttpRequest,
    register: Register,
    record: Any,
    form: forms.BaseForm,
    verb: Callable[..., Any],
    *,
    title: str,
    done: str,
    notes: tuple[str, ...] = (),
    back: str = "",
) -> HttpResponse:
    """A form whose cleaned data go to a verb; a refusal stands in the form and nothing is lost."""
    actor = actor_of(request)
    place = back or url(register, "detail", record.pk)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: (verb(by=actor, at=timezone.now(), **form.cleaned_data), True))
        if made is not None:
            messages.success(request, done)
            return redirect(place)
    context = {
        "register": register,
        "record": record,
        "form": form,
        "title": title,
        "notes": notes,
        "back": place,
        "list_url": url(register, "list"),
        "list_title": _(register.title),
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "registry/deed_form.html", context, status=status)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


# What hangs on a person -----------------------------------------------------------------------


@guarded("registry.person.affiliate")
def affiliation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where a person belongs."""
    actor = actor_of(request)
    person = record_or_404(PEOPLE, actor, pk, "affiliate")
    form = room_forms.AffiliationForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.add_affiliation(person, **data)

    done = _("Đã ghi nơi công tác.")
    return deed_page(request, PEOPLE, person, form, verb, title=_("Ghi nơi công tác"), done=done)


@guarded("registry.person.affiliate")
def affiliation_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day at a place."""
    actor = actor_of(request)
    row = get_object_or_404(Affiliation.objects.select_related("person", "organisation"), pk=pk)
    person = record_or_404(PEOPLE, actor, row.person_id, "affiliate")
    form = room_forms.EndForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.end_affiliation(row, **data)

    title = _("Ghi ngày thôi")
    return deed_page(request, PEOPLE, person, form, verb, title=title, done=_("Đã ghi."), notes=(str(row),))


@guarded("registry.person.certify")
def credential_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a certificate."""
    actor = actor_of(request)
    person = record_or_404(PEOPLE, actor, pk, "certify")
    form = room_forms.CredentialForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.add_credential(person, **data)

    done = _("Đã ghi chứng chỉ.")
    return deed_page(request, PEOPLE, person, form, verb, title=_("Ghi chứng chỉ"), done=done)


@guarded("registry.person.certify")
def credential_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day of a certificate."""
    actor = actor_of(request)
    row = get_object_or_404(ExpertCredential.objects.select_related("person"), pk=pk)
    person = record_or_404(PEOPLE, actor, row.person_id, "certify")
    form = room_forms.EndWithReasonForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.end_credential(row, **data)

    title = _("Ghi chứng chỉ hết giá trị")
    return deed_page(request, PEOPLE, person, form, verb, title=title, done=_("Đã ghi."), notes=(str(row),))


# Networks -------------------------------------------------------------------------------------


@guarded("registry.network.join")
def membership_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an organisation a member."""
    actor = actor_of(request)
    network = record_or_404(NETWORKS, actor, pk, "join")
    form = room_forms.MembershipForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.join_network(network, **data)

    done = _("Đã ghi thành viên.")
    return deed_page(request, NETWORKS, network, form, verb, title=_("Ghi thành viên"), done=done)


@guarded("registry.network.join")
def membership_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day of a membership."""
    actor = actor_of(request)
    row = get_object_or_404(NetworkMembership.objects.select_related("network", "organisation"), pk=pk)
    network = record_or_404(NETWORKS, actor, row.network_id, "join")
    form = room_forms.EndForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return people_deeds.leave_network(row, **data)

    title = _("Ghi ngày ra khỏi mạng lưới")
    return deed_page(
        request, NETWORKS, network, form, verb, title=title, done=_("Đã ghi."), notes=(str(row),)
    )


# Lists ----------------------------------------------------------------------------------------


@guarded("registry.edition.view")
def edition_entries(request: HttpRequest, pk: int) -> HttpResponse:
    """All lines of a list, by pages."""
    actor = actor_of(request)
    edition = record_or_404(EDITIONS, actor, pk)
    page = Paginator(entries_of(edition), LINES_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "edition": edition,
        "page": page,
        "may_enter": actor.can("registry.edition.enter", edition),
    }
    return render(request, "registry/edition_entries.html", context)


@guarded("registry.edition.view")
def edition_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """What a list adds and drops against another of its kind; the earlier one is the ground."""
    actor = actor_of(request)
    edition = record_or_404(EDITIONS, actor, pk)
    others = EDITIONS.rows(actor).filter(kind=edition.kind).exclude(pk=edition.pk).order_by("-valid_from")
    asked = request.GET.get("voi", "")
    with_pk = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    other = others.filter(pk=with_pk).first() if with_pk is not None else edition.previous or others.first()
    context: dict[str, Any] = {"edition": edition, "others": others, "other": other}
    if other is not None:
        old, new = sorted((edition, other), key=lambda one: (one.valid_from, one.pk))
        context["found"] = differences(old, new)
    return render(request, "registry/edition_compare.html", context)


@guarded("registry.edition.enter")
def entry_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one line."""
    actor = actor_of(request)
    edition = _drafted(request, pk)
    form = room_forms.EntryForm(_sent(request), actor=actor, of_products=_of_products(edition))

    def verb(**data: Any) -> Any:
        return edition_deeds.add_entry(edition, **data)

    done = _("Đã ghi dòng.")
    return deed_page(request, EDITIONS, edition, form, verb, title=_("Ghi dòng của danh mục"), done=done)


@guarded("registry.edition.enter")
def entry_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend one line."""
    actor = actor_of(request)
    row = _entry(pk)
    edition = _drafted(request, row.edition_id)
    form = room_forms.EntryForm(_sent(request), record=row, actor=actor, of_products=_of_products(edition))

    def verb(**data: Any) -> Any:
        return edition_deeds.change_entry(row, **data)

    back = reverse("registry:edition_entries", args=[edition.pk])
    title = _("Sửa dòng của danh mục")
    return deed_page(request, EDITIONS, edition, form, verb, title=title, done=_("Đã lưu."), back=back)


@guarded("registry.edition.enter")
def entry_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike one line, after a confirmation."""
    row = _entry(pk)
    edition = _drafted(request, row.edition_id)
    form = forms.Form(_sent(request))

    def verb(**data: Any) -> Any:
        edition_deeds.remove_entry(row, **data)

    back = reverse("registry:edition_entries", args=[edition.pk])
    title, notes = _("Bỏ dòng khỏi danh mục"), (str(row),)
    done = _("Đã bỏ dòng.")
    return deed_page(request, EDITIONS, edition, form, verb, title=title, done=done, notes=notes, back=back)


@guarded("registry.edition.enter")
def edition_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an empty list with the lines of another."""
    actor = actor_of(request)
    edition = _drafted(request, pk)
    form = room_forms.CopyForm(_sent(request), record=edition, actor=actor)

    def verb(**data: Any) -> Any:
        return edition_deeds.copy_entries(edition, **data)

    done = _("Đã chép các dòng.")
    return deed_page(request, EDITIONS, edition, form, verb, title=_("Chép từ danh mục khác"), done=done)


@guarded("registry.edition.enact")
def edition_enact(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a list in force, with what it adds, drops and whom that touches before one's eyes."""
    actor = actor_of(request)
    edition = record_or_404(EDITIONS, actor, pk, "enact")
    form = room_forms.EnactForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return edition_deeds.enact_edition(edition, **data)

    title, done = _("Đưa danh mục vào hiệu lực"), _("Danh mục đã có hiệu lực.")
    notes = _before_enacting(edition)
    return deed_page(request, EDITIONS, edition, form, verb, title=title, done=done, notes=notes)


@guarded("registry.edition.close")
def edition_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day of a list that no other replaces."""
    actor = actor_of(request)
    edition = record_or_404(EDITIONS, actor, pk, "close")
    form = room_forms.EndWithReasonForm(_sent(request), actor=actor)

    def verb(**data: Any) -> Any:
        return edition_deeds.close_edition(edition, **data)

    title = _("Ghi danh mục hết hiệu lực")
    return deed_page(request, EDITIONS, edition, form, verb, title=title, done=_("Đã ghi."))


def _before_enacting(edition: RegisterEdition) -> tuple[str, ...]:
    """What the leader must know: which list ends when, how much changes, and who counts what is dropped."""
    before = edition_deeds.predecessor(edition)
    if before is None:
        return (_("Đây là danh mục đầu tiên của loại này; không danh mục nào bị thay thế."),)
    found = differences(before, edition)
    said = _("Danh mục {number} sẽ hết hiệu lực vào ngày liền trước. Thêm {added} dòng, bỏ {dropped} dòng.")
    text = said.format(number=before.number, added=len(found.added), dropped=len(found.dropped))
    return (text, *edition_deeds.dropped_and_counted(edition, before))


def _entry(pk: int) -> RegisterEntry:
    rows = RegisterEntry.objects.select_related("edition", "product__maker", "organisation")
    return get_object_or_404(rows, pk=pk)


def _drafted(request: HttpRequest, pk: int) -> Any:
    """The list when the person may write in it; not theirs is 404, in force already a sentence."""
    return record_or_404(EDITIONS, actor_of(request), pk, "enter")


def _of_products(edition: RegisterEdition) -> bool:
    return edition.kind != RegisterEdition.Kind.KEY_ENTERPRISE
