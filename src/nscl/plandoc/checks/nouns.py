"""What is counted: the noun phrase behind a number, so that things sharing a unit are told apart."""

from __future__ import annotations

import re
from functools import lru_cache

from nscl.plandoc.wording import plain

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"[,;:(|\n]|\.\s|\.$|\btrong đó\b|\bso với\b|\btrên địa bàn\b")
# Words a phrase may have or lack without speaking of another thing.
_NEUTRAL = frozenset(
    {
        "các", "những", "một", "số", "cho", "của", "và", "với", "tại", "theo", "được", "có", "là",
        "từ", "đến", "trong", "do", "khoảng", "ít", "nhất", "tối", "thiểu", "trên", "năm", "hằng",
        "hàng", "mỗi", "vào", "giai", "đoạn", "về", "thực", "hiện", "tổ", "chức", "việc", "để",
        "như", "gồm", "cùng", "mức", "lượng", "hỗ", "trợ", "áp", "dụng", "đào", "tạo", "xây",
        "dựng", "triển", "khai", "tham", "gia", "duy", "trì", "phát", "tỉnh", "thành", "phố", "địa",
        "bàn", "kế", "hoạch", "chương", "trình", "năng", "suất", "chất", "lượt", "tổng", "cộng",
        "đạt", "mở", "thêm", "mới", "nâng", "cao", "hoạt", "động", "lũy",
    }
)  # fmt: skip


@lru_cache(maxsize=4096)
def noun_words(text: str, value: float) -> frozenset[str]:
    """The telling words of what a number counts; of the whole clause when the number is not in it.

    >>> sorted(noun_words("Hỗ trợ 20 doanh nghiệp áp dụng ISO 9001, 5S", 20))
    ['9001', 'doanh', 'iso', 'nghiệp']
    >>> sorted(noun_words("Chuyên gia được cấp chứng chỉ | người | 15", 15))
    ['chuyên', 'chỉ', 'chứng', 'cấp']
    """
    words = plain(text)
    figure = re.search(rf"(?<![\d.,])0*{value:g}(?![\d.,]*\d)\s+(?=[^\W\d_])", words)
    phrase = words[figure.end() :] if figure else words
    phrase = _END.split(phrase.strip(" -+•"), maxsplit=1)[0]
    return frozenset(_WORD.findall(phrase)) - _NEUTRAL


def differ(one: tuple[str, float], other: tuple[str, float]) -> bool:
    """True when each of two counted things is named by words the other lacks.

    One may be named at greater length than the other and still be the same thing.

    >>> differ(("20 doanh nghiệp áp dụng ISO 9001", 20), ("30 doanh nghiệp áp dụng HACCP", 30))
    True
    >>> differ(("20 chuyên gia năng suất", 20), ("30 chuyên gia năng suất có chứng chỉ", 30))
    False
    """
    a, b = noun_words(*one), noun_words(*other)
    return bool(a - b) and bool(b - a)
