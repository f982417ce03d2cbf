"""PDF files: paragraphs by geometry, tables over pages, page furniture out, scans refused."""

from __future__ import annotations

import io
import time

import pytest
from pypdf import PdfReader, PdfWriter

from nscl.plandoc.readers.pdf import read_pdf
from nscl.plandoc.source import Block, Document, UnreadableDocument

from .make import pdf, picture

LETTERHEAD = r"""
#grid(columns: (1fr, 1.4fr), align: center,
  [ỦY BAN NHÂN DÂN \ *TỈNH HOA SƠN* \ Số: 12/KH-UBND],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM* \ Độc lập - Tự do - Hạnh phúc \ Hoa Sơn, ngày 05 tháng 4 năm 2021])
#v(12pt)
#align(center)[*KẾ HOẠCH* \ *Nâng cao năng suất, chất lượng sản phẩm, hàng hóa giai đoạn 2021 - 2025 trên địa bàn tỉnh*]
"""
SENTENCE = (
    "Hỗ trợ doanh nghiệp áp dụng các hệ thống quản lý, công cụ cải tiến năng suất chất lượng; "
    "đào tạo chuyên gia năng suất; xây dựng mô hình điểm để chia sẻ, nhân rộng trên địa bàn tỉnh trong giai đoạn."
)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def table(document: Document) -> Block:
    (block,) = [block for block in document.blocks if block.kind == "table"]
    return block


def words(block: Block) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in block.rows]


def test_the_letterhead_is_read_column_by_column() -> None:
    assert texts(read_pdf(pdf(LETTERHEAD)))[:7] == [
        "ỦY BAN NHÂN DÂN TỈNH HOA SƠN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hoa Sơn, ngày 05 tháng 4 năm 2021",
        "KẾ HOẠCH",
        "Nâng cao năng suất, chất lượng sản phẩm, hàng hóa giai đoạn 2021 - 2025 trên địa bàn tỉnh",
    ]


def test_the_signature_block_is_read_column_by_column() -> None:
    source = (
        SENTENCE
        + r"""
#v(12pt)
#grid(columns: (1fr, 1fr), [#set text(11pt)
  *Nơi nhận:* \ - Bộ Khoa học và Công nghệ; \ - Lưu: VT.],
  align(center)[*TM. ỦY BAN NHÂN DÂN* \ *KT. CHỦ TỊCH* \ *PHÓ CHỦ TỊCH* #v(60pt) Nguyễn Văn A])
"""
    )
    assert texts(read_pdf(pdf(source)))[1:] == [
        "Nơi nhận:", "- Bộ Khoa học và Công nghệ;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
    ]  # fmt: skip


@pytest.mark.parametrize("justify", ["true", "false"])
@pytest.mark.parametrize("indent", ["1.27cm", "0pt"])
def test_wrapped_lines_become_whole_paragraphs(justify: str, indent: str) -> None:
    source = f"#set par(justify: {justify}, first-line-indent: {indent}, spacing: 1.2em)\n" + "\n\n".join(
        ["I. MỤC TIÊU", f"1. {SENTENCE}", SENTENCE, f"\\- {SENTENCE}", f"a) {SENTENCE}"]
    )
    assert texts(read_pdf(pdf(source))) == [
        "I. MỤC TIÊU",
        f"1. {SENTENCE}",
        SENTENCE,
        f"- {SENTENCE}",
        f"a) {SENTENCE}",
    ]


def test_a_paragraph_runs_on_over_the_page_and_numbers_of_pages_are_noise() -> None:
    paragraphs = [f"{n}. Việc {n * n}: {SENTENCE} {'A' * n} {SENTENCE}" for n in range(1, 31)]
    document = read_pdf(pdf('#set page(numbering: "1")\n' + "\n\n".join(paragraphs)))
    assert texts(document) == paragraphs
    assert document.blocks[0].page == 1 and document.blocks[-1].page == int(document.meta["pages"]) > 2
    assert [noise.text for noise in document.noise][:3] == ["1", "2", "3"]


def test_running_heads_are_noise() -> None:
    source = "#set page(header: [Cổng thông tin điện tử tỉnh])\n" + "\n\n".join([SENTENCE] * 40)
    document = read_pdf(pdf(source))
    assert "Cổng thông tin" not in document.text
    assert document.noise[0].text == "Cổng thông tin điện tử tỉnh"


TABLE = r"""
Đơn vị tính: triệu đồng
#table(columns: (auto, 1fr, auto, auto, auto),
  table.header(table.cell(rowspan: 2)[TT], table.cell(rowspan: 2)[Nội dung], table.cell(colspan: 2)[Kinh phí],
    table.cell(rowspan: 2)[Tổng], [NSNN], [DN]),
  ..range(1, ROWS).map(i => ([#i], [Nội dung chi số #i cho doanh nghiệp áp dụng hệ thống quản lý], [100], [], [#(100 + i)])).flatten())
Ghi chú cuối bảng.
"""


def test_a_table_over_several_pages_is_one_grid_without_repeated_headers() -> None:
    document = read_pdf(pdf(TABLE.replace("ROWS", "90")))
    grid = words(table(document))
    assert int(document.meta["pages"]) > 2
    assert grid[:3] == [
        ["TT", "Nội dung", "Kinh phí", None, "Tổng"],
        [None, None, "NSNN", "DN", None],
        ["1", "Nội dung chi số 1 cho doanh nghiệp áp dụng hệ thống quản lý", "100", "", "101"],
    ]
    assert [row[0] for row in grid[2:]] == [str(number) for number in range(1, 90)]
    assert texts(document)[0] == "Đơn vị tính: triệu đồng" and texts(document)[-1] == "Ghi chú cuối bảng."
    for row in table(document).rows:
        for cell in row:
            assert cell is None or document.text[cell.start : cell.end] == cell.text


def test_a_row_cut_by_the_page_break_is_put_together() -> None:
    source = r"""
#table(columns: (auto, 1fr, auto),
  table.header([TT], [Nội dung], [Tổng]),
  ..range(1, 24).map(i => ([#i], [Việc], [5])).flatten(),
  [24], [LONG], [700], [25], [Việc cuối], [5])
""".replace("LONG", SENTENCE * 5)
    grid = words(table(read_pdf(pdf(source))))
    row = next(row for row in grid if row[0] == "24")
    assert row == ["24", SENTENCE * 5, "700"] and grid[-1] == ["25", "Việc cuối", "5"]


def test_a_second_table_with_other_headers_is_another_block() -> None:
    source = "#table(columns: 3, [TT], [Tên], [Số], [1], [A], [2])\n#pagebreak()\n#table(columns: 3, [TT], [Cơ quan], [Hạn], [1], [B], [3])"
    document = read_pdf(pdf(source))
    assert [block.page for block in document.blocks] == [1, 2]


def test_list_items_in_a_cell_stay_apart_and_their_lines_join() -> None:
    source = r"#table(columns: (1cm, 6cm, 2cm), [TT], [Nội dung], [Tổng], [1], [\- Đào tạo chuyên gia năng suất chất lượng; \ \- Tư vấn cho doanh nghiệp], [9])"
    assert (
        words(table(read_pdf(pdf(source))))[1][1]
        == "- Đào tạo chuyên gia năng suất chất lượng;\n- Tư vấn cho doanh nghiệp"
    )


def test_a_landscape_annex_keeps_its_own_margins() -> None:
    source = f"{SENTENCE}\n#page(flipped: true)[1. {SENTENCE} {SENTENCE}]"
    assert texts(read_pdf(pdf(source))) == [SENTENCE, f"1. {SENTENCE} {SENTENCE}"]


def test_footnotes_leave_the_page_foot_and_their_marks_the_text() -> None:
    document = read_pdf(
        pdf(f"Kết quả hội nhập quốc tế.#footnote[Đã hỗ trợ 16 đơn vị áp dụng 5S.] {SENTENCE}")
    )
    assert document.blocks[0].text == f"Kết quả hội nhập quốc tế. {SENTENCE}"
    assert (document.blocks[1].kind, document.blocks[1].text) == (
        "footnote",
        "Đã hỗ trợ 16 đơn vị áp dụng 5S.",
    )


def test_a_word_cut_at_its_hyphen_is_whole_again() -> None:
    source = "#box(width: 8cm)[#set par(justify: false)\nTheo Tờ trình của Sở số 77/TTr-#linebreak()SKHCN trong năm 2021]"
    assert "77/TTr-SKHCN" in read_pdf(pdf(source)).text


def test_a_scan_is_refused_with_what_to_do() -> None:
    source = '#image(bytes((IMAGE)), format: "png", width: 100%)'.replace(
        "IMAGE", ", ".join(map(str, picture()))
    )
    with pytest.raises(UnreadableDocument, match="OCR.*Word") as refusal:
        read_pdf(pdf(source))
    assert refusal.value.code == "scanned"


def test_a_scanned_page_among_text_pages_is_named() -> None:
    image = '#image(bytes((IMAGE)), format: "png", width: 100%)'.replace(
        "IMAGE", ", ".join(map(str, picture()))
    )
    document = read_pdf(pdf(f"{SENTENCE * 3}\n#pagebreak()\n{image}"))
    assert [(noise.text, noise.reason) for noise in document.noise] == [
        ("Trang 2", "trang chỉ có ảnh, không có lớp chữ")
    ]


def _locked(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(SENTENCE))))
    writer.encrypt(user, owner, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_password_is_refused_but_a_mere_printing_ban_is_read() -> None:
    with pytest.raises(UnreadableDocument, match="mật khẩu") as refusal:
        read_pdf(_locked("mở", "chủ"))
    assert refusal.value.code == "encrypted"
    assert texts(read_pdf(_locked("", "chủ"))) == [SENTENCE]


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.7 nothing here", pdf(SENTENCE)[:900]])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_pdf(data)
    assert refusal.value.code == "damaged"


def test_fifteen_pages_take_seconds() -> None:
    data = pdf("\n\n".join([f"- {SENTENCE}"] * 150) + TABLE.replace("ROWS", "110"))
    start = time.process_time()
    document = read_pdf(data)
    assert int(document.meta["pages"]) >= 15
    assert time.process_time() - start < 8
