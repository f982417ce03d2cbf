"""The picture of a trace: lots, makings and containers from left to right, drawn on the server as SVG.

Only presentation attributes, no script and no style sheet, so that the same drawing stands in a page, in a
file and, as PNG, in a Word document. Above `MOST` items likes are folded into groups.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

import fontpkg_be_vietnam_pro
import vl_convert
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nscl.apps.core.charts import BRAND, FONT, INK, LINE, MUTED
from nscl.apps.traceability.queries.answers import Answer, Node
from nscl.apps.traceability.wording import deed_of, moment
from nscl.gs1.trace_layout import Arrow, Layout, Size, columns_of, folded, lay_out
from nscl.gs1.tracing import Link

MOST = 50
ALIKE = 4  # this many of one lot that share every step stand as one
BOX, DOT = Size(184, 54), Size(22, 22)
FILLS = {"root": "#e6f0f3", "carrier": "#f4f6f8"}
WARN = "#8a5000"
FONTS = f"{FONT}, system-ui, sans-serif"


@dataclass(frozen=True)
class Picture:
    """The drawing, how many boxes it shows and whether they stand for more."""

    svg: SafeString
    boxes: int
    is_folded: bool
    width: float = 0.0

    @property
    def may_shrink(self) -> bool:
        """Whether it is a little wider than a page and can still be read when it is made to fit."""
        return 900 < self.width <= 1400


@dataclass(frozen=True)
class _Making:
    """One event that made targets of sources."""

    key: str
    events: tuple[str, ...]


class _Plan:
    """What will be drawn: groups of items, makings between them, arrows."""

    def __init__(self, answer: Answer, most: int) -> None:
        self.answer = answer
        self.nodes = {node.named.code: node for node in answer.nodes}
        links = [link for link in answer.links if {link.source, link.target} <= self.nodes.keys()]
        self.groups = folded(list(self.nodes), self._keys(links), most)
        if len(self.groups) == len(self.nodes):
            self.groups = self._likes(links)
        self.group_of = {code: name for name, codes in self.groups.items() for code in codes}
        self.makings: dict[str, _Making] = {}
        self.arrows = [*self._made(links), *self._stood(links)]

    def _keys(self, links: Iterable[Link]) -> list[object]:
        """From likes in every way to whatever stands in one column; roots stay by themselves."""
        column = columns_of(self.nodes, [Arrow(one.source, one.target) for one in links])

        def alike(code: str, *more: str) -> Hashable:
            node = self.nodes[code]
            if node.role == "root":
                return code
            named = [getattr(node.named, name) for name in more]
            return (column[code], node.role == "carrier", node.is_hidden, *named)

        return [
            lambda code: alike(code, "kind", "gtin", "organisation"),
            lambda code: alike(code, "kind", "gtin"),
            lambda code: alike(code, "kind"),
            alike,
        ]

    def _likes(self, links: Iterable[Link]) -> dict[str, list[str]]:
        """Serial things of one lot with the same way to and from them, as the cartons of a packing."""
        ways: dict[str, set[Hashable]] = defaultdict(set)
        for one in links:
            ways[one.source].add(("to", one.target, one.why, one.event))
            ways[one.target].add(("from", one.source, one.why, one.event))
        found: dict[Hashable, list[str]] = {}
        for code, node in self.nodes.items():
            named = node.named
            is_one_of_many = named.kind == "instance" and node.role not in ("root", "carrier")
            plain = is_one_of_many and not node.breaks and not node.is_hidden
            way = (frozenset(ways[code]), node.role, named.product, code.rpartition("/21/")[0])
            found.setdefault(way if plain else code, []).append(code)
        groups = [
            part
            for codes in found.values()
            for part in ([codes] if len(codes) >= ALIKE else [[code] for code in codes])
        ]
        return {group[0]: group for group in groups}

    def _made(self, links: Iterable[Link]) -> list[Arrow]:
        """Sources → making → targets; makings between the same groups are drawn once."""
        ends: dict[str, tuple[set[str], set[str]]] = {}
        for link in links:
            if link.why == "made_into":
                sources, targets = ends.setdefault(link.event, (set(), set()))
                sources.add(self.group_of[link.source])
                targets.add(self.group_of[link.target])
        events: dict[tuple[frozenset[str], frozenset[str]], list[str]] = {}
        for event, (sources, targets) in ends.items():
            events.setdefault((frozenset(sources), frozenset(targets)), []).append(event)
        arrows = []
        for number, ((sources, targets), keys) in enumerate(events.items()):
            name = f"\0{number}"
            self.makings[name] = _Making(name, tuple(keys))
            arrows += [Arrow(one, name, "made") for one in sorted(sources)]
            arrows += [Arrow(name, one, "made") for one in sorted(targets)]
        return arrows

    def _stood(self, links: Iterable[Link]) -> list[Arrow]:
        """What lay in what, once: going back, a container is met from the other side."""
        found: dict[frozenset[str], Arrow] = {}
        for one in sorted(links, key=lambda link: link.why != "inside"):
            ends = (self.group_of[one.source], self.group_of[one.target])
            if one.why != "made_into" and ends[0] != ends[1]:
                found.setdefault(frozenset(ends), Arrow(*ends, one.why))
        return list(found.values())

    def layout(self) -> Layout:
        sizes = dict.fromkeys(self.groups, BOX) | dict.fromkeys(self.makings, DOT)
        return lay_out(sizes, self.arrows)


def draw(answer: Answer, *, title: str, is_linked: bool = True, most: int = MOST) -> Picture:
    """The picture of an answer; `is_linked` boxes lead to their pages."""
    plan = _Plan(answer, most)
    layout = plan.layout()
    pen = _Pen(plan, layout, is_linked)
    about = _(
        "Từ trái sang phải theo thứ tự thời gian: nguồn, chế biến (hình thoi), kết quả; "
        "nét đứt là nằm trong vật chứa. Bảng bên dưới nêu đủ từng vật."
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="hinh-ten hinh-mo-ta"'
        f' width="{layout.width:.0f}" height="{layout.height:.0f}"'
        f' viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" font-family="{FONTS}">'
        f'<title id="hinh-ten">{escape(title)}</title><desc id="hinh-mo-ta">{escape(about)}</desc>'
    )
    body = "".join([*pen.arrows(), *pen.makings(), *pen.boxes()])
    is_folded = any(len(codes) > 1 for codes in plan.groups.values())
    return Picture(mark_safe(f"{head}{_MARKERS}{body}</svg>"), len(plan.groups), is_folded, layout.width)


_MARKERS = (
    '<defs><marker id="mui-ten" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7"'
    f' orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker></defs>'
)


class _Pen:
    def __init__(self, plan: _Plan, layout: Layout, is_linked: bool) -> None:
        self.plan, self.layout, self.is_linked = plan, layout, is_linked

    def arrows(self) -> Iterable[str]:
        for arrow, points in self.layout.routes.items():
            (x, y), *rest = points
            path = [f"M{x} {y}"]
            for x2, y2 in rest:
                half = round((x2 - x) / 2, 1)
                path.append(f"C{x + half} {y} {x2 - half} {y2} {x2} {y2}")
                x, y = x2, y2
            dash = ' stroke-dasharray="5 4"' if arrow.kind in ("inside", "held") else ""
            end = "" if arrow.target in self.plan.makings else ' marker-end="url(#mui-ten)"'
            yield f'<path d="{" ".join(path)}" fill="none" stroke="{MUTED}" stroke-width="1.4"{dash}{end}/>'

    def makings(self) -> Iterable[str]:
        for name, making in self.plan.makings.items():
            x, y = self.layout.middles[name]
            rows = [row for key in making.events if (row := self.plan.answer.events.get(key))]
            at = {one.row.number: one.at for one in self.plan.answer.moments}
            if not rows:
                said = _("Chế biến, ngoài phạm vi được xem")
            elif len(making.events) > 1:
                said = _("{n} lần chế biến").format(n=len(making.events))
            else:
                said = f"{deed_of(rows[0].type, rows[0].action)} · {moment(at.get(rows[0].number))}"
                said += f" · {rows[0].organisation}"
            shape = f'<path d="M{x - 11:.1f} {y:.1f}l11 -11 11 11 -11 11z" fill="#fff" stroke="{BRAND}"'
            shape += f' stroke-width="1.6"/><title>{escape(said)}</title>'
            url = reverse("traceability:event_detail", args=[rows[0].number]) if len(rows) == 1 else ""
            yield self._linked(shape, url, said)

    def boxes(self) -> Iterable[str]:
        for name, codes in self.plan.groups.items():
            nodes = [self.plan.nodes[code] for code in codes]
            yield self._group(name, nodes) if len(nodes) > 1 else self._box(name, nodes[0])

    def _box(self, name: str, node: Node) -> str:
        named = node.named
        if node.is_hidden:
            return self._drawn(name, named.short, _("ngoài phạm vi được xem"), named.code, "hidden")
        below = named.product or named.organisation
        said = " · ".join(
            part
            for part in (named.whole, named.organisation, *(one.text for one in node.breaks))
            if part
        )  # fmt: skip
        url = reverse("traceability:item_detail", args=[named.number]) if named.number else ""
        return self._drawn(name, named.short, below, said, node.role, url, has_breaks=bool(node.breaks))

    def _group(self, name: str, nodes: list[Node]) -> str:
        products = {node.named.product for node in nodes}
        firms = {node.named.organisation for node in nodes}
        what = products.pop() if len(products) == 1 else ""
        who = firms.pop() if len(firms) == 1 else _("{n} đơn vị").format(n=len(firms))
        title = _("{n} vật chứa") if nodes[0].role == "carrier" else _("{n} lô, vật")
        title = title.format(n=len(nodes))
        shown = ", ".join(node.named.title for node in nodes[:20])
        said = f"{title}: {shown}{'…' if len(nodes) > 20 else ''}"
        has_breaks = any(node.breaks for node in nodes)
        return self._drawn(name, title, what or who, said, nodes[0].role, "#bang", has_breaks, is_stack=True)

    def _drawn(
        self,
        name: str,
        title: str,
        below: str,
        said: str,
        role: str,
        url: str = "",
        has_breaks: bool = False,
        is_stack: bool = False,
    ) -> str:
        x, y = self.layout.middles[name]
        left, top = x - BOX.width / 2, y - BOX.height / 2
        place = f'width="{BOX.width:.0f}" height="{BOX.height:.0f}" rx="8"'
        ink = (
            f'stroke="{BRAND}" stroke-width="2"' if role == "root" else f'stroke="{LINE}" stroke-width="1.4"'
        )
        if role in ("carrier", "hidden"):
            dashes = "2 3" if role == "hidden" else "6 3"
            ink = f'stroke="{MUTED}" stroke-width="1.2" stroke-dasharray="{dashes}"'
        behind = (
            f'<rect x="{left + 5:.1f}" y="{top + 5:.1f}" {place} fill="#fff" stroke="{LINE}"/>'
            if is_stack
            else ""
        )
        at = f'x="{left + 12:.1f}"'
        shape = (
            f'{behind}<rect x="{left:.1f}" y="{top:.1f}" {place} fill="{FILLS.get(role, "#fff")}" {ink}/>'
            f'<text {at} y="{y - 4:.1f}" font-size="13" font-weight="600" fill="{INK}">'
            f"{escape(_cut(title, 20 if has_breaks else 23))}</text>"
            f'<text {at} y="{y + 15:.1f}" font-size="12" fill="{MUTED}">{escape(_cut(below, 26))}</text>'
        )
        if has_breaks:
            shape += (
                f'<text x="{left + BOX.width - 24:.1f}" y="{y - 3:.1f}" font-size="14" fill="{WARN}">▲</text>'
            )
        return self._linked(f"{shape}<title>{escape(said)}</title>", url, said)

    def _linked(self, shape: str, url: str, said: str) -> str:
        if not (url and self.is_linked):
            return f"<g>{shape}</g>"
        return f'<a href="{escape(url)}" aria-label="{escape(said)}">{shape}</a>'


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@functools.cache
def _with_fonts() -> None:
    vl_convert.register_font_directory(str(Path(fontpkg_be_vietnam_pro.__file__).parent / "files"))


def as_png(svg: str, *, scale: float = 2) -> bytes:
    """The drawing for a Word document."""
    _with_fonts()
    return bytes(vl_convert.svg_to_png(svg, scale=scale))
