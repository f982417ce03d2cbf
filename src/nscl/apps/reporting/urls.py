from django.urls import path

from nscl.apps.reporting.views import reports

app_name = "reporting"
urlpatterns = [
    path("bao-cao/", reports.report_list, name="report_list"),
    path("ke-hoach/<int:pk>/bao-cao/lap/", reports.report_draft, name="report_draft"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/trinh/", reports.report_submit, name="report_submit"),
    path("bao-cao/<int:pk>/tra-lai/", reports.report_return, name="report_return"),
    path("bao-cao/<int:pk>/bo/", reports.report_drop, name="report_drop"),
    path("bao-cao/<int:pk>/ban-hanh/", reports.report_issue, name="report_issue"),
    path("bao-cao/<int:pk>/tep/<str:kind>/", reports.report_file, name="report_file"),
]
