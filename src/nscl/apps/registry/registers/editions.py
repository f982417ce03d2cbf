"""The register of the lists that decisions issue: what percentages are counted over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from nscl.apps.core.access import Actor
from nscl.apps.core.registers import Column, Filter, Link, Register
from nscl.apps.registry.actions.editions import change_edition, draft_edition, predecessor
from nscl.apps.registry.forms_catalogues import EditionForm
from nscl.apps.registry.members import differences, members_of
from nscl.apps.registry.models import RegisterEdition
from nscl.apps.registry.registers.tables import Row, Table, links, rows_of, table_section
from nscl.vietnamese import format_number

IN_SIGHT = 20


def rows(actor: Actor) -> QuerySet[Any]:
    found = RegisterEdition.objects.seen_by(actor.scope).select_related("province", "previous", "drafted_by")
    return found.annotate(lines=Count("entries"))


def in_force_on(found: QuerySet[Any], day: date) -> QuerySet[Any]:
    return found.filter(Q(valid_to=None) | Q(valid_to__gte=day), state="in_force", valid_from__lte=day)


def lines(edition: RegisterEdition, actor: Actor) -> Table:
    """The first lines, how many there are, and what about them is still open."""
    members = members_of(edition)
    entries = sorted((*members.entries, *members.doubles), key=lambda entry: entry.position)
    url = reverse("registry:edition_entries", args=[edition.pk])
    may = actor.can("registry.edition.enter", edition)
    return Table(
        heads=(_("Tên in trong quyết định"), _("Thứ tự"), _("Hồ sơ trong sổ"), _("Đơn vị"), _("Ghi chú")),
        rows=rows_of(
            entries[:IN_SIGHT],
            lambda entry: Row(
                (entry.printed_name, entry.position, entry.product, entry.organisation, entry.note)
            ),
        ),
        empty=_("Danh mục chưa có dòng nào."),
        notes=_notes(members.count or 0, members.untied, len(members.doubles)),
        deeds=links(
            (len(entries) > IN_SIGHT, _("Xem tất cả các dòng"), url),
            (may, _("Ghi dòng"), reverse("registry:entry_add", args=[edition.pk])),
            (may and bool(entries), _("Sửa các dòng"), url),
            (
                may and not entries,
                _("Chép từ danh mục khác"),
                reverse("registry:edition_copy", args=[edition.pk]),
            ),
        ),
    )


def _notes(count: int, untied: int, doubles: int) -> tuple[str, ...]:
    found = [_("Mẫu số của các tỷ lệ tính trên danh mục này: {n}.").format(n=format_number(count))]
    if untied:
        sentence = ngettext(
            "{n} dòng chưa gắn với hồ sơ trong sổ.", "{n} dòng chưa gắn với hồ sơ trong sổ.", untied
        )
        found.append(sentence.format(n=untied))
    if doubles:
        found.append(_("{n} dòng cùng chỉ một hồ sơ với dòng khác nên chỉ đếm một lần.").format(n=doubles))
    return tuple(found)


def compared(edition: RegisterEdition, actor: Actor) -> Table:
    """What the list adds to and drops from the one it follows (or would follow)."""
    before = edition.previous or predecessor(edition)
    if before is None:
        return Table(heads=(), rows=(), empty=_("Chưa có danh mục trước để so sánh."))
    found = differences(before, edition)
    sentence = _("So với {number}: thêm {added}, bỏ {dropped}, giữ {kept}.").format(
        number=before.number,
        added=len(found.added),
        dropped=len(found.dropped),
        kept=len(found.kept),
    )
    changed = [(_("thêm"), row) for row in found.added] + [(_("bỏ"), row) for row in found.dropped]
    url = f"{reverse('registry:edition_compare', args=[edition.pk])}?voi={before.pk}"
    return Table(
        heads=(_("Tên in trong quyết định"), _("Thay đổi"), _("Đơn vị")),
        rows=rows_of(
            changed[:IN_SIGHT], lambda pair: Row((pair[1].printed_name, pair[0], pair[1].organisation))
        ),
        notes=(sentence,),
        empty=_("Hai danh mục giống nhau."),
        deeds=links((True, _("Xem toàn bộ so sánh"), url)),
    )


def deeds_of(edition: RegisterEdition, actor: Actor) -> list[Link]:
    """What may be done with the list beside changing its head."""
    found = []
    if actor.can("registry.edition.enact", edition):
        found.append(Link(_("Đưa vào hiệu lực"), reverse("registry:edition_enact", args=[edition.pk])))
    is_open = edition.state == RegisterEdition.State.IN_FORCE and edition.valid_to is None
    if is_open and actor.can("registry.edition.close", edition):
        found.append(Link(_("Ghi hết hiệu lực"), reverse("registry:edition_close", args=[edition.pk])))
    return found


def standing(edition: RegisterEdition) -> str:
    """Where the list stands today."""
    today = timezone.localdate()
    if edition.state == RegisterEdition.State.DRAFT:
        return _("Đang lập")
    if edition.valid_from > today:
        return _("Sẽ có hiệu lực")
    return _("Có hiệu lực") if edition.valid_to is None or edition.valid_to >= today else _("Hết hiệu lực")


EDITIONS = Register(
    name="edition",
    path="danh-muc-ban-hanh",
    namespace="registry",
    title=noop("Danh mục ban hành"),
    singular=noop("danh mục"),
    model=RegisterEdition,
    rows=rows,
    deeds="registry.edition",
    import_name="edition-entry",
    form=EditionForm,
    add=draft_edition,
    change=change_edition,
    columns=(
        Column("ten", noop("Tên danh mục"), "title", sort="sort_key"),
        Column("loai", noop("Loại danh mục"), "kind", "choice", sort="kind"),
        Column("so", noop("Số quyết định"), "number", sort="number"),
        Column("ngay", noop("Ngày ban hành"), "issued_on", "date", sort="issued_on"),
        Column("tu", noop("Hiệu lực từ ngày"), "valid_from", "date", sort="valid_from"),
        Column("den", noop("Đến hết ngày"), "valid_to", "date", sort="valid_to"),
        Column("dong", noop("Số dòng"), "lines", "number", sort="lines"),
        Column("tinh-trang", noop("Tình trạng"), standing),
        Column("thay", noop("Thay cho"), "previous.number", shown=False),
        Column("co-quan", noop("Cơ quan ban hành"), "issuer", shown=False),
        Column("nguoi-lap", noop("Người lập"), "drafted_by.full_name", shown=False),
        Column("tinh", noop("Tỉnh"), "province.name", shown=False),
    ),
    filters=(
        Filter("loai", noop("Loại danh mục"), "choice", "kind"),
        Filter("trang-thai", noop("Trạng thái"), "choice", "state"),
        Filter("tai-ngay", noop("Có hiệu lực tại ngày"), "date", in_force_on),
    ),
    ranked=("title", "number"),
    default_sort="-valid_from",
    sections=(
        table_section("dong", noop("Các dòng"), lines),
        table_section("so-sanh", noop("So với danh mục trước"), compared),
    ),
    links=deeds_of,
    labels={"entry": noop("Dòng"), "copied_from": noop("Chép từ"), "lines": noop("Số dòng")},
)
