"""The addresses of imports; the site includes them under the namespace `imports`."""

from django.urls import path

from nscl.apps.core.imports import views

app_name = "imports"
urlpatterns = [
    path("nhap-lieu/", views.home, name="home"),
    path("nhap-lieu/lan/<int:pk>/", views.batch_page, name="batch"),
    path("nhap-lieu/lan/<int:pk>/trang-tinh/", views.sheet, name="sheet"),
    path("nhap-lieu/lan/<int:pk>/cot/", views.columns, name="columns"),
    path("nhap-lieu/lan/<int:pk>/ghep-lai/", views.remap, name="remap"),
    path("nhap-lieu/lan/<int:pk>/dong/<int:row>/", views.decide, name="decide"),
    path("nhap-lieu/lan/<int:pk>/xac-nhan/", views.confirm, name="confirm"),
    path("nhap-lieu/lan/<int:pk>/dung/", views.stop, name="stop"),
    path("nhap-lieu/lan/<int:pk>/bo/", views.drop, name="drop"),
    path("nhap-lieu/lan/<int:pk>/rut-lai/", views.take_back, name="take_back"),
    path("nhap-lieu/lan/<int:pk>/dong-can-sua/", views.errors_file, name="errors"),
    path("nhap-lieu/<slug:name>/", views.upload, name="upload"),
    path("nhap-lieu/<slug:name>/mau/", views.template_file, name="template"),
]
