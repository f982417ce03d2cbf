"""The answer as a workbook: lots and containers, what came of what, events, and what is missing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from nscl.apps.core.access import Actor
from nscl.apps.core.registers.cells import heading
from nscl.apps.core.registers.export import Pen
from nscl.apps.core.registers.spec import Column, ColumnKind
from nscl.apps.traceability.describing import line_of
from nscl.apps.traceability.queries.answers import Answer, Node
from nscl.apps.traceability.wording import KINDS, UNITS, doubt_sentence, word

Head = tuple[str, ColumnKind, int]
HEAD_ROW = 3


def workbook(found: Answer, *, title: str, by: Actor, at: datetime) -> bytes:
    """Four sheets; what is out of view stands there by its code alone."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"author": "NSCL", "created": timezone.localtime(at).replace(tzinfo=None)})
        sheet = _Sheets(book, title, by, at)
        sheet.write(_("Lô, vật"), _node_heads(), (_node(one, found) for one in found.nodes))
        sheet.write(_("Mối nối"), _link_heads(), _links(found))
        sheet.write(_("Sự kiện"), _event_heads(), _events(found))
        sheet.write(_("Chỗ đứt"), _break_heads(), ((one.text, one.advice, one.item) for one in found.breaks))
    return out.getvalue()


class _Sheets:
    def __init__(self, book: Any, title: str, by: Actor, at: datetime) -> None:
        self.book, self.pen, self.title = book, Pen(book), title
        local = timezone.localtime(at)
        self.made = _("Lập lúc {time} ngày {day}; {who}").format(
            time=f"{local:%H:%M}", day=f"{local:%d/%m/%Y}", who=by.office_name or by.name
        )

    def write(self, name: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, self.title, self.pen.title)
        sheet.write_string(1, 0, self.made, self.pen.plain)
        columns = [Column(str(index), label, "", kind) for index, (label, kind, _width) in enumerate(heads)]
        for index, column in enumerate(columns):
            sheet.set_column(index, index, heads[index][2])
            sheet.write_string(HEAD_ROW, index, heading(column), self.pen.head)
        last = HEAD_ROW
        for last, row in enumerate(rows, HEAD_ROW + 1):
            for index, column in enumerate(columns):
                self.pen.write(sheet, last, index, column, row[index])
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.autofilter(HEAD_ROW, 0, max(last, HEAD_ROW + 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)


def _node_heads() -> list[Head]:
    return [
        (_("Lô, vật"), "text", 24), (_("Loại"), "text", 16), (_("Vai trò"), "text", 14),
        (_("Sản phẩm"), "text", 30), (_("Đơn vị làm ra"), "text", 34), (_("Số lượng"), "number", 12),
        (_("Đơn vị tính"), "text", 12), (_("Thấy lần đầu"), "date", 16), (_("Thấy lần cuối"), "date", 16),
        (_("Nơi thấy sau cùng"), "text", 40),
        (_("Thấy lúc"), "date", 16), (_("Trong vật chứa"), "text", 24), (_("Vì sao có mặt"), "text", 60),
        (_("Mã chuẩn"), "text", 50),
    ]  # fmt: skip


def _node(node: Node, found: Answer) -> tuple[Any, ...]:
    roles = {
        "root": _("gốc truy"), "source": _("nguồn"), "target": _("nơi đến"), "both": _("cả hai chiều"),
        "carrier": _("vật chứa"),
    }  # fmt: skip
    named, row = node.named, node.row
    if node.is_hidden:
        empty: list[Any] = [None] * 10
        return (named.title, word(KINDS, named.kind), roles[node.role], *empty, named.code)
    quantity, uom = node.amounts[0] if node.amounts else (None, None)
    places = {place for part in found.parts for place in part.told.places}
    place = found.names.of(row.place).title if row.place and row.place in places else None
    return (
        named.title,
        word(KINDS, named.kind),
        roles[node.role],
        named.product,
        named.organisation,
        quantity,
        word(UNITS, uom) if uom is not None else None,
        *(node.seen or (None, None)),
        place,
        row.place_at if place else None,
        found.names.of(row.carried_by).title if place and row.carried_by else None,
        "; ".join(found.because(node)),
        named.code,
    )


def _link_heads() -> list[Head]:
    return [
        (_("Từ"), "text", 36), (_("Quan hệ"), "text", 18), (_("Đến"), "text", 36), (_("Lúc"), "date", 16),
        (_("Mã sự kiện"), "text", 50),
    ]  # fmt: skip


def _links(found: Answer) -> Iterable[tuple[Any, ...]]:
    kinds = {
        "made_into": _("làm ra"), "of_lot": _("sê-ri của lô"), "inside": _("xếp vào"), "held": _("chứa"),
    }  # fmt: skip
    for link in found.links:
        seen = link.event in found.events
        source, target = found.names.of(link.source).whole, found.names.of(link.target).whole
        yield (source, kinds[link.why], target, link.at if seen else None, link.event if seen else None)


def _event_heads() -> list[Head]:
    return [
        (_("Thời điểm"), "date", 16), (_("Việc"), "text", 22), (_("Bước"), "text", 18),
        (_("Vật"), "text", 60), (_("Địa điểm"), "text", 26), (_("Đơn vị ghi"), "text", 34),
        (_("Tình trạng"), "text", 18),
        (_("Điểm nghi ngờ"), "text", 40), (_("Hiệu lực"), "text", 24), (_("Mã sự kiện"), "text", 50),
    ]  # fmt: skip


def _events(found: Answer) -> Iterable[tuple[Any, ...]]:
    for moment in found.moments:
        line = line_of(moment, found.names)
        state = _("đã khai báo sai: {reason}").format(reason=line.reason) if line.is_void else ""
        yield (
            moment.at,
            line.deed,
            line.step,
            "; ".join(group.text for group in line.groups),
            line.place.title if line.place else None,
            moment.row.organisation,
            line.disposition,
            "; ".join(
                doubt_sentence(one.get("code", ""), one.get("detail", "")) for one in moment.row.warnings
            ),
            state,
            moment.row.key,
        )


def _break_heads() -> list[Head]:
    return [(_("Chỗ đứt"), "text", 70), (_("Nên làm gì"), "text", 70), (_("Mã"), "text", 50)]
