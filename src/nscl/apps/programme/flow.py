"""The way of a plan version from an uploaded document to a plan in force."""

from nscl.apps.core.flow import Flow, State, Transition

VERSION_FLOW = Flow(
    "plan_version",
    [
        State("review", "Đang rà soát", "open", "●", "track"),
        State("submitted", "Chờ duyệt", "waiting", "▲", "behind"),
        State("returned", "Đã trả lại", "open", "▲", "behind"),
        State("in_force", "Có hiệu lực", "final", "✓", "met"),
        State("replaced", "Đã thay thế", "final", "●", "unknown"),
        State("dropped", "Đã bỏ", "final", "✕", "missed"),
    ],
    [
        Transition("programme.version.submit", "Trình lãnh đạo duyệt", ("review", "returned"), "submitted"),
        Transition("programme.version.return", "Trả lại", ("submitted",), "returned", needs_reason=True),
        Transition("programme.version.approve", "Duyệt, đưa vào thực hiện", ("submitted",), "in_force"),
        Transition("programme.version.replace", "Thay bằng bản mới", ("in_force",), "replaced"),
        Transition("programme.version.drop", "Bỏ bản đọc", ("review", "returned"), "dropped", True),
    ],
)
