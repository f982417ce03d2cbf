"""The ways of a subscription and of a delivery.

What stops a subscription by itself (a receiver that does not answer, a key taken back) is the worker's doing
and no deed of a person; a person or the subscriber's program sets it going again or ends it.
"""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

SUBSCRIPTION_FLOW = Flow(
    "subscription",
    [
        State("active", _("Đang gửi"), "open", "✓", "met"),
        State("suspended", _("Tạm dừng"), "waiting", "▲", "behind"),
        State("ended", _("Đã chấm dứt"), "final", "✕", "unknown"),
    ],
    [
        Transition("traceability.subscription.resume", _("Gửi lại"), ("suspended",), "active"),
        Transition(
            "traceability.subscription.end",
            _("Chấm dứt"),
            ("active", "suspended"),
            "ended",
            needs_reason=True,
        ),
    ],
)
DELIVERY_FLOW = Flow(
    "delivery",
    [
        State("waiting", _("Đang chờ gửi"), "waiting", "●", "track"),
        State("delivered", _("Đã nhận"), "final", "✓", "met"),
        State("split", _("Chia nhỏ gửi lại"), "final", "▲", "unknown"),
        State("gave_up", _("Thôi thử"), "waiting", "✕", "missed"),
        State("dropped", _("Bỏ"), "final", "✕", "unknown"),
    ],
    [Transition("traceability.delivery.resend", _("Gửi lại"), ("waiting", "gave_up"), "waiting")],
)
