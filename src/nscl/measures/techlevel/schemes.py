"""Technology-level schemes as data: what a circular says, and what nobody has yet held against its text."""

from __future__ import annotations

from typing import Any

# Group sizes and maxima, the criteria scored against industry norms, and the date in force were read in the
# circular's opening articles. The maximum of each single criterion, the class limits and the formula of the
# coefficient were not: maxima are left open (the group's maximum binds), the others are marked unverified.
TT17_2019: dict[str, Any] = {
    "id": "tt17-2019",
    "version": "1",
    "title": "Trình độ và năng lực công nghệ sản xuất theo Thông tư 17/2019/TT-BKHCN",
    "source": "Thông tư 17/2019/TT-BKHCN ngày 10/12/2019, Điều 3 đến Điều 5, Phụ lục I và II",
    "in_force": "2020-01-25",
    "groups": [
        {"code": "T", "name": "Hiện trạng thiết bị, công nghệ", "max": 30},
        {"code": "E", "name": "Hiệu quả khai thác công nghệ", "max": 20},
        {"code": "O", "name": "Năng lực tổ chức, quản lý", "max": 19},
        {"code": "R", "name": "Năng lực nghiên cứu, phát triển", "max": 17},
        {"code": "I", "name": "Năng lực đổi mới sáng tạo", "max": 14},
    ],
    "criteria": [
        {
            "code": str(number),
            "group": group,
            "name": f"Tiêu chí {number}",
            "max": None,
            "max_verified": False,
            "norm": number in (4, 5, 6, 8),
        }
        for group, numbers in (
            ("T", range(1, 8)),
            ("E", range(8, 13)),
            ("O", range(13, 18)),
            ("R", range(18, 23)),
            ("I", range(23, 27)),
        )
        for number in numbers
    ],
    "coefficient": {"formula": "min_over_mean", "verified": False},
    "classes": [
        {"code": "backward", "name": "Lạc hậu", "from": 0, "min_coefficient": None, "verified": False},
        {"code": "average", "name": "Trung bình", "from": 35, "min_coefficient": None, "verified": False},
        {
            "code": "upper_average",
            "name": "Trung bình tiên tiến",
            "from": 60,
            "min_coefficient": None,
            "verified": False,
        },
        {"code": "advanced", "name": "Tiên tiến", "from": 80, "min_coefficient": None, "verified": False},
    ],
    "norms": {},
}

SCHEMES: dict[str, dict[str, Any]] = {"tt17-2019": TT17_2019}
