"""Checked spreadsheets of products and people moved into the registers in bulk, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nscl.apps.core import audit
from nscl.apps.core.access import Actor, Refusal
from nscl.apps.core.bulk import insert_many, update_many
from nscl.apps.core.imports.secrets import masked
from nscl.apps.core.imports.spec import Applied, Change, Loaded, Values
from nscl.apps.core.models import Attachment
from nscl.apps.registry.actions.records import said
from nscl.apps.registry.bearers import bearers
from nscl.apps.registry.models import ExpertCredential, Organisation, Person, Product
from nscl.apps.registry.models.common import Registered

PART = 500
PRODUCT_OWN = (
    "name",
    "kind",
    "brand",
    "gtin",
    "hs_code",
    "cpc_code",
    "ocop_stars",
    "is_regulated",
    "regulation",
    "source",
    "note",
)
PERSON_OWN = (
    "full_name",
    "birth_year",
    "degree",
    "speciality",
    "consented_on",
    "phone",
    "email",
    "source",
    "note",
)
# Column of the import → field of the certificate.
CREDENTIAL = {
    "scheme": "scheme",
    "credential_field": "field",
    "credential_number": "number",
    "credential_issuer": "issuer",
    "credential_issued_on": "issued_on",
    "credential_valid_to": "valid_to",
}
Pair = tuple[Any, Values]


def parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items in pieces that both databases take in one question."""
    whole = list(dict.fromkeys(items))
    for start in range(0, len(whole), PART):
        yield whole[start : start + PART]


@transaction.atomic
def load_products(
    new: Sequence[Values], changed: Sequence[Change], *, by: Actor, at: datetime, batch: Any = None
) -> Applied:
    """Enter the new and change the known products; a maker is named by its tax code.

    Refuses makers that the register does not have, by their codes, and records changed since the check.
    """
    makers = _makers([*new, *(change.values for change in changed)], by)
    were = bearers((change.before.get("maker_code") or "" for change in changed), by.scope)

    def prepare(product: Any, values: Values) -> None:
        if values.get("maker_code"):
            product.maker = makers[values["maker_code"]]

    def tell(values: Mapping[str, Any]) -> dict[str, Any]:
        return _with_maker(values, {**were, **makers})

    deed = "registry.product.import"
    return _load(Product, deed, PRODUCT_OWN, new, changed, prepare, ("maker",), tell=tell, by=by, at=at)


@transaction.atomic
def load_people(
    new: Sequence[Values], changed: Sequence[Change], *, by: Actor, at: datetime, batch: Any = None
) -> Applied:
    """Enter the new and change the known people, each with the certificate the row tells of, if any."""
    deed = "registry.person.import"
    nothing = (lambda person, values: None, ())
    done = _load(Person, deed, PERSON_OWN, new, changed, *nothing, tell=dict, by=by, at=at)
    pks = [*done.created, *done.changed]
    _write_credentials(list(zip(pks, [*new, *(change.values for change in changed)], strict=True)))
    return done


@transaction.atomic
def take_back_products(loaded: Sequence[Loaded], *, by: Actor, at: datetime, batch: Any = None) -> None:
    """Undo a load of products. Refused, naming the product, when it stands in a list or was changed since."""
    own = {name: name for name in PRODUCT_OWN}

    def depends(pks: list[int]) -> str:
        named = Product.objects.filter(pk__in=pks, entries__isnull=False).first()
        return _("“{name}” đã có trong danh mục ban hành").format(name=named) if named else ""

    told = [values for one in loaded for values in (one.values, one.before or {})]
    makers = bearers((values.get("maker_code") or "" for values in told), None)

    def give_back(product: Any, one: Loaded) -> None:
        if one.before is not None and "maker_code" in one.before:
            product.maker = makers.get(one.before["maker_code"] or "")

    def tell(values: Mapping[str, Any]) -> dict[str, Any]:
        return _with_maker(values, makers)

    deed = "registry.product.import"
    _take_back(Product, deed, own, loaded, depends, give_back, ("maker",), tell=tell, by=by, at=at)


def _with_maker(values: Mapping[str, Any], makers: Mapping[str, Organisation]) -> dict[str, Any]:
    """The values by the names of the model's fields: the maker itself in place of its code."""
    found = {name: value for name, value in values.items() if name != "maker_code"}
    if "maker_code" in values:
        found["maker"] = makers.get(values["maker_code"] or "")
    return found


@transaction.atomic
def take_back_people(loaded: Sequence[Loaded], *, by: Actor, at: datetime, batch: Any = None) -> None:
    """Undo a load of people. Refused, naming the person, when an affiliation, a network or another
    certificate hangs on a new one, or somebody changed one since."""
    for one in loaded:
        _give_back_credential(one)

    def depends(pks: list[int]) -> str:
        for path in ("affiliations", "represents", "credentials"):
            named = Person.objects.filter(pk__in=pks, **{f"{path}__isnull": False}).first()
            if named:
                return _("“{name}” đã có nơi công tác, mạng lưới hoặc chứng chỉ khác").format(name=named)
        return ""

    own = {name: name for name in PERSON_OWN}
    deed = "registry.person.import"
    nothing = (lambda person, one: None, ())
    _take_back(Person, deed, own, loaded, depends, *nothing, tell=dict, by=by, at=at)


# ── The way of all simple registers ────────────────────────────────────


def _load(
    model: type[Registered],
    deed: str,
    own: Sequence[str],
    new: Sequence[Values],
    changed: Sequence[Change],
    prepare: Callable[[Any, Values], None],
    more: Sequence[str],
    *,
    tell: Callable[[Mapping[str, Any]], dict[str, Any]],
    by: Actor,
    at: datetime,
) -> Applied:
    by.require(deed)
    if by.province_id is None:
        raise Refusal(_("Tài khoản này không thuộc tỉnh nào. Hãy chọn tư cách của một tỉnh rồi nhập."))
    held = _locked(model, deed, [change.record_pk for change in changed], by)
    for change in changed:
        row = held.get(change.record_pk)
        if row is None or row.merged_into_id is not None or row.revision != change.revision:
            raise Refusal(
                _("“{name}” đã thay đổi sau khi kiểm tra tệp. Hãy kiểm tra lại tệp.").format(name=row)
            )
    made = [model(province_id=by.province_id, created_at=at) for _values in new]
    pairs = [*zip(made, new, strict=True), *((held[c.record_pk], c.values) for c in changed)]
    for record, values in pairs:
        for name in own:
            if values.get(name) is not None:
                setattr(record, name, values[name])
        prepare(record, values)
        _key(record)
    insert_many(made)
    mended = [held[change.record_pk] for change in changed]
    for record in mended:
        record.revision += 1
    fields = [*own, *more, "revision", "search_key", "sort_key"]
    update_many(mended, fields)
    rows: list[Any] = [(record, {}, _told(tell(values))) for record, values in pairs[: len(made)]]
    for c in changed:
        after = tell({name: c.values.get(name) for name in c.before})
        rows.append((held[c.record_pk], _told(tell(c.before), all_of=True), _told(after, all_of=True)))
    audit.record_many(by=by, at=at, deed=deed, rows=rows)
    return Applied([record.pk for record in made], [record.pk for record in mended])


def _take_back(
    model: type[Registered],
    deed: str,
    own: Mapping[str, str],
    loaded: Sequence[Loaded],
    depends: Callable[[list[int]], str],
    give_back: Callable[[Any, Loaded], None],
    more: Sequence[str],
    *,
    tell: Callable[[Mapping[str, Any]], dict[str, Any]],
    by: Actor,
    at: datetime,
) -> None:
    by.require(deed)
    held = _locked(model, deed, [one.record_pk for one in loaded], by)
    for one in loaded:
        row = held.get(one.record_pk)
        if row is None or row.revision != one.revision or row.merged_into_id is not None:
            raise Refusal(_("Không rút lại được: “{name}” đã thay đổi sau khi nhập.").format(name=row))
    new = [one.record_pk for one in loaded if one.before is None]
    for part in parts(new):
        files = Attachment.objects.filter(
            object_type=model._meta.label_lower, object_id__in=[str(pk) for pk in part]
        )
        why = _("một hồ sơ đã có tài liệu đính kèm") if files.exists() else depends(part)
        if why:
            raise Refusal(_("Không rút lại được: {why}.").format(why=why))
    reason = _("Rút lại lần nhập")
    gone = [(held[one.record_pk], _told(tell(one.values)), {}) for one in loaded if one.before is None]
    back = []
    for one in loaded:
        if one.before is None:
            continue
        record = held[one.record_pk]
        for name in own:
            if name in one.before:
                setattr(record, name, _emptied(model, name, one.before[name]))
        give_back(record, one)
        record.revision += 1
        _key(record)
        stood = tell({name: one.values.get(name) for name in one.before})
        back.append((record, _told(stood, all_of=True), _told(tell(one.before), all_of=True)))
    audit.record_many(by=by, at=at, deed=deed, rows=[*gone, *back], reason=reason)
    fields = [*own, *more, "revision", "search_key", "sort_key"]
    update_many([row for row, _was, _now in back], fields)
    for part in parts(new):
        model.objects.filter(pk__in=part).delete()


def _locked(model: type[Registered], deed: str, pks: Sequence[int], by: Actor) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for part in parts(sorted(pks)):
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
        found |= {row.pk: row for row in rows}
    for row in found.values():
        by.require(deed.replace(".import", ".change"), row)
    return found


def _key(record: Any) -> None:
    """The keys that `save` would write; bulk statements do not call it."""
    record.search_key, sort = record.keys()
    record.sort_key = sort[:800]


def _emptied(model: type[Registered], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    return "" if value is None and not field.null else value


def _told(values: Mapping[str, Any], *, all_of: bool = False) -> dict[str, Any]:
    return {name: said(value) for name, value in values.items() if all_of or value is not None}


# ── Makers and certificates ────────────────────────────────────────────


def _makers(rows: Iterable[Mapping[str, Any]], by: Actor) -> dict[str, Organisation]:
    codes = [values["maker_code"] for values in rows if values.get("maker_code")]
    found = bearers(codes, by.scope)
    missing = [code for code in dict.fromkeys(codes) if code not in found]
    if missing:
        shown = [masked(code) if len(code) == 12 else code for code in missing[:5]]
        raise Refusal(
            _("Sổ chưa có đơn vị sản xuất mang mã số thuế: {codes}. Hãy nhập các đơn vị đó trước.").format(
                codes=", ".join(shown) + (" …" if len(missing) > 5 else "")
            )
        )
    return found


def _credential_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {own: values[name] for name, own in CREDENTIAL.items() if values.get(name) is not None}


def credential_key(person_id: int, scheme: str, number: str | None) -> tuple[int, str, str]:
    """Which certificate of a person a row means: that of the scheme with its number."""
    return person_id, scheme, number or ""


def _write_credentials(pairs: list[tuple[int, Values]]) -> None:
    told = [(pk, values) for pk, values in pairs if values.get("scheme")]
    standing: dict[tuple[int, str, str], ExpertCredential] = {}
    for part in parts(pk for pk, _values in told):
        for row in ExpertCredential.objects.filter(person_id__in=part):
            standing[credential_key(row.person_id, row.scheme, row.number)] = row
    fresh, mended = [], []
    for pk, values in told:
        known = standing.get(credential_key(pk, values["scheme"], values.get("credential_number")))
        row = known or ExpertCredential(person_id=pk)
        for name, value in _credential_of(values).items():
            setattr(row, name, value)
        (mended if known else fresh).append(row)
    insert_many(fresh)
    update_many(mended, ["field", "issuer", "issued_on", "valid_to"])


def _give_back_credential(one: Loaded) -> None:
    """The certificate a row brought goes again; one that stood before gets its values back."""
    if not one.values.get("scheme"):
        return
    rows = ExpertCredential.objects.filter(
        person_id=one.record_pk,
        scheme=one.values["scheme"],
        number=one.values.get("credential_number") or "",
    )
    if one.before is None or ("scheme" in one.before and one.before["scheme"] is None):
        rows.delete()
        return
    was = {CREDENTIAL[name]: value for name, value in one.before.items() if name in CREDENTIAL}
    text = {"field", "issuer"}
    if was:
        rows.update(**{name: "" if value is None and name in text else value for name, value in was.items()})
