"""Who may do what: one declarative table that drives guards, menus and tests.

Each room lists its rules in `<room>/access.py`; a deed that no rule names is refused.
What is outside a person's province does not exist for them (404); what their role may not do
inside it is refused with a sentence (403); what a record's state does not allow is a `Refusal`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _


class Role(StrEnum):
    """Roles of the design §1; one English word per Vietnamese term."""

    OFFICER = "officer"
    LEADER = "leader"
    FINANCE = "finance"
    COORDINATOR = "coordinator"
    EXPERT = "expert"
    ENTERPRISE = "enterprise"
    EDITOR = "editor"
    MINISTRY = "ministry"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.OFFICER: "Chuyên viên",
    Role.LEADER: "Lãnh đạo",
    Role.FINANCE: "Kế toán",
    Role.COORDINATOR: "Cơ quan phối hợp",
    Role.EXPERT: "Chuyên gia, thành viên hội đồng",
    Role.ENTERPRISE: "Doanh nghiệp",
    Role.EDITOR: "Biên tập viên",
    Role.MINISTRY: "Bộ, cơ quan trung ương",
    Role.AUDITOR: "Kiểm toán, thanh tra",
    Role.ADMINISTRATOR: "Quản trị hệ thống",
}
OFFICIALS = frozenset(
    {
        Role.OFFICER,
        Role.LEADER,
        Role.FINANCE,
        Role.COORDINATOR,
        Role.MINISTRY,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
INSIDE = frozenset({Role.OFFICER, Role.LEADER, Role.FINANCE, Role.COORDINATOR, Role.AUDITOR})
READERS = INSIDE | {Role.MINISTRY}
WRITERS = (INSIDE - {Role.AUDITOR}) | {Role.ADMINISTRATOR}


class Relation(StrEnum):
    """How the person must stand to the record."""

    ANY = "any"
    PROVINCE = "province"  # the record's province is inside the person's scope
    OFFICE = "office"  # … and the record is their office's own
    NOT_DRAFTER = "not_drafter"  # … and they (or whom they stand in for) did not draft it


class Guarded(Protocol):
    """A record that says what access decisions need; the names are attributes or properties."""

    access_province_id: int | None


@dataclass(frozen=True)
class Actor:
    """A person acting for an office, at a moment, perhaps in place of another.

    `scope` holds the ids of the administrative units whose records the person may see;
    None means the whole country.  `delegator_id` names the person they stand in for.
    """

    user_id: int | None
    name: str
    roles: frozenset[Role] = frozenset()
    office_id: int | None = None
    office_name: str = ""
    province_id: int | None = None
    chain: str = "00"
    scope: frozenset[int] | None = frozenset()
    capacity: str = ""
    delegator_id: int | None = None
    delegator_name: str = ""

    @property
    def people(self) -> frozenset[int]:
        """The ids of both persons behind a deed: the one acting and the one stood in for."""
        return frozenset(i for i in (self.user_id, self.delegator_id) if i is not None)

    def sees(self, province_id: int | None) -> bool:
        return self.scope is None or province_id in self.scope

    def can(self, deed: str, obj: Any = None) -> bool:
        """Whether the table lets this person do the deed (to this record, when given)."""
        return refusal(self, deed, obj) is None

    def require(self, deed: str, obj: Any = None) -> None:
        """Pass, or raise Http404 (not theirs), PermissionDenied (not their role) or Refusal (not now)."""
        error = refusal(self, deed, obj)
        if error is not None:
            raise error


NOBODY = Actor(user_id=None, name="")
SYSTEM = Actor(user_id=None, name="Hệ thống", scope=None)


class Refusal(Exception):
    """A deed that may not happen now; `str(error)` is a Vietnamese sentence for the person."""


@dataclass(frozen=True)
class Rule:
    deed: str
    label: str
    roles: frozenset[Role] | None  # None: everybody, also without login
    relation: Relation = Relation.ANY
    states: frozenset[str] | None = None  # None: in any state
    refusal: str = ""  # the sentence when the state does not allow it


@dataclass(frozen=True)
class MenuItem:
    """One line of the side navigation; shown to those the table lets do the deed."""

    deed: str
    label: str
    url_name: str
    group: str
    order: int = 50
    count: Callable[[Actor], int | None] | None = field(default=None, compare=False)


def rule(
    deed: str,
    label: str,
    roles: Iterable[Role] | None,
    relation: Relation = Relation.ANY,
    states: Iterable[str] | None = None,
    refusal: str = "",
) -> Rule:
    """One line of the table."""
    return Rule(
        deed,
        label,
        None if roles is None else frozenset(roles),
        relation,
        None if states is None else frozenset(states),
        refusal,
    )


@functools.cache
def table() -> dict[str, Rule]:
    """All rules of all rooms by deed; a deed named twice is a programming error."""
    found: dict[str, Rule] = {}
    for module in _access_modules():
        for line in getattr(module, "RULES", ()):
            if line.deed in found:
                raise ValueError(f"{line.deed} stands twice in the access table")
            found[line.deed] = line
    return found


@functools.cache
def menu_items() -> tuple[MenuItem, ...]:
    items = [item for module in _access_modules() for item in getattr(module, "MENU", ())]
    return tuple(sorted(items, key=lambda item: item.order))


def _access_modules() -> list[Any]:
    modules = []
    for config in apps.get_app_configs():
        if config.name.startswith("nscl.apps."):
            try:
                modules.append(import_module(f"{config.name}.access"))
            except ModuleNotFoundError as error:
                if error.name != f"{config.name}.access":
                    raise
    return modules


def refusal(actor: Actor, deed: str, obj: Any = None) -> Exception | None:
    """None when the deed is allowed, otherwise the exception that says why not."""
    line = table().get(deed)
    if line is None:
        return PermissionDenied(f"Việc “{deed}” chưa được phép cho ai.")
    if obj is not None and line.relation != Relation.ANY and not actor.sees(obj.access_province_id):
        return Http404()
    if line.roles is not None and not (actor.roles & line.roles):
        return PermissionDenied(_role_sentence(line))
    if obj is None:
        return None
    if line.relation == Relation.OFFICE and getattr(obj, "access_office_id", None) != actor.office_id:
        return PermissionDenied("Hồ sơ này thuộc cơ quan khác. Đề nghị cơ quan được giao thực hiện.")
    if line.relation == Relation.NOT_DRAFTER and getattr(obj, "access_drafter_id", None) in actor.people:
        return Refusal("Người lập không được tự duyệt. Đề nghị một lãnh đạo khác duyệt.")
    state = getattr(obj, "state", None)
    if line.states is not None and state not in line.states:
        return Refusal(line.refusal or f"Không thể {line.label.lower()} ở trạng thái hiện tại.")
    return None


def _role_sentence(line: Rule) -> str:
    who = ", ".join(r.label.lower() for r in Role if line.roles and r in line.roles)
    return f"Tài khoản của bạn không được {line.label[:1].lower()}{line.label[1:]}. Việc này dành cho: {who}."


View = Callable[..., HttpResponse]


def guarded(deed: str) -> Callable[[View], View]:
    """Decorate a view with its deed: login first, then role; the view checks the record itself."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            line = table().get(deed)
            if line is not None and line.roles is None:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return redirect(
                    f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
                )
            actor_of(request).require(deed)
            return view(request, *args, **kwargs)

        inner.deed = deed  # type: ignore[attr-defined]
        return inner

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The actor the middleware resolved for this request."""
    return getattr(request, "actor", NOBODY)


RULES = [
    rule("core.page.public", _("Xem trang chung"), None),
    rule("core.inbox.view", _("Xem việc cần làm"), list(Role)),
    rule("core.job.view", _("Xem tiến độ việc nền"), list(Role)),
    rule("core.audit.view", _("Xem nhật ký"), READERS - {Role.COORDINATOR}),
    rule("core.filter.save", _("Lưu bộ lọc của mình"), list(Role)),
    # On which records is said by the register's own rule for changing them.
    rule("core.attachment.add", _("Đính kèm tệp"), WRITERS),
    rule("core.attachment.remove", _("Gỡ tệp đính kèm"), WRITERS),
    # Into which register is said by the import's own rule (`ImportSpec.deed`).
    rule("core.import.use", _("Nhập danh sách từ tệp"), WRITERS, Relation.PROVINCE),
    rule("core.import.map", _("Xác nhận các cột"), WRITERS, Relation.PROVINCE),
    rule("core.import.check", _("Ghi kết quả kiểm tra"), WRITERS, Relation.PROVINCE),
    rule("core.import.confirm", _("Xác nhận nhập"), WRITERS, Relation.PROVINCE),
    rule("core.import.load", _("Nhập vào sổ"), WRITERS, Relation.PROVINCE),
    rule("core.import.return", _("Quay lại bước xem trước"), WRITERS, Relation.PROVINCE),
    rule("core.import.take_back", _("Rút lại lần nhập"), WRITERS, Relation.PROVINCE),
    rule("core.import.drop", _("Bỏ lần nhập"), WRITERS, Relation.PROVINCE),
]
MENU = [
    MenuItem("core.inbox.view", _("Việc cần làm"), "core:inbox", "", 1),
    MenuItem("core.audit.view", _("Nhật ký"), "core:audit", _("Hệ thống"), 91),
]
