"""The parts of a Word file, opened with limits: what a part claims and what it inflates to."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from nscl.plandoc.readers.sniff import DAMAGED_ZIP, ENCRYPTED
from nscl.plandoc.source import UnreadableDocument

TOO_BIG_INSIDE = (
    "Tệp Word khi mở ra lớn bất thường (có thể là tệp nén độc hại) nên không đọc. "
    "Xin mở bằng Word, sao chép nội dung sang tệp mới rồi tải lên."
)
STRANGE_NAMES = (
    "Tệp Word chứa tên tệp con không hợp lệ nên không đọc. Xin lưu lại từ Word thành tệp .docx mới."
)
STRANGE_XML = "Tệp Word chứa khai báo lạ nên không đọc. Xin lưu lại từ Word thành tệp .docx mới."
NOT_WORD = (
    "Tệp Word không có nội dung văn bản bên trong. Xin lưu lại từ Word thành tệp .docx mới rồi tải lên."
)

MOST_MEMBERS = 3_000
MOST_DECLARED = 300 * 1024 * 1024
MOST_PART = 16 * 1024 * 1024
MOST_RATIO = 150
_RATIO_MATTERS_ABOVE = 2 * 1024 * 1024
_ENCRYPTED_FLAG = 0x1


def local(node: etree._Element) -> str:
    """The name of an element without its namespace, which differs between the two kinds of OOXML."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if node is None:
        return None
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if node is None:
            return None
        node = next((element for element in node if local(element) == name), None)
    return node


class Package:
    """Reads the named parts of a Word file; raises UnreadableDocument for hostile or damaged ones."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnreadableDocument("damaged", DAMAGED_ZIP) from error
        self._members = {info.filename: info for info in self._archive.infolist()}
        self._check_directory()
        self.main_part = self._find_main_part()

    def _check_directory(self) -> None:
        infos = self._archive.infolist()
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_DECLARED:
            raise UnreadableDocument("too_large", TOO_BIG_INSIDE)
        for info in infos:
            name = info.filename.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
                raise UnreadableDocument("damaged", STRANGE_NAMES)
            if info.flag_bits & _ENCRYPTED_FLAG:
                raise UnreadableDocument("encrypted", ENCRYPTED)
            swollen = info.file_size > MOST_RATIO * max(1, info.compress_size)
            if swollen and info.file_size > _RATIO_MATTERS_ABOVE:
                raise UnreadableDocument("too_large", TOO_BIG_INSIDE)

    def _find_main_part(self) -> str:
        for relation in self._relations("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                name = (attribute(relation, "Target") or "").lstrip("/")
                if name in self._members:
                    return name
        if "word/document.xml" in self._members:
            return "word/document.xml"
        raise UnreadableDocument("wrong_type", NOT_WORD)

    def _relations(self, part: str) -> list[etree._Element]:
        root = self.xml(part) if part in self._members else None
        return [] if root is None else [node for node in root if local(node) == "Relationship"]

    def related(self, kind: str) -> list[str]:
        """Names of the parts of a kind (`numbering`, `footnotes`, `header` …) the main part points to."""
        folder, base = posixpath.split(self.main_part)
        names: list[str] = []
        for relation in self._relations(f"{folder}/_rels/{base}.rels"):
            if not (attribute(relation, "Type") or "").endswith(f"/{kind}"):
                continue
            target = attribute(relation, "Target") or ""
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if name in self._members:
                names.append(name)
        return names

    def has_images(self) -> bool:
        """Whether the file carries pictures, as a scanned page pasted into Word does."""
        return any(name.startswith("word/media/") for name in self._members)

    def bytes_of(self, name: str) -> bytes:
        """One part, inflated no further than the limit, whatever its header claims."""
        try:
            with self._archive.open(self._members[name]) as stream:
                data = stream.read(MOST_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableDocument("damaged", DAMAGED_ZIP) from error
        if len(data) > MOST_PART:
            raise UnreadableDocument("too_large", TOO_BIG_INSIDE)
        return data

    def xml(self, name: str) -> etree._Element:
        """One part as XML without entities, external or internal."""
        data = self.bytes_of(name)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableDocument("damaged", STRANGE_XML)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument("damaged", DAMAGED_ZIP) from error
        if root is None or _declares_type(root):
            raise UnreadableDocument("damaged", STRANGE_XML)
        return root


def _declares_type(root: etree._Element) -> bool:
    docinfo: Any = root.getroottree().docinfo
    return bool(docinfo.doctype)
