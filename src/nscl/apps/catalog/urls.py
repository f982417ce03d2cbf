from django.urls import path

from nscl.apps.catalog import views
from nscl.apps.catalog.registers import CONTENTS
from nscl.apps.core.registers.urls import urls

app_name = "catalog"
urlpatterns = [
    *urls(CONTENTS),
    path("noi-dung-ho-tro/<int:pk>/dinh-muc/", views.norm_add, name="norm_add"),
    path("dinh-muc/<int:pk>/het-hieu-luc/", views.norm_end, name="norm_end"),
    path("dinh-muc/<int:pk>/doi-chieu/", views.norm_verify, name="norm_verify"),
]
