"""Charts: one Altair specification, drawn to SVG on the server and kept by the hash of the specification.

The SVG goes into the page as it is. It is safe by construction: the specification is ours, data
become text nodes that the drawing library escapes, and only the elements and attributes named
here survive `_clean`. Fonts and colours are the house's.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fontpkg_be_vietnam_pro
import vl_convert
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lxml import etree

FONT = "Be Vietnam Pro"
INK, MUTED, LINE, BRAND = "#17212b", "#566270", "#dde3e9", "#0f4d63"
NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " đồng"]}
TAGS = {"svg", "g", "path", "line", "rect", "text", "tspan", "circle", "title", "defs", "clipPath"}
SVG = "http://www.w3.org/2000/svg"


@dataclass(frozen=True)
class Chart:
    """A drawn chart: its title answers one question, its table holds every number drawn."""

    title: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def draw(spec: dict[str, Any], *, title: str) -> SafeString:
    """The SVG of a Vega-Lite specification, from the cache when the same one was drawn before."""
    key = hashlib.sha256(json.dumps([spec, vl_convert.__version__], sort_keys=True).encode()).hexdigest()
    kept = Path(settings.NSCL_CACHE_DIR) / "charts" / f"{key}.svg"
    try:
        svg = kept.read_text(encoding="utf-8")
    except FileNotFoundError:
        svg = _drawn(spec)
        _keep(kept, svg)
    # The name for a screen reader stands outside the cached drawing, escaped here.
    return format_html('<figure class="chart" role="img" aria-label="{}">{}</figure>', title, mark_safe(svg))


@functools.cache
def _with_fonts() -> None:
    vl_convert.register_font_directory(str(Path(fontpkg_be_vietnam_pro.__file__).parent / "files"))


def _drawn(spec: dict[str, Any]) -> str:
    _with_fonts()
    return _clean(vl_convert.vegalite_to_svg(json.dumps(spec), format_locale=NUMBERS))


def _clean(svg: str) -> str:
    """Only drawing elements and attributes; nothing that links, runs or speaks English to a screen reader."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or etree.QName(node).localname not in TAGS:
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
            continue
        for name in list(node.attrib):
            if name.startswith(("on", "aria-", "{")) or name in ("role", "href", "style", "class"):
                del node.attrib[name]
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _keep(path: Path, svg: str) -> None:
    """Write beside and rename, so that a reader never meets half a drawing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(svg)
    os.replace(temporary, path)


def themed(chart: Any, *, width: int, height: int) -> dict[str, Any]:
    """The specification with the house's look; what a screen reader hears is said outside the drawing."""
    sized = chart.properties(width=width, height=height, background="transparent")
    spec: dict[str, Any] = sized.to_dict(validate=False)
    spec["config"] = {
        "font": FONT,
        "aria": False,
        "view": {"stroke": None},
        "axis": {
            "labelColor": MUTED,
            "titleColor": MUTED,
            "labelFontSize": 13,
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "gridColor": LINE,
            "domainColor": LINE,
            "tickColor": LINE,
        },
        "text": {"font": FONT, "fontSize": 13, "color": INK},
    }
    return spec
