from django.urls import path

from nscl.apps.assessment.views import answering, paper, sending

LINK, SURVEY = "tra-loi/<str:token>/", "khao-sat/<int:pk>/"

urlpatterns = [
    path(LINK, answering.answer, name="answer"),
    path(f"{LINK}phan/<slug:section>/", answering.answer_section, name="answer_section"),
    path(f"{LINK}phan/<slug:section>/luu/", answering.answer_autosave, name="answer_autosave"),
    path(f"{LINK}xem-lai/", sending.answer_review, name="answer_review"),
    path(f"{LINK}gui/", sending.answer_submit, name="answer_submit"),
    path(f"{LINK}ban-sao/", sending.answer_copy, name="answer_copy"),
    path(f"{LINK}dinh-chinh/", sending.answer_correct, name="answer_correct"),
    path(f"{LINK}dinh-chinh/bo/", sending.answer_correct_drop, name="answer_correct_drop"),
    path(f"{SURVEY}nhap/<int:invitation>/", paper.paper_enter, name="paper_enter"),
    path(f"{SURVEY}phieu/<int:response>/", paper.response_detail, name="response_detail"),
    path(f"{SURVEY}phieu/<int:response>/dinh-chinh/", paper.response_correct, name="response_correct"),
    path(f"{SURVEY}phieu/<int:response>/bo-dinh-chinh/", paper.response_drop, name="response_correct_drop"),
    path(f"{SURVEY}phieu/<int:response>/tep/", paper.response_file, name="response_file"),
    path(f"{SURVEY}phieu/<int:response>/ban-sao/", paper.response_copy, name="response_copy"),
]
