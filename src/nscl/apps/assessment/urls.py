from django.urls import include, path

app_name = "assessment"
urlpatterns = [
    path("", include("nscl.apps.assessment.urls_questionnaires")),
    path("", include("nscl.apps.assessment.urls_surveys")),
    path("", include("nscl.apps.assessment.urls_answering")),
    path("", include("nscl.apps.assessment.urls_forms")),
    path("", include("nscl.apps.assessment.urls_results")),
]
