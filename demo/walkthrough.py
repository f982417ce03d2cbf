"""`nscl walkthrough FOLDER`: lists to try the import with, as the files that offices really send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill as wrap

from demo.sheets import Table, as_tcvn3, as_workbook
from demo.walkthrough_lists import cooperatives, entries, organisations, persons, products

README = "DOC-TRUOC.txt"
STANDINGS = {
    "new": "mới",
    "changed": "thay đổi",
    "same": "không đổi",
    "doubtful": "nghi trùng",
    "wrong": "sai",
}


@dataclass(frozen=True)
class ListFile:
    """One file: its name, the import it is for, its rows, and what to look at."""

    name: str
    spec: str
    place: str
    table: Table
    tries: tuple[str, ...]
    write: Callable[[Table], bytes] = as_workbook

    @property
    def data(self) -> bytes:
        return self.write(self.table)


def files() -> tuple[ListFile, ...]:
    """All files in the order to try them."""
    return (
        ListFile(
            "1-doanh-nghiep.xlsx",
            "organisation",
            "Tổ chức",
            organisations(),
            (
                "Tiêu đề hai dòng có ô gộp, ba dòng tên bảng ở trên, dòng nhóm, dòng tổng cộng, chữ ký: "
                "xem hệ thống nhận ra đâu là bảng.",
                "Cột F bị ẩn nhưng vẫn được đọc; trang “Ghi chu” không được nhập.",
                "Mã số thuế có dấu cách, có chữ “MST:”, là số, là mã chi nhánh, là 12 số (được che).",
                "Ngày ghi bằng chữ theo bốn kiểu; một ngày 31/02; doanh thu “1,5 tỷ” giữa cột triệu đồng.",
                "Hai dòng cùng mã mà khác tên; một dòng lặp lại y hệt; ba tên gần giống hồ sơ trong sổ.",
            ),
        ),
        ListFile(
            "2-san-pham.xlsx",
            "product",
            "Sản phẩm",
            products(),
            (
                "Mã vạch sai số kiểm tra, hạng 6 sao, đơn vị sản xuất chưa có trong sổ.",
                "Một sản phẩm cùng tên nhưng của đơn vị khác: hệ thống hỏi, không tự quyết.",
            ),
        ),
        ListFile(
            "3-chuyen-gia.xlsx",
            "person",
            "Cá nhân",
            persons(),
            (
                "Có thư điện tử mà chưa có ngày đồng ý; chứng chỉ hết hạn trước ngày cấp; số chứng chỉ của người khác.",
                "Người trùng họ tên nhưng chưa rõ năm sinh.",
            ),
        ),
        ListFile(
            "4-hop-tac-xa-phong-chu-cu.csv",
            "organisation",
            "Tổ chức",
            cooperatives(),
            (
                "Tệp văn bản dùng phông chữ TCVN3 (ABC), cột cách nhau bằng dấu chấm phẩy: "
                "hệ thống nhận ra và đổi sang Unicode.",
            ),
            as_tcvn3,
        ),
        ListFile(
            "5-dong-quyet-dinh.xlsx",
            "edition-entry",
            "Danh mục ban hành",
            entries(),
            (
                "Các dòng của danh mục đang lập; hai dòng không nhập được vì chưa có sản phẩm, chưa có quyết định.",
                "Nhập xong, vào danh mục để xem thêm gì, bỏ gì so với lần trước.",
            ),
        ),
    )


def readme() -> str:
    """What to do with each file, in plain words."""
    parts = [
        "TỆP ĐỂ TẬP NHẬP DỮ LIỆU (minh họa)",
        "",
        "Mọi tổ chức, con người, mã số trong các tệp này đều là bịa đặt.",
        "Đăng nhập bằng tài khoản chuyenvien.laocai của bản chạy thử, mở sổ nêu ở từng tệp, chọn nhập từ bảng tính",
        "rồi tải tệp lên. Trước khi xác nhận, sổ chưa thay đổi gì. Nhập xong vẫn rút lại được cả tệp.",
        "Hãy làm lần lượt từ tệp 1; số dòng nêu dưới đây là khi sổ còn như lúc mới cài.",
    ]
    for one in files():
        counts = ", ".join(
            f"{one.table.promise[code]} {word}"
            for code, word in STANDINGS.items()
            if code in one.table.promise
        )
        parts += ["", one.name, f"  Sổ: {one.place}", f"  Kết quả kiểm tra: {counts}"]
        parts += [wrap(text, 100, initial_indent="  - ", subsequent_indent="    ") for text in one.tries]
    parts += [
        "",
        "Thử thêm: tải lại đúng tệp đã nhập; tải tệp các dòng cần sửa, sửa rồi nhập lại; rút lại cả lần nhập.",
        "Chuyên viên Lạng Sơn (chuyenvien.langson) có sẵn một tệp đã kiểm tra, đang chờ quyết định.",
    ]
    return "\n".join(parts) + "\n"


def write_files(folder: Path, *, say: Callable[[str], None], fail: Callable[[str], int]) -> int:
    """Write all files into the folder, made where it does not stand; files of the same names are replaced."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in files():
            (folder / one.name).write_bytes(one.data)
        # With the mark that Windows' own editor knows Unicode by.
        (folder / README).write_text(readme(), encoding="utf-8-sig", newline="\r\n")
    except OSError:
        return fail(
            f"Không ghi được vào {folder}: có tệp trùng tên hoặc không có quyền ghi. Hãy chọn thư mục khác."
        )
    say(f"Đã ghi {len(files())} tệp vào {folder}. Hãy đọc {README} trước.")
    return 0
