"""Which part of a web page is the document, and which is the site around it."""

from __future__ import annotations

import re
from bisect import bisect_left

from lxml import etree

_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|side-?bar|comments?|binh-?luan|y-?kien|share|sharing"
    r"|social|ads?|advert\w*|quang-?cao|banner|related|lien-?quan|tin-?khac|tin-?moi|cookies?|popup|modal|login|dang-?nhap"
    r"|search(?:-?(?:box|form|bar))?|tim-?kiem|footer|copyright|toolbar|tool-?bar|pagination|pager|loading|preloader"
    r"|spinner|rating|vote|hotline|newsletter|subscribe|tags?|widget|fb-(?:like|comments|share)\S*|zalo\S*|skip-link"
    r"|lightbox|tooltip|print-?button|download-?box|vb-?lien-?quan|thuoc-?tinh|luoc-?do)(?:$|[\s_-])",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FURNITURE_TAGS = frozenset(("nav", "aside", "footer", "header", "menu", "dialog"))
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)",
    re.I,
)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|d-none|invisible|sr-only|visually-hidden|screen-reader-text|is-hidden)(?:$|\s)",
    re.I,
)
_OPENING = re.compile(
    r"(?:ỦY|UỶ)\s+BAN\s+NHÂN\s+DÂN|CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Số\s*:\s*[\d\s]*/\s*[A-ZĐ]{2}"
)
_CLOSING = re.compile(r"Nơi\s+nhận|\./\.|(?:KT|TM|TUQ|TL)\s*\.\s*[A-ZĐỦ]")
_ANNEX = re.compile(r"PHỤ\s+LỤC|Phụ\s+lục|Kèm\s+theo\s+(?:Kế|Quyết)|Đơn\s+vị\s+tính|ĐVT\s*:|Bằng\s+chữ")
_MANY_LETTERS = 4000
_MANY_NODES = 1000
_SHORTEST_PLAN = 1500


def words_in(node: etree._Element) -> str:
    """All text inside an element as one string."""
    return "".join(map(str, node.itertext()))


def is_hidden(node: etree._Element) -> bool:
    """Whether a browser would not show this element."""
    if node.get("hidden") is not None or node.get("type") == "hidden":
        return True
    if node.get("aria-hidden") == "true" and node.tag not in ("table", "div", "p", "span", "td"):
        return True
    style = node.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    css_class = node.get("class")
    return bool(css_class and _HIDDEN_CLASS.search(css_class))


def is_page_furniture(node: etree._Element) -> bool:
    """Whether an element is a menu, a comment box, an advert… by its tag or name, and holds no plan.

    An element with the marks of an official text is never taken for furniture, whatever its name.
    """
    named = node.tag in _FURNITURE_TAGS or node.get("role") in ("navigation", "banner", "search", "dialog")
    if not named:
        name = f"{node.get('class', '')} {node.get('id', '')}"
        if not name.strip() or not _FURNITURE_NAME.search(_CAMEL.sub("-", name)):
            return _is_link_list(node)
    text = _first_words(node)
    return text is not None and not (_OPENING.search(text) or _CLOSING.search(text) or _ANNEX.search(text))


def _first_words(node: etree._Element) -> str | None:
    """The text of a small element, or None as soon as it turns out to be a large one."""
    pieces: list[str] = []
    size = 0
    for piece in node.itertext():
        pieces.append(str(piece))
        size += len(piece)
        if size >= _MANY_LETTERS or len(pieces) > _MANY_NODES:
            return None
    return "".join(pieces)


def _is_link_list(node: etree._Element) -> bool:
    """Whether a small list or box consists of links."""
    if node.tag not in ("ul", "ol", "div"):
        return False
    text = _first_words(node)
    if text is None:
        return False
    links = node.findall(".//a")
    linked = sum(len(words_in(link).strip()) for link in links)
    return len(links) >= 4 and linked > len(re.sub(r"\s+", " ", text)) * 0.75


def content_root(body: etree._Element) -> etree._Element:
    """The smallest element that holds the letterhead, the closing and the annex of the document.

    Without the marks of an official text it is the whole body.
    """
    places, text = _places(body)
    openings, closings, annexes = (_starts(pattern, text) for pattern in (_OPENING, _CLOSING, _ANNEX))
    root = body
    while True:
        for child in root:
            if child not in places or child.tag in ("script", "style", "nav") or is_hidden(child):
                continue
            start, end = places[child]
            holds_ends = _count(openings, start, end) and _count(closings, start, end)
            if holds_ends and _count(annexes, start, end) == len(annexes) and end - start > _SHORTEST_PLAN:
                root = child
                break
        else:
            return _not_a_row(root, body)


def _places(body: etree._Element) -> tuple[dict[etree._Element, tuple[int, int]], str]:
    """Where the text of every element starts and ends in the text of the page, in one walk."""
    starts: dict[etree._Element, int] = {}
    places: dict[etree._Element, tuple[int, int]] = {}
    pieces: list[str] = []
    length = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            starts[node] = length
            piece = node.text
        else:
            places[node] = (starts[node], length)
            piece = node.tail if node is not body else None
        if piece:
            pieces.append(piece)
            length += len(piece)
    return places, "".join(pieces)


def _starts(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _count(positions: list[int], start: int, end: int) -> int:
    return bisect_left(positions, end) - bisect_left(positions, start)


def _not_a_row(root: etree._Element, body: etree._Element) -> etree._Element:
    """A table is read as a whole, so a part of one is not a root."""
    while root.tag in ("tbody", "thead", "tr") and root is not body:
        parent = root.getparent()
        if parent is None:
            return body
        root = parent
    return root
