from django.urls import path

from nscl.apps.assessment.views import figures, results, results_needs, results_rows

_of = "khao-sat/<int:pk>/ket-qua"
urlpatterns = [
    path(f"{_of}/", results.survey_results, name="survey_results"),
    path(f"{_of}/cau/<slug:code>/", results.results_question, name="results_question"),
    path(f"{_of}/don-vi/", results_rows.results_rows, name="results_rows"),
    path(f"{_of}/phieu/xlsx/", results_rows.responses_export, name="responses_export"),
    path(f"{_of}/xuat/<slug:kind>/", results_rows.results_export, name="results_export"),
    path(f"{_of}/nhu-cau/", results_needs.results_needs, name="results_needs"),
    path(f"{_of}/nhu-cau/xuat/xlsx/", results_needs.needs_export, name="needs_export"),
    path(f"{_of}/nhu-cau/moi/<slug:code>/", results_needs.results_shortlist, name="results_shortlist"),
    path(f"{_of}/nhu-cau/moi/<slug:code>/xlsx/", results_needs.shortlist_export, name="shortlist_export"),
    path(f"{_of}/chot/", figures.figures_freeze, name="figures_freeze"),
    path(f"{_of}/chot/<int:number>/", figures.figures_detail, name="figures_detail"),
    path(f"{_of}/chot/<int:number>/<slug:kind>/", figures.figures_export, name="figures_export"),
]
