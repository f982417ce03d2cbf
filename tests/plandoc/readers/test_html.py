"""Saved web pages: the plan is read, the site around it is kept as noise."""

from __future__ import annotations

import pytest

from nscl.plandoc.readers import read_document, read_html
from nscl.plandoc.source import Block, Document, UnreadableDocument


def read(body: str) -> Document:
    return read_html(
        f"<html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>".encode()
    )


def lines(body: str) -> list[str]:
    return [block.text for block in read(body).blocks]


def table(document: Document) -> Block:
    (block,) = [block for block in document.blocks if block.kind == "table"]
    return block


def words(block: Block) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in block.rows]


PLAN = (
    "<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH HOA SƠN</td><td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</td></tr>"
    "<tr><td>Số: 12/KH-UBND</td><td>Hoa Sơn, ngày 05 tháng 4 năm 2021</td></tr></table>"
    f"<p>KẾ HOẠCH</p><p>{'Nâng cao năng suất, chất lượng. ' * 60}</p><p>Nơi nhận:</p><p>- Lưu: VT.</p>"
)


def test_the_site_around_the_plan_is_noise() -> None:
    page = (
        "<header><a href='/'>Trang chủ</a></header><nav>Văn bản mới</nav>"
        "<div class='main'><h1>Kế hoạch 12/KH-UBND</h1><div class='ads'>Quảng cáo 99.000 đồng</div>"
        f"<div id='toanvan'>{PLAN}</div>"
        "<div class='comment-box'>Bạn đọc hỏi mức hỗ trợ 50 triệu đồng</div></div>"
        "<footer>© 2024</footer><script>alert('20 doanh nghiệp')</script>"
    )
    document = read(page)
    assert document.text.startswith("ỦY BAN NHÂN DÂN TỈNH HOA SƠN\nCỘNG HÒA")
    assert document.text.endswith("Nơi nhận:\n- Lưu: VT.")
    assert "alert" not in document.text
    noise = " ".join(noise.text for noise in document.noise)
    for left_out in ("Trang chủ", "Văn bản mới", "Quảng cáo", "50 triệu", "© 2024", "Kế hoạch 12/KH-UBND"):
        assert left_out in noise


def test_an_annex_outside_the_main_box_is_not_lost() -> None:
    page = f"<div><div class='content'>{PLAN}</div><div class='footer'><p>PHỤ LỤC</p><p>Đơn vị tính: triệu đồng</p></div></div>"
    assert read(page).text.endswith("PHỤ LỤC\nĐơn vị tính: triệu đồng")


def test_a_plan_in_one_cell_of_the_page_is_found() -> None:
    page = f"<table><tr><td>Danh mục<br>Năm 2024</td><td>{PLAN}</td></tr></table>"
    document = read(page)
    assert "Danh mục" not in document.text and "Danh mục" in document.noise[0].text


def test_hidden_parts_are_left_out() -> None:
    page = "<p>Thấy</p><p style='display:none'>ẩn 1</p><div hidden>ẩn 2</div><span class='sr-only'>ẩn 3</span><input value='ẩn 4'>"
    assert lines(page) == ["Thấy"]


def test_line_breaks_part_titles_and_items_but_not_sentences() -> None:
    assert lines("<p>KẾ HOẠCH<br>Nâng cao năng suất<br>và chất lượng<br><br>- Đào tạo<br/>- Tư vấn</p>") == [
        "KẾ HOẠCH",
        "Nâng cao năng suất và chất lượng",
        "- Đào tạo",
        "- Tư vấn",
    ]


def test_white_space_of_the_source_means_nothing() -> None:
    assert lines("<p>Hỗ trợ\n   20&nbsp;\tdoanh <b>ng</b>hiệp</p>") == ["Hỗ trợ 20 doanh nghiệp"]


def test_lists_get_the_marks_a_browser_prints() -> None:
    page = "<ol><li>Một</li><li>Hai</li></ol><ol type='a' start='2'><li>Ba</li></ol><ul><li>Bốn</li></ul>"
    assert lines(page) == ["1. Một", "2. Hai", "b) Ba", "- Bốn"]


def test_merged_cells_keep_their_reach() -> None:
    page = (
        "<table><thead><tr><th rowspan=2>TT</th><th rowspan='2'>Nội dung</th><th colspan=2>Kinh phí</th></tr>"
        "<tr><th>NSNN</th><th>DN</th></tr></thead><tbody><tr><td>1</td><td>Đào tạo<br>- lớp A;<br>- lớp B</td>"
        "<td>100</td><td></td></tr></tbody></table>"
    )
    document = read(page)
    assert words(table(document)) == [
        ["TT", "Nội dung", "Kinh phí", None],
        [None, None, "NSNN", "DN"],
        ["1", "Đào tạo\n- lớp A;\n- lớp B", "100", ""],
    ]
    money = table(document).rows[0][2]
    assert money is not None and money.colspan == 2


def test_a_cell_may_say_what_would_be_noise_elsewhere() -> None:
    assert (
        words(
            table(
                read(
                    "<table><tr><td>TT</td><td>Giới thiệu</td><td>9</td></tr><tr><td>1</td><td>Tìm kiếm</td><td>8</td></tr></table>"
                )
            )
        )[1][1]
        == "Tìm kiếm"
    )


def test_a_table_within_a_cell_stays_in_its_row() -> None:
    page = "<table><tr><td>TT</td><td>Nội dung</td><td>Tiền</td></tr><tr><td>1</td><td>Hỗ trợ các việc rất khác nhau<table><tr><td>a</td><td>b</td></tr></table></td><td>5</td></tr></table>"
    document = read(page)
    assert "5" in document.text and "Hỗ trợ các việc" in document.text


def test_footnotes_are_told_from_text() -> None:
    page = "<p>hội nhập<a href='#_ftn1' name='_ftnref1'>[1]</a>.</p><div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> Đã hỗ trợ 16 đơn vị.</p></div>"
    assert [(block.kind, block.text) for block in read(page).blocks] == [
        ("paragraph", "hội nhập."),
        ("footnote", "Đã hỗ trợ 16 đơn vị."),
    ]


def test_preformatted_text_is_read_as_text() -> None:
    assert lines("<pre>I. CĂN CỨ\nXÂY DỰNG\n- Đào tạo\n</pre>") == ["I. CĂN CỨ XÂY DỰNG", "- Đào tạo"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8", "windows-1252"), ("utf-16", "utf-16"), ("utf-8-sig", "")],
)
def test_encodings_are_told_by_the_bytes_before_the_declaration(encoding: str, declared: str) -> None:
    page = f"<html><head><meta http-equiv='Content-Type' content='text/html; charset={declared}'></head><body>Kế hoạch</body></html>"
    assert read_html(page.encode(encoding)).text == "Kế hoạch"


def test_a_declared_vietnamese_code_page_is_followed() -> None:
    page = "<html><head><meta charset='windows-1258'></head><body><p>K\u00ea\u0301 hoa\u0323ch cu\u0309a ti\u0309nh</p></body></html>"
    assert read_html(page.encode("cp1258")).text == "Kế hoạch của tỉnh"


def test_a_page_saved_as_one_file_is_read() -> None:
    import base64

    inner = base64.encodebytes("<html><body><p>Kế hoạch số 12</p></body></html>".encode()).decode()
    saved = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}\r\n--b--\r\n"
    )
    document = read_document(saved.encode(), filename="trang.mht")
    assert (document.kind, document.text) == ("html", "Kế hoạch số 12")


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html><script>x</script></html>"])
def test_a_page_without_words_is_refused(page: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_html(page.encode())
    assert refusal.value.code == "empty"
