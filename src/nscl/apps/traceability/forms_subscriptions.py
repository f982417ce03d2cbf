"""The form of an officer's subscription: what is asked in words and codes, and the query that says it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.forms import PickField
from nscl.apps.registry.models import Organisation, Product
from nscl.apps.traceability import addresses
from nscl.apps.traceability.forms import CodeField, OrganisationField
from nscl.apps.traceability.models import MasterAttribute
from nscl.apps.traceability.queries.finding import place_named
from nscl.apps.traceability.query_wording import WEEKDAYS
from nscl.apps.traceability.wording import STEPS, TYPES
from nscl.gs1.check_digits import is_digits
from nscl.gs1.digital_link import escaped
from nscl.gs1.epcis.asking import Asked, query_of, schedule_of
from nscl.gs1.epcis.subscriptions import LONGEST_ADDRESS, address_problems
from nscl.gs1.errors import Gs1Error
from nscl.gs1.parsing import parse
from nscl.vietnamese import search_key, squash

MOST_NAMES, MOST_OFFERED, MOST_GOODS, SHOWN = 5_000, 300, 500, 5
PLACES = ("BusinessLocation", "ReadPoint", "Location")
PARTIES = ("Party",)
# The steps that officers ask for most, shown first; the others stand folded.
USUAL_STEPS = (
    "creating_class_instance", "commissioning", "collecting", "packing", "shipping", "transporting",
    "receiving", "storing", "inspecting", "holding", "retail_selling", "destroying",
)  # fmt: skip
_LINK = "https://id.gs1.org/"
_GOODS = ("product", "lot", "item", "logistic_unit")


@dataclass(frozen=True)
class Order:
    """What was ordered: the query under its name, and the body of the subscription without a secret."""

    name: str
    query: dict[str, Any]
    body: dict[str, Any]

    @property
    def digest(self) -> str:
        """Tells whether what is saved is what was looked at."""
        text = json.dumps([self.name, self.query, self.body], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class DescribedField(CodeField):
    """A place or party: its code in any spelling, or the name that captured master data gives it."""

    def __init__(self, kinds: tuple[str, ...], key: str, *, scope: frozenset[int] | None, **kwargs: Any):
        super().__init__(required=False, max_length=500, **kwargs)
        self.kinds, self.key, self.scope = kinds, key, scope

    def named(self, most: int) -> list[tuple[str, str]]:
        """Names and codes, by name."""
        of_kind = Q(pk=None)
        for kind in self.kinds:
            of_kind |= Q(description__type__endswith=f":{kind}")
        rows = MasterAttribute.objects.filter(of_kind, short="name", description__is_current=True)
        if self.scope is not None:
            rows = rows.filter(description__province_id__in=self.scope)
        pairs = rows.exclude(text="").order_by("text").values_list("text", "description__code")
        return list(dict.fromkeys(pairs[:most]))

    def clean(self, value: Any) -> str:
        text = squash(super().clean(value) or "")
        if not text:
            return ""
        if _is_code(text) and not text.isdigit():
            return place_named(text)
        if is_digits(text) and len(text) == 13:
            return f"{_LINK}{self.key}/{text}"
        words = search_key(text).split()
        found = [one for one in self.named(MOST_NAMES) if _has(search_key(one[0]), words)]
        exact = [one for one in found if search_key(one[0]) == " ".join(words)]
        codes = dict.fromkeys(code for _name, code in exact or found)
        if len(codes) == 1:
            return next(iter(codes))
        if not codes:
            raise forms.ValidationError(
                gettext(
                    "Chưa tài liệu nào đặt tên “{text}”. Hãy ghi mã (GLN 13 chữ số, liên kết hoặc URN)."
                ).format(text=text)
            )
        names = "; ".join(f"{name} ({code.removeprefix(_LINK)})" for name, code in (exact or found)[:SHOWN])
        raise forms.ValidationError(
            gettext("Nhiều nơi khớp “{text}”: {names}. Hãy ghi đủ tên hoặc ghi mã.").format(
                text=text, names=names
            )
        )


def _is_code(text: str) -> bool:
    """Whether it is a link, a URN, a scanned string or a long number, and no name."""
    return text[:4].lower() in ("http", "urn:") or text[0] in "(]" or is_digits(text[:8]) and len(text) >= 8


def _has(name: str, words: list[str]) -> bool:
    return all(word in name for word in words)


class GoodsField(PickField):
    """The code of a kind of goods, a lot or a single thing: in any spelling, or by a product's name."""

    def __init__(self, actor: Actor, **kwargs: Any) -> None:
        super().__init__(codes=("gtin",), **kwargs)
        self.rows = Product.objects.seen_by(actor.scope).live().exclude(gtin="")

    def clean(self, value: Any) -> str:
        text = squash(forms.CharField.clean(self, value) or "")
        if not text:
            return ""
        if not _is_code(text):
            return f"{_LINK}01/{super().clean(text).gtin.zfill(14)}"
        try:
            parsed = parse(text, allow_names=True)
        except Gs1Error as fault:
            raise forms.ValidationError(str(fault)) from None
        if parsed.kind not in _GOODS or not parsed.link:
            raise forms.ValidationError(
                gettext("Mã này không phải mã sản phẩm, lô, vật hay đơn vị vận chuyển.")
            )
        return parsed.link


class SubscribeForm(forms.Form):
    """Which events, told to whom and when."""

    name = forms.CharField(
        label=_("Tên truy vấn"),
        max_length=100,
        help_text=_("Ngắn gọn, ví dụ “xuất hàng hồ tiêu”; hệ thống ghi thành xuat-hang-ho-tieu"),
    )
    types = forms.MultipleChoiceField(
        label=_("Loại sự kiện"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Không chọn mục nào là mọi loại"),
    )
    steps = forms.MultipleChoiceField(
        label=_("Bước"),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Không chọn mục nào là mọi bước"),
    )
    lot = forms.CharField(
        label=_("Số lô"), required=False, max_length=60, help_text=_("Một lô của sản phẩm nêu trên")
    )
    unit = forms.ChoiceField(
        label=_("Hàng được ghi theo"),
        choices=[("lot", _("Lô hoặc loại hàng")), ("serial", _("Từng vật có số sê-ri"))],
        help_text=_("Mã có số lô, số sê-ri hay SSCC thì tự biết"),
    )
    place_role = forms.ChoiceField(
        label=_("Địa điểm là"),
        choices=[("read", _("Nơi ghi nhận")), ("after", _("Nơi hàng ở sau đó"))],
    )
    dest = forms.CharField(
        label=_("Gửi đến địa chỉ"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Địa chỉ https:// của phần mềm nhận tin, trên mạng Internet"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    often = forms.ChoiceField(
        label=_("Khi nào gửi"),
        choices=[
            ("at_once", _("Ngay khi có sự kiện")),
            ("hour", _("Mỗi giờ")),
            ("day", _("Mỗi ngày")),
            ("week", _("Mỗi tuần")),
            ("month", _("Ngày 1 mỗi tháng")),
        ],
        initial="at_once",
    )
    hour = forms.ChoiceField(
        label=_("Lúc"),
        choices=[(str(one), f"{one:02d}:00") for one in range(24)],
        initial="7",
        help_text=_("Cho mỗi ngày, mỗi tuần, mỗi tháng; giờ Việt Nam"),
    )
    weekday = forms.ChoiceField(label=_("Vào"), initial="1", help_text=_("Cho mỗi tuần"))
    report_if_empty = forms.BooleanField(
        label=_("Không có sự kiện cũng gửi một tin trống"),
        required=False,
        help_text=_("Chỉ khi gửi theo lịch; để biết việc gửi vẫn chạy"),
    )
    field_order = (
        "name", "types", "steps", "goods", "lot", "organisation", "unit", "giver", "taker", "place",
        "place_role", "dest", "often", "weekday", "hour", "report_if_empty",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, label_suffix="")
        days = [(str(n), _capital(gettext(one))) for n, one in enumerate(WEEKDAYS, 1)]
        steps = _said({one: STEPS[one] for one in (*USUAL_STEPS, *STEPS)})
        for name, choices in (("types", _said(TYPES)), ("steps", steps), ("weekday", days)):
            cast(forms.ChoiceField, self.fields[name]).choices = choices
        self.fields["goods"] = GoodsField(
            actor,
            label=_("Sản phẩm, lô, vật"),
            required=False,
            help_text=_("GTIN, tên sản phẩm trong sổ, hoặc cả mã: liên kết, URN, chuỗi quét"),
        )
        self.fields["organisation"] = OrganisationField(
            actor, label=_("Mọi sản phẩm của tổ chức"), required=False
        )
        code = _("Tên trong tài liệu đã ghi, hoặc GLN 13 chữ số, liên kết, URN")
        for name, kinds, key, label in (
            ("giver", PARTIES, "417", _("Bên giao")),
            ("taker", PARTIES, "417", _("Bên nhận")),
            ("place", PLACES, "414", _("Địa điểm")),
        ):
            self.fields[name] = DescribedField(kinds, key, scope=actor.scope, label=label, help_text=code)
            told = "cac-noi" if name == "place" else "cac-ben"
            self.fields[name].widget.attrs |= {"list": told, "autocomplete": "off"}
        self.order_fields(self.field_order)

    def offered(self) -> dict[str, list[str]]:
        """The names that a browser offers while a place or a party is written."""
        lists = (("cac-noi", "place"), ("cac-ben", "giver"))
        fields = {told: cast(DescribedField, self.fields[name]) for told, name in lists}
        return {told: [name for name, _code in one.named(MOST_OFFERED)] for told, one in fields.items()}

    @property
    def rarer_are_used(self) -> bool:
        """Whether one of the folded steps is ticked."""
        return bool(set(self["steps"].value() or ()) - set(USUAL_STEPS))

    def usual_steps(self) -> list[Any]:
        return list(self["steps"])[: len(USUAL_STEPS)]

    def rarer_steps(self) -> list[Any]:
        return list(self["steps"])[len(USUAL_STEPS) :]

    def clean_name(self) -> str:
        name = re.sub(r"[^a-z0-9_.]+", "-", search_key(self.cleaned_data["name"])).strip("-")
        if not name:
            raise forms.ValidationError(gettext("Tên cần ít nhất một chữ hoặc số."))
        return name

    def clean_dest(self) -> str:
        dest: str = self.cleaned_data["dest"].strip()
        fault = addresses.fault_of(dest, allow_private=settings.NSCL_WEBHOOK_ALLOW_PRIVATE)
        if not fault and address_problems(dest):
            fault = gettext(
                "Ghi địa chỉ https://… đầy đủ, không kèm tài khoản, mật khẩu hay dấu #; "
                "cổng 443 hoặc từ 1024 trở lên."
            )
        if fault:
            raise forms.ValidationError(fault)
        return dest

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        goods, lot, organisation = data.get("goods"), squash(data.get("lot") or ""), data.get("organisation")
        if goods and organisation:
            self.add_error("organisation", gettext("Chọn một: một sản phẩm, hoặc mọi sản phẩm của tổ chức."))
        if lot and "goods" in data:
            if goods and goods.startswith(f"{_LINK}01/") and "/" not in goods.removeprefix(f"{_LINK}01/"):
                data["goods"] = f"{goods}/10/{escaped(lot)}"
            else:
                self.add_error(
                    "lot", gettext("Số lô đi cùng GTIN hoặc tên sản phẩm. Hãy ghi sản phẩm của lô.")
                )
        if data.get("report_if_empty") and data.get("often") == "at_once":
            self.add_error(
                "report_if_empty", gettext("Tin trống chỉ gửi theo lịch. Hãy chọn lịch hoặc bỏ mục này.")
            )
        if organisation:
            data["gtins"] = self._gtins(organisation)
        return data

    def _gtins(self, organisation: Organisation) -> list[str]:
        rows = Product.objects.live().filter(maker=organisation).exclude(gtin="").order_by("gtin")
        found = list(dict.fromkeys(rows.values_list("gtin", flat=True)[: MOST_GOODS + 1]))
        if not found:
            self.add_error(
                "organisation",
                gettext(
                    "Tổ chức này chưa có sản phẩm nào ghi GTIN trong sổ. Hãy ghi GTIN ở sổ sản phẩm trước."
                ),
            )
        if len(found) > MOST_GOODS:
            self.add_error(
                "organisation",
                gettext("Tổ chức có hơn {n} sản phẩm; hãy chọn từng sản phẩm.").format(n=MOST_GOODS),
            )
        return [f"{_LINK}01/{gtin.zfill(14)}" for gtin in found]

    def order(self) -> Order:
        """What the checked form says."""
        data: Mapping[str, Any] = self.cleaned_data
        goods = [data["goods"]] if data["goods"] else data.get("gtins", [])
        is_single = any("/21/" in one or one.startswith(f"{_LINK}00/") for one in goods)
        is_lot = any("/10/" in one for one in goods) and not is_single
        asked = Asked(
            types=tuple(data["types"]),
            steps=tuple(data["steps"]),
            goods=tuple(goods),
            by_serial=is_single or (data["unit"] == "serial" and not is_lot),
            giver=data["giver"],
            taker=data["taker"],
            place=data["place"],
            at_reading=data["place_role"] != "after",
        )
        body: dict[str, Any] = {"dest": data["dest"]}
        schedule = schedule_of(data["often"], hour=int(data["hour"]), weekday=int(data["weekday"]))
        if schedule is None:
            body["stream"] = True
        else:
            body |= {"schedule": schedule, "reportIfEmpty": data["report_if_empty"]}
        return Order(data["name"], query_of(asked), body)


def _said(table: Mapping[str, str]) -> list[tuple[str, str]]:
    """Words with a capital, for lists."""
    return [(code, _capital(gettext(text))) for code, text in table.items()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
