"""Right spellings, stock phrases and rival terms of the genre, as data for the wording checks."""

from __future__ import annotations

# Phrases whose marks are often lost or swapped by scanning.  A text that has the same letters with
# other marks has misprinted the phrase, unless the other spelling is listed as a word of its own.
PHRASES: tuple[str, ...] = (
    "thẩm định", "kiện toàn", "triển khai", "hướng dẫn", "khảo sát", "năng suất", "chất lượng",
    "doanh nghiệp", "công nghệ", "khoa học", "đổi mới", "sáng tạo", "tiêu chuẩn", "quy chuẩn", "kỹ thuật",
    "đo lường", "chứng nhận", "sản phẩm", "hàng hóa", "dịch vụ", "chủ lực", "trọng điểm", "hệ thống",
    "quản lý", "công cụ", "cải tiến", "đào tạo", "tập huấn", "bồi dưỡng", "chuyên gia", "tuyên truyền",
    "truyền thông", "thông tin", "kinh phí", "ngân sách", "nhà nước", "đối ứng", "nghiệm thu",
    "quyết toán", "phê duyệt", "giải pháp", "nhiệm vụ", "mục tiêu", "giai đoạn", "địa phương",
    "cạnh tranh", "hội nhập", "truy xuất", "nguồn gốc", "thử nghiệm", "phối hợp", "chủ trì", "tổng hợp",
    "báo cáo", "kiểm tra", "giám sát", "đôn đốc", "khuyến khích", "nâng cao", "xây dựng", "áp dụng",
    "phát triển", "kinh tế", "tăng trưởng", "bền vững", "khởi nghiệp", "hợp tác xã", "ủy ban nhân dân",
    "nhân rộng", "phổ biến", "kiến thức", "kỹ năng", "quyết định", "kế hoạch", "chương trình", "thực hiện",
    "tổ chức",
)  # fmt: skip

# Words of their own that have the letters of a phrase above.
REAL_WORDS: frozenset[str] = frozenset(
    {"kiểm toán", "truyền thống", "khóa học", "trong điểm", "chủ trị", "thông tín"}
)

# Words often written with a wrong consonant: printed, right.
MISSPELLINGS: tuple[tuple[str, str], ...] = (
    ("năng xuất", "năng suất"), ("xử dụng", "sử dụng"),
    ("bổ xung", "bổ sung"),
    ("xuất sứ", "xuất xứ"), ("sản suất", "sản xuất"), ("truy suất", "truy xuất"), ("đề suất", "đề xuất"),
    ("sác định", "xác định"), ("sây dựng", "xây dựng"), ("giàng buộc", "ràng buộc"),
    ("dành mạch", "rành mạch"),
    ("nghành", "ngành"), ("chính sửa", "chỉnh sửa"), ("trãi nghiệm", "trải nghiệm"), ("kỷ năng", "kỹ năng"),
    ("kỷ thuật", "kỹ thuật"), ("kiêm toàn", "kiện toàn"),
    ("chi phí dòng nhiên liệu", "chi phí dòng nguyên vật liệu"), ("cải tiếng", "cải tiến"),
    ("trích xuất nguồn gốc", "truy xuất nguồn gốc"),
)  # fmt: skip

# Names of methods as they are miswritten: pattern over lower-case text, right name.
MISNAMED: tuple[tuple[str, str], ...] = (
    (r"\blearn (?:6|six) sigma\b", "Lean Six Sigma"), (r"\blearn manufacturing\b", "Lean Manufacturing"),
    (r"\bcmr\b", "CRM (cần xác nhận)"),
    (r"\bkaizen\s*-\s*\d\s*s\b", "Kaizen và 5S hoặc 3S (hai công cụ khác nhau)"),
    (r"\bkaizan\b|\bkaizene\b", "Kaizen"), (r"\bsix\s*sigm(?!a)\w*", "Six Sigma"),
    (r"\bhacpp\b|\bhaccap\b", "HACCP"),
    (r"\bviet\s+gap\b|\bvietgáp\b", "VietGAP"),
)  # fmt: skip

# Sequences of words that only make sense whole: a text with one word changed or lost has misprinted them.
STOCK_PHRASES: tuple[str, ...] = (
    "nghiên cứu, đổi mới, chuyển giao và ứng dụng công nghệ",
    "năng suất các nhân tố tổng hợp",
    "hệ thống truy xuất nguồn gốc",
    "tổ chức đánh giá sự phù hợp",
    "thực hành nông nghiệp tốt",
    "quy chuẩn kỹ thuật quốc gia",
)

# Fixed heads that lose their last word: pattern over lower-case text, what is meant.
LOST_WORDS: tuple[tuple[str, str], ...] = (
    (r"sản phẩm chủ (?=(?:của|trên|tại|và|,)\b)", "sản phẩm chủ lực"),
    (r"quy chuẩn kỹ (?!thuật)\w+", "quy chuẩn kỹ thuật"),
    (r"truy xuất nguồn (?!gốc)\w+", "truy xuất nguồn gốc"),
    (r"đánh giá sự phù (?!hợp)\w+", "đánh giá sự phù hợp"),
)

ABBREVIATIONS: tuple[str, ...] = (
    "HTQLCL", "HTQL", "NSCL", "TCĐLCL", "KHCN", "UBND", "HĐND", "TCVN", "QCVN", "TCCS", "HTX", "DNNVV",
    "TXNG", "ĐMST", "KH&CN", "GTCLQG", "NNPTNT", "LĐTBXH", "VHTTDL", "GDĐT", "KHĐT", "TTTT", "GTVT",
    "TNMT", "BKHCN", "NSNN",
)  # fmt: skip

# Terms of one meaning that plans mix; each pattern is one term, the label is what it stands for.
RIVAL_TERMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "sản phẩm, hàng hóa được ưu tiên",
        (r"(?:sản phẩm|hàng hóa)[^.;\n]{0,20}? chủ lực", r"(?:sản phẩm|hàng hóa)[^.;\n]{0,20}? trọng điểm"),
    ),
    (
        "doanh nghiệp làm mẫu",
        (r"(?:doanh nghiệp )?điển hình toàn diện", r"mô hình điểm", r"doanh nghiệp đi đầu", r"áp dụng điểm"),
    ),
    ("nơi đào tạo nghề", (r"cơ sở giáo dục nghề nghiệp", r"(?:trường )?cao đẳng, dạy nghề|trường dạy nghề")),
)

# One-off or recurring works of the genre: two texts that name the same one speak of one thing.
TOPICS: tuple[tuple[str, str], ...] = (
    (
        "survey",
        r"khảo sát|điều tra|đánh giá (?:thực|hiện) trạng|danh mục (?:các )?(?:sản phẩm|doanh nghiệp"
        r"|hàng hóa)|thống kê",
    ),
    ("portal", r"cổng thông tin|trang thông tin điện tử|website"),
    ("database", r"cơ sở dữ liệu|kho dữ liệu"),
    ("network", r"mạng lưới"),
    ("software", r"phần mềm|nền tảng số"),
    ("local_regulation", r"quy chuẩn kỹ thuật địa phương"),
    ("laboratory", r"phòng thử nghiệm|phòng kiểm nghiệm"),
)
