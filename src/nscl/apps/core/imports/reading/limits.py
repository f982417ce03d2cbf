"""What is too much for a list of a province, and the refusals of this package."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
MOST_BYTES = 25 * MEGABYTE
MOST_INFLATED = 400 * MEGABYTE  # all parts of an archive together
MOST_PARTS = 2_000
MOST_MEMORY = 1_200 * MEGABYTE
SECONDS = 60.0
MOST_ROWS = 200_000
MOST_COLUMNS = 400
MOST_CELLS = 4_000_000
MOST_TEXT = 5_000  # characters of one cell
MOST_SHEETS = 60
HEAD_ROWS = 60  # rows shown of a sheet that was not chosen


class UnreadableFile(ValueError):
    """A file that cannot be taken in; the text is a Vietnamese sentence that says what to do instead."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


TOO_BIG = (
    f"Tệp lớn hơn {MOST_BYTES // MEGABYTE} MB nên không nhận. Hãy bỏ ảnh, các trang không dùng, "
    "hoặc chia danh sách thành nhiều tệp."
)
TOO_HEAVY = (
    "Tệp đòi hỏi quá nhiều bộ nhớ để mở so với một danh sách. "
    "Hãy chép riêng bảng cần nhập sang một tệp Excel (.xlsx) mới rồi tải lên."
)
TOO_SLOW = (
    "Mở tệp lâu bất thường nên đã dừng lại. "
    "Hãy chép riêng bảng cần nhập sang một tệp Excel (.xlsx) mới rồi tải lên."
)
DAMAGED = "Tệp bị hỏng hoặc tải lên chưa hết nên không mở được. Hãy mở thử, lưu lại thành .xlsx rồi tải lên."


def too_many_rows(sheet: str, count: int) -> UnreadableFile:
    return UnreadableFile(
        "too_many_rows",
        f"Trang “{sheet}” có dữ liệu đến dòng {count:,}".replace(",", ".")
        + f"; mỗi lần nhập tối đa {MOST_ROWS:,} dòng. ".replace(",", ".")
        + "Hãy xóa nội dung thừa ở cuối trang hoặc chia danh sách thành nhiều tệp.",
    )


def too_many_columns(sheet: str, last: str) -> UnreadableFile:
    return UnreadableFile(
        "too_many_columns",
        f"Trang “{sheet}” có dữ liệu đến cột {last}; mỗi lần nhập tối đa {MOST_COLUMNS} cột. "
        "Hãy xóa nội dung thừa ở bên phải bảng rồi lưu lại.",
    )
