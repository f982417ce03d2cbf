from django.urls import path

from nscl.apps.monitoring.views import (
    members,
    observations,
    overviews,
    plans,
    surveys,
    targets,
    tasks,
    traces,
)

app_name = "monitoring"
urlpatterns = [
    path("tinh/", overviews.province, name="province"),
    path("bo/", overviews.ministry, name="ministry"),
    path("ke-hoach/<int:pk>/", plans.plan_dashboard, name="plan_dashboard"),
    path("ke-hoach/<int:pk>/chi-tieu/", targets.plan_targets, name="plan_targets"),
    path("ke-hoach/<int:pk>/chi-tieu/xlsx/", targets.targets_export, name="targets_export"),
    path("ke-hoach/<int:pk>/so-lieu/", observations.plan_observations, name="plan_observations"),
    path("ke-hoach/<int:pk>/tien-do/", tasks.plan_tasks, name="plan_tasks"),
    path("ke-hoach/<int:pk>/thay-doi/", plans.plan_changes, name="plan_changes"),
    path("chi-tieu/<int:pk>/", targets.target_detail, name="target_detail"),
    path("chi-tieu/<int:pk>/danh-muc/", members.target_members, name="target_members"),
    path("chi-tieu/<int:pk>/danh-muc/dem/", members.members_count, name="members_count"),
    path("chi-tieu/<int:pk>/khao-sat/", surveys.target_surveys, name="target_surveys"),
    path("chi-tieu/<int:pk>/khao-sat/dem/", surveys.surveys_count, name="surveys_count"),
    path("chi-tieu/<int:pk>/truy-xuat/", traces.target_traces, name="target_traces"),
    path("chi-tieu/<int:pk>/truy-xuat/dem/", traces.traces_count, name="traces_count"),
    path("chi-tieu/<int:pk>/nhap/", observations.observation_draft, name="observation_draft"),
    path("so-lieu/<int:pk>/", observations.observation_detail, name="observation_detail"),
    path("so-lieu/<int:pk>/sua/", observations.observation_change, name="observation_change"),
    path("so-lieu/<int:pk>/trinh/", observations.observation_submit, name="observation_submit"),
    path("so-lieu/<int:pk>/duyet/", observations.observation_approve, name="observation_approve"),
    path("so-lieu/<int:pk>/tra-lai/", observations.observation_return, name="observation_return"),
    path("so-lieu/<int:pk>/dinh-chinh/", observations.observation_correct, name="observation_correct"),
    path("so-lieu/<int:pk>/bang-chung/", observations.evidence_download, name="evidence_download"),
    path("nhiem-vu/<int:pk>/", tasks.task_detail, name="task_detail"),
    path("nhiem-vu/<int:pk>/bao-cao/", tasks.task_report, name="task_report"),
]
