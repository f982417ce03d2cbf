"""Who may do what with surveys: officers run them, those inside read, an enterprise answers by its link."""

from django.utils.translation import gettext_noop as _

from nscl.apps.core.access import INSIDE, READERS, MenuItem, Relation, Role, rule

_KEEPERS = [Role.OFFICER, Role.LEADER]
_PROVINCE = Relation.PROVINCE
_FIXED = _("Bản này đã đưa vào dùng nên không sửa được. Hãy soạn bản mới.")
_NOT_OPEN = _("Cuộc khảo sát không đang nhận trả lời.")

RULES = [
    rule("assessment.questionnaire.view", _("Xem bộ câu hỏi"), READERS),
    rule("assessment.questionnaire.add", _("Lập bộ câu hỏi"), _KEEPERS),
    rule("assessment.questionnaire.change", _("Soạn bộ câu hỏi"), _KEEPERS, _PROVINCE, {"draft"}, _FIXED),
    rule("assessment.questionnaire.publish", _("Đưa bộ câu hỏi vào dùng"), _KEEPERS, _PROVINCE),
    rule("assessment.questionnaire.retire", _("Thôi dùng bộ câu hỏi"), _KEEPERS, _PROVINCE),
    rule("assessment.questionnaire.rename", _("Đổi tên bộ câu hỏi"), _KEEPERS, _PROVINCE),
    rule("assessment.questionnaire.drop", _("Bỏ bản đang soạn"), _KEEPERS, _PROVINCE, {"draft"}, _FIXED),
    rule("assessment.survey.view", _("Xem cuộc khảo sát"), READERS, _PROVINCE),
    rule("assessment.survey.add", _("Lập cuộc khảo sát"), _KEEPERS),
    rule("assessment.survey.change", _("Sửa cuộc khảo sát"), _KEEPERS, _PROVINCE, {"draft", "open"}),
    rule("assessment.survey.list", _("Lập danh sách khảo sát"), _KEEPERS, _PROVINCE, {"draft", "open"}),
    rule("assessment.survey.open", _("Mở khảo sát"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.close", _("Đóng khảo sát"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.reopen", _("Mở lại khảo sát"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.invite", _("Gửi thư mời, thư nhắc"), _KEEPERS, _PROVINCE, {"open"}, _NOT_OPEN),
    rule("assessment.survey.decline", _("Ghi từ chối trả lời"), _KEEPERS, _PROVINCE, {"open"}, _NOT_OPEN),
    rule("assessment.survey.links", _("Xem và cấp lại liên kết trả lời"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.forms", _("Xuất phiếu Excel"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.enter", _("Nhập hộ phiếu giấy, phiếu Excel"), _KEEPERS, _PROVINCE),
    rule("assessment.survey.export", _("Xuất kết quả khảo sát"), INSIDE, _PROVINCE),
    rule("assessment.survey.freeze", _("Chốt số liệu khảo sát"), _KEEPERS, _PROVINCE),
    rule("assessment.response.view", _("Xem phiếu trả lời"), INSIDE, _PROVINCE),
    rule("assessment.response.correct", _("Đính chính phiếu trả lời"), _KEEPERS, _PROVINCE),
    # By the link in the letter, without an account; which invitation it opens is said by its token.
    rule("assessment.answer.write", _("Trả lời khảo sát"), None),
]
# An address somebody gave for one survey is as personal as the register's own.
SECRETS = {"assessment.invitation": {"email": "registry.organisation.contacts"}}
MENU = [
    MenuItem("assessment.survey.view", _("Khảo sát"), "assessment:survey_list", _("Khảo sát, đánh giá"), 60),
    MenuItem(
        "assessment.questionnaire.view",
        _("Bộ câu hỏi"),
        "assessment:questionnaire_list",
        _("Khảo sát, đánh giá"),
        61,
    ),
]
