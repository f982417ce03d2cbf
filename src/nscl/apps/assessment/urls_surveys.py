from django.urls import include, path

from nscl.apps.assessment.registers_surveys import SURVEYS
from nscl.apps.assessment.views import invitations, mailing, surveys
from nscl.apps.core.registers.urls import urls

_of = "khao-sat/<int:pk>"
_one = f"{_of}/don-vi/<int:row>"
urlpatterns = [
    path(f"{_of}/chon/", surveys.choose, name="survey_choose"),
    path(f"{_of}/chon/them/", surveys.list_add, name="survey_list_add"),
    path(f"{_of}/mo/", surveys.open_page, name="survey_open"),
    path(f"{_of}/dong/", surveys.close_page, name="survey_close"),
    path(f"{_of}/mo-lai/", surveys.reopen_page, name="survey_reopen"),
    path(f"{_of}/don-vi/", invitations.invitations, name="survey_invitations"),
    path(f"{_of}/don-vi/xuat.xlsx", invitations.export, {"kind": "xlsx"}, name="survey_list_xlsx"),
    path(f"{_of}/don-vi/xuat.docx", invitations.export, {"kind": "docx"}, name="survey_list_docx"),
    path(f"{_of}/don-vi/bo/", invitations.remove, name="survey_remove"),
    path(f"{_one}/", invitations.invitation, name="survey_invitation"),
    path(f"{_one}/thu-dien-tu/", invitations.email, name="survey_invitation_email"),
    path(f"{_one}/cap-lai/", invitations.renew, name="survey_invitation_renew"),
    path(f"{_one}/tu-choi/", invitations.decline, name="survey_invitation_decline"),
    path(f"{_one}/bo-tu-choi/", invitations.withdraw_decline, name="survey_invitation_withdraw"),
    path(f"{_of}/gui-thu/", mailing.invite, name="survey_invite"),
    path(f"{_of}/nhac/", mailing.remind, name="survey_remind"),
    path(f"{_of}/thu-giay/", mailing.letters, name="survey_letters"),
    path(f"{_of}/thu/", mailing.mails, name="survey_mails"),
    path(f"{_of}/thu/gui-lai/", mailing.send_again, name="survey_send_again"),
    # The room's own page of a survey stands before the family's, at the same address.
    path(f"{_of}/", surveys.survey, name="survey_detail"),
    path("", include(urls(SURVEYS))),
]
