"""Events, links and breaks as an officer reads them.

Words of the Core Business Vocabulary 2.0 (sections 7.1 and 7.2) in Vietnamese; a word that is not of the
vocabulary is shown as it came.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from nscl.apps.core.registers.cells import plain_text
from nscl.apps.traceability.queries.naming import Names
from nscl.gs1.tracing import Break, Link

TYPES = {
    "ObjectEvent": _("Ghi nhận vật"),
    "AggregationEvent": _("Xếp, dỡ"),
    "AssociationEvent": _("Gắn, tháo"),
    "TransformationEvent": _("Chế biến"),
    "TransactionEvent": _("Gắn với giao dịch"),
}
ACTIONS = {"ADD": _("thêm"), "OBSERVE": _("quan sát"), "DELETE": _("bớt")}
# What an event does, more closely than its type: by type and action.
DEEDS = {
    ("ObjectEvent", "ADD"): _("Đưa vào truy xuất"),
    ("ObjectEvent", "OBSERVE"): _("Ghi nhận"),
    ("ObjectEvent", "DELETE"): _("Đưa ra khỏi truy xuất"),
    ("AggregationEvent", "ADD"): _("Xếp vào vật chứa"),
    ("AggregationEvent", "OBSERVE"): _("Thấy trong vật chứa"),
    ("AggregationEvent", "DELETE"): _("Lấy ra khỏi vật chứa"),
    ("AssociationEvent", "ADD"): _("Gắn vào vật chứa"),
    ("AssociationEvent", "OBSERVE"): _("Thấy gắn với vật chứa"),
    ("AssociationEvent", "DELETE"): _("Tháo khỏi vật chứa"),
}
STEPS = {
    "accepting": _("nghiệm nhận"), "arriving": _("đến nơi"), "assembling": _("lắp ráp"),
    "collecting": _("thu gom"), "commissioning": _("gán mã, đưa vào dùng"), "consigning": _("ký gửi"),
    "creating_class_instance": _("tạo lô"), "cycle_counting": _("kiểm đếm định kỳ"),
    "decommissioning": _("ngừng dùng mã"), "departing": _("rời nơi"), "destroying": _("tiêu hủy"),
    "disassembling": _("tháo rời"), "dispensing": _("cấp phát"), "encoding": _("ghi mã"),
    "entering_exiting": _("vào, ra"), "holding": _("tạm giữ"), "inspecting": _("kiểm tra"),
    "installing": _("lắp đặt"), "killing": _("hủy thẻ"), "loading": _("bốc lên phương tiện"),
    "other": _("bước khác"), "packing": _("đóng gói"), "picking": _("lấy hàng"), "receiving": _("nhận hàng"),
    "removing": _("lấy ra"), "repackaging": _("đóng gói lại"), "repairing": _("sửa chữa"),
    "replacing": _("thay thế"), "reserving": _("giữ chỗ"), "retail_selling": _("bán lẻ"),
    "sampling": _("lấy mẫu"), "sensor_reporting": _("đo cảm biến"), "shipping": _("xuất hàng"),
    "staging_outbound": _("tập kết chờ xuất"), "stock_taking": _("kiểm kê"), "stocking": _("nhập kho"),
    "storing": _("lưu kho"), "transporting": _("vận chuyển"), "unloading": _("dỡ khỏi phương tiện"),
    "unpacking": _("mở gói"), "void_shipping": _("hủy việc xuất hàng"),
}  # fmt: skip
DISPOSITIONS = {
    "active": _("đang dùng"), "available": _("sẵn sàng"), "completeness_verified": _("đã xác nhận đủ"),
    "completeness_inferred": _("suy ra là đủ"), "conformant": _("phù hợp"),
    "container_closed": _("vật chứa đóng"), "container_open": _("vật chứa mở"), "damaged": _("hư hỏng"),
    "destroyed": _("đã tiêu hủy"), "dispensed": _("đã cấp phát"), "disposed": _("đã thải bỏ"),
    "encoded": _("đã ghi mã"), "expired": _("hết hạn"), "in_progress": _("đang làm"),
    "in_transit": _("đang trên đường"), "inactive": _("không còn dùng"), "mismatch_instance": _("sai vật"),
    "mismatch_class": _("sai loại"), "mismatch_quantity": _("sai số lượng"),
    "needs_replacement": _("cần thay"), "no_pedigree_match": _("không khớp hồ sơ nguồn gốc"),
    "non_conformant": _("không phù hợp"), "non_sellable_other": _("không được bán"),
    "partially_dispensed": _("đã cấp phát một phần"), "recalled": _("bị thu hồi"),
    "reserved": _("được giữ chỗ"),
    "retail_sold": _("đã bán lẻ"), "returned": _("bị trả lại"), "sellable_accessible": _("đang bày bán"),
    "sellable_not_accessible": _("để bán, chưa bày"), "stolen": _("mất cắp"),
    "unavailable": _("không sẵn sàng"), "unknown": _("chưa rõ"),
}  # fmt: skip
SHORT_WAY = 2  # steps
# The sentences of `nscl.gs1.epcis.doubts.CODES`, whose room knows no translation.
DOUBTS = {
    "identifier": _("Mã GS1 sai số kiểm tra hoặc sai cấu trúc"),
    "sensor_time": _("Số đo cảm biến muộn hơn thời điểm sự kiện"),
    "future": _("Thời điểm ở tương lai"),
    "unit": _("Đơn vị đo không hợp với đại lượng"),
    "no_lot": _("Chỉ có loại hàng, không có lô: không truy được đến lô"),
    "duplicate_key": _("Một khóa đứng hai lần trong một đối tượng JSON"),
    "error_time": _("Khai báo sai sót trước khi sự kiện xảy ra"),
}
REASONS = {"did_not_occur": _("việc không xảy ra"), "incorrect_data": _("dữ liệu sai")}
UNITS = {
    "KGM": "kg", "GRM": "g", "TNE": _("tấn"), "DTN": _("tạ"), "LTR": _("lít"), "MLT": "ml", "MTQ": "m³",
    "C62": _("cái"), "H87": _("chiếc"), "EA": _("cái"), "": _("đơn vị"),
}  # fmt: skip
KINDS = {
    "instance": _("vật có sê-ri"), "lot": _("lô"), "class": _("loại hàng"),
    "container": _("đơn vị vận chuyển"), "asset": _("vật chứa dùng lại"), "place": _("địa điểm"),
    "party": _("bên tham gia"), "other": _("mã khác"),
}  # fmt: skip
_BREAKS = {
    "no_lot": (
        _("{near} nối với mã loại hàng {item}, không có số lô hay số sê-ri, nên không truy qua đó được."),
        _("Hỏi đơn vị đã ghi sự kiện số lô của hàng, rồi đề nghị khai báo sai sót và ghi lại có số lô."),
    ),
    "no_origin": (
        _("Chưa rõ {item} từ đâu ra: không có sự kiện làm ra, đưa vào truy xuất hay xếp đầy."),
        _("Đề nghị đơn vị giữ nó bổ sung sự kiện nhận hàng hoặc chế biến, hoặc cho xem chứng từ mua hàng."),
    ),
    "no_unpack": (
        _("{item} được xếp vào vật chứa khác khi chưa thấy lấy ra khỏi {near}; có thể còn nằm trong đó."),
        _("Đề nghị đơn vị mở vật chứa bổ sung sự kiện lấy ra. Đến lúc đó coi như nó ở cả hai nơi."),
    ),
    "no_pack": (
        _("{item} được lấy ra khỏi {near} mà không thấy sự kiện xếp vào."),
        _("Đề nghị đơn vị đóng gói bổ sung sự kiện xếp vào, ghi đúng vật chứa."),
    ),
    "no_amount": (
        _("Lấy {item} ra khỏi {near} nhưng không ghi bao nhiêu; một phần có thể còn nằm trong đó."),
        _("Đề nghị đơn vị dỡ hàng ghi số lượng, hoặc kiểm tra vật chứa."),
    ),
    "before_made": (
        _("{item} được nhắc đến trước lúc nó được làm ra."),
        _("Kiểm tra đồng hồ và ngày giờ mà đơn vị đã ghi; kết quả vẫn tính như nó có từ lần nhắc đầu."),
    ),
    "not_seen": (
        _("Chưa có sự kiện nào nhắc đến {item}."),
        _("So lại mã trên nhãn; nếu mã đúng, đề nghị đơn vị giữ hàng ghi sự kiện."),
    ),
    "cut_off": (
        _("Kết quả quá lớn nên đã dừng lại: còn vật liên quan chưa nêu ở đây."),
        _("Truy từ một lô hẹp hơn hoặc từ một thời điểm muộn hơn. Cần đủ để thu hồi thì lập hồ sơ thu hồi."),
    ),
    "links_cut_off": (
        _("Đủ các vật, nhưng quá nhiều mối nối nên chỉ nêu một phần."),
        _("Danh sách các vật là đủ; xem từng vật để biết các mối nối của nó."),
    ),
}  # fmt: skip
_LINKS = {
    "made_into": _("{source} được dùng để làm ra {target} ({at})"),
    "of_lot": _("{target} là vật có số sê-ri thuộc {source}"),
    "inside": _("{source} được xếp vào {target} ({at})"),
    "held": _("{target} nằm trong {source} ({at})"),
}


@dataclass(frozen=True)
class Sentence:
    """What is broken, and what an officer does about it."""

    why: str
    text: str
    advice: str
    item: str = ""
    event: str = ""
    near: str = ""


def word(table: dict[str, str], text: str) -> str:
    """A word of the vocabulary in the page's language; any other text as it came."""
    return gettext(table[text]) if text in table and table[text] else text


def deed_of(kind: str, action: str) -> str:
    """What an event does: `Xếp vào vật chứa`."""
    known = DEEDS.get((kind, action))
    return gettext(known) if known else word(TYPES, kind)


def doubt_sentence(code: str, detail: str) -> str:
    """A doubt or fault as it was found; of a doubt, in another language than ours, first what kind it is."""
    kind = DOUBTS.get(code, "")
    if not kind or gettext(kind) == kind:
        return detail
    return f"{gettext(kind)}." if detail == f"{kind}." else f"{gettext(kind)}: {detail}"


def amount(quantity: float, uom: str) -> str:
    """`1.250,5 kg`."""
    return f"{plain_text(quantity)} {word(UNITS, uom)}"


def link_sentence(link: Link, names: Names, *, dated: bool = True) -> str:
    """One link as a clause: `Lô A được dùng để làm ra Lô B (02/03/2026 09:00)`."""
    at = plain_text(link.at) if dated else gettext("ngoài phạm vi được xem")
    source, target = names.of(link.source).whole, names.of(link.target).whole
    return gettext(_LINKS[link.why]).format(source=source, target=target, at=at)


def because(
    links: Iterable[Link],
    names: Names,
    seen: Container[str] | None = None,
    said: dict[int, str] | None = None,
) -> str:
    """Why an item is in a trace: `vì …; rồi …`, from the root to it. Empty for a root.

    `seen` are the events in view; of the others the day is not told. `said` keeps the clauses, by the
    identity of the link, for the next item of the same trace: most of the way to it is the same.
    """
    said = {} if said is None else said
    clauses = []
    for one in links:
        clause = said.get(id(one))
        if clause is None:
            clause = said[id(one)] = link_sentence(one, names, dated=seen is None or one.event in seen)
        clauses.append(clause)
    return gettext("vì {chain}").format(chain=gettext("; rồi ").join(clauses)) if clauses else ""


def reason_of(text: str) -> dict[str, Any]:
    """Why an item is there; of a long way the last step, which is the item's own, the whole on demand."""
    steps = text.split(gettext("; rồi "))
    return {"text": text, "last": steps[-1], "is_long": len(steps) > SHORT_WAY}


def break_sentence(one: Break, names: Names) -> Sentence:
    """A break of the chain with what to do about it."""
    text, advice = _BREAKS[one.why]
    item = names.of(one.item).whole if one.item else ""
    near = names.of(one.near).whole if one.near else gettext("Chuỗi")
    return Sentence(
        one.why, gettext(text).format(item=item, near=near), gettext(advice), one.item, one.event, one.near
    )


def moment(at: datetime | None) -> str:
    """The moment in Viet Nam's time; nothing for none."""
    return plain_text(at) if at is not None else ""
