from django.urls import URLPattern, path

from nscl.apps.assessment.views import designer, preview
from nscl.apps.assessment.views import designer_parts as parts
from nscl.apps.assessment.views import questionnaires as pages

DRAFT = "bo-cau-hoi/ban/<int:pk>"
ROWS = {"section": "phan", "question": "cau", "check": "kiem-tra"}


def row_urls(what: str, place: str) -> list[URLPattern]:
    """What is done at once to a section, a question or a check."""
    here, told = f"{DRAFT}/{place}/<slug:code>", {"what": what}
    return [
        path(f"{here}/chuyen/", parts.move, told, name=f"questionnaire_{what}_move"),
        path(f"{here}/nhan-doi/", parts.duplicate, told, name=f"questionnaire_{what}_copy"),
        path(f"{here}/bo/", parts.remove, told, name=f"questionnaire_{what}_remove"),
        path(
            f"{here}/dieu-kien/<int:place>/bo/",
            parts.when_remove,
            told,
            name=f"questionnaire_{what}_when_remove",
        ),
    ]


urlpatterns: list[URLPattern] = [
    path("bo-cau-hoi/", pages.questionnaire_list, name="questionnaire_list"),
    path("bo-cau-hoi/them/", pages.questionnaire_add, name="questionnaire_add"),
    path("bo-cau-hoi/<int:pk>/", pages.questionnaire_detail, name="questionnaire_detail"),
    path("bo-cau-hoi/<int:pk>/doi-ten/", pages.questionnaire_rename, name="questionnaire_rename"),
    path("bo-cau-hoi/<int:pk>/soan-ban-moi/", pages.questionnaire_draft, name="questionnaire_draft"),
    path("bo-cau-hoi/<int:pk>/so-sanh/", pages.questionnaire_compare, name="questionnaire_compare"),
    path(f"{DRAFT}/", pages.questionnaire_version, name="questionnaire_version"),
    path(f"{DRAFT}/xem-thu/", preview.questionnaire_preview, name="questionnaire_preview"),
    path(f"{DRAFT}/tep/", pages.questionnaire_file, name="questionnaire_file"),
    path(f"{DRAFT}/sao-chep/", pages.questionnaire_copy, name="questionnaire_copy"),
    path(f"{DRAFT}/dua-vao-dung/", pages.questionnaire_publish, name="questionnaire_publish"),
    path(f"{DRAFT}/thoi-dung/", pages.questionnaire_retire, name="questionnaire_retire"),
    path(f"{DRAFT}/bo/", pages.questionnaire_drop, name="questionnaire_drop"),
    path(f"{DRAFT}/nap/", pages.questionnaire_load, name="questionnaire_load"),
    path(f"{DRAFT}/dau-phieu/", designer.head, name="questionnaire_head"),
    path(f"{DRAFT}/them-phan/", designer.section_add, name="questionnaire_section_add"),
    path(f"{DRAFT}/phan/<slug:code>/", designer.section_change, name="questionnaire_section_change"),
    path(f"{DRAFT}/phan/<slug:code>/dieu-kien/", parts.section_when, name="questionnaire_section_when"),
    path(f"{DRAFT}/phan/<slug:code>/them-cau/", designer.question_add, name="questionnaire_question_add"),
    path(f"{DRAFT}/cau/<slug:code>/", designer.question_change, name="questionnaire_question_change"),
    path(
        f"{DRAFT}/cau/<slug:code>/dieu-kien/",
        parts.question_when,
        name="questionnaire_question_when",
    ),
    path(f"{DRAFT}/them-kiem-tra/", parts.check_add, name="questionnaire_check_add"),
    path(f"{DRAFT}/kiem-tra/<slug:code>/", parts.check_change, name="questionnaire_check_change"),
    *(one for what, place in ROWS.items() for one in row_urls(what, place)),
]
