"""The links between quantity centres, and how what arrives over one divides at its destination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from nscl.measures.errors import Duplicate, Inconsistent, MissingField, OutOfRange, TooLarge
from nscl.measures.inputs import choice, number, records
from nscl.measures.mfca.lines import ANY, LIMIT, Line, identity
from nscl.measures.mfca.reading import Centre, missing_inputs
from nscl.measures.result import Caution, show
from nscl.vietnamese import fold

LINK_KEYS = ("from", "to", "what", "share", "quantity", "carry", "note")
MOST_LINKS = 2000
SUM_SLACK = 1e-9  # shares that a person rounded to sum to one


@dataclass(frozen=True)
class Link:
    """One flow: the product (or the loss) of a centre to another; `share` is None for "what is left"."""

    place: str
    source: int
    target: int
    what: str
    share: float | None
    quantity: float | None
    carry_all: bool


def read_links(values: Any, centres: Sequence[Centre]) -> tuple[Link, ...]:
    """The links, with the share of each where it follows from the others."""
    if values is None:
        return ()
    index = {centre.id: place for place, centre in enumerate(centres)}
    items = records(values, "links", known=LINK_KEYS, at_least_items=0)
    if len(items) > MOST_LINKS:
        raise TooLarge("links", f"Có {len(items)} liên kết; nhiều nhất {MOST_LINKS}. Hãy gộp bớt.")
    links = [_link(item, f"links[{place}]", index) for place, item in enumerate(items)]
    seen: set[tuple[int, int, str]] = set()
    for link in links:
        key = (link.source, link.target, link.what)
        if key in seen:
            raise Duplicate(link.place, "Liên kết này đã có trong danh sách. Hãy gộp làm một.")
        seen.add(key)
    _refuse_undetermined(links, centres)
    if links:
        _refuse_apart(links, centres)
    return tuple(_closed(link, links) for link in links)


def _link(item: Mapping[str, Any], place: str, index: Mapping[str, int]) -> Link:
    ends = []
    for key in ("from", "to"):
        name = identity(item.get(key), f"{place}.{key}")
        if name not in index:
            raise OutOfRange(
                f"{place}.{key}", f"Không có trung tâm “{name}”. Các trung tâm: {', '.join(index)}."
            )
        ends.append(index[name])
    what = _word(item.get("what"), f"{place}.what", ["product", "loss"])
    share, quantity = item.get("share"), item.get("quantity")
    if share is not None and quantity is not None:
        raise Inconsistent(f"{place}.quantity", "Mỗi liên kết chỉ nhập “share” hoặc “quantity”. Hãy bỏ một.")
    carry = _word(item.get("carry"), f"{place}.carry", ["all", "material"])
    return Link(
        place=place,
        source=ends[0],
        target=ends[1],
        what=what,
        share=None if share is None else number(share, f"{place}.share", at_least=0, at_most=1),
        quantity=None
        if quantity is None
        else number(quantity, f"{place}.quantity", at_least=0, at_most=LIMIT),
        carry_all=carry == "all",
    )


def _word(value: Any, place: str, words: Sequence[str]) -> str:
    """One of the words; the first if none was given."""
    return words[0] if value is None else choice(value, place, words)


def _closed(link: Link, links: Sequence[Link]) -> Link:
    """Shares that add up to one but for the last digit a person wrote add up to one exactly."""
    total = sum(
        other.share or 0.0 for other in links if (other.source, other.what) == (link.source, link.what)
    )
    close = link.share is not None and abs(total - 1) <= SUM_SLACK
    return replace(link, share=(link.share or 0.0) / total) if close else link


def outlet(link: Link, size: int) -> int:
    """The node a link leaves from: product nodes come first, loss nodes after them."""
    return link.source if link.what == "product" else size + link.source


def _refuse_undetermined(links: Sequence[Link], centres: Sequence[Centre]) -> None:
    """Of the flows leaving one outlet at most one may be "what is left", and the shares stay within one."""
    outlets: dict[int, list[Link]] = {}
    for link in links:
        outlets.setdefault(outlet(link, len(centres)), []).append(link)
    for group in outlets.values():
        open_ended = [link for link in group if link.share is None and link.quantity is None]
        name = centres[group[0].source].id
        if len(open_ended) > 1:
            raise MissingField(
                f"{open_ended[1].place}.share",
                f"Trung tâm “{name}” chuyển đi {len(open_ended)} nơi mà chưa biết mỗi nơi bao nhiêu. "
                "Hãy nhập “share” (0–1) hoặc “quantity” cho từng liên kết.",
            )
        total = sum(link.share or 0.0 for link in group)
        if total > 1 + SUM_SLACK:
            raise Inconsistent(
                f"{group[-1].place}.share",
                f"Các tỷ lệ chuyển đi từ “{name}” cộng lại {show(total)}. Hãy sửa cho tổng không quá 1.",
            )


def _refuse_apart(links: Sequence[Link], centres: Sequence[Centre]) -> None:
    near: dict[int, set[int]] = {place: set() for place in range(len(centres))}
    for link in links:
        near[link.source].add(link.target)
        near[link.target].add(link.source)
    reached, waiting = {0}, [0]
    while waiting:
        for other in near[waiting.pop()] - reached:
            reached.add(other)
            waiting.append(other)
    for place, centre in enumerate(centres):
        if place not in reached:
            raise Inconsistent(
                f"centres[{place}].id",
                f"Trung tâm “{centre.id}” không nối với “{centres[0].id}” qua liên kết nào. "
                "Hãy thêm liên kết hoặc tính riêng.",
            )


def with_sources(
    centres: Sequence[Centre], links: Sequence[Link]
) -> tuple[tuple[Centre, ...], tuple[Caution, ...]]:
    """Which lines are intermediates: named by `from`, or without a price where something arrives."""
    cautions: list[Caution] = []
    arriving = {place: [link for link in links if link.target == place] for place in range(len(centres))}
    found = []
    for place, centre in enumerate(centres):
        known = _names_upstream(place, centres, arriving)
        lines = tuple(_sourced(line, arriving[place], centres, known, cautions) for line in centre.lines)
        unnamed = [line for line in lines if line.source == ANY]
        if len(unnamed) > 1:
            raise MissingField(
                f"{unnamed[1].place}.unit_cost",
                f"“{unnamed[1].name}” chưa có đơn giá. Hãy nhập “unit_cost”; nếu là bán thành phẩm, “from”.",
            )
        if not lines and not arriving[place]:
            raise missing_inputs(centre)
        found.append(replace(centre, lines=lines))
    return tuple(found), tuple(cautions)


def _sourced(
    line: Line,
    arriving: Sequence[Link],
    centres: Sequence[Centre],
    known: Mapping[str, str],
    cautions: list[Caution],
) -> Line:
    if line.source is not None:
        if line.source not in {centres[link.source].id for link in arriving}:
            raise OutOfRange(
                f"{line.place}.from", f"Không có liên kết nào từ “{line.source}” đến trung tâm này."
            )
        return _intermediate(line, line.source)
    if not arriving:
        if line.cost is None:
            raise MissingField(
                f"{line.place}.unit_cost", f"“{line.name}” chưa có đơn giá “unit_cost” (hoặc “cost”)."
            )
        return line
    if line.cost is None and not line.auxiliary:
        return _intermediate(line, ANY)
    if line.cost is None:
        raise MissingField(f"{line.place}.unit_cost", f"Vật liệu phụ trợ “{line.name}” chưa có đơn giá.")
    return _stand_in(line, _expected(arriving, centres), known, cautions)


def _names_upstream(
    place: int, centres: Sequence[Centre], arriving: Mapping[int, Sequence[Link]]
) -> dict[str, str]:
    """Folded names of the centres that lead here and of their materials, with the centre of each."""
    reached, waiting = {place}, [place]
    found: dict[str, str] = {}
    while waiting:
        for source in {link.source for link in arriving[waiting.pop()]} - reached:
            reached.add(source)
            waiting.append(source)
            centre = centres[source]
            names = [line.name for line in centre.lines if line.listed and not line.auxiliary]
            found |= {fold(name): centre.id for name in (centre.id, *names)}
    return found


def _expected(arriving: Sequence[Link], centres: Sequence[Centre]) -> float:
    """The quantity that arrives as far as the lines of the centres before tell it; 0 where they do not."""
    expected = 0.0
    for link in arriving:
        made = sum(getattr(own, link.what) * own.factor for own in centres[link.source].lines)
        others = [other for other in arriving if other.source == link.source]
        if len(others) > 1 and link.share is None and link.quantity is None:
            return 0.0
        share = 1.0 if link.share is None else link.share
        expected += link.quantity if link.quantity is not None else made * share
    return expected


def _stand_in(line: Line, expected: float, known: Mapping[str, str], cautions: list[Caution]) -> Line:
    """A line of the quantity or the name of what arrives: the intermediate if free, suspect if it is not.

    Free water of the same mass that is all lost is not the intermediate: it takes a product or the name.
    """
    quantity = (line.quantity or 0.0) * line.factor
    same = expected > 0 and abs(quantity - expected) <= 1e-6 * expected
    namesake = known.get(fold(line.name)) if line.listed and not line.auxiliary else None
    if line.cost == 0:
        taken = same and not line.auxiliary and (line.product > 0 or namesake is not None)
        return _intermediate(line, ANY) if taken else line
    if same or namesake is not None:
        why = (
            f"có đúng khối lượng từ trung tâm trước chuyển sang ({show(expected)})"
            if same
            else f"trùng tên với vật liệu của trung tâm trước “{namesake}”"
        )
        cautions.append(
            Caution(
                "possible_double_count",
                f"“{line.name}” {why} và lại có đơn giá. Nếu là bán thành phẩm, hãy bỏ đơn giá: "
                "chi phí của nó đã theo liên kết.",
                line.place,
            )
        )
    return line


def _intermediate(line: Line, source: str) -> Line:
    if line.opening:
        raise Inconsistent(
            f"{line.place}.opening_quantity",
            f"Tồn đầu của bán thành phẩm “{line.name}” có chi phí riêng. Hãy nhập thành vật liệu có đơn giá.",
        )
    if not line.used:
        raise Inconsistent(
            f"{line.place}.product_quantity", f"“{line.name}” không vào sản phẩm cũng không vào tổn thất."
        )
    if not line.in_allocation:
        raise Inconsistent(
            f"{line.place}.in_allocation",
            f"“{line.name}” là bán thành phẩm, luôn nằm trong phân bổ khối lượng.",
        )
    return replace(line, source=source, cost=None)
