"""An organisation's fields as people hand them over, read into what is stored; nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from nscl.apps.core.access import Refusal
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.sealing import fingerprint
from nscl.vietnamese import format_date, squash
from nscl.vietnamese.errors import UnreadableText
from nscl.vietnamese.phones import parse_phone
from nscl.vietnamese.tax_codes import parse_tax_code

TEXTS = ("name", "short_name", "representative", "representative_title", "source")
CHOICES = {"kind": Organisation.Kind, "legal_form": Organisation.LegalForm}
OTHERS = ("is_women_owned", "parent", "successor", "website", "note", "is_demo")


@dataclass(frozen=True)
class Fields:
    """Values ready for the model, and the personal code, which the model must not hold."""

    values: dict[str, Any]
    personal_code: str = ""

    @property
    def personal_fingerprint(self) -> str:
        return fingerprint(self.personal_code) if self.personal_code else ""


def read_fields(data: Mapping[str, Any], *, today: date) -> Fields:
    """The fields named in `data`; raises `Refusal` for what cannot be read, `TypeError` for a foreign name.

    An empty tax code leaves a sealed personal code in place.
    """
    values: dict[str, Any] = {}
    personal = ""
    for name, value in data.items():
        if name in TEXTS:
            values[name] = _text(name, value)
        elif name in CHOICES:
            values[name] = _choice(name, value)
        elif name == "tax_code":
            values[name], personal = read_tax_code(value)
        elif name == "phone":
            values[name] = read_phone(value)
        elif name == "email":
            values[name] = read_email(value)
        elif name == "established_on":
            values[name] = _day(value, today)
        elif name in OTHERS:
            values[name] = squash(value)[:200] if name == "website" else value
        else:
            raise TypeError(f"an organisation has no field {name}")
    return Fields(values, personal)


def read_tax_code(value: str | None) -> tuple[str, str]:
    """(code to store, personal code to seal); one of them is empty. Refuses what is no code."""
    text = squash(value or "")
    if not text:
        return "", ""
    try:
        code = parse_tax_code(text)
    except UnreadableText as error:
        raise Refusal(str(error)) from error
    return ("", code.canonical) if code.kind == "personal" else (code.canonical, "")


def read_phone(value: str | None) -> str:
    """The number as it is dialled, or empty; refuses what is no telephone number."""
    text = squash(value or "")
    if not text:
        return ""
    try:
        return parse_phone(text).canonical
    except UnreadableText as error:
        raise Refusal(str(error)) from error


def read_email(value: str | None) -> str:
    text = squash(value or "")
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise Refusal(
            _("“{text}” không phải là địa chỉ thư điện tử. Hãy ghi như ten@donvi.vn.").format(text=text)
        ) from None
    return text


def _text(name: str, value: str | None) -> str:
    text = squash(value or "")
    field = Organisation._meta.get_field(name)
    limit = field.max_length or 0
    if len(text) > limit:
        raise Refusal(
            _("Mục “{field}” dài quá {limit} ký tự. Hãy viết ngắn lại.").format(
                field=field.verbose_name, limit=limit
            )
        )
    return text


def _choice(name: str, value: str | None) -> str:
    if value and value not in CHOICES[name].values:
        field = Organisation._meta.get_field(name)
        raise Refusal(
            _("Mục “{field}” không có lựa chọn “{value}”. Hãy chọn trong danh sách.").format(
                field=field.verbose_name, value=value
            )
        )
    return value or ("enterprise" if name == "kind" else "")


def _day(value: date | None, today: date) -> date | None:
    if value is not None and value > today:
        raise Refusal(_("Ngày thành lập {on} ở tương lai. Hãy sửa lại.").format(on=format_date(value)))
    return value
