"""Two records of one organisation made one, and taken apart again when that was wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.models import Attachment
from nscl.apps.registry.models import Organisation, OrganisationMerge

TAKEABLE = (
    "name",
    "short_name",
    "kind",
    "legal_form",
    "tax_code",
    "status",
    "status_on",
    "established_on",
    "representative",
    "representative_title",
    "phone",
    "email",
    "website",
    "is_women_owned",
    "parent",
    "successor",
    "source",
    "note",
)
# Links that tell how the records stand to each other; they are not carried over.
_OWN_TIES = {"registry.OrganisationMerge", "registry.SuspectedTwins"}


@transaction.atomic
def merge(
    kept: Organisation,
    gone: Organisation,
    *,
    take: Iterable[str] = (),
    reason: str,
    by: Actor,
    at: datetime,
) -> OrganisationMerge:
    """Make `gone` part of `kept`, the older record; `take` names the fields whose values come from `gone`.

    Everything that points at `gone` goes over, as far as the same does not stand at `kept` already; both
    histories stay. Refused: a record with itself, records outside the person's scope, one that was merged
    before, the older into the younger, a branch with its head, and two different tax codes.
    """
    kept, gone = _locked(kept, gone, by)
    _require_mergeable(kept, gone, reason)
    fields = [name for name in TAKEABLE if name in set(take)]
    taken = {name: [_stored(kept, name), _stored(gone, name)] for name in fields}
    taken = {name: both for name, both in taken.items() if both[0] != both[1]}
    gone.merged_into = kept
    gone.revision += 1
    gone.save()
    before = {name: both[0] for name, both in taken.items()}
    for name in taken:
        setattr(kept, _column(name), getattr(gone, _column(name)))
    _require_no_tie_to(kept, gone)
    kept.revision += 1
    kept.save()
    row = OrganisationMerge.objects.create(
        kept=kept,
        gone=gone,
        moved=_move_links(gone, kept),
        taken=audit.plain(taken),
        reason=reason.strip(),
        merged_by_id=by.user_id,
        merged_at=at,
    )
    after = {name: both[1] for name, both in taken.items()}
    deed = "registry.organisation.merge"
    audit.record(
        by=by,
        at=at,
        deed=deed,
        obj=kept,
        before=before,
        after={**after, "merged_record": str(gone)},
        reason=row.reason,
    )
    audit.record(by=by, at=at, deed=deed, obj=gone, after={"merged_into": kept.pk}, reason=row.reason)
    return row


@transaction.atomic
def undo_merge(row: OrganisationMerge, *, reason: str, by: Actor, at: datetime) -> list[str]:
    """Take a wrong merge apart: links and values go back.

    Returns the fields that somebody changed since at the kept record and that therefore stay. Refused when
    it was undone, when the kept record was merged on, and when the code went to another record meanwhile.
    """
    row = OrganisationMerge.objects.select_for_update(of=("self",)).get(pk=row.pk)
    kept, gone = (
        Organisation.objects.select_for_update(of=("self",)).get(pk=pk) for pk in (row.kept_id, row.gone_id)
    )
    for record in (kept, gone):
        by.require("registry.organisation.unmerge", record)
    if row.undone_at is not None:
        raise Refusal(_("Lần gộp này đã được tách lại."))
    if kept.merged_into_id is not None:
        raise Refusal(
            _("“{name}” sau đó đã gộp tiếp vào hồ sơ khác. Hãy tách lần gộp sau trước.").format(
                name=kept.name
            )
        )
    if not reason.strip():
        raise Refusal(_("Chưa nêu lý do. Hãy ghi vì sao hai hồ sơ là hai tổ chức khác nhau."))
    stayed = _give_back_values(kept, row.taken)
    if (
        gone.tax_code
        and Organisation.objects.live().filter(tax_code=gone.tax_code).exclude(pk=kept.pk).exists()
    ):
        raise Refusal(
            _("Mã số thuế của hồ sơ cần tách nay thuộc hồ sơ khác. Hãy kiểm tra mã trước khi tách.")
        )
    if gone.tax_code and gone.tax_code == kept.tax_code:
        raise Refusal(
            _("Mã số thuế đã đổi sau khi gộp nên hai hồ sơ sẽ trùng mã. Hãy sửa mã trước khi tách.")
        )
    kept.revision += 1
    kept.save()
    gone.merged_into = None
    gone.revision += 1
    gone.save()
    _move_back(row.moved, kept, gone)
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    given = {name: both for name, both in row.taken.items() if name not in stayed}
    deed = "registry.organisation.unmerge"
    audit.record(
        by=by,
        at=at,
        deed=deed,
        obj=kept,
        before={**{name: both[1] for name, both in given.items()}, "merged_record": str(gone)},
        after={name: both[0] for name, both in given.items()},
        reason=reason.strip(),
    )
    audit.record(by=by, at=at, deed=deed, obj=gone, before={"merged_into": kept.pk}, reason=reason.strip())
    return stayed


# ── What must hold ─────────────────────────────────────────────────────


def _locked(kept: Organisation, gone: Organisation, by: Actor) -> tuple[Organisation, Organisation]:
    """Both rows under lock, taken in one order so that two merges cannot wait for each other."""
    if kept.pk == gone.pk:
        raise Refusal(_("Không thể gộp một hồ sơ với chính nó. Hãy chọn hồ sơ khác."))
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, gone.pk])
    held = {row.pk: row for row in rows.order_by("pk")}
    for row in held.values():
        by.require("registry.organisation.merge", row)
    return held[kept.pk], held[gone.pk]


def _require_mergeable(kept: Organisation, gone: Organisation, reason: str) -> None:
    for record in (kept, gone):
        if record.merged_into_id is not None:
            raise Refusal(
                _("“{name}” đã gộp vào hồ sơ khác. Hãy dùng hồ sơ được giữ.").format(name=record.name)
            )
    if (kept.created_at, kept.pk) > (gone.created_at, gone.pk):
        raise Refusal(
            _(
                "Hồ sơ được giữ phải là hồ sơ ghi trước: “{name}”. Giá trị của hồ sơ ghi sau vẫn chọn được."
            ).format(name=gone.name)
        )
    if kept.pk in (gone.parent_id, gone.successor_id) or gone.pk in (kept.parent_id, kept.successor_id):
        raise Refusal(
            _(
                "Hai hồ sơ là chi nhánh hoặc đơn vị kế thừa của nhau, không phải một. "
                "Hãy bỏ liên kết nếu ghi sai."
            )
        )
    if kept.tax_code and gone.tax_code:
        raise Refusal(
            _(
                "Hai hồ sơ có hai mã số thuế khác nhau ({one}, {other}) nên là hai đơn vị. "
                "Nếu một mã bị ghi sai, hãy xóa mã đó ở hồ sơ trước khi gộp."
            ).format(one=kept.tax_code, other=gone.tax_code)
        )
    if not reason.strip():
        raise Refusal(_("Chưa nêu lý do. Hãy ghi vì sao hai hồ sơ là một tổ chức."))


def _require_no_tie_to(kept: Organisation, gone: Organisation) -> None:
    """A tie taken over may lead to the record itself (the parent of a branch's twin)."""
    if kept.pk in (kept.parent_id, kept.successor_id):
        raise Refusal(
            _("“{name}” không thể là chi nhánh của chính nó. Hãy bỏ chọn mục đó.").format(name=kept.name)
        )
    if gone.pk in (kept.parent_id, kept.successor_id):
        raise Refusal(_("Hồ sơ được giữ không thể thuộc hồ sơ bị gộp. Hãy bỏ chọn mục đó."))


# ── Links ──────────────────────────────────────────────────────────────


def _move_links(gone: Organisation, kept: Organisation) -> dict[str, list[int]]:
    """Point what points at `gone` to `kept`; what stands there already stays. Keys: "room.Model.field"."""
    moved: dict[str, list[int]] = {}
    for relation in Organisation._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if model._meta.label in _OWN_TIES or (model is Organisation and field == "merged_into"):
            continue
        rows = model._base_manager.filter(**{field: gone})
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            moved[f"{model._meta.label}.{field}"] = _point(model, field, keys, kept)
    files = Attachment.objects.on(gone)
    keys = list(files.values_list("pk", flat=True))
    moved["core.Attachment.object_id"] = _point(Attachment, "object_id", keys, str(kept.pk))
    return {key: pks for key, pks in moved.items() if pks}


def _point(model: Any, field: str, keys: list[int], to: Any) -> list[int]:
    """All at once; where the database says that one stands there already, one by one."""
    if not keys:
        return []
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**{field: to})
        return keys
    except IntegrityError:
        return [key for key in keys if _point_one(model, field, key, to)]


def _point_one(model: Any, field: str, key: int, to: Any) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**{field: to})
        return True
    except IntegrityError:
        return False


def _move_back(moved: dict[str, list[int]], kept: Organisation, gone: Organisation) -> None:
    """Rows that still hang at the kept record go back; those somebody moved on meanwhile stay there."""
    for place, keys in moved.items():
        label, field = place.rsplit(".", 1)
        model: Any = apps.get_model(label)
        mine, theirs = (str(kept.pk), str(gone.pk)) if field == "object_id" else (kept, gone)
        still = list(model._base_manager.filter(pk__in=keys, **{field: mine}).values_list("pk", flat=True))
        _point(model, field, still, theirs)


# ── Values ─────────────────────────────────────────────────────────────


def _column(name: str) -> str:
    return str(Organisation._meta.get_field(name).attname)


def _stored(record: Organisation, name: str) -> Any:
    return getattr(record, _column(name))


def _give_back_values(kept: Organisation, taken: dict[str, list[Any]]) -> list[str]:
    """Set the old values where the taken ones still stand; the names of the others."""
    stayed = []
    for name, (old, new) in taken.items():
        field: models.Field[Any, Any] = Organisation._meta.get_field(name)  # type: ignore[assignment]
        if audit.plain(_stored(kept, name)) != new:
            stayed.append(name)
            continue
        setattr(kept, _column(name), field.to_python(old) if old is not None else None)
    return stayed
