"""Who may look at traces, capture events for an organisation and hand out keys to its systems.

Officers and leaders keep all of it; those inside the province read; the ministry reads traces, events and
captures of the whole country, but neither an event's own text, which may name people, nor the keys.
"""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule
from nscl.apps.traceability import access_evidence, access_recalls, access_subscriptions

_KEEPERS = {Role.OFFICER, Role.LEADER}
_PROVINCE = Relation.PROVINCE
_GROUP = _("Truy xuất nguồn gốc")

RULES = [
    rule("traceability.trace.view", _("Truy vết hàng hóa"), READERS),
    rule("traceability.trace.export", _("Xuất kết quả truy vết"), INSIDE),
    rule("traceability.event.view", _("Xem sự kiện truy xuất"), READERS, _PROVINCE),
    rule("traceability.event.raw", _("Xem nguyên văn sự kiện"), INSIDE, _PROVINCE),
    rule("traceability.event.export", _("Xuất danh sách sự kiện"), INSIDE),
    rule("traceability.item.view", _("Xem lô, vật được truy xuất"), READERS),
    rule("traceability.item.export", _("Xuất danh sách lô, vật"), INSIDE),
    rule("traceability.event.capture", _("Ghi sự kiện truy xuất"), {Role.OFFICER}, _PROVINCE),
    rule("traceability.job.view", _("Xem lần ghi sự kiện"), READERS, _PROVINCE),
    rule("traceability.job.export", _("Xuất danh sách lần ghi"), INSIDE),
    rule("traceability.client.view", _("Xem phần mềm kết nối"), INSIDE, _PROVINCE),
    rule("traceability.client.export", _("Xuất danh sách phần mềm kết nối"), _KEEPERS),
    rule("traceability.client.issue", _("Cấp khóa truy cập cho phần mềm"), _KEEPERS, _PROVINCE),
    rule("traceability.client.revoke", _("Thu hồi khóa truy cập"), _KEEPERS, _PROVINCE),
    rule("traceability.entrustment.view", _("Xem ủy thác ghi sự kiện"), INSIDE, _PROVINCE),
    rule("traceability.entrustment.export", _("Xuất danh sách ủy thác"), _KEEPERS),
    rule("traceability.entrustment.grant", _("Ghi ủy thác ghi sự kiện"), _KEEPERS, _PROVINCE),
    rule("traceability.entrustment.end", _("Kết thúc ủy thác ghi sự kiện"), _KEEPERS, _PROVINCE),
    rule("traceability.strictness.view", _("Xem mức kiểm tra sự kiện"), INSIDE),
    rule("traceability.strictness.change", _("Đổi mức kiểm tra sự kiện"), {Role.LEADER}, _PROVINCE),
    *access_subscriptions.RULES,
    *access_recalls.RULES,
    *access_evidence.RULES,
]
SECRETS = access_recalls.SECRETS
MENU = [
    MenuItem("traceability.trace.view", _("Truy vết"), "traceability:trace", _GROUP, 66),
    MenuItem("traceability.event.view", _("Sự kiện"), "traceability:event_list", _GROUP, 71),
    MenuItem("traceability.item.view", _("Lô, vật"), "traceability:item_list", _GROUP, 72),
    MenuItem("traceability.job.view", _("Lần ghi sự kiện"), "traceability:job_list", _GROUP, 75),
    MenuItem("traceability.client.view", _("Phần mềm kết nối"), "traceability:client_list", _GROUP, 76),
    MenuItem("traceability.entrustment.view", _("Ủy thác ghi"), "traceability:entrustment_list", _GROUP, 77),
    MenuItem("traceability.strictness.view", _("Mức kiểm tra"), "traceability:strictness", _GROUP, 80),
    *access_subscriptions.MENU,
    *access_recalls.MENU,
    *access_evidence.MENU,
]
