from django.urls import URLPattern, path

from nscl.apps.assessment.views import forms

urlpatterns: list[URLPattern] = [
    path("khao-sat/<int:pk>/phieu-excel/", forms.page, name="forms"),
    path("khao-sat/<int:pk>/phieu-excel/xuat/", forms.write, name="forms_write"),
    path("khao-sat/<int:pk>/phieu-excel/phieu-trang/", forms.blank, name="form_blank"),
    path("khao-sat/<int:pk>/phieu-excel/don-vi/<int:invitation>/", forms.one, name="form_one"),
    path("khao-sat/<int:pk>/phieu-excel/tep/<int:job>/", forms.zip_file, name="forms_zip"),
    path("khao-sat/<int:pk>/phieu-excel/nap/", forms.hand_in, name="form_hand_in"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/", forms.load_page, name="form_load"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/tep/<int:file>/", forms.file_page, name="form_file"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/xac-nhan/", forms.confirm, name="form_confirm"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/bo/", forms.drop, name="form_drop"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/lam-tiep/", forms.resume, name="form_resume"),
    path("khao-sat/<int:pk>/phieu-excel/nap/<int:load>/chua-nap/", forms.faults_file, name="form_faults"),
    path("tra-loi/<str:token>/phieu-excel/", forms.own, name="answer_form"),
]
