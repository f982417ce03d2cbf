"""The way of a report from frozen figures to an issued document."""

from nscl.apps.core.flow import Flow, State, Transition

REPORT_FLOW = Flow(
    "report_issue",
    [
        State("draft", "Bản thảo", "open", "●", "unknown"),
        State("submitted", "Chờ ký ban hành", "waiting", "▲", "behind"),
        State("returned", "Trả lại", "open", "▲", "missed"),
        State("issued", "Đã ban hành", "final", "✓", "met"),
        State("dropped", "Đã bỏ", "final", "✕", "unknown"),
    ],
    [
        Transition("reporting.report.submit", "Trình ký", ("draft", "returned"), "submitted"),
        Transition("reporting.report.return", "Trả lại", ("submitted",), "returned", needs_reason=True),
        Transition("reporting.report.issue", "Ban hành", ("submitted",), "issued"),
        Transition(
            "reporting.report.drop", "Bỏ bản thảo", ("draft", "returned"), "dropped", needs_reason=True
        ),
    ],
)
