"""Writing paragraphs and cells that come from a page, with the noise taken out."""

from __future__ import annotations

from collections.abc import Iterable

from nscl.plandoc.readers.build import Builder
from nscl.plandoc.readers.lines import Wrapping, clean, continues, is_item
from nscl.plandoc.readers.noise import cut_inline_noise, line_noise
from nscl.plandoc.source import BlockKind

_NOT_WRAPPED = Wrapping()


def emit(
    builder: Builder,
    text: str,
    *,
    page: int | None = None,
    line: int | None = None,
    kind: BlockKind = "paragraph",
) -> None:
    """Write one paragraph; a line of noise is dropped, noise in its midst is cut out and kept as noise."""
    text = clean(text)
    if not text:
        return
    if (reason := line_noise(text)) is not None:
        builder.drop(text, reason, line)
        return
    text, cuts = cut_inline_noise(text)
    for cut, why in cuts:
        builder.drop(cut, why, line)
    if text.strip():
        builder.paragraph(text.strip(), page=page, line=line, kind=kind)


def rejoin(lines: Iterable[str]) -> list[str]:
    """Logical paragraphs from lines cut by line breaks inside one paragraph.

    >>> rejoin(["KẾ HOẠCH", "Nâng cao năng suất", "và chất lượng", "- Đào tạo"])
    ['KẾ HOẠCH', 'Nâng cao năng suất và chất lượng', '- Đào tạo']
    """
    paragraphs: list[str] = []
    last, opening = "", True
    for line in lines:
        if not line:
            last = ""
        elif last and continues(last, line, _NOT_WRAPPED, opening):
            paragraphs[-1] += " " + line
            last, opening = line, False
        else:
            paragraphs.append(line)
            last, opening = line, True
    return paragraphs


def cell_text(paragraphs: Iterable[str]) -> str:
    """The text of a table cell: its paragraphs on one line, but each list item on a line of its own.

    >>> cell_text(["- Sở A;", "- Sở B", "chủ trì"])
    '- Sở A;\\n- Sở B chủ trì'
    """
    text = ""
    for paragraph in map(clean, paragraphs):
        if not paragraph:
            continue
        text += ("\n" if is_item(paragraph) else " ") + paragraph if text else paragraph
    return text
