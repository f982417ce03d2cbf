"""The way of a reported figure to an approved one."""

from nscl.apps.core.flow import Flow, State, Transition

OBSERVATION_FLOW = Flow(
    "observation",
    [
        State("draft", "Bản nháp", "open", "●", "unknown"),
        State("submitted", "Chờ duyệt", "waiting", "▲", "behind"),
        State("returned", "Trả lại", "open", "▲", "missed"),
        State("approved", "Đã duyệt", "final", "✓", "met"),
        State("superseded", "Đã thay", "final", "●", "unknown"),
    ],
    [
        Transition("monitoring.observation.submit", "Trình duyệt", ("draft", "returned"), "submitted"),
        Transition("monitoring.observation.return", "Trả lại", ("submitted",), "returned", needs_reason=True),
        Transition("monitoring.observation.approve", "Duyệt", ("submitted",), "approved"),
        Transition(
            "monitoring.observation.supersede", "Thay bằng số đính chính", ("approved",), "superseded"
        ),
    ],
)
