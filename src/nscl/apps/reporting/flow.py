"""The way of a report from frozen figures to an issued document."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

REPORT_FLOW = Flow(
    "report_issue",
    [
        State("draft", _("Bản thảo"), "open", "●", "unknown"),
        State("submitted", _("Chờ ký ban hành"), "waiting", "▲", "behind"),
        State("returned", _("Trả lại"), "open", "▲", "missed"),
        State("issued", _("Đã ban hành"), "final", "✓", "met"),
        State("dropped", _("Đã bỏ"), "final", "✕", "unknown"),
    ],
    [
        Transition("reporting.report.submit", _("Trình ký"), ("draft", "returned"), "submitted"),
        Transition("reporting.report.return", _("Trả lại"), ("submitted",), "returned", needs_reason=True),
        Transition("reporting.report.issue", _("Ban hành"), ("submitted",), "issued"),
        Transition(
            "reporting.report.drop", _("Bỏ bản thảo"), ("draft", "returned"), "dropped", needs_reason=True
        ),
    ],
)
