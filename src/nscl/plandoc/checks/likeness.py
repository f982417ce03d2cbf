"""How far two phrases of one plan speak of the same thing.

Words that stand everywhere in the plan (năng suất chất lượng, sản phẩm hàng hóa …) prove nothing,
so a pair of words counts the less the more phrases have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nscl.plandoc.wording import plain

_WORD = re.compile(r"[^\W\d_]+|\d{4,5}")
_EMPTY = frozenset(
    {
        "các", "những", "một", "số", "cho", "của", "và", "với", "tại", "theo", "được", "có", "là", "từ",
        "đến", "trong", "do", "khoảng", "ít", "nhất", "tối", "thiểu", "trên", "năm", "hàng", "mỗi", "vào",
        "giai", "đoạn", "về", "thực", "hiện", "tổ", "chức", "việc", "để", "như", "gồm", "cùng", "mức",
        "lượng",
    }
)  # fmt: skip
_STOCK = (
    "năng suất và chất lượng sản phẩm, hàng hóa",
    "năng suất, chất lượng sản phẩm, hàng hóa",
    "năng suất chất lượng",
    "năng suất, chất lượng",
    "năng suất và chất lượng",
    "trên địa bàn tỉnh",
    "của tỉnh",
)
_STOCK_PATTERN = re.compile("|".join(map(re.escape, _STOCK)))


@lru_cache(maxsize=4096)
def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring content words of a phrase, numbers left out.

    >>> sorted(pairs_of("Đào tạo 20 chuyên gia năng suất"))
    ['chuyên gia', 'gia năng', 'năng suất', 'tạo chuyên', 'đào tạo']
    """
    words = [w for w in _WORD.findall(_STOCK_PATTERN.sub(" ", plain(text))) if w not in _EMPTY]
    if len(words) == 1:
        return frozenset(words)
    return frozenset(f"{a} {b}" for a, b in zip(words, words[1:], strict=False))


@dataclass(frozen=True)
class Likeness:
    """Weighs pairs of words by how many phrases of the plan have them."""

    weights: dict[str, float]

    @classmethod
    def among(cls, phrases: Iterable[str]) -> Likeness:
        """Learn the weights from all phrases that will be compared."""
        counts: Counter[str] = Counter()
        for phrase in phrases:
            counts.update(pairs_of(phrase))
        return cls({pair: 1 / count for pair, count in counts.items()})

    def __call__(self, one: str, other: str) -> float:
        """The weight two phrases share, as a part of the lighter one: 0 nothing, 1 all."""
        a, b = pairs_of(one), pairs_of(other)
        weight_a, weight_b = self._weight(a), self._weight(b)
        if not weight_a or not weight_b:
            return 0.0
        return self._weight(a & b) / min(weight_a, weight_b)

    def _weight(self, pairs: frozenset[str]) -> float:
        return sum(self.weights.get(pair, 1.0) for pair in pairs)
