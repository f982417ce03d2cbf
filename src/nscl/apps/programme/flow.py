"""The way of a plan version from an uploaded document to a plan in force."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

VERSION_FLOW = Flow(
    "plan_version",
    [
        State("review", _("Đang rà soát"), "open", "●", "track"),
        State("submitted", _("Chờ duyệt"), "waiting", "▲", "behind"),
        State("returned", _("Đã trả lại"), "open", "▲", "behind"),
        State("in_force", _("Có hiệu lực"), "final", "✓", "met"),
        State("replaced", _("Đã thay thế"), "final", "●", "unknown"),
        State("dropped", _("Đã bỏ"), "final", "✕", "missed"),
    ],
    [
        Transition(
            "programme.version.submit", _("Trình lãnh đạo duyệt"), ("review", "returned"), "submitted"
        ),
        Transition("programme.version.return", _("Trả lại"), ("submitted",), "returned", needs_reason=True),
        Transition("programme.version.approve", _("Duyệt, đưa vào thực hiện"), ("submitted",), "in_force"),
        Transition("programme.version.replace", _("Thay bằng bản mới"), ("in_force",), "replaced"),
        Transition("programme.version.drop", _("Bỏ bản đọc"), ("review", "returned"), "dropped", True),
    ],
)
