"""The outline of a plan: where its parts are and how its numbering nests.

`outline(document)` cuts the document into regions (header, body, signature, recipients, appendices,
footnotes) and the body into a tree of `Section`s by its markers, whatever numbering it uses:
I./1./1.1./a)/-/+, Phần/Mục/Điều, A./I./1., 1./1.1/1.1.1, capitals without numbers, or a news
summary in one paragraph.  Sections that a heading names get a `role`:

    basis, situation, principles, objectives, general_goal, specific_targets, beneficiaries, scope,
    support, tasks, budget, organisation

Later parts ask by role: ``outline.first("budget")``, ``outline.role_at(offset)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nscl.plandoc.regions import Appendix, Region, cut_regions
from nscl.plandoc.roles import assign_roles
from nscl.plandoc.sections import Section, cut_summary, grow
from nscl.plandoc.source import Block, Document

__all__ = ["Appendix", "Outline", "Region", "Section", "outline"]


@dataclass(slots=True)
class Outline:
    """The parts of a document; see the module's description for the roles."""

    document: Document
    root: Section
    title_block: int | None
    is_decision: bool
    header: Region
    body: Region
    signature: Region
    recipients: Region
    appendices: list[Appendix]
    footnotes: list[Block]
    is_summary: bool = False

    def walk(self) -> Iterator[Section]:
        """Every section of the body in order, the root left out."""
        for child in self.root.children:
            yield from child.walk()

    def all(self, role: str) -> list[Section]:
        """Outermost sections of a role in document order."""
        return list(self._outermost(self.root, role))

    def first(self, *roles: str) -> Section | None:
        """The first section of the first role that occurs."""
        for role in roles:
            for section in self._outermost(self.root, role):
                return section
        return None

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that holds a text offset; None outside the body."""
        here, found = self.root, None
        while True:
            inner = next((c for c in here.children if c.start <= offset < max(c.end, c.start + 1)), None)
            if inner is None:
                return found
            here = found = inner

    def role_at(self, offset: int) -> str | None:
        """The role in force at an offset: that of the nearest section with one, or the region's name.

        Regions answer ``header``, ``signature``, ``recipients``, ``appendix``, ``footnotes``.
        """
        section = self.section_at(offset)
        if section is not None:
            return next((s.role for s in section.above() if s.role), None)
        if any(offset in appendix.region for appendix in self.appendices):
            return "appendix"
        for name in ("recipients", "signature", "header"):
            if offset in getattr(self, name):
                return name
        return "footnotes" if any(b.start <= offset <= b.end for b in self.footnotes) else None

    def path_at(self, offset: int) -> str | None:
        """The printed path of the section at an offset, None without numbering."""
        section = self.section_at(offset)
        return (section.path or None) if section else None

    def _outermost(self, section: Section, role: str) -> Iterator[Section]:
        for child in section.children:
            if child.role == role:
                yield child
            else:
                yield from self._outermost(child, role)


def outline(document: Document) -> Outline:
    """The outline of a document; never refuses, an unstructured text gives a flat one.

    >>> from nscl.plandoc.readers.text import read_text
    >>> found = outline(read_text("KẾ HOẠCH\\nNâng cao\\nI. MỤC TIÊU\\n1. Mục tiêu chung\\n- Đưa".encode()))
    >>> [(s.path, s.role) for s in found.walk()]
    [('', None), ('I', 'objectives'), ('I.1', 'general_goal'), ('I.1', None)]
    """
    parts = cut_regions(document)
    body = parts.body
    root = Section("root", "", "", 0, -1, body.start, body.end, body.start, body.start, "", body.start)
    found = Outline(
        document=document,
        root=root,
        title_block=parts.title_block,
        is_decision=parts.is_decision,
        header=parts.header,
        body=body,
        signature=parts.signature,
        recipients=parts.recipients,
        appendices=parts.appendices,
        footnotes=[b for b in document.blocks if b.kind == "footnote"],
    )
    grow(root, document.blocks[body.first : body.last])
    assign_roles(root)
    if not any(s.role for s in found.walk()):
        found.is_summary = cut_summary(document, root)
    return found
