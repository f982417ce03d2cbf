"""Where money comes from: the genre's words for funding sources, as dotted codes."""

from __future__ import annotations

import re

from nscl.plandoc.wording import flat

# First match wins, so the particular stands before the general.  Patterns see folded text.
_VOCABULARY: tuple[tuple[str, str], ...] = (
    ("other_legal", r"\bngoai ngan sach"),
    ("state_budget.recurrent_provincial", r"\bchi thuong xuyen"),
    (
        "state_budget.science",
        r"\bsu nghiep (kh\b|khcn|kh ?& ?cn|kh va cn|kh-cn|khoa hoc)|\bsnkh"
        r"|\b(kinh phi|nguon|von|ngan sach|ns) (chi )?(cho )?(khcn|kh ?& ?cn|kh va cn|khoa hoc)"
        r"|\bquy (phat trien )?(khcn|kh ?& ?cn|khoa hoc)",
    ),
    ("national_target_programmes", r"\bmuc tieu quoc gia|\bct ?mt ?qg\b|\bmtqg\b"),
    ("public_investment", r"\bdau tu cong\b|\bdau tu phat trien\b|\bxdcb\b|\bxay dung co ban\b"),
    ("state_budget.industry_promotion", r"\bkhuyen cong\b"),
    ("state_budget.agricultural_extension", r"\bkhuyen nong\b"),
    ("state_budget.trade_promotion", r"\bxuc tien thuong mai\b"),
    (
        "state_budget.sme_support",
        r"\bho tro doanh nghiep nho va vua\b.*\bngan sach|\bngan sach.*doanh nghiep nho va vua\b",
    ),
    (
        "state_budget.central",
        r"\b(ngan sach|ns|von) (nha nuoc )?(cap )?(trung uong|tw)\b|\bnstw\b|^trung uong$|^tw$",
    ),
    (
        "state_budget.district",
        r"\b(ngan sach|ns|von) (cap )?(huyen|xa|quan|thi xa)\b|\bnsh\b|\bnsx\b|^(cap )?(huyen|xa)$",
    ),
    (
        "state_budget.provincial",
        r"\b(ngan sach|ns|von) (nha nuoc )?(cap )?(tinh|dia phuong|thanh pho|tp|dp)\b|\bnsdp\b|\bnst\b"
        r"|^dia phuong$"
        r"|^(cap )?tinh$",
    ),
    (
        "state_budget",
        r"\bngan sach|\bnsnn\b|\bvon nn\b|\bvon nha nuoc\b|\bnha nuoc (ho tro|cap|dam bao|bo tri)",
    ),
    ("credit", r"\btin dung\b|\bvon vay\b|\bvay von\b"),
    ("donor", r"\boda\b|\bvien tro\b|\btai tro\b|\bto chuc (phi chinh phu|quoc te)\b"),
    (
        "enterprise_counterpart",
        r"\bdoi ung\b|\b(von|nguon|kinh phi|phan|nguon luc|tu|cua|do)( (von|luc|kinh phi|cua|cac|chinh|co"
        r"|tu))*"
        r" (doanh nghiep|dn|htx|hop tac xa|to chuc,? ca nhan|to chuc,? doanh nghiep|co so|don vi (thu huong"
        r"|tham gia))\b"
        r"|^(cac )?(doanh nghiep|dn|htx|hop tac xa)\b|\b(doanh nghiep|dn|hop tac xa|htx)( tu)? (dong gop"
        r"|doi ung|chi tra|dau tu|bo tri)"
        r"|\bvon tu co\b",
    ),
    (
        "other_legal",
        r"\bhop phap\b|\bhuy dong\b|\bxa hoi hoa\b|\bnguon( von| kinh phi)? khac\b|\bvon khac\b|^khac$",
    ),
)
_CUT = re.compile(r"[;:.,](?:\s+|$)|\s+và\s+|\bcùng với\s+|\bkết hợp\s+")
_COMPILED = tuple((code, re.compile(pattern)) for code, pattern in _VOCABULARY)


def source_code(text: str) -> str | None:
    """The code of the funding source a label names; None when it names none.

    >>> source_code("Vốn đối ứng DN"), source_code("Sự nghiệp khoa học và công nghệ")
    ('enterprise_counterpart', 'state_budget.science')
    >>> source_code("Thời gian thực hiện") is None
    True
    """
    folded = " ".join(flat(text).split())
    return next((code for code, pattern in _COMPILED if pattern.search(folded)), None)


def slug_of(name: str) -> str:
    """A code for a source the vocabulary does not have, from its own words.

    >>> slug_of("Quỹ Bảo vệ môi trường")
    'quy_bao_ve_moi_truong'
    """
    return re.sub(r"[^a-z]+", "_", flat(name)).strip("_") or "khac"


def is_uncommon(code: str) -> bool:
    """True for a code made by `slug_of`.

    >>> is_uncommon("quy_bao_ve_moi_truong"), is_uncommon("state_budget.science")
    (True, False)
    """
    return not any(code == known or code.startswith(known + ".") for known, _ in _VOCABULARY)


def is_state(code: str) -> bool:
    """True for money of the state budget at any level.

    >>> is_state("state_budget.central"), is_state("enterprise_counterpart")
    (True, False)
    """
    return code == "state_budget" or code.startswith("state_budget.")


def leaf_codes(codes: list[str]) -> list[str]:
    """Codes that are not broken down further by another code of the list.

    >>> leaf_codes(["state_budget", "state_budget.central", "state_budget.provincial", "other_legal"])
    ['state_budget.central', 'state_budget.provincial', 'other_legal']
    """
    return [code for code in codes if not any(other.startswith(code + ".") for other in codes)]


def find_sources(text: str) -> list[tuple[str, int, int]]:
    """The sources a sentence lists, each with the piece of text that names it.

    >>> [code for code, _, _ in find_sources("từ nguồn sự nghiệp KH&CN và các nguồn vốn hợp pháp khác")]
    ['state_budget.science', 'other_legal']
    """
    hits = _distinct(flat(text))
    found: list[tuple[str, int, int]] = []
    for place, (code, start, end) in enumerate(hits):
        left = found[-1][2] if found else 0
        right = hits[place + 1][1] if place + 1 < len(hits) else len(text)
        cuts = [m.end() for m in _CUT.finditer(text, left, start)]
        stops = [m.start() for m in _CUT.finditer(text, end, right)] or [right]
        stop = stops[-1] if place + 1 < len(hits) else stops[0]
        found.append((code, cuts[-1] if cuts else left, stop))
    return found


def _distinct(folded: str) -> list[tuple[str, int, int]]:
    """Vocabulary hits in text order; the particular name of a state budget swallows the general one."""
    hits: list[tuple[str, int, int]] = []
    for code, pattern in _COMPILED:
        for match in pattern.finditer(folded):
            if not any(match.start() < end and start < match.end() for _, start, end in hits):
                hits.append((code, match.start(), match.end()))
    hits.sort(key=lambda hit: hit[1])
    merged: list[tuple[str, int, int]] = []
    for code, start, end in hits:
        if merged and _goes_on(merged[-1], (code, start, end), folded):
            kept = code if code.startswith(merged[-1][0]) else merged[-1][0]
            merged[-1] = (kept, merged[-1][1], end)
        elif all(code != other for other, _, _ in merged):
            merged.append((code, start, end))
    return merged


def _goes_on(last: tuple[str, int, int], hit: tuple[str, int, int], folded: str) -> bool:
    if last[0] == hit[0]:
        return ";" not in folded[last[2] : hit[1]] and hit[1] - last[2] < 40
    kin = hit[0].startswith(last[0] + ".") or last[0].startswith(hit[0] + ".")
    return kin and ";" not in folded[last[2] : hit[1]] and hit[1] - last[2] < 40
