"""The regions of a document: title, recipients, signature, appendices, wherever they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nscl.plandoc.markers import candidates
from nscl.plandoc.source import Block, Document
from nscl.plandoc.wording import flat, is_upper

_TITLE_LENGTH = 160
_TITLE_LINE = re.compile(r"^ke hoach(?:$|\s*[:(]|\s+\S)")
_BARE_TITLE = re.compile(r"^ke hoach\s*:?$")
_DECISION = re.compile(r"^quyet dinh$")
_RECIPIENTS = re.compile(r"^noi nhan\b")
_SIGNATURE = re.compile(r"^(?:tm|kt|tl|tuq|q)\s?\.\s*[a-z]|^(?:pho )?chu tich$")
_ARCHIVE = re.compile(r"^-?\s*luu\b")
_APPENDIX = re.compile(r"^(?:phu luc|bieu|bang|phu bieu|danh muc|du toan|khai toan|tong hop)\b")
_FIRM_APPENDIX = re.compile(r"^(?:phu luc|phu bieu)\b")
_BARE_APPENDIX = re.compile(r"^phu luc\s*(?:so\s*)?[\divxlc]*\s*[:.]?$")
_ATTACHED = re.compile(r"^\(?\s*(?:ban hanh )?kem theo\b")
_RULE = re.compile(r"^[-–—_=*.\s|]{3,}$")


@dataclass(frozen=True, slots=True)
class Region:
    """A run of blocks: indices `first` to `last` (exclusive) and their offsets; empty when first == last."""

    first: int
    last: int
    start: int
    end: int

    def __bool__(self) -> bool:
        return self.last > self.first

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and bool(self) and self.start <= offset <= self.end


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: its region, its title without the word PHỤ LỤC, the line that says what it belongs to.

    `body_first` is the index of the first block after the heading lines.
    """

    region: Region
    title: str | None
    attached_to: str | None
    body_first: int


@dataclass(slots=True)
class Regions:
    """Where the parts of a document lie.

    `title_block` is the line KẾ HOẠCH or, with `is_decision`, the line QUYẾT ĐỊNH of a decision that may hold
    the plan in its articles; None when there is neither.
    """

    title_block: int | None
    is_decision: bool
    header: Region
    body: Region
    signature: Region
    recipients: Region
    appendices: list[Appendix] = field(default_factory=list)


def region(blocks: tuple[Block, ...], first: int, last: int) -> Region:
    """The region from block `first` up to, not including, block `last`."""
    first = min(first, len(blocks))
    last = max(first, min(last, len(blocks)))
    if last == first:
        at = blocks[first].start if first < len(blocks) else (blocks[-1].end if blocks else 0)
        return Region(first, first, at, at)
    return Region(first, last, blocks[first].start, blocks[last - 1].end)


def cut_regions(document: Document) -> Regions:
    """Cut a document into regions.

    A plan may stand behind the decision that promulgates it: then the signature and the recipients are
    those of the decision, in front of the title.
    """
    cutter = _Cutter(document.blocks)
    title = cutter.title()
    is_decision = title is None
    if is_decision:
        title = cutter.decision()
    first = 0 if title is None else title + 1
    closing = cutter.closing(first, len(document.blocks))
    early = None if closing is None else cutter.early_appendix(first, closing)
    appendix = cutter.appendix(first, closing)
    last = cutter.last if appendix is None else appendix
    end = min(i for i in (early, closing, last) if i is not None)
    found = Regions(
        title_block=title,
        is_decision=is_decision and title is not None,
        header=region(document.blocks, 0, title or 0),
        body=region(document.blocks, first, end),
        signature=region(document.blocks, end, end),
        recipients=region(document.blocks, end, end),
    )
    if closing is not None:
        found.recipients, found.signature = cutter.read_closing(closing, last)
    elif title and (before := cutter.closing(0, title)) is not None:
        found.recipients, found.signature = cutter.read_closing(before, title)
    if early is not None and closing is not None:
        found.appendices = cutter.appendices(early, closing)
    if appendix is not None:
        found.appendices += cutter.appendices(appendix, cutter.last)
    return found


class _Cutter:
    """Looks for the lines at which a document changes from one part to the next."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self.blocks = blocks
        self.words = [flat(b.text).strip() if b.kind == "paragraph" else "" for b in blocks]
        self.last = max((b.index + 1 for b in blocks if b.kind != "footnote"), default=0)

    def title(self) -> int | None:
        """The line with the words KẾ HOẠCH as the name of the document; a bare one before others."""
        lines = [i for i, words in enumerate(self.words) if _TITLE_LINE.match(words)]
        bare = [i for i in lines if _BARE_TITLE.match(self.words[i])]
        named = [i for i in lines if is_upper(self.blocks[i].text.strip()[:_TITLE_LENGTH])]
        opening = [i for i in lines if self.blocks[i].text.strip().startswith("KẾ HOẠCH")]
        return next(iter([*bare[:1], *named[:1], *opening[:1]]), None)

    def decision(self) -> int | None:
        """The line QUYẾT ĐỊNH as the name of the document."""
        return next((i for i, words in enumerate(self.words) if _DECISION.match(words)), None)

    def closing(self, first: int, last: int) -> int | None:
        """The first line of the recipients or of the signature."""
        return next(
            (i for i in range(first, last) if _RECIPIENTS.match(self.words[i]) or self._is_signature(i)), None
        )

    def _is_signature(self, i: int) -> bool:
        return bool(_SIGNATURE.match(self.words[i])) and is_upper(self.blocks[i].text)

    def appendix(self, first: int, closing: int | None) -> int | None:
        """Where the appendices begin: a heading or a table after the signature, PHỤ LỤC without one."""
        start = first if closing is None else closing
        begun = closing is not None
        signed = False
        for i in range(start, len(self.blocks)):
            block, text = self.blocks[i], self.blocks[i].text.strip()
            signed = signed or self._is_signature(i)
            begun = begun or bool(candidates(text))
            if block.kind == "table" and signed:
                return i
            if block.kind != "paragraph" or not text:
                continue
            heading = _APPENDIX if closing is not None else _FIRM_APPENDIX
            if heading.match(self.words[i]) and is_upper(text.split("\n")[0][:80]):
                return i
            if _ATTACHED.match(self.words[i]) and begun:
                return i - 1 if is_upper(self.blocks[i - 1].text) else i
        return None

    def early_appendix(self, first: int, closing: int) -> int | None:
        """An appendix printed before the signature: the words alone on a line, then what it belongs to."""
        for i in range(first + 1, closing):
            heading = _BARE_APPENDIX.match(self.words[i]) and is_upper(self.blocks[i].text.strip()[:40])
            if heading and any(_ATTACHED.match(words) for words in self.words[i + 1 : min(i + 5, closing)]):
                return i
        return None

    def read_closing(self, first: int, last: int) -> tuple[Region, Region]:
        """Recipients and signature, in either order."""
        blocks = self.blocks
        sign = next((i for i in range(first, last) if self._is_signature(i)), last)
        name = next((i for i in range(first, last) if _RECIPIENTS.match(self.words[i])), None)
        if name is None:
            return region(blocks, sign, sign), region(blocks, sign, last)
        if name < sign:
            return region(blocks, name, sign), region(blocks, sign, last)
        stop = next((i + 1 for i in range(name, last) if _ARCHIVE.match(self.words[i])), last)
        # The name may stand below the recipients when a two-column block was read column by column.
        end = last if stop < last and name - sign < 4 else name
        return region(blocks, name, stop), region(blocks, sign, end)

    def appendices(self, first: int, last: int) -> list[Appendix]:
        """The appendices between two blocks, one for each heading PHỤ LỤC after some content."""
        starts = [first]
        for i in range(first + 2, last):
            if _FIRM_APPENDIX.match(self.words[i]) and is_upper(self.blocks[i].text.strip()[:40]):
                starts.append(i)
        stops = [*starts[1:], last]
        return [self._appendix(start, stop) for start, stop in zip(starts, stops, strict=True)]

    def _appendix(self, start: int, stop: int) -> Appendix:
        titles: list[str] = []
        attached = None
        i = start
        while i < stop and self.blocks[i].kind == "paragraph":
            text = self.blocks[i].text.strip()
            if _ATTACHED.match(self.words[i]):
                attached = text
            elif text and not _RULE.match(text) and not _BARE_APPENDIX.match(self.words[i]):
                if not (is_upper(text) and len(text) > 5):
                    break
                titles.append(text)
            i += 1
        return Appendix(region(self.blocks, start, stop), " ".join(titles) or None, attached, i)
