"""Words that decide the form of a target: the vocabulary of the genre, as data (plain text)."""

from __future__ import annotations

import re

PER_YEAR = re.compile(
    r"\b(?:mỗi|hàng|hằng|từng) năm\b|/\s*(?:01 |1 )?năm\b|\btrong (?:01|một) năm\b|\bthường niên\b"
)
AVERAGE = re.compile(r"\b(?:bình quân|trung bình)\b")
_BODY = r"(?:người|lao động|hộ|đơn vị|doanh nghiệp|hợp tác xã|cơ sở|đầu người|tổ chức)"
# “bình quân mỗi doanh nghiệp”, “bình quân trên một lao động”: an average over bodies, not over years.
AVERAGE_OVER = re.compile(
    r"\b(?:bình quân|trung bình)\s*"
    r"(?:/\s*|(?:(?:tính )?(?:trên|cho|theo|của)\s+)?(?:mỗi|một|01|1|từng|các)\s+(?!năm\b)"
    rf"|(?:tính )?(?:trên|cho|theo|của)\s+(?!\d|khoảng|mức)|(?={_BODY}))"
)
OVER_BODIES = re.compile(rf"\s*(?:(?:tính )?(?:trên|cho)\s+)?(?:/|mỗi|một|từng)\s*{_BODY}\b")
AVERAGE_OF_YEARS = re.compile(
    r"\b(?:bình quân|trung bình)\s+(?:trong\s+|của\s+)?(?:cả\s+)?(?:giai đoạn|thời kỳ|\d+ năm)\b"
    r"|\btốc độ (?:tăng|tăng trưởng)\b"
)
SOFT = re.compile(r"\b(?:phấn đấu|cố gắng|nỗ lực|dự kiến)\b")
CONTRIBUTES = re.compile(r"\bgóp phần\b")
CONTINUES = re.compile(r"\b(?:tiếp tục|bổ sung thêm|tăng thêm|thêm|ngoài ra)\b")

GROWTH = re.compile(
    r"(?<!vào )(?<!cho )(?<!trong )(?<!góp )\b(?:tốc độ tăng|mức tăng|tăng trưởng|tăng|giảm|cắt giảm"
    r"|tiết giảm|gia tăng)\b"
)
REDUCES = re.compile(r"\b(?:giảm|cắt giảm|tiết giảm)\b")
LEVEL = re.compile(
    r"\b(?:lên|lên đến|xuống|xuống còn|còn)\s*(?:mức\s*|đạt\s*|trên\s*|dưới\s*|khoảng\s*)*$|\btỷ (?:lệ"
    r"|trọng)\b[^,]*\bđạt\s*$"
)
COUNTED_SUBJECT = re.compile(r"^\s*(?:-\s*)?(?:tổng )?số(?: lượng| lượt)? ")
ECONOMIC = re.compile(
    r"năng suất|\btfp\b|\bgrdp\b|doanh thu|kim ngạch|giá trị|lợi nhuận|thu nhập|tốc độ|sản lượng"
)

# Where the noun phrase after a percentage ends and the predicate begins.
PREDICATE = re.compile(
    r"\s+(?:được|có|đạt|đã|công bố|triển khai|áp dụng|tham gia|thực hiện|xây dựng|ứng dụng|sử dụng|bổ sung"
    r"|hoàn thành"
    r"|trở thành|biết|nắm|tiếp cận|đăng ký|duy trì|tích cực|chủ động|bảo đảm|đảm bảo|đáp ứng|vận hành"
    r"|hình thành|còn"
    r"|đưa|chuyển|hiểu|cam kết|bố trí|trong đó|vào năm|đến năm|trở lên|là|sẽ|phải được|gắn|kết nối"
    r"|cập nhật|cải tiến"
    r"|chứng nhận|phù hợp với|trên địa bàn|ký|giảm|tăng|so với|trong giai đoạn|giai đoạn|hàng năm|mỗi năm)\b"
    r"|[;:(]|\.(?!\d)"
)
PREDICATE_FIRST = re.compile(
    r"\s*(?:năm \d+|được|có|đạt|công bố|triển khai|áp dụng|tham gia|thực hiện|xây dựng|ứng dụng|sử dụng"
    r"|bổ sung|hoàn thành"
    r"|trở lên|vào năm|đến năm|so với|mỗi năm|hàng năm|/|giai đoạn|trong giai đoạn)\b|\s*[,;.:()]|\s*$"
)

# Verbs and nouns with which an objective without a number may open.
WORK_VERBS = (
    r"xây dựng|hình thành|thành lập|tổ chức|đánh giá|đào tạo|bồi dưỡng|hỗ trợ|triển khai|thực hiện"
    r"|nâng cao|nâng|xác định"
    r"|phát triển|tăng cường|đẩy mạnh|mở rộng|hoàn thiện|hoàn thành|thu hút|phối hợp|áp dụng|ứng dụng"
    r"|khuyến khích|tạo|đưa"
    r"|duy trì|vận hành|kiện toàn|ban hành|công bố|khảo sát|thống kê|đo lường|tập huấn|tuyên truyền"
    r"|phổ biến|hướng dẫn"
    r"|lựa chọn|củng cố|bảo đảm|đảm bảo|tham gia|kết nối|cập nhật|thúc đẩy|đổi mới|lồng ghép|huy động"
    r"|rà soát|chuyển giao"
    r"|chuẩn hóa|số hóa|chuyển đổi|quảng bá|xúc tiến|từng bước|cải thiện|giảm|tăng|phấn đấu|góp phần"
    r"|tiếp tục|khai thác"
    r"|thiết lập|chứng nhận|kiểm soát|bố trí|100"
)
OPENS_WORK = re.compile(
    rf"^(?:[-+•*]\s*)?(?:(?:và|đồng thời|ngoài ra|hàng năm|hằng năm|mỗi năm|đến năm \d{{4}}"
    rf"|trong đó)[, ]+)*(?:{WORK_VERBS})\b"
)
OPENS_WORK_NOUN = re.compile(
    r"^(?:các|những|một số|việc) (?:nhiệm vụ|đề án|dự án|hoạt động|mô hình|đề tài|chương trình|việc)\b"
)
ABOUT_MONEY = re.compile(r"^\W*(?:tổng )?(?:kinh phí|nguồn (?:vốn|kinh phí)|ngân sách|dự toán)\b")
FIRST_VERB = re.compile(rf"^(?:[-+•*]\s*)?({WORK_VERBS})\b")

CONDITION = re.compile(
    r"\(\s*(?P<a>(?:khi|nếu|trường hợp|trong trường hợp|với điều kiện)\b[^)]*)\)"
    r"|(?P<b>\b(?:nếu có|nếu|khi có|với điều kiện|trong trường hợp)\b[^;.,()]*)"
)
LIMITATION = re.compile(r"\(\s*(?P<what>không (?:trùng|bao gồm|tính|kể)[^)]*)\)")
PRIORITY = re.compile(r"\b(?:trong đó )?ưu tiên\s+(?:hỗ trợ\s+)?(?P<what>[^;.()]+)")
REPEATED_UNITS = frozenset({"đợt", "lần", "kỳ", "buổi", "phiên"})
PERSONAL_UNITS = frozenset({"cán bộ", "công chức", "người"})
PER_PLACE = re.compile(
    r"\bmỗi (?P<place>quận|huyện|xã|phường|thành phố|địa phương|ngành|sở|đơn vị|doanh nghiệp|hợp tác xã"
    r"|lĩnh vực|cụm|khu công nghiệp)\b"
)
