"""Choosing whom to ask: a question to the register of organisations, and what it would add to a survey."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nscl.apps.assessment.models import Invitation, Survey
from nscl.apps.assessment.queries_surveys import choosable
from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import cells
from nscl.apps.core.registers.export import sentence
from nscl.apps.core.registers.listing import Listing, read
from nscl.apps.registry.models import Organisation
from nscl.apps.registry.registers.organisations import COLUMNS, ORGANISATIONS
from nscl.vietnamese import format_number

PAGE_SIZE = 50
SHOWN = ("ten", "ma", "loai", "xa", "nganh", "quy-mo")


@dataclass(frozen=True)
class Choice:
    """One filter of the register, seen from a survey: how many it finds, and how many of them are new."""

    survey: Survey
    actor: Actor
    listing: Listing

    def fresh(self) -> QuerySet[Any]:
        """Those that would be added, in the register's order."""
        may = choosable(self.survey, self.actor).order_by().values("pk")
        return self.listing.rows.filter(pk__in=may).exclude(pk__in=self._listed())

    def _listed(self) -> QuerySet[Any]:
        return Invitation.objects.filter(survey=self.survey).order_by().values("organisation_id")

    @cached_property
    def found(self) -> int:
        return self.listing.rows.count()

    @cached_property
    def known(self) -> int:
        """Of those found, how many stand on the list already."""
        return self.listing.rows.filter(pk__in=self._listed()).count()

    @cached_property
    def new(self) -> int:
        return self.fresh().count()

    @property
    def unfit(self) -> int:
        """Of those found, how many are dissolved, taken over or of another province."""
        return self.found - self.known - self.new

    @cached_property
    def without_email(self) -> int:
        return self.fresh().filter(email="").count()

    @cached_property
    def branches(self) -> int:
        """Branches to be added whose head office is to be added too or stands on the list."""
        heads = Organisation.objects.filter(pk=OuterRef("parent_id")).filter(
            Q(pk__in=self.fresh().order_by().values("pk")) | Q(pk__in=self._listed())
        )
        return self.fresh().filter(Exists(heads)).count()

    def notes(self) -> list[str]:
        """What to know before adding."""
        found = []
        if self.known:
            found.append(
                ngettext(
                    "{n} tổ chức đã có trong danh sách.", "{n} tổ chức đã có trong danh sách.", self.known
                ).format(n=format_number(self.known))
            )
        if self.unfit:
            words = _("{n} tổ chức không thêm được: đã giải thể, đã sáp nhập hoặc thuộc tỉnh khác.")
            found.append(words.format(n=format_number(self.unfit)))
        if self.branches:
            words = _("{n} chi nhánh có đơn vị chủ quản cùng được hỏi: mỗi bên trả lời một phiếu riêng.")
            found.append(words.format(n=format_number(self.branches)))
        if self.without_email:
            words = _("{n} tổ chức chưa có thư điện tử: sẽ cần thư giấy hoặc gửi liên kết.")
            found.append(words.format(n=format_number(self.without_email)))
        return found

    def sentence(self) -> str:
        """The filter in words."""
        return sentence(self.listing)

    def page(self, number: Any) -> Page[Any]:
        return Paginator(self.fresh(), PAGE_SIZE).get_page(number)

    def lines(self, page: Page[Any]) -> list[Any]:
        """Each organisation of the page with what tells it apart."""
        columns = [one for one in COLUMNS if one.name in SHOWN]
        return [{"record": record, "cells": cells(columns, record)} for record in page]


def choice_of(survey: Survey, actor: Actor, params: QueryDict) -> Choice:
    return Choice(survey, actor, read(ORGANISATIONS, actor, params))
