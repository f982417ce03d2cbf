from django.urls import path

from nscl.apps.core.views import audit, jobs, pages

app_name = "core"
urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("viec-nen/<int:pk>/", jobs.job_detail, name="job"),
    path("nhat-ky/", audit.audit_list, name="audit"),
    path("nhat-ky/<str:object_type>/<str:object_id>/", audit.audit_of, name="audit_of"),
    path("tro-nang/", pages.accessibility, name="accessibility"),
    path("ngon-ngu/", pages.set_language, name="language"),
    path("suc-khoe/", pages.health, name="health"),
]
