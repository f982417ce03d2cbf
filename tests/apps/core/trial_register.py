"""A small register of the tests' own, over the organisations: everything a room would write, and no more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.urls import include, path

from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as site
from nscl.apps.core import audit
from nscl.apps.core.access import INSIDE, READERS, Actor, Refusal, Relation, Role, rule
from nscl.apps.core.registers import Bulk, Column, Filter, Register, Section, require_revision
from nscl.apps.core.registers.urls import urls
from nscl.apps.registry.models import Organisation

__all__ = ["handler400", "handler403", "handler404", "handler500"]

RULES = [
    rule("trial.view", "Xem tổ chức", READERS),
    rule("trial.add", "Thêm tổ chức", [Role.OFFICER]),
    rule("trial.change", "Sửa tổ chức", [Role.OFFICER, Role.LEADER], Relation.PROVINCE),
    rule("trial.export", "Xuất danh sách tổ chức", INSIDE - {Role.COORDINATOR}),
    rule("trial.suspend", "Ghi tạm ngừng", [Role.OFFICER]),
    rule("trial.phone", "Xem số điện thoại", [Role.OFFICER]),
]


class TrialForm(forms.Form):
    name = forms.CharField(label="Tên", max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=Organisation.Kind.choices)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    established_on = forms.DateField(label="Ngày thành lập", required=False)
    is_women_owned = forms.BooleanField(label="Do phụ nữ làm chủ", required=False)

    def __init__(self, data: Any = None, *, record: Any = None, actor: Actor) -> None:
        names = ("name", "kind", "phone", "established_on", "is_women_owned")
        super().__init__(data, initial={n: getattr(record, n) for n in names} if record else None)


class SuspendForm(forms.Form):
    on = forms.DateField(label="Từ ngày")


def values(record: Any, names: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


@transaction.atomic
def add(*, by: Actor, at: datetime, **data: Any) -> Organisation:
    by.require("trial.add")
    if data["name"] == "Cấm":
        raise Refusal("Tên này không dùng được. Hãy nhập tên khác.")
    record = Organisation(province_id=by.province_id, created_at=at, **data)
    record.save()
    audit.record(by=by, at=at, deed="trial.add", obj=record, after=data)
    return record


@transaction.atomic
def change(record: Any, *, revision: int | None = None, by: Actor, at: datetime, **data: Any) -> None:
    record = Organisation.objects.select_for_update(of=("self",)).get(pk=record.pk)
    by.require("trial.change", record)
    require_revision(record, revision)
    before = values(record, data)
    for name, value in data.items():
        setattr(record, name, value)
    record.revision += 1
    record.save()
    audit.record(by=by, at=at, deed="trial.change", obj=record, before=before, after=data)


def suspend(records: Any, *, on: Any, by: Actor, at: datetime) -> int:
    for record in records:
        if record.status == "dissolved":
            raise Refusal(f"{record} đã giải thể. Hãy bỏ chọn tổ chức này.")
        change(record, status="suspended", status_on=on, by=by, at=at)
    return len(records)


def resume(records: Any, *, was: Any, on: Any, by: Actor, at: datetime) -> int:
    for record in records:
        change(record, **was[record.pk], by=by, at=at)
    return len(records)


def label(records: Any, *, by: Actor, at: datetime) -> int:
    for record in records:
        change(record, source="Rà soát", by=by, at=at)
    return len(records)


def kinds(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Organisation.Kind.choices]


REGISTER = Register(
    name="organisation",
    path="thu/to-chuc",
    namespace="trial",
    title="Sổ tổ chức",
    singular="tổ chức",
    model=Organisation,
    rows=lambda actor: Organisation.objects.seen_by(actor.scope).live().select_related("province"),
    columns=(
        Column("ten", "Tên", "name", sort="sort_key"),
        Column("loai", "Loại", "kind", "choice", sort="kind"),
        Column("tinh", "Tỉnh", "province.name"),
        Column("lap", "Ngày thành lập", "established_on", "date", sort="established_on"),
        Column("nu", "Do phụ nữ làm chủ", "is_women_owned", "flag"),
        Column("von", "Vốn", lambda r: r.revision * 1_500_000_000 if r.revision else None, "money"),
        Column("dien-thoai", "Điện thoại", "phone", deed="trial.phone"),
        Column("nguon", "Nguồn", "source", shown=False),
        Column("nganh", "Ngành", "industries", "list", shown=False),
    ),
    filters=(
        Filter("loai", "Loại", "choice", "kind"),
        Filter("tinh-trang", "Tình trạng", "multi", "status"),
        Filter("nu", "Do phụ nữ làm chủ", "flag", "is_women_owned"),
        Filter("nam", "Thành lập năm", "year", "established_on__year"),
        Filter("tu", "Thành lập từ", "date", "established_on__gte"),
        Filter("nguon", "Nguồn", "text", lambda rows, text: rows.filter(source__contains=text)),
    ),
    deeds="trial",
    secrets={"email": "trial.phone"},
    form=TrialForm,
    add=add,
    change=change,
    sections=(
        Section(
            "chi-nhanh",
            "Chi nhánh",
            lambda record, actor: list(record.branches.all()),
            "trial/branches.html",
            printed=lambda rows: (["Tên"], [[str(row)] for row in rows]),
        ),
    ),
    bulk=(
        Bulk(
            "tam-ngung",
            "Ghi tạm ngừng",
            "trial.suspend",
            "{n} tổ chức sẽ tạm ngừng.",
            suspend,
            SuspendForm,
            resume,
        ),
        Bulk("ghi-nguon", "Ghi nguồn", "trial.suspend", "{n} tổ chức sẽ ghi nguồn Rà soát.", label),
    ),
)

app_name = "trial"
urlpatterns = [*site, path("", include((urls(REGISTER), "trial")))]
