from django.urls import path

from nscl.apps.programme.views import items, nodes, plans, review, search, settling, upload, versions

app_name = "programme"
urlpatterns = [
    path("ke-hoach/", plans.plan_list, name="plan_list"),
    path("ke-hoach/tai-len/", upload.plan_upload, name="plan_upload"),
    path("ke-hoach/<int:pk>/van-ban/", plans.plan_document, name="plan_document"),
    path("ke-hoach/<int:pk>/nhiem-vu/", plans.plan_tasks, name="plan_tasks"),
    path("ban-doc/<int:pk>/", review.version_review, name="version_review"),
    path("ban-doc/<int:pk>/nhan-het/", review.accept_clean, name="accept_clean"),
    path("ban-doc/<int:pk>/tep-goc/", review.version_source, name="version_source"),
    path("ban-doc/<int:pk>/them/<str:kind>/", items.item_add, name="item_add"),
    path("ban-doc/<int:pk>/trinh/", versions.version_submit, name="version_submit"),
    path("ban-doc/<int:pk>/duyet/", versions.version_approve, name="version_approve"),
    path("ban-doc/<int:pk>/tra-lai/", versions.version_return, name="version_return"),
    path("ban-doc/<int:pk>/bo/", versions.version_drop, name="version_drop"),
    path("ban-doc/<int:pk>/so-sanh/", versions.version_diff, name="version_diff"),
    path("muc/<int:pk>/", nodes.node_detail, name="node_detail"),
    path("muc/<int:pk>/nhan/", review.item_accept, name="item_accept"),
    path("muc/<int:pk>/sua/", items.item_correct, name="item_correct"),
    path("muc/<int:pk>/bo/", items.item_drop, name="item_drop"),
    path("muc/<int:pk>/tach/", items.item_split, name="item_split"),
    path("muc/<int:pk>/gop/", items.item_merge, name="item_merge"),
    path("muc/<int:pk>/moc/", settling.base_decide, name="base_decide"),
    path("phat-hien/<int:pk>/", settling.finding, name="finding"),
    path("phat-hien/<int:pk>/xu-ly/", settling.finding_settle, name="finding_settle"),
    path("phep-do/", nodes.indicator_list, name="indicator_list"),
    path("phep-do/<str:code>/", nodes.indicator_detail, name="indicator_detail"),
    path("tim-kiem/", search.search, name="search"),
]
