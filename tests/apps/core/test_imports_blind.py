"""What a reader of spreadsheets may not lose: error cells of every kind of workbook, and what a head says."""

from __future__ import annotations

import struct

import pytest

from nscl.apps.core.imports.header import find_header
from nscl.apps.core.imports.mapping import known_headings, propose
from nscl.apps.core.imports.reading.limits import UnreadableFile
from nscl.apps.core.imports.reading.prescan_others import facts_of_old_excel, facts_of_open_document
from nscl.apps.core.imports.reading.texts import read_text_list
from nscl.apps.core.imports.spec import ImportField, ImportSpec

SPEC = ImportSpec(
    name="mu",
    title="Mù",
    deed="mu",
    fields=(
        ImportField("name", "Tên tổ chức", required=True),
        ImportField("revenue", "Doanh thu", "money"),
        ImportField("exports", "Xuất khẩu", "money", synonyms=("Doanh thu xuất khẩu",)),
    ),
    find=lambda rows, actor: [],
    apply=lambda *args, **words: None,  # type: ignore[arg-type,return-value]
    revoke=lambda *args, **words: None,
)


def proposed(head: str) -> list[str]:
    sheet = read_text_list(f"{head}\nCông ty Mận;1;2\nCông ty Đào;3;4\n".encode()).sheet
    return [one.field for one in propose(sheet, find_header(sheet, known_headings(SPEC)), SPEC)]


def test_a_second_column_of_the_same_name_is_not_given_to_another_field() -> None:
    assert proposed("Tên tổ chức;Doanh thu (đồng);Doanh thu (nghìn đồng)") == ["name", "revenue", ""]
    assert proposed("Tên tổ chức;Doanh thu;Giá trị xuất khẩu") == ["name", "revenue", "exports"]


CONTENT = b"""<table:table table:name="A"><table:table-column table:number-columns-repeated="2"/>
<table:table-column table:visibility="collapse"/>
<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:number-columns-repeated="3"/>
<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"/></table:table-row>
<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/>
</table:table-row></table:table><table:table table:name="B"><table:table-row><table:table-cell/></table:table-row>
</table:table>"""


def test_errors_and_hidden_parts_of_an_open_document_are_found_in_their_places() -> None:
    first, second = facts_of_open_document(CONTENT)
    assert (first.errors, first.hidden_rows, first.hidden_columns) == ([(2, 3)], [3], [2])
    assert (first.formulas, second.formulas, second.errors) == (1, 0, [])


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_excel(*cells: bytes) -> bytes:
    """A compound file whose one stream holds a book with one sheet."""
    head = (
        record(0x809, b"\x00\x06\x05\x00")
        + record(0x85, b"\x00" * 4 + b"\x00\x00\x01\x00A")
        + record(0x0A, b"")
    )
    head = head.replace(
        record(0x85, b"\x00" * 4 + b"\x00\x00\x01\x00A"),
        record(0x85, struct.pack("<I", len(head)) + b"\x00\x00\x01\x00A"),
    )
    stream = (head + record(0x809, b"\x00\x06\x10\x00") + b"".join(cells) + record(0x0A, b"")).ljust(
        4096, b"\x00"
    )
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    fat = struct.pack("<128I", *table, *[0xFFFFFFFF] * 118)
    entry = lambda name, start, size: (  # noqa: E731
        (name.encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<H", 2 * len(name) + 2)).ljust(
            116, b"\x00"
        )
        + struct.pack("<II", start, size)
        + b"\x00" * 4
    )
    folder = (entry("Root Entry", 0xFFFFFFFE, 0) + entry("Workbook", 2, 4096)).ljust(512, b"\x00")
    top = bytearray(512)
    struct.pack_into("<HH", top, 30, 9, 6)
    struct.pack_into("<II", top, 44, 1, 1)
    struct.pack_into("<IIIII", top, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", top, 76, 0, *[0xFFFFFFFF] * 108)
    return bytes(top) + fat + folder + stream


def test_errors_of_an_old_workbook_are_found_in_their_places() -> None:
    place = struct.pack("<HHH", 4, 2, 0)
    failed = record(0x06, place + b"\x02\x00\x07\x00\x00\x00\xff\xff" + b"\x00" * 8)
    typed = record(0x205, struct.pack("<HHH", 5, 1, 0) + b"\x2a\x01")
    yes = record(0x205, struct.pack("<HHH", 6, 1, 0) + b"\x01\x00")
    (facts,) = facts_of_old_excel(old_excel(failed, typed, yes))
    assert (facts.errors, facts.formulas) == ([(4, 2), (5, 1)], 1)


@pytest.mark.parametrize("cut", [0, 40, 600, 1100])
def test_an_old_workbook_that_cannot_be_followed_gives_no_facts_and_no_failure(cut: int) -> None:
    assert facts_of_old_excel(old_excel()[:cut]) in ([], [facts_of_old_excel(old_excel())[0]])


def test_a_chain_of_sectors_in_a_ring_is_broken_off() -> None:
    data = bytearray(old_excel())
    struct.pack_into("<I", data, 512 + 4 * 9, 2)
    assert facts_of_old_excel(bytes(data)) == []


def test_empty_lines_at_the_end_of_a_text_do_not_count_and_those_inside_do() -> None:
    sheet = read_text_list(("Tên;Vốn\n;\nMận;1\n" + ";\n" * 500_000).encode()).sheet
    assert (len(sheet.rows), sheet.rows[1], sheet.rows[2]) == (3, [], ["Mận", "1"])
    with pytest.raises(UnreadableFile, match=r"tối đa 200\.000 dòng"):
        read_text_list(("Tên;Vốn\n" + ";\n" * 500_000 + "Mận;1\n").encode())
