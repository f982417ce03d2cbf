from django.urls import path

from nscl.apps.budget.views import entries, tree, vouchers

app_name = "budget"
urlpatterns = [
    path("ke-hoach/<int:pk>/kinh-phi/", tree.plan_budget, name="plan_budget"),
    path("ke-hoach/<int:pk>/kinh-phi/xlsx/", tree.export, name="export"),
    path("ke-hoach/<int:pk>/chung-tu/", vouchers.plan_entries, name="plan_entries"),
    path("kinh-phi/<int:pk>/", entries.line_detail, name="line_detail"),
    path("kinh-phi/<int:pk>/giao/", entries.allocate, name="allocate"),
    path("kinh-phi/<int:pk>/chi/", entries.disburse, name="disburse"),
]
