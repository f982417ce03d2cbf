"""Money in running text: the total with its words, sources, shares, phases and years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from nscl.plandoc.budget.amounts import find_amounts, find_told
from nscl.plandoc.budget.phrases import (
    ABOUT_PROCEDURE,
    ALLOCATES,
    BARE_LABEL,
    IN_WORDS,
    MANAGER,
    NAMES_SOURCES,
    NOT_A_TOTAL,
    RATE,
    SECOND_PART,
    SHARE,
    TOTAL,
    UNCOMMON_SOURCE,
    clean_name,
    last_item,
    last_part,
    marker_length,
    only_phase,
    phase_label,
    source_after,
    source_after_text,
    uses,
)
from nscl.plandoc.source import Block, Document
from nscl.plandoc.structure import Outline, Section
from nscl.plandoc.tables.funding import find_sources, is_state, slug_of, source_code
from nscl.plandoc.tables.grid import find_year
from nscl.plandoc.wording import flat, plain
from nscl.vietnamese.money import AmountMatch
from nscl.vietnamese.words import WordsMatch, find_amount_words


@dataclass(slots=True)
class ProseSource:
    """A source as the text names it."""

    code: str
    name: str
    amount: AmountMatch | None = None
    share: Decimal | None = None
    uses: list[str] = field(default_factory=list)
    start: int = 0


@dataclass(slots=True)
class ProsePhase:
    """Money of one phase as the text tells it; amounts in đồng."""

    years: tuple[int, int] | None
    order: int | None
    total: int | None = None
    by_source: dict[str, int] = field(default_factory=dict)
    by_year: dict[int, int] = field(default_factory=dict)
    sources: dict[str, tuple[str, AmountMatch]] = field(default_factory=dict)


@dataclass(slots=True)
class Prose:
    """What the running text says about money; offsets are those of the document.

    `is_total_in_words` says that no figure is printed for the total.
    """

    total: AmountMatch | None = None
    is_total_in_words: bool = False
    total_words: WordsMatch | None = None
    sources: list[ProseSource] = field(default_factory=list)
    phases: list[ProsePhase] = field(default_factory=list)
    by_year: dict[int, int] = field(default_factory=dict)
    manager: str | None = None
    amounts: list[AmountMatch] = field(default_factory=list)


def read_prose(document: Document, outline: Outline, before: int) -> Prose:
    """Read the budget part of the body; `before` is where the first money table starts."""
    return _Reader(document, outline, before).run()


def _shift(match: AmountMatch, by: int) -> AmountMatch:
    return AmountMatch(
        match.start + by, match.end + by, match.printed, match.vnd, match.unit, match.number, match.ambiguous
    )


@dataclass(slots=True)
class _Piece:
    """A paragraph (or a sentence of a summary) that belongs to the budget part."""

    text: str
    start: int
    section: Section | None


class _Reader:
    def __init__(self, document: Document, outline: Outline, before: int) -> None:
        self.document = document
        self.outline = outline
        self.before = before
        self.prose = Prose()
        self.unnamed: list[tuple[str, AmountMatch]] = []
        self.carried: tuple[tuple[int, int] | None, int | None] | None = None

    def run(self) -> Prose:
        pieces = list(self._pieces())
        for piece in pieces:
            self._amounts(piece)
        self._whole_as_phase()
        self._uncommon()
        for piece in pieces:
            self._shares(piece)
        for piece in pieces:
            self._names(piece)
            self._manager(piece)
        self._elsewhere()
        self._words()
        self._only_total()
        return self.prose

    def _pieces(self) -> Iterator[_Piece]:
        sections = self.outline.all("budget")
        if not sections:
            yield from self._pieces_without_section()
            return
        seen: set[int] = set()
        for section in sections:
            for part in section.walk():
                if any(above.role == "support" for above in part.above()) or part.start in seen:
                    continue
                seen.add(part.start)
                if part.start < self.before or self.before == 0:
                    yield _Piece(self.document.text[part.start : part.text_end], part.start, part)

    def _pieces_without_section(self) -> Iterator[_Piece]:
        """A plan without a budget heading may still name its money in a paragraph."""
        for block in self._body_paragraphs():
            words = flat(block.text)
            if re.search(r"\b(?:tong kinh phi|kinh phi thuc hien|nguon kinh phi|tong du toan)\b", words):
                yield _Piece(block.text, block.start, None)

    def _body_paragraphs(self) -> Iterator[Block]:
        return (b for b in self.document.blocks if b.kind == "paragraph" and b.start in self.outline.body)

    # Amounts ----------------------------------------------------------------------------------

    def _amounts(self, piece: _Piece) -> None:
        told = [(m, words) for m, words in find_told(piece.text) if not RATE.match(piece.text, m.end)]
        found = [match for match, _ in told]
        at = marker_length(piece.text)
        self.carried = only_phase(piece.text)
        for place, match in enumerate(found):
            label = piece.text[at : match.start]
            stop = found[place + 1].start if place + 1 < len(found) else len(piece.text)
            after = piece.text[match.end : stop]
            had_total = self.prose.total is not None
            self._amount(piece, label, after, _shift(match, piece.start))
            if not had_total and self.prose.total is not None:
                self.prose.is_total_in_words = told[place][1]
            at = match.end

    def _amount(self, piece: _Piece, label: str, after: str, match: AmountMatch) -> None:
        clause = SECOND_PART.split(IN_WORDS.sub("", label))[-1]
        words = flat(clause)
        if NOT_A_TOTAL.search(plain(clause)):
            return
        self.prose.amounts.append(match)
        is_total = bool(TOTAL.search(words))
        code = source_code(last_part(clause))
        if code is None and not is_total:
            code = source_after(after)
            clause = source_after_text(after) if code else clause
        if code is None and BARE_LABEL.fullmatch(words) and (heading := self._source_above(piece, label)):
            code, clause, is_total = source_code(heading), heading, False
        name = clean_name(last_item(clause))
        opened = self.prose.total is not None or bool(self.prose.phases)
        if code is None and not is_total and opened and UNCOMMON_SOURCE.match(plain(name)):
            code = slug_of(name)
        years, order = self._phase_of(clause, piece)
        year = find_year(clause) if re.search(r"\bnam\b", words) and years is None else None
        if year is not None and code is None and self.prose.total is not None:
            self._by_year(year, match)
        elif years is not None or order is not None:
            if not self._phase(years, order, code, match, clean_name(last_part(clause))) and name:
                self.unnamed.append((name, match))
        elif is_total and self.prose.total is None and (code is None or "tong" in words):
            self.prose.total = match
            if code is not None:
                self._source(code, clean_name(last_part(clause)), match, after)
        elif code is not None:
            self._source(code, clean_name(last_part(clause)), match, after)
        elif self.prose.total is None and self._opens_budget(piece):
            self.prose.total = match
        elif self.prose.total is not None and not is_total and name:
            self.unnamed.append((name, match))

    def _source_above(self, piece: _Piece, label: str) -> str | None:
        """The source that the line above an amount names, for “Số tiền: …” under its own heading."""
        lines = [line for line in label.split("\n")[:-1] if line.strip()]
        if not lines and piece.section is not None:
            above = [*piece.section.above()][1:2]
            lines = [self.document.text[s.text_start : s.text_end] for s in above if s.role != "budget"]
        return lines[-1] if lines and len(lines[-1]) < 160 and source_code(lines[-1]) else None

    def _opens_budget(self, piece: _Piece) -> bool:
        """An amount right in the budget heading is the total even without the word."""
        return piece.section is not None and piece.section.role == "budget"

    def _phase_of(self, clause: str, piece: _Piece) -> tuple[tuple[int, int] | None, int | None]:
        """The phase the clause itself names, else the one its list item stands under."""
        if found := phase_label(clause) or self.carried:
            return found
        if piece.section is None:
            return None, None
        for above in list(piece.section.above())[1:]:
            if above.role == "budget" or above.parent is None:
                break
            text = self.document.text[above.text_start : above.text_end]
            if len(text) < 160 and (found := phase_label(text)):
                return found
        return None, None

    def _by_year(self, year: int, match: AmountMatch) -> None:
        self.prose.by_year.setdefault(year, match.vnd)

    def _phase(
        self,
        years: tuple[int, int] | None,
        order: int | None,
        code: str | None,
        match: AmountMatch,
        name: str,
    ) -> bool:
        """Keep an amount of a phase; False for one that is neither its total nor of a known source."""
        phases = self.prose.phases
        phase = next(
            (p for p in phases if (years and p.years == years) or (order and p.order == order)), None
        )
        if phase is None:
            phase = ProsePhase(years, order)
            phases.append(phase)
        if code is not None:
            phase.by_source.setdefault(code, match.vnd)
            phase.sources.setdefault(code, (name, match))
        elif phase.total is None:
            phase.total = match.vnd
        else:
            return False
        return True

    def _source(self, code: str, name: str, match: AmountMatch, after: str) -> None:
        if any(source.code == code and source.amount for source in self.prose.sources):
            return
        self.prose.sources.append(ProseSource(code, name, match, uses=uses(after), start=match.start))

    # Shares and names ------------------------------------------------------------------------

    def _shares(self, piece: _Piece) -> None:
        matches = list(SHARE.finditer(piece.text))
        if not matches or not re.search(r"\b(?:ngan sach|von|nguon|kinh phi|doi ung)\b", flat(piece.text)):
            return
        first = marker_length(piece.text)
        before = [
            piece.text[a : b.start()]
            for a, b in zip([first, *[m.end() for m in matches]], matches, strict=False)
        ]
        ends = [m.start() for m in matches[1:]] + [len(piece.text)]
        after = [piece.text[m.end() : end] for m, end in zip(matches, ends, strict=True)]
        leads = source_code(last_part(before[0])) is not None and not before[0].strip().endswith(":")
        for match, left, right in zip(matches, before, after, strict=True):
            if NOT_A_TOTAL.search(plain(left)):
                continue
            label = last_part(left) if leads else re.split(r"[,;.)]", right)[0]
            if code := source_code(label):
                self._share(
                    code, clean_name(label), Decimal(match[1].replace(",", ".")), piece.start + match.start()
                )

    def _share(self, code: str, name: str, share: Decimal, start: int) -> None:
        for source in self.prose.sources:
            if source.code == code or (is_state(code) and is_state(source.code) and code == "state_budget"):
                source.share = source.share if source.share is not None else share
                return
        self.prose.sources.append(ProseSource(code, name, None, share, start=start))

    def _names(self, piece: _Piece) -> None:
        """Sources a sentence lists without amounts."""
        words = flat(piece.text)
        if not NAMES_SOURCES.search(words) or ABOUT_PROCEDURE.search(words) or len(piece.text) > 900:
            return
        for code, start, end in find_sources(piece.text):
            if self._is_named(code):
                continue
            name = clean_name(piece.text[start:end])
            if name:
                self.prose.sources.append(ProseSource(code, name, start=piece.start + start))

    def _is_named(self, code: str) -> bool:
        return any(
            source.code == code
            or (code == "state_budget" and is_state(source.code))
            or (source.code == "state_budget" and is_state(code) and source.amount is not None)
            for source in self.prose.sources
        )

    def _manager(self, piece: _Piece) -> None:
        if self.prose.manager is None and (match := MANAGER.search(piece.text)):
            self.prose.manager = match[1].strip()

    def _elsewhere(self) -> None:
        """A finance duty may name one more source, such as public investment money."""
        if not self.prose.sources:
            return
        for section in self.outline.all("organisation"):
            text = self.document.text[section.start : section.end]
            if match := ALLOCATES.search(text):
                name = match["name"].strip(" ,.;")
                code = source_code(name)
                if code and not self._is_named(code):
                    self.prose.sources.append(
                        ProseSource(code, name, start=section.start + match.start("name"))
                    )

    def _uncommon(self) -> None:
        """Amounts under words no source is known by are sources when they complete the total."""
        prose = self.prose
        told = sum(source.amount.vnd for source in prose.sources if source.amount)
        missing = prose.total.vnd - told if prose.total else 0
        if missing <= 0 or sum(match.vnd for _, match in self.unnamed) != missing:
            return
        for name, match in self.unnamed:
            prose.sources.append(ProseSource(slug_of(name), name, match, start=match.start))
        prose.sources.sort(key=lambda source: source.start)

    # Total and words -------------------------------------------------------------------------

    def _words(self) -> None:
        """The words beside the total, else a line of words below the table."""
        total = self.prose.total
        if total is not None and self.prose.is_total_in_words:
            self.prose.total_words = WordsMatch(total.start, total.end, total.printed, total.vnd)
            return
        if total is not None:
            near = self.document.text[total.end : total.end + 220]
            found = [m for m in find_amount_words(near) if not find_amounts(near[: m.start])]
            if found:
                first = found[0]
                self.prose.total_words = WordsMatch(
                    first.start + total.end, first.end + total.end, first.text, first.value
                )
                return
        for block in self.document.blocks:
            if block.kind == "paragraph" and re.search(r"bằng chữ", block.text, re.IGNORECASE):
                found = find_amount_words(block.text)
                if found and not find_amounts(block.text):
                    last = found[-1]
                    self.prose.total_words = WordsMatch(
                        last.start + block.start, last.end + block.start, last.text, last.value
                    )
                    return

    def _whole_as_phase(self) -> None:
        """“Tổng kinh phí giai đoạn 2021-2025 là …” with no other phase: that is the whole money."""
        prose = self.prose
        if prose.total is not None or len(prose.phases) != 1 or prose.phases[0].total is None:
            return
        phase = prose.phases.pop()
        prose.total = next(match for match in prose.amounts if match.vnd == phase.total)
        told = {source.code for source in prose.sources if source.amount}
        for code, (name, match) in phase.sources.items():
            if code not in told:
                prose.sources.append(ProseSource(code, name, match, start=match.start))
        prose.by_year = {**phase.by_year, **prose.by_year}

    def _only_total(self) -> None:
        """One state amount and nothing else: that is the plan's whole money."""
        prose = self.prose
        with_amount = [source for source in prose.sources if source.amount]
        if prose.total is None and len(with_amount) == 1 and not prose.phases:
            prose.total = with_amount[0].amount
