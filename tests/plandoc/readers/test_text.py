"""Plain text, Markdown and OCR text become logical paragraphs without losing a word."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest

from nscl.plandoc.readers import read_text
from nscl.plandoc.source import Document, UnreadableDocument

SHARED = Path(__file__).resolve().parents[3] / ".." / "shared" / "plans"
PLANS = ("lang-son", "lam-dong", "lao-cai", "nam-dinh", "hung-yen")


def read(text: str) -> Document:
    return read_text(text.encode())


def lines(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def words(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


WRAPPED = """I. NỘI DUNG
KẾ HOẠCH
1. Sở
Khoa học và Công nghệ
- Chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện, thành
phố hướng dẫn doanh nghiệp áp dụng hệ thống quản lý, công cụ cải tiến năng suất
chất lượng trong giai đoạn 2021
- 2025; tổng hợp, báo cáo kết quả thực hiện hằng năm về Bộ Khoa học và Công nghệ
theo quy định. Kinh phí thực hiện do ngân sách tỉnh bảo đảm và lồng ghép từ các
chương trình khác; các đơn vị có trách nhiệm báo cáo đúng hạn cho cơ quan chủ trì.
Kết quả được đánh giá vào cuối năm.
- Tổ chức 20 lớp tập huấn cho cán bộ, công chức và doanh nghiệp trên địa bàn
tỉnh;
2. Sở Tài
chính
Hằng năm, căn cứ khả năng cân đối ngân sách, thẩm định dự toán và trình cấp có
thẩm quyền bố trí kinh phí thực hiện Kế hoạch.
"""


def test_hard_wraps_are_rejoined_and_items_stay_apart() -> None:
    assert lines(WRAPPED) == [
        "I. NỘI DUNG KẾ HOẠCH",
        "1. Sở Khoa học và Công nghệ",
        "- Chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện, thành phố hướng dẫn doanh nghiệp"
        " áp dụng hệ thống quản lý, công cụ cải tiến năng suất chất lượng trong giai đoạn 2021 - 2025; tổng hợp, báo"
        " cáo kết quả thực hiện hằng năm về Bộ Khoa học và Công nghệ theo quy định. Kinh phí thực hiện do ngân sách"
        " tỉnh bảo đảm và lồng ghép từ các chương trình khác; các đơn vị có trách nhiệm báo cáo đúng hạn cho cơ quan"
        " chủ trì. Kết quả được đánh giá vào cuối năm.",
        "- Tổ chức 20 lớp tập huấn cho cán bộ, công chức và doanh nghiệp trên địa bàn tỉnh;",
        "2. Sở Tài chính",
        "Hằng năm, căn cứ khả năng cân đối ngân sách, thẩm định dự toán và trình cấp có thẩm quyền bố trí kinh phí"
        " thực hiện Kế hoạch.",
    ]


def test_every_block_knows_the_raw_line_it_begins_on() -> None:
    document = read(WRAPPED)
    raw = WRAPPED.splitlines()
    for block in document.blocks:
        assert block.line is not None and block.text.startswith(raw[block.line - 1])
        assert document.text[block.start : block.end] == block.text


def test_a_date_broken_over_lines_with_cell_marks_is_whole() -> None:
    assert lines("Số: 12/KH-UBND\n|\nHoa Sơn, ngày 05\ntháng 4 năm 2021\n|\n") == [
        "Số: 12/KH-UBND",
        "Hoa Sơn, ngày 05 tháng 4 năm 2021",
    ]


def test_the_signature_stays_in_lines() -> None:
    assert lines("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nNguyễn Văn A") == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
    ]


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("Số: **8206** /KH-UBND", "Số: 8206 /KH-UBND"),
        ("## I. MỤC TIÊU", "I. MỤC TIÊU"),
        ("Theo *Quyết định* số 1322", "Theo Quyết định số 1322"),
        ("a\\) Đào tạo 5 \\* 2", "a) Đào tạo 5 * 2"),
        ("Xem [Quyết định](https://vb.vn/1) này", "Xem Quyết định này"),
        ("năng suất &amp; chất lượng&nbsp;cao<br>", "năng suất & chất lượng cao"),
        ("tăng <5% và >3%", "tăng <5% và >3%"),
        ("chất\u00adlượng\u200b cao\u00a0hơn", "chấtlượng cao hơn"),
    ],
)
def test_marks_of_markup_vanish_and_words_stay(raw: str, read_as: str) -> None:
    assert read(raw).text == read_as


def test_decomposed_letters_are_composed() -> None:
    assert (
        read(unicodedata.normalize("NFD", "Kế hoạch nâng cao năng suất")).text
        == "Kế hoạch nâng cao năng suất"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    assert read_text("Kế hoạch số 12/KH-UBND".encode(encoding)).text == "Kế hoạch số 12/KH-UBND"


def test_windows_vietnamese_is_read() -> None:
    sentence = "Kế hoạch của tỉnh và các sở được thực hiện từ năm 2021 cho các doanh nghiệp."
    coded = re.sub("[ơưƠƯđĐ]", lambda m: m.group(), sentence)
    decomposed = "".join(
        unicodedata.normalize("NFC", base) if base in "ăâêôơưđ" else base for base in _cp1258(coded)
    )
    assert read_text(decomposed.encode("cp1258")).text == sentence


def _cp1258(text: str) -> str:
    """Letters with their shape composed and their tone apart, as the code page wants them."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        shape = [mark for mark in parts[1:] if mark not in tones]
        out += unicodedata.normalize("NFC", parts[0] + "".join(shape)) + "".join(tones)
    return out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc. KÕ ho¹ch n©ng cao n¨ng suÊt",
            "TCVN3",
        ),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc, naêng suaát", "TCVN3"),
        (
            "Kế hoạch nâng cao năng suất và chất lượng sản phẩm của tỉnh".encode().decode("cp1252", "ignore"),
            "hỏng",
        ),
        ("K? ho?ch nâng cao n?ng su?t và ch?t l??ng s?n ph?m hàng hóa c?a t?nh giai ?o?n", "hỏng"),
    ],
)
def test_broken_and_old_encodings_are_refused_with_a_way_out(text: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as refusal:
        read(text)
    assert refusal.value.code == "damaged" and "Xin" in str(refusal.value)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\n\t ", b"-----\n"])
def test_a_file_without_words_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        read_text(data)
    assert refusal.value.code == "empty"


def test_web_noise_is_kept_apart_with_its_reason_and_line() -> None:
    document = read(
        "Cổng văn bản tỉnh\nĐang tải nội dung, vui lòng chờ...\nỦY BAN NHÂN DÂN\nTỈNH HOA SƠN\n-------\n\nChia sẻ Facebook\n\nNội dung kế hoạch"
    )
    assert document.text == "ỦY BAN NHÂN DÂN TỈNH HOA SƠN\nNội dung kế hoạch"
    assert [(noise.text, noise.line) for noise in document.noise] == [
        ("Đang tải nội dung, vui lòng chờ...", 2),
        ("-------", 5),
        ("Chia sẻ Facebook", 7),
        ("Cổng văn bản tỉnh", 1),
    ]


def test_a_mark_of_secrecy_above_the_letterhead_is_not_noise() -> None:
    assert read("DỰ THẢO\n\nỦY BAN NHÂN DÂN\nTỈNH HOA SƠN").text.startswith("DỰ THẢO")


def test_glued_words_in_the_midst_of_a_sentence_are_cut_out_visibly() -> None:
    document = read(
        "chất lượng sản phẩm,nângcaonăngsuấtchấtlượngsảnphẩm ket qua hang 2 hàng hóa giai đoạn 2021-2025"
    )
    assert document.text == "chất lượng sản phẩm, hàng hóa giai đoạn 2021-2025"
    assert document.noise[0].text == "nângcaonăngsuấtchấtlượngsảnphẩm ket qua hang 2"


def test_words_of_the_web_inside_a_sentence_belong_to_the_plan() -> None:
    sentence = "- Tổ chức tìm kiếm, chia sẻ thông tin; đăng ký tham gia trên cổng thông tin."
    assert read(sentence).text == sentence and not read(sentence).noise


def test_a_markdown_table_becomes_a_grid() -> None:
    document = read(
        "Đơn vị: triệu đồng\n| TT | Nội dung | Số tiền |\n|---|:---:|---|\n| 1 | Đào tạo | 450 |\n| 2 | | 500 |\nGhi chú."
    )
    block = document.blocks[1]
    assert [[cell and cell.text for cell in row] for row in block.rows] == [
        ["TT", "Nội dung", "Số tiền"],
        ["1", "Đào tạo", "450"],
        ["2", "", "500"],
    ]
    cell = block.rows[1][2]
    assert cell is not None and document.text[cell.start : cell.end] == "450"
    assert document.blocks[2].text == "Ghi chú."


def test_a_table_pasted_with_tabs_becomes_a_grid_with_its_empty_cells() -> None:
    block = read("TT\tNội dung\tTổng\tNSNN\n1\tĐào tạo\t450\t\n2\tTư vấn\t\t100\n").blocks[0]
    assert [[cell and cell.text for cell in row] for row in block.rows][1:] == [
        ["1", "Đào tạo", "450", ""],
        ["2", "Tư vấn", "", "100"],
    ]


FLATTENED = ["STT", "Nội dung", "Tổng", "NSNN", "Ghi chú", "I", "Giai đoạn 2021-2025", "450", "200", "\u00a0", "1",
             "Đào tạo chuyên gia", "250", "100", "Hằng năm", "2", "Tư vấn", "200", "100", "\u00a0"]  # fmt: skip


def test_a_table_of_one_cell_a_line_keeps_its_empty_cells() -> None:
    document = read("Mở đầu.\n\n\u00a0\n\n" + "\n\n".join(FLATTENED))
    assert [block.text for block in document.blocks] == [
        "Mở đầu.",
        *(cell.strip("\u00a0") for cell in FLATTENED),
    ]


def test_empty_lines_outside_a_table_are_not_cells() -> None:
    assert lines("Số: 12/KH-UBND\n\n\u00a0\n\nKẾ HOẠCH") == ["Số: 12/KH-UBND", "KẾ HOẠCH"]


def test_cell_marks_alone_on_their_line_part_cells_and_show_empty_ones() -> None:
    flat = "\n|\n".join(
        [
            "STT",
            "Nội\ndung",
            "Tổng",
            "1",
            "Đào tạo\nchuyên gia",
            "450",
            "2",
            "Tư vấn",
            "",
            "3",
            "Khác",
            "9",
            "4",
            "Họp",
            "8",
        ]
    )
    assert lines(flat + "\n|\n") == [
        "STT", "Nội dung", "Tổng", "1", "Đào tạo chuyên gia", "450", "2", "Tư vấn", "", "3", "Khác", "9", "4", "Họp", "8",
    ]  # fmt: skip


@pytest.mark.parametrize("mark", ["1", "[1]", "¹"])
def test_a_footnote_leaves_the_word_it_hung_on(mark: str) -> None:
    body = f"Kết quả hội nhập quốc tế.{mark}\n\nNơi nhận:\n- Lưu: VT.\n\n{mark}\n Đã hỗ trợ 16 đơn vị.\n"
    document = read(body)
    assert document.blocks[0].text == "Kết quả hội nhập quốc tế."
    assert (document.blocks[-1].kind, document.blocks[-1].text) == ("footnote", "Đã hỗ trợ 16 đơn vị.")


def test_a_sentence_runs_on_over_a_page_break_and_page_numbers_are_noise() -> None:
    document = read(
        "- Hỗ trợ doanh nghiệp áp dụng hệ\n\n\f      2\n\nthống quản lý.\n\n- Đào tạo\n\f- 3 -\n20\n"
    )
    assert [block.text for block in document.blocks] == [
        "- Hỗ trợ doanh nghiệp áp dụng hệ thống quản lý.",
        "- Đào tạo",
        "20",
    ]
    assert [noise.text for noise in document.noise] == ["2", "- 3 -"]


def test_columns_made_with_spaces_are_read_one_after_the_other() -> None:
    raw = """
      ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      TỈNH HOA SƠN                     Độc lập - Tự do - Hạnh phúc

      Số: 12/KH-UBND               Hoa Sơn, ngày 05 tháng 4 năm 2021

                             KẾ HOẠCH
I. MỤC TIÊU

Nơi nhận:                                  TM. ỦY BAN NHÂN DÂN
- Bộ Khoa học và Công nghệ;                    KT. CHỦ TỊCH
- Lưu: VT.                                     PHÓ CHỦ TỊCH


                                               Nguyễn Văn A
"""
    document = read(raw)
    assert [block.text for block in document.blocks] == [
        "ỦY BAN NHÂN DÂN TỈNH HOA SƠN",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Hoa Sơn, ngày 05 tháng 4 năm 2021",
        "KẾ HOẠCH",
        "I. MỤC TIÊU",
        "Nơi nhận:",
        "- Bộ Khoa học và Công nghệ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn A",
    ]
    assert document.blocks[1].line == 5 and document.blocks[-1].line == 15


def test_room_left_for_the_number_and_the_day_is_not_a_gap_between_columns() -> None:
    raw = "UBND TỈNH HOA SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:        /KH-UBND      Hoa Sơn, ngày      tháng 3 năm 2023\n"
    assert lines(raw) == [
        "UBND TỈNH HOA SƠN",
        "Số: /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hoa Sơn, ngày tháng 3 năm 2023",
    ]
    assert lines("Số:        /KH-UBND\n\nHoa Sơn, ngày      tháng 3 năm 2023") == [
        "Số: /KH-UBND",
        "Hoa Sơn, ngày tháng 3 năm 2023",
    ]


def test_a_number_that_is_no_footnote_stays() -> None:
    assert lines("Áp dụng ISO 9001 cho nhóm1.\n\nKết luận") == ["Áp dụng ISO 9001 cho nhóm1.", "Kết luận"]


def test_no_word_is_lost_whatever_the_lines() -> None:
    """Random texts of random shape: words out (with the noise) are the words in."""
    choice = random.Random(20210405)
    stock = [
        "Hỗ trợ",
        "20",
        "doanh nghiệp;",
        "- Đào tạo",
        "năm 2021",
        "1.",
        "|",
        "I. MỤC TIÊU",
        "450",
        "",
        "\u00a0",
        "a)",
        "về",
        "Sở",
        "KẾ HOẠCH",
        "tỉnh.",
    ]
    for _ in range(300):
        text = "\n".join(
            " ".join(choice.choices(stock, k=choice.randint(0, 4))) for _ in range(choice.randint(1, 30))
        )
        if not any(character.isalnum() for character in text):
            continue
        document = read(text)
        out = document.text + " " + " ".join(noise.text for noise in document.noise)
        strip = str.maketrans("", "", "|")
        assert sorted(words(text.translate(strip))) == sorted(words(out.translate(strip))), text


@pytest.mark.parametrize("name", PLANS)
def test_a_real_plan_loses_no_word_and_gains_none(name: str) -> None:
    path = SHARED / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"no {path}: the real plans lie beside the checkout")
    raw = path.read_text(encoding="utf-8")
    document = read_text(path.read_bytes(), filename=path.name)
    out = " ".join([document.text, *(noise.text for noise in document.noise)])

    def letters(text: str) -> dict[str, int]:
        kept = [c for c in unicodedata.normalize("NFC", text) if c.isalnum()]
        return {c: kept.count(c) for c in set(kept)}

    assert letters(out) == letters(raw)
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert "**" not in block.text and "\n" not in block.text
