"""Word files: everything that prints is read, once, and nothing that was deleted."""

from __future__ import annotations

import io

import pytest
from docx import Document as WordDocument

from nscl.plandoc.readers import read_docx
from nscl.plandoc.source import Block, Document, UnreadableDocument

from .make import docx, item, level, numbering, p, part, r, tbl, tc, tr


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind == "paragraph"]


def table(document: Document) -> Block:
    (block,) = [block for block in document.blocks if block.kind == "table"]
    return block


def words(block: Block) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in block.rows]


def test_paragraphs_stand_in_order_with_offsets_into_the_text() -> None:
    document = read_docx(docx(p("KẾ HOẠCH") + p("") + p("I. MỤC TIÊU")))
    assert document.text == "KẾ HOẠCH\nI. MỤC TIÊU"
    assert [document.text[block.start : block.end] for block in document.blocks] == paragraphs(document)
    assert document.blocks[1].span() == {"page": None, "block": 1, "line": None, "start": 9, "end": 20}


def test_letters_typed_with_separate_accents_are_composed() -> None:
    assert read_docx(docx(p("Kế hoạch\u00a0số\u200b 1"))).text == "Kế hoạch số 1"


def test_tracked_changes_are_accepted() -> None:
    body = p(
        r("Hỗ trợ ")
        + f"<w:ins>{r('30')}</w:ins>"
        + "<w:del><w:r><w:delText>20</w:delText></w:r></w:del>"
        + r(" đơn vị")
    )
    assert read_docx(docx(body)).text == "Hỗ trợ 30 đơn vị"


def test_the_note_of_a_deleted_mark_is_gone_too() -> None:
    notes = part("footnotes", '<w:footnote w:id="2">' + p("Chú thích cũ.") + "</w:footnote>")
    body = p(r("Còn lại") + '<w:del><w:r><w:tab/><w:footnoteReference w:id="2"/></w:r></w:del>' + r("."))
    assert read_docx(docx(body, footnotes=notes)).text == "Còn lại."


def test_moved_text_is_read_only_where_it_was_moved_to() -> None:
    body = (
        p(f"<w:moveFrom>{r('Đào tạo 10 lớp')}</w:moveFrom>")
        + p("Mở đầu")
        + p(f"<w:moveTo>{r('Đào tạo 10 lớp')}</w:moveTo>")
    )
    assert paragraphs(read_docx(docx(body))) == ["Mở đầu", "Đào tạo 10 lớp"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    body = p("Hỗ trợ 20 ", "<w:rPr><w:del/></w:rPr>") + p("doanh nghiệp")
    assert read_docx(docx(body)).text == "Hỗ trợ 20 doanh nghiệp"


def test_a_deleted_table_row_is_gone() -> None:
    body = tbl(
        tr(tc("STT"), tc("Nội dung"), tc("Kinh phí")),
        tr(tc("1"), tc("Bỏ"), tc("100"), properties="<w:del/>"),
        tr(tc("2"), tc("Giữ"), tc("200")),
    )
    assert words(table(read_docx(docx(body)))) == [["STT", "Nội dung", "Kinh phí"], ["2", "Giữ", "200"]]


def test_a_text_box_is_read_once_although_word_stores_it_twice() -> None:
    box = f"<w:txbxContent>{p('Số: 12/KH-UBND')}</w:txbxContent>"
    shape = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert paragraphs(read_docx(docx(p(r("KẾ HOẠCH") + f"<w:r>{shape}</w:r>")))) == [
        "KẾ HOẠCH",
        "Số: 12/KH-UBND",
    ]


def test_an_old_text_box_without_alternative_is_read() -> None:
    body = p(
        f"<w:r><w:pict><v:textbox><w:txbxContent>{p('Dự thảo')}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    assert read_docx(docx(body)).text == "Dự thảo"


def test_footnotes_are_blocks_of_their_own_and_their_marks_do_not_stick_to_words() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:id="-1" w:type="separator">' + p("gạch") + "</w:footnote>"
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        + r(" Đã hỗ trợ 16 đơn vị.")
        + "</w:p></w:footnote>",
    )
    document = read_docx(
        docx(p(r("hội nhập quốc tế.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'), footnotes=notes)
    )
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("paragraph", "hội nhập quốc tế."),
        ("footnote", "Đã hỗ trợ 16 đơn vị."),
    ]


def test_endnotes_are_read_like_footnotes() -> None:
    notes = part("endnotes", '<w:endnote w:id="1">' + p("Theo báo cáo năm 2020.") + "</w:endnote>")
    document = read_docx(docx(p(r("kết quả") + '<w:r><w:endnoteReference w:id="1"/></w:r>'), endnotes=notes))
    assert document.blocks[1].kind == "footnote"


@pytest.mark.parametrize(
    ("number_format", "text", "labels"),
    [
        ("decimal", "%1.", ["1.", "2.", "3."]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("lowerRoman", "(%1)", ["(i)", "(ii)", "(iii)"]),
        ("lowerLetter", "%1)", ["a)", "b)", "c)"]),
        ("upperLetter", "%1.", ["A.", "B.", "C."]),
        ("decimalZero", "%1.", ["01.", "02.", "03."]),
        ("bullet", "\uf0b7", ["-", "-", "-"]),
        ("bullet", "+", ["+", "+", "+"]),
    ],
)
def test_list_labels_are_printed_as_word_prints_them(
    number_format: str, text: str, labels: list[str]
) -> None:
    body = item("Đào tạo") + item("Tư vấn") + item("Chứng nhận")
    document = read_docx(docx(body, numbering=numbering(level(0, number_format, text))))
    assert paragraphs(document) == [
        f"{label} {word}" for label, word in zip(labels, ["Đào tạo", "Tư vấn", "Chứng nhận"], strict=True)
    ]


def test_vietnamese_letters_are_counted_in_their_own_order() -> None:
    listed = level(0, "custom", "%1)").replace(
        '<w:numFmt w:val="custom"/>', '<w:numFmt w:val="custom" w:format="a, b, c, d, đ, e, g"/>'
    )
    document = read_docx(docx("".join(item(f"Ý {n}") for n in range(6)), numbering=numbering(listed)))
    assert [text.split(")")[0] for text in paragraphs(document)] == ["a", "b", "c", "d", "đ", "e"]


def test_deeper_levels_count_within_the_one_above_and_restart() -> None:
    lists = numbering(
        level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "decimal", "%2.%3.")
    )
    body = (
        item("A")
        + item("B", level=1)
        + item("C", level=2)
        + item("D", level=2)
        + item("E")
        + item("F", level=1)
        + item("G", level=2)
    )
    labels = [text.split(" ")[0] for text in paragraphs(read_docx(docx(body, numbering=lists)))]
    assert labels == ["I.", "1.", "1.1.", "1.2.", "II.", "1.", "1.1."]


def test_legal_numbering_prints_digits_below_a_roman_heading() -> None:
    lists = numbering(level(0, "upperRoman", "%1."), level(1, "decimal", "%1.%2.", extra="<w:isLgl/>"))
    assert paragraphs(read_docx(docx(item("A") + item("B", level=1), numbering=lists))) == ["I. A", "1.1. B"]


def test_a_second_list_of_the_same_shape_starts_again_and_text_between_does_not() -> None:
    body = item("A") + p("Văn xuôi.") + item("B") + item("C", number=2) + item("D", number=2)
    labels = [
        text.split(" ")[0]
        for text in paragraphs(read_docx(docx(body, numbering=numbering(level(0, "decimal", "%1.")))))
    ]
    assert labels == ["1.", "Văn", "2.", "1.", "2."]


def test_numbering_of_a_style_is_followed_through_its_parents() -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="MucCon"><w:basedOn w:val="Muc"/></w:style>',
    )
    body = p("Mục tiêu", '<w:pStyle w:val="Muc"/>') + p("Nhiệm vụ", '<w:pStyle w:val="MucCon"/>')
    document = read_docx(docx(body, styles=styles, numbering=numbering(level(0, "upperRoman", "%1."))))
    assert paragraphs(document) == ["I. Mục tiêu", "II. Nhiệm vụ"]


def test_automatic_numbers_in_an_otherwise_empty_cell_are_read() -> None:
    row = [tr(tc(item("")), tc(f"Việc {n}"), tc("100")) for n in (1, 2)]
    document = read_docx(
        docx(
            tbl(tr(tc("TT"), tc("Nội dung"), tc("Số tiền")), *row),
            numbering=numbering(level(0, "decimal", "%1")),
        )
    )
    assert [line[0] for line in words(table(document))] == ["TT", "1", "2"]


def test_merged_cells_are_stored_once_and_the_places_they_cover_are_none() -> None:
    body = tbl(
        tr(
            tc("TT", '<w:vMerge w:val="restart"/>'),
            tc("Kinh phí", '<w:gridSpan w:val="2"/>'),
            tc("Ghi chú", '<w:vMerge w:val="restart"/>'),
        ),
        tr(tc("", "<w:vMerge/>"), tc("NSNN"), tc("DN"), tc("", "<w:vMerge/>")),
        tr(tc("1"), tc("100"), tc("200"), tc("")),
    )
    block = table(read_docx(docx(body)))
    assert words(block) == [
        ["TT", "Kinh phí", None, "Ghi chú"],
        [None, "NSNN", "DN", None],
        ["1", "100", "200", ""],
    ]
    corner, money = block.rows[0][0], block.rows[0][1]
    assert corner and money and (corner.rowspan, money.colspan) == (2, 2)
    assert block.text.splitlines()[1] == "NSNN | DN"


def test_cells_of_a_real_word_table_keep_their_place() -> None:
    word = WordDocument()
    grid = word.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            grid.cell(row, column).text = f"{row}{column}"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "gộp"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "dọc"
    buffer = io.BytesIO()
    word.save(buffer)
    document = read_docx(buffer.getvalue())
    block = table(document)
    assert words(block) == [["00", "gộp", None], ["dọc", "11", "12"], [None, "21", "22"]]
    for row in block.rows:
        for cell in row:
            assert cell is None or document.text[cell.start : cell.end] == cell.text


def test_a_table_inside_a_cell_does_not_break_the_row() -> None:
    inner = tbl(tr(tc("mẫu A"), tc("mẫu B")))
    body = tbl(
        tr(tc("TT"), tc("Nội dung"), tc("Tiền")),
        tr(tc("1"), tc(p("Hỗ trợ nhiều việc khác nhau") + inner + p("")), tc("500")),
    )
    assert words(table(read_docx(docx(body))))[1] == ["1", "Hỗ trợ nhiều việc khác nhau mẫu A mẫu B", "500"]


def test_a_table_that_frames_the_budget_table_steps_aside() -> None:
    inner = tbl(tr(tc("TT"), tc("Nội dung"), tc("Tiền")), tr(tc("1"), tc("Đào tạo"), tc("500")))
    document = read_docx(docx(tbl(tr(tc(p("Phụ lục") + inner + p(""))))))
    assert paragraphs(document) == ["Phụ lục"]
    assert words(table(document))[1] == ["1", "Đào tạo", "500"]


def test_letterhead_and_signature_tables_are_read_cell_by_cell() -> None:
    head = tbl(
        tr(
            tc("UBND TỈNH HOA SƠN"),
            tc(p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc")),
        ),
        tr(tc("Số: 12/KH-UBND"), tc("Hoa Sơn, ngày 05 tháng 4 năm 2021")),
    )
    sign = tbl(
        tr(
            tc(p("Nơi nhận:") + p("- Bộ KH&amp;CN;") + p("- Lưu: VT.")),
            tc(p("KT. CHỦ TỊCH") + p("PHÓ CHỦ TỊCH") + p("Nguyễn Văn A")),
        )
    )
    document = read_docx(docx(head + p("KẾ HOẠCH") + sign))
    assert paragraphs(document) == [
        "UBND TỈNH HOA SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 12/KH-UBND",
        "Hoa Sơn, ngày 05 tháng 4 năm 2021", "KẾ HOẠCH", "Nơi nhận:", "- Bộ KH&CN;", "- Lưu: VT.", "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH", "Nguyễn Văn A",
    ]  # fmt: skip


def test_a_letterhead_set_with_tabs_is_taken_apart() -> None:
    document = read_docx(
        docx(
            p(
                "<w:r><w:t>Số: 12/KH-UBND</w:t><w:tab/><w:tab/><w:t>Hoa Sơn, ngày 05 tháng 4 năm 2021</w:t></w:r>"
            )
        )
    )
    assert paragraphs(document) == ["Số: 12/KH-UBND", "Hoa Sơn, ngày 05 tháng 4 năm 2021"]


def test_line_breaks_tabs_and_hyphens_become_what_they_look_like() -> None:
    body = p(
        "<w:r><w:t>giai đoạn 2021</w:t><w:noBreakHyphen/><w:t>2025</w:t><w:tab/><w:t>của</w:t><w:br/>"
        "<w:t>tỉ</w:t><w:softHyphen/><w:t>nh</w:t></w:r>"
    )
    assert read_docx(docx(body)).text == "giai đoạn 2021-2025 của tỉnh"


def test_line_breaks_between_title_and_items_separate_them() -> None:
    body = p("<w:r><w:t>KẾ HOẠCH</w:t><w:br/><w:t>Nâng cao năng suất</w:t><w:br/><w:t>- Đào tạo</w:t></w:r>")
    assert paragraphs(read_docx(docx(body))) == ["KẾ HOẠCH", "Nâng cao năng suất", "- Đào tạo"]


def test_fields_links_and_controls_show_their_result_only() -> None:
    body = (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("năm 2021")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + f"<w:hyperlink>{r(' theo Quyết định')}</w:hyperlink><w:sdt><w:sdtPr/><w:sdtContent>{r(' 1322')}</w:sdtContent></w:sdt>"
        )
        + f"<w:sdt><w:sdtContent>{p('Trong khung')}</w:sdtContent></w:sdt>"
    )
    assert paragraphs(read_docx(docx(body))) == ["năm 2021 theo Quyết định 1322", "Trong khung"]


def test_hidden_text_is_left_out() -> None:
    assert (
        read_docx(docx(p(r("Thấy") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r>"))).text == "Thấy"
    )


def test_a_running_head_is_noise_and_a_letterhead_in_the_header_is_not() -> None:
    plain = read_docx(docx(p("Nội dung"), header=part("hdr", p("Trang bìa"))))
    assert plain.text == "Nội dung" and plain.noise[0].text == "Trang bìa"
    letterhead = read_docx(docx(p("Nội dung"), header=part("hdr", p("Số: 12/KH-UBND"))))
    assert paragraphs(letterhead) == ["Số: 12/KH-UBND", "Nội dung"]


def test_an_empty_file_and_a_file_of_pictures_are_refused_apart() -> None:
    with pytest.raises(UnreadableDocument) as empty:
        read_docx(docx(p("")))
    assert empty.value.code == "empty"
    data = io.BytesIO(docx(p("")))
    import zipfile

    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/media/image1.png", b"x")
    with pytest.raises(UnreadableDocument, match="OCR") as scanned:
        read_docx(data.getvalue())
    assert scanned.value.code == "scanned"


def test_text_in_an_old_font_encoding_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="TCVN3"):
        read_docx(docx(p("Céng hoµ x· héi chñ nghÜa ViÖt Nam - §éc lËp - Tù do - H¹nh phóc " * 3)))
