"""The ways of a questionnaire's version and of a survey; a response follows its verbs."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.flow import Flow, State, Transition

VERSION_FLOW = Flow(
    "questionnaire_version",
    [
        State("draft", _("Đang soạn"), "open", "●", "unknown"),
        State("in_use", _("Đang dùng"), "open", "✓", "met"),
        State("retired", _("Đã thay"), "final", "✕", "unknown"),
    ],
    [
        Transition("assessment.questionnaire.publish", _("Đưa vào dùng"), ("draft",), "in_use"),
        Transition("assessment.questionnaire.retire", _("Thôi dùng"), ("in_use",), "retired"),
    ],
)
SURVEY_FLOW = Flow(
    "survey",
    [
        State("draft", _("Đang chuẩn bị"), "open", "●", "unknown"),
        State("open", _("Đang nhận trả lời"), "waiting", "▲", "track"),
        State("closed", _("Đã đóng"), "final", "✓", "met"),
    ],
    [
        Transition("assessment.survey.open", _("Mở khảo sát"), ("draft",), "open"),
        Transition("assessment.survey.close", _("Đóng khảo sát"), ("open",), "closed"),
        Transition("assessment.survey.reopen", _("Mở lại"), ("closed",), "open", needs_reason=True),
    ],
)
