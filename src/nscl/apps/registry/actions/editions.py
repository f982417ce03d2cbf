"""Deeds on the editions of lists: draft, fill, put in force by another person, close."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.registry.actions import records
from nscl.apps.registry.actions.records import lock, require, require_order
from nscl.apps.registry.members import counted_elsewhere, differences, entries_of
from nscl.apps.registry.models import Organisation, Product, RegisterEdition, RegisterEntry
from nscl.vietnamese import format_date, squash

ENTER = "registry.edition.enter"


@transaction.atomic
def draft_edition(*, by: Actor, at: datetime, **data: Any) -> RegisterEdition:
    """Begin a list that a decision issued, of the person's province; it counts once it is in force.

    Refuses a decision that stands already, dates out of order, and a decision dated after today.
    """

    def check(edition: RegisterEdition) -> None:
        edition.drafted_by_id = by.user_id
        _check(edition, today=timezone.localdate(at))

    return records.enter(RegisterEdition, "registry.edition.add", data, check=check, by=by, at=at)


@transaction.atomic
def change_edition(
    record: RegisterEdition, *, revision: int | None = None, by: Actor, at: datetime, **data: Any
) -> RegisterEdition:
    """Change the head of a list still being drafted."""

    def check(edition: RegisterEdition) -> None:
        _check(edition, today=timezone.localdate(at))

    deed = "registry.edition.change"
    return records.change(record, deed, data, revision=revision, check=check, by=by, at=at)


def _check(edition: RegisterEdition, *, today: date) -> None:
    for value, sentence in (
        (edition.title, _("Chưa có tên danh mục.")),
        (edition.number, _("Chưa có số quyết định.")),
        (edition.issuer, _("Chưa có cơ quan ban hành.")),
    ):
        require(bool(value), sentence)
    require(edition.issued_on <= today, _("Ngày ban hành không được sau hôm nay."))
    require(
        edition.issued_on <= edition.valid_from,
        _("Ngày có hiệu lực phải từ ngày ban hành {day} trở đi.").format(day=format_date(edition.issued_on)),
    )
    require_order(edition.valid_from, edition.valid_to)
    same = RegisterEdition.objects.filter(
        province_id=edition.province_id,
        kind=edition.kind,
        number=edition.number,
        issued_on=edition.issued_on,
    )
    require(
        not same.exclude(pk=edition.pk).exists(),
        _("Danh mục theo quyết định này đã có. Hãy mở danh mục đó để sửa."),
    )


@transaction.atomic
def add_entry(
    edition: RegisterEdition,
    *,
    printed_name: str = "",
    product: Product | None = None,
    organisation: Organisation | None = None,
    position: int | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> RegisterEntry:
    """Write one line of a list being drafted: as printed, and what of the register it means.

    Without a printed name the record's own name stands; without a position it comes last. Refuses the same
    product or organisation twice, a taken position, and an organisation in place of a product.
    """
    edition = lock(edition, ENTER, by=by)
    row = RegisterEntry(edition=edition, position=position or next_position(edition))
    _fill(row, printed_name=printed_name, product=product, organisation=organisation, note=note, by=by)
    row.save()
    audit.record(by=by, at=at, deed=ENTER, obj=edition, after={"entry": told(row)})
    return row


@transaction.atomic
def change_entry(row: RegisterEntry, *, by: Actor, at: datetime, **data: Any) -> RegisterEntry:
    """Mend one line of a list being drafted; the keywords are those of `add_entry`."""
    edition = lock(row.edition, ENTER, by=by)
    row = RegisterEntry.objects.select_related("product", "organisation").get(pk=row.pk)
    before = told(row)
    position = data.pop("position", None)
    if position:
        row.position = position
    row.edition = edition
    _fill(row, **data, by=by)
    row.save()
    if told(row) != before:
        audit.record(
            by=by, at=at, deed=ENTER, obj=edition, before={"entry": before}, after={"entry": told(row)}
        )
    return row


@transaction.atomic
def remove_entry(row: RegisterEntry, *, by: Actor, at: datetime) -> None:
    """Strike one line of a list being drafted."""
    edition = lock(row.edition, ENTER, by=by)
    before = {"entry": told(row)}
    row.delete()
    audit.record(by=by, at=at, deed=ENTER, obj=edition, before=before)


@transaction.atomic
def copy_entries(edition: RegisterEdition, source: RegisterEdition, *, by: Actor, at: datetime) -> int:
    """Begin an empty list with the lines of another of the same kind; returns how many."""
    edition = lock(edition, ENTER, by=by)
    by.require("registry.edition.view", source)
    require(edition.kind == source.kind, _("Hai danh mục khác loại. Hãy chọn danh mục cùng loại."))
    require(
        not RegisterEntry.objects.filter(edition=edition).exists(),
        _("Danh mục đã có dòng. Chỉ chép được vào danh mục còn trống."),
    )
    rows = entries_of(source)
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            edition=edition,
            position=row.position,
            printed_name=row.printed_name,
            product=row.product,
            organisation=row.organisation,
            note=row.note,
        )
        for row in rows
    )
    after = {"copied_from": str(source), "lines": len(rows)}
    audit.record(by=by, at=at, deed=ENTER, obj=edition, after=after)
    return len(rows)


@transaction.atomic
def enact_edition(edition: RegisterEdition, *, reason: str = "", by: Actor, at: datetime) -> RegisterEdition:
    """Put a list in force; the one before it ends the day before.

    Refuses its drafter, an empty list, a list that would overlap another than the one it follows, and,
    without a reason, one that drops a line which a target counts.
    """
    edition = lock(edition, "registry.edition.enact", by=by)
    require(
        RegisterEntry.objects.filter(edition=edition).exists(),
        _("Danh mục chưa có dòng nào. Hãy ghi các dòng rồi đưa vào hiệu lực."),
    )
    previous = predecessor(edition)
    _refuse_overlap(edition, previous)
    spoken = dropped_and_counted(edition, previous)
    require(
        not spoken or bool(reason.strip()),
        _("Danh mục mới bỏ những dòng đang được tính: {what} Hãy nêu lý do để tiếp tục.").format(
            what=" ".join(spoken)
        ),
    )
    if previous is not None and previous.valid_to is None:
        _end(previous, edition.valid_from - timedelta(days=1), by=by, at=at)
    edition.previous, edition.state = previous, RegisterEdition.State.IN_FORCE
    edition.revision += 1
    edition.save()
    audit.record(
        by=by,
        at=at,
        deed="registry.edition.enact",
        obj=edition,
        before={"state": "draft"},
        after={"state": "in_force", "previous": previous.pk if previous else None},
        reason=reason.strip(),
    )
    return edition


@transaction.atomic
def close_edition(
    edition: RegisterEdition, *, on: date, reason: str, by: Actor, at: datetime
) -> RegisterEdition:
    """Say the last day of a list in force that no other replaces. Refuses a list being drafted."""
    edition = lock(edition, "registry.edition.close", by=by)
    require(edition.state == "in_force", _("Danh mục chưa có hiệu lực nên chưa ghi hết hiệu lực được."))
    require(edition.valid_to is None, _("Danh mục đã có ngày hết hiệu lực."))
    require(bool(reason.strip()), _("Cần nêu lý do hoặc văn bản bãi bỏ."))
    require_order(edition.valid_from, on)
    _end(edition, on, reason=reason.strip(), by=by, at=at)
    return edition


def predecessor(edition: RegisterEdition) -> RegisterEdition | None:
    """The list in force that this one would follow: the latest of its kind and province that began before."""
    found: RegisterEdition | None = (
        RegisterEdition.objects.filter(
            province_id=edition.province_id,
            kind=edition.kind,
            state="in_force",
            valid_from__lt=edition.valid_from,
        )
        .exclude(pk=edition.pk)
        .order_by("-valid_from")
        .first()
    )
    return found


def dropped_and_counted(edition: RegisterEdition, previous: RegisterEdition | None) -> list[str]:
    """Who counts lines of the list before that this one leaves out."""
    if previous is None:
        return []
    return counted_elsewhere(previous, differences(previous, edition).dropped)


def next_position(edition: RegisterEdition) -> int:
    last = RegisterEntry.objects.filter(edition=edition).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def told(row: RegisterEntry) -> str:
    """A line as the history tells it."""
    meant = row.product or row.organisation
    tie = f" → {meant}" if meant is not None and str(meant) != row.printed_name else ""
    return f"{row.position}. {row.printed_name}{tie}"


def _end(edition: RegisterEdition, on: date, *, reason: str = "", by: Actor, at: datetime) -> None:
    edition.valid_to = on
    edition.revision += 1
    edition.save()
    audit.record(
        by=by,
        at=at,
        deed="registry.edition.close",
        obj=edition,
        before={"valid_to": None},
        after={"valid_to": on},
        reason=reason,
    )


def _refuse_overlap(edition: RegisterEdition, previous: RegisterEdition | None) -> None:
    """Only the open list before may reach into this one's time: it is closed. Any other stands in the way."""
    others = RegisterEdition.objects.filter(
        province_id=edition.province_id, kind=edition.kind, state="in_force"
    ).filter(Q(valid_to=None) | Q(valid_to__gte=edition.valid_from))
    if edition.valid_to is not None:
        others = others.filter(valid_from__lte=edition.valid_to)
    for other in others.exclude(pk=edition.pk):
        if other == previous and other.valid_to is None:
            continue
        raise Refusal(
            _("Danh mục {other} có hiệu lực từ {day} trùng thời gian. Hãy xem lại ngày hiệu lực.").format(
                other=other.number, day=format_date(other.valid_from)
            )
        )


def _fill(
    row: RegisterEntry,
    *,
    printed_name: str = "",
    product: Product | None = None,
    organisation: Organisation | None = None,
    note: str = "",
    by: Actor,
) -> None:
    """Set the line's values and refuse those that cannot stand."""
    edition = row.edition
    of_products = edition.kind != RegisterEdition.Kind.KEY_ENTERPRISE
    require(
        of_products or product is None,
        _("Danh mục này là danh mục doanh nghiệp. Hãy chọn doanh nghiệp thay cho sản phẩm."),
    )
    if product is not None:
        by.require("registry.product.view", product)
        organisation = organisation or product.maker
    if organisation is not None:
        by.require("registry.organisation.view", organisation)
    row.product, row.organisation = product, organisation
    row.printed_name = squash(printed_name) or str(product or organisation or "")
    row.note = squash(note)
    require(bool(row.printed_name), _("Chưa có tên của dòng. Hãy nhập tên hoặc chọn hồ sơ trong sổ."))
    require(len(row.printed_name) <= 300, _("Tên dài quá 300 ký tự."))
    others = RegisterEntry.objects.filter(edition=edition).exclude(pk=row.pk)
    taken = others.filter(position=row.position).first()
    require(taken is None, _("Thứ tự {n} đã có dòng “{row}”.").format(n=row.position, row=taken))
    if product is not None:
        require(
            not others.filter(product=product).exists(),
            _("“{what}” đã có trong danh mục này.").format(what=product),
        )
    elif organisation is not None:
        same = others.filter(product=None, organisation=organisation)
        # One maker may stand with several products that nobody has tied yet; an enterprise stands once.
        if of_products:
            same = same.filter(printed_name=row.printed_name)
        require(
            not same.exists(),
            _("“{what}” đã có trong danh mục này.").format(what=organisation),
        )
