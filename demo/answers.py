"""Invented answers to the ready questionnaire: those of one firm hang together, those of many differ."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date
from typing import Any

from demo.firms import LAST, Firm
from demo.names import SEED
from nscl.policy.questionnaires import Choice, Definition, Question

MILLION = 1_000_000
_KINDS = {"enterprise": "doanh_nghiep", "cooperative": "hop_tac_xa", "household": "ho_kinh_doanh"}
# Division of VSIC 2018 → the questionnaire's sectors.
_SECTORS = {
    "01": "nong_lam_thuy_san",
    "10": "thuc_pham",
    "11": "thuc_pham",
    "13": "det_may",
    "14": "det_may",
    "16": "go_giay",
    "32": "go_giay",
    "20": "hoa_chat_vat_lieu",
    "21": "hoa_chat_vat_lieu",
    "22": "hoa_chat_vat_lieu",
    "23": "hoa_chat_vat_lieu",
    "25": "co_khi_dien_tu",
    "27": "co_khi_dien_tu",
    "52": "dich_vu",
    "55": "dich_vu",
}
# What many name, by question; the other choices are named now and then.
_COMMON = {
    "noi_ban": {"trong_tinh": 0.8, "tinh_khac": 0.5, "san_dien_tu": 0.4},
    "he_thong_dang_ap_dung": {"iso_9001": 0.5, "iso_22000": 0.2, "haccp": 0.3, "iso_14001": 0.15},
    "thuc_hanh_dang_ap_dung": {"vietgap": 0.5, "huu_co": 0.2},
    "cong_cu_dang_dung": {"tool_5s": 0.6, "kaizen": 0.3, "kpi": 0.3, "tool_3s": 0.2, "lean": 0.1},
    "ly_do_chua_ap_dung": {"chua_biet": 0.5, "chi_phi": 0.6, "thieu_nguoi": 0.4},
    "tieu_chuan_da_co": {"tccs": 0.6, "cong_bo": 0.3, "ocop": 0.3, "nhan_hieu": 0.25},
    "phan_mem": {"ke_toan": 0.8, "ban_hang": 0.3},
    "kho_khan": {"von": 0.6, "thiet_bi": 0.4, "thi_truong": 0.5, "chi_phi_chung_nhan": 0.4, "tu_van": 0.3},
    "muon_he_thong": {"iso_9001": 0.5, "iso_22000": 0.3, "haccp": 0.2, "iso_14001": 0.15},
    "muon_thuc_hanh": {"vietgap": 0.5, "huu_co": 0.35, "globalgap": 0.2},
    "muon_cong_cu": {"tool_5s": 0.5, "kaizen": 0.35, "lean": 0.3, "kpi": 0.25, "tpm": 0.15, "mfca": 0.15},
    "muon_tieu_chuan": {"tccs": 0.4, "cong_bo": 0.4, "hop_quy": 0.3, "he_thong": 0.3},
    "muon_truy_xuat": {"truy_xuat": 0.6, "ma_vach": 0.4, "vung_trong": 0.3},
    "muon_cong_nghe": {"chuyen_doi_so": 0.5, "phan_mem": 0.4, "doi_moi": 0.3},
    "muon_dao_tao": {"co_ban": 0.7, "danh_gia_vien": 0.3, "chuyen_gia": 0.15},
}
_RARE = 0.04
# Questions that most answer with “none yet”; a firm that is far on less often.
_NONE_YET = {
    "he_thong_dang_ap_dung": 0.75,
    "thuc_hanh_dang_ap_dung": 0.6,
    "cong_cu_dang_dung": 0.7,
    "tieu_chuan_da_co": 0.4,
    "chi_so_theo_doi": 0.4,
    "phan_mem": 0.25,
    "doi_moi": 0.5,
    "kho_khan": 0.05,
}
_WISHES = (
    "Đề nghị mở lớp tập huấn 5S, Kaizen ngay tại cơ sở.",
    "Mong được giới thiệu đơn vị tư vấn, chi phí phù hợp với hợp tác xã nhỏ.",
    "Đề nghị hỗ trợ chi phí thử nghiệm, chứng nhận lần đầu.",
    "Cần hướng dẫn thủ tục công bố tiêu chuẩn áp dụng.",
    "Đề nghị hỗ trợ tem truy xuất nguồn gốc và kết nối với sàn thương mại điện tử.",
    "Thông tin hỗ trợ nên gửi sớm từ đầu năm để đơn vị bố trí kinh phí đối ứng.",
    "Đề nghị tổ chức tham quan mô hình điểm trong tỉnh.",
)
_HELPED = (
    "Hỗ trợ tem truy xuất nguồn gốc, năm 2023.",
    "Tập huấn VietGAP, năm 2022.",
    "Áp dụng 5S, năm 2021.",
)


def answers_of(firm: Firm, definition: Definition, key: str = "") -> dict[str, Any]:
    """What a firm answers; the same firm answers the same, another `key` another time.

    Questions that it is not asked are answered too: judging leaves them out.
    """
    chance = random.Random(f"{SEED} answers {firm.number} {key}")
    forward = _forward(firm, chance)
    found = _told(firm, chance)
    for question in definition.questions():
        if question.code in found:
            continue
        if not question.is_required and chance.random() < 0.1:
            continue  # people leave some out
        value = _value(question, firm, forward, chance)
        if value is not None:
            found[question.code] = value
    return _consistent(found)


def _forward(firm: Firm, chance: random.Random) -> float:
    """How far on a firm is, from 0 to 1: larger ones further."""
    workers = float(firm.years.get(LAST, {}).get("workers") or 3)
    base = 0.15 if workers <= 10 else 0.4 if workers <= 100 else 0.65 if workers <= 200 else 0.8
    return min(1.0, max(0.0, base + chance.uniform(-0.2, 0.2)))


def _told(firm: Firm, chance: random.Random) -> dict[str, Any]:
    """What the firm's own row says."""
    assert firm.trade is not None
    figures = firm.years.get(LAST, {})
    workers = figures.get("workers")
    found: dict[str, Any] = {
        "loai_hinh": _KINDS[firm.kind],
        "linh_vuc": _SECTORS[firm.trade.industry[:2]],
        "san_pham_chinh": "\n".join(name for name, _hs, _rule in firm.trade.goods),
        "lao_dong": str(int(workers)) if workers is not None else str(chance.randint(2, 12)),
        "xuat_khau": "exports_vnd" in figures,
        "dien_hop_quy": "co" if any(rule for *_other, rule in firm.trade.goods) else "khong",
    }
    names = {"doanh_thu": "revenue_vnd", "nguon_von": "capital_vnd", "gia_tri_xuat_khau": "exports_vnd"}
    return found | {code: int(figures[name]) for code, name in names.items() if name in figures}


def _value(question: Question, firm: Firm, forward: float, chance: random.Random) -> Any:
    if question.code in _OWN:
        return _OWN[question.code](firm, forward, chance)
    match question.kind:
        case "choice":
            return _one(question.choices, forward, chance)
        case "multi":
            return _several(question, forward, chance)
        case "yes_no":
            return chance.random() < 0.3 + 0.5 * forward
        case "scale":
            return max(1, min(5, round(1 + 4 * forward + chance.uniform(-1, 1))))
        case "percent":
            return f"{chance.uniform(0.5, 9 - 6 * forward):.1f}"
        case "number":
            return str(chance.randint(0, 6))
        case "money":
            return chance.randint(10, 400) * MILLION
    return None


def _one(choices: tuple[Choice, ...], forward: float, chance: random.Random) -> str:
    """Questionnaires name what is far on first, seldom last: a choice near the firm's own place."""
    place = (1 - forward) * (len(choices) - 1) + chance.uniform(-1.2, 1.2)
    return choices[max(0, min(len(choices) - 1, round(place)))].code


def _several(question: Question, forward: float, chance: random.Random) -> list[str] | None:
    alone = next((choice.code for choice in question.choices if choice.is_exclusive), None)
    none_yet = _NONE_YET.get(question.code, 0.15) * (1.3 - forward)
    if alone is not None and chance.random() < none_yet:
        return [alone]
    common = _COMMON.get(question.code)
    wanted = [choice for choice in question.choices if not choice.is_exclusive]
    found = [
        choice.code
        for choice in wanted
        if chance.random() < (0.35 if common is None else common.get(choice.code, _RARE))
    ]
    return found or ([alone] if alone else [chance.choice(wanted).code])


# ── Questions with an answer of their own ──────────────────────────────


def _certificates(firm: Firm, forward: float, chance: random.Random) -> dict[str, dict[str, Any]]:
    found = {}
    for number in range(1, chance.randint(1, 2) + 1):
        year = chance.randint(2022, 2024)
        found[f"so_{number}"] = {
            "tieu_chuan": chance.choice(("ISO 9001:2015", "ISO 22000:2018", "HACCP", "VietGAP")),
            "to_chuc": "Trung tâm Chứng nhận minh họa",
            "nam_cap": year,
            "het_han": date(year + 3, chance.randint(1, 12), 15).isoformat(),
        }
    return found


def _priorities(firm: Firm, forward: float, chance: random.Random) -> dict[str, dict[str, str]]:
    groups = ("he_thong", "cong_cu", "chung_nhan", "truy_xuat", "cong_nghe", "thu_nghiem", "dao_tao")
    levels = ("rat_can", "can", "chua_can")
    return {group: {"muc": chance.choices(levels, (3, 5, 3))[0]} for group in groups}


def _sometimes(texts: tuple[str, ...], share: float) -> Any:
    return lambda firm, forward, chance: chance.choice(texts) if chance.random() < share else None


_OWN: Mapping[str, Any] = {
    "so_san_pham": lambda firm, forward, chance: str(chance.randint(1, 3 + round(8 * forward))),
    "co_chung_nhan": lambda firm, forward, chance: chance.random() < forward,
    "chung_nhan": _certificates,
    "uu_tien": _priorities,
    "muon_ho_tro": lambda firm, forward, chance: chance.random() < 0.88,
    "doi_ung": lambda firm, forward, chance: chance.random() < 0.35 + 0.5 * forward,
    "thoi_diem": lambda firm, forward, chance: chance.choices(
        ("trong_nam", "nam_sau", "sau_nua", "chua_ro"), (5, 3, 1, 2)
    )[0],
    "nang_suat_so_nam_truoc": lambda firm, forward, chance: chance.choices(
        ("tang", "giu", "giam", "chua_ro"), (2 + 5 * forward, 3, 2, 2)
    )[0],
    "oee": lambda firm, forward, chance: f"{chance.uniform(45, 60 + 25 * forward):.1f}",
    "so_nguoi_dao_tao": lambda firm, forward, chance: str(chance.randint(0, round(2 + 6 * forward))),
    "so_chuyen_gia": lambda firm, forward, chance: str(int(chance.random() < forward)),
    "de_xuat": _sometimes(_WISHES, 0.4),
    "da_duoc_ho_tro": _sometimes(_HELPED, 0.25),
    "dong_y_lien_he": lambda firm, forward, chance: chance.random() < 0.85,
}


def _consistent(found: dict[str, Any]) -> dict[str, Any]:
    """Parts are not larger than their wholes."""
    whole = int(found.get("so_san_pham", 3))
    must = min(int(found.get("so_san_pham_bat_buoc", 1)) or 1, max(whole, 1))
    limits = {
        "so_san_pham_cong_bo": whole,
        "so_san_pham_truy_xuat": whole,
        "so_san_pham_bat_buoc": must,
        "so_san_pham_hop_quy": must,
        "so_nguoi_dao_tao": int(found["lao_dong"]),
        "so_chuyen_gia": int(found["lao_dong"]),
    }
    for code, limit in limits.items():
        if code in found:
            found[code] = str(min(int(found[code]), limit))
    if int(found.get("so_san_pham_bat_buoc", 1)) < 1:
        found["so_san_pham_bat_buoc"] = "1"
    if "doanh_thu" in found:
        found["chi_phi_nang_luong"] = found["doanh_thu"] * 6 // 100 // MILLION * MILLION
    return found
