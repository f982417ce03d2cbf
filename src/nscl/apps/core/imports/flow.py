"""The way of a file from upload to register, and back."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

IMPORT_FLOW = Flow(
    "import_batch",
    [
        State("uploaded", _("Đã tải lên, chờ ghép cột"), "open", "●", "track"),
        State("mapped", _("Đang kiểm tra"), "open", "●", "track"),
        State("checked", _("Chờ xác nhận"), "open", "▲", "behind"),
        State("confirmed", _("Đang nhập"), "waiting", "●", "track"),
        State("done", _("Đã nhập"), "final", "✓", "met"),
        State("taken_back", _("Đã rút lại"), "final", "●", "unknown"),
        State("dropped", _("Đã bỏ"), "final", "✕", "missed"),
    ],
    [
        Transition("core.import.map", _("Xác nhận các cột"), ("uploaded", "mapped", "checked"), "mapped"),
        Transition("core.import.check", _("Ghi kết quả kiểm tra"), ("mapped",), "checked"),
        Transition("core.import.confirm", _("Xác nhận nhập"), ("checked",), "confirmed"),
        Transition("core.import.load", _("Nhập vào sổ"), ("confirmed",), "done"),
        Transition("core.import.return", _("Quay lại bước xem trước"), ("confirmed",), "checked"),
        Transition("core.import.take_back", _("Rút lại lần nhập"), ("done",), "taken_back"),
        Transition("core.import.drop", _("Bỏ lần nhập"), ("uploaded", "mapped", "checked"), "dropped"),
    ],
)
