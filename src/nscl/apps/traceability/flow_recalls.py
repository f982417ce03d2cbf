"""The way of a recall: prepared, approved by a leader who did not draft it, notified, closed by a report."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

RECALL_FLOW = Flow(
    "recall",
    [
        State("draft", _("Đang lập"), "open", "●", "unknown"),
        State("submitted", _("Chờ duyệt"), "waiting", "▲", "track"),
        State("opened", _("Đã duyệt, chưa thông báo"), "open", "▲", "behind"),
        State("notified", _("Đang thu hồi"), "open", "▲", "behind"),
        State("closed", _("Đã kết thúc"), "final", "✓", "met"),
        State("withdrawn", _("Đã hủy"), "final", "✕", "unknown"),
    ],
    [
        Transition("traceability.recall.submit", _("Trình duyệt"), ("draft",), "submitted"),
        Transition("traceability.recall.return", _("Trả lại"), ("submitted",), "draft", needs_reason=True),
        Transition("traceability.recall.open", _("Duyệt mở thu hồi"), ("submitted",), "opened"),
        Transition("traceability.recall.notify", _("Thông báo nơi giữ hàng"), ("opened",), "notified"),
        Transition("traceability.recall.close", _("Kết thúc thu hồi"), ("notified",), "closed"),
        Transition(
            "traceability.recall.withdraw",
            _("Hủy hồ sơ thu hồi"),
            ("draft", "submitted", "opened", "notified"),
            "withdrawn",
            needs_reason=True,
        ),
    ],
)
