"""The five provinces of the demo: where their firms sit, before and after 1 July 2025, and what they make."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """What a firm does: the word in its name, its VSIC 2018 code, its goods as (name, HS code, regulation).

    Goods with a regulation must be certified or declared before they are sold.
    """

    word: str
    industry: str
    goods: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Place:
    """One province: `old` are addresses of before the reform as (province, district, commune)."""

    communes: tuple[str, ...]
    old: tuple[tuple[str, str, str], ...]
    trades: tuple[Trade, ...]
    people_from: str  # first three digits of personal numbers, by the list of 63 provinces


def _plain(*names: str, hs: str = "") -> tuple[tuple[str, str, str], ...]:
    return tuple((name, hs, "") for name in names)


_BRICKS = Trade(
    "Vật liệu xây dựng",
    "2392",
    (
        ("Gạch không nung", "6810", "QCVN 16:2023/BXD"),
        ("Ngói màu", "6907", "QCVN 16:2023/BXD"),
        ("Gạch lát nền", "6907", "QCVN 16:2023/BXD"),
    ),
)
_STEEL = Trade(
    "Cơ khí",
    "2511",
    (
        ("Thép cốt bê tông", "7214", "QCVN 7:2019/BKHCN"),
        ("Khung kèo thép", "7308", ""),
        ("Máy cắt cỏ cầm tay", "8467", ""),
    ),
)
_FEED = Trade(
    "Thức ăn chăn nuôi",
    "1080",
    (
        ("Thức ăn hỗn hợp cho lợn", "2309", "QCVN 01-190:2020/BNNPTNT"),
        ("Thức ăn hỗn hợp cho gà", "2309", "QCVN 01-190:2020/BNNPTNT"),
    ),
)
_FERTILISER = Trade(
    "Phân bón",
    "2012",
    (
        ("Phân bón NPK", "3105", "QCVN 01-189:2019/BNNPTNT"),
        ("Phân hữu cơ vi sinh", "3101", "QCVN 01-189:2019/BNNPTNT"),
    ),
)
_ELECTRIC = Trade(
    "Thiết bị điện",
    "2750",
    (
        ("Ấm đun nước điện", "8516", "QCVN 4:2009/BKHCN"),
        ("Nồi cơm điện", "8516", "QCVN 4:2009/BKHCN"),
        ("Quạt điện đứng", "8414", "QCVN 4:2009/BKHCN"),
    ),
)
_TOYS = Trade(
    "Đồ chơi",
    "3240",
    (("Đồ chơi gỗ xếp hình", "9503", "QCVN 3:2019/BKHCN"), ("Thú nhồi bông", "9503", "QCVN 3:2019/BKHCN")),
)
_HELMETS = Trade(
    "Nhựa", "2220", (("Mũ bảo hiểm xe máy", "6506", "QCVN 2:2021/BKHCN"), ("Két nhựa đựng quả", "3923", ""))
)
_TEA = Trade("Chè", "1076", _plain("Chè xanh", "Hồng trà", "Trà shan rừng", hs="0902"))
_RICE = Trade("Gạo", "1061", _plain("Gạo nếp nương", "Gạo tẻ thơm", hs="1006"))
_FRUIT = Trade("Nông sản", "1030", _plain("Mận sấy dẻo", "Lê sấy giòn", "Chuối sấy", hs="0813"))
_HONEY = Trade("Mật ong", "1079", _plain("Mật ong rừng", "Mật ong hoa bạc hà", hs="0409"))
_CLOTH = Trade("Dệt", "1392", _plain("Khăn thổ cẩm", "Túi thổ cẩm", hs="6304"))
_WOOD = Trade("Gỗ", "1621", _plain("Ván dán", "Ván ghép thanh", "Đũa gỗ", hs="4412"))
_GARMENT = Trade("May", "1410", _plain("Áo sơ mi nam", "Quần âu", "Áo gió hai lớp", hs="6205"))
_INN = Trade("Du lịch", "5510", (("Lưu trú nhà sàn", "", ""),))
_HERBS = Trade("Dược liệu", "2100", _plain("Cao atisô", "Trà túi lọc thảo mộc", hs="2106"))

PLACES: dict[str, Place] = {
    "lao-cai": Place(
        ("Phường Lào Cai", "Phường Sa Pa", "Phường Cam Đường", "Phường Yên Bái", "Phường Nghĩa Lộ",
         "Xã Bắc Hà", "Xã Bát Xát", "Xã Bảo Thắng", "Xã Văn Bàn", "Xã Mù Cang Chải"),
        (("Lào Cai", "Thành phố Lào Cai", "Phường Kim Tân"), ("Lào Cai", "Huyện Bắc Hà", "Thị trấn Bắc Hà"),
         ("Yên Bái", "Thành phố Yên Bái", "Phường Minh Tân")),
        (_TEA, Trade("Quế", "0128", _plain("Quế thanh", "Bột quế", "Tinh dầu quế", hs="0906")), _FERTILISER,
         Trade("Thủy sản", "1020", _plain("Cá hồi xông khói", "Cá tầm phi lê", hs="0305")), _BRICKS, _FRUIT,
         _CLOTH, _STEEL, _HONEY, _FEED, _RICE, _WOOD, _ELECTRIC, _INN),
        "010",
    ),
    "lam-dong": Place(
        ("Phường Xuân Hương – Đà Lạt", "Phường 1 Bảo Lộc", "Phường Phan Thiết", "Xã Đức Trọng", "Xã Di Linh",
         "Xã Đơn Dương", "Phường Bắc Gia Nghĩa", "Phường Mũi Né"),
        (("Lâm Đồng", "Thành phố Đà Lạt", "Phường 1"), ("Lâm Đồng", "Huyện Di Linh", "Thị trấn Di Linh"),
         ("Bình Thuận", "Thành phố Phan Thiết", "Phường Phú Thủy")),
        (Trade("Cà phê", "1077", _plain("Cà phê rang xay", "Cà phê hạt rang", "Cà phê hòa tan", hs="0901")),
         Trade("Rau hoa", "0118", _plain("Rau thủy canh", "Hoa cắt cành", hs="0709")), _HERBS,
         Trade("Tơ tằm", "1311", _plain("Lụa tơ tằm", "Tơ sống", hs="5007")), _FERTILISER, _TEA, _FRUIT,
         Trade("Nước mắm", "1020", _plain("Nước mắm cá cơm", hs="2103")), _BRICKS, _INN),
        "068",
    ),
    "nam-dinh": Place(
        ("Phường Nam Định", "Phường Hoa Lư", "Phường Phủ Lý", "Phường Tam Điệp", "Xã Hải Hậu",
         "Xã Xuân Trường", "Xã Giao Thủy", "Xã Gia Viễn"),
        (("Nam Định", "Thành phố Nam Định", "Phường Cửa Bắc"), ("Nam Định", "Huyện Hải Hậu", "Thị trấn Yên Định"),
         ("Hà Nam", "Thành phố Phủ Lý", "Phường Hai Bà Trưng")),
        (_GARMENT, _STEEL, _RICE, _WOOD, Trade("Nước mắm", "1020", _plain("Nước mắm cá biển", hs="2103")), _FEED,
         Trade("Thêu ren", "1392", _plain("Khăn trải bàn thêu", "Rèm thêu", hs="6302")), _BRICKS, _TOYS),
        "036",
    ),
    "lang-son": Place(
        ("Phường Kỳ Lừa", "Phường Đông Kinh", "Phường Lương Văn Tri", "Phường Tam Thanh", "Xã Bắc Sơn",
         "Xã Hữu Lũng", "Xã Lộc Bình", "Xã Chi Lăng"),
        (("Lạng Sơn", "Thành phố Lạng Sơn", "Phường Vĩnh Trại"), ("Lạng Sơn", "Huyện Bắc Sơn", "Thị trấn Bắc Sơn"),
         ("Lạng Sơn", "Huyện Hữu Lũng", "Thị trấn Hữu Lũng")),
        (Trade("Hồi", "0128", _plain("Hoa hồi khô", "Tinh dầu hồi", hs="0909")), _FRUIT, _BRICKS,
         Trade("Thạch đen", "1079", _plain("Thạch đen hộp", "Lá thạch đen khô", hs="2106")), _WOOD, _HONEY,
         Trade("Na", "0121", _plain("Na quả tươi", hs="0810")), _FERTILISER,
         Trade("Giao nhận", "5229", (("Dịch vụ kho bãi cửa khẩu", "", ""),))),
        "020",
    ),
    "hung-yen": Place(
        ("Phường Phố Hiến", "Phường Mỹ Hào", "Phường Thái Bình", "Phường Sơn Nam", "Xã Khoái Châu",
         "Xã Văn Giang", "Xã Yên Mỹ", "Xã Tiền Hải"),
        (("Hưng Yên", "Thành phố Hưng Yên", "Phường Hiến Nam"), ("Hưng Yên", "Huyện Khoái Châu", "Thị trấn Khoái Châu"),
         ("Thái Bình", "Thành phố Thái Bình", "Phường Bồ Xuyên")),
        (Trade("Nhãn", "1030", _plain("Long nhãn", "Nhãn tươi đóng hộp", hs="0813")), _GARMENT, _HELMETS, _STEEL,
         Trade("Nghệ", "1079", _plain("Tinh bột nghệ", "Nghệ mật ong viên", hs="0910")), _ELECTRIC, _FEED,
         Trade("Tương", "1079", _plain("Tương nếp", hs="2103")), _RICE),
        "033",
    ),
}  # fmt: skip
