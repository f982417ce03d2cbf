"""The way of a reported figure to an approved one."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

OBSERVATION_FLOW = Flow(
    "observation",
    [
        State("draft", _("Bản nháp"), "open", "●", "unknown"),
        State("submitted", _("Chờ duyệt"), "waiting", "▲", "behind"),
        State("returned", _("Trả lại"), "open", "▲", "missed"),
        State("approved", _("Đã duyệt"), "final", "✓", "met"),
        State("superseded", _("Đã thay"), "final", "●", "unknown"),
    ],
    [
        Transition("monitoring.observation.submit", _("Trình duyệt"), ("draft", "returned"), "submitted"),
        Transition(
            "monitoring.observation.return", _("Trả lại"), ("submitted",), "returned", needs_reason=True
        ),
        Transition("monitoring.observation.approve", _("Duyệt"), ("submitted",), "approved"),
        Transition(
            "monitoring.observation.supersede", _("Thay bằng số đính chính"), ("approved",), "superseded"
        ),
    ],
)
