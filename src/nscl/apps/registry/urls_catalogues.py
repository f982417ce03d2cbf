"""Addresses of products, people, networks and the editions of lists; `urls.py` of the room includes them."""

from django.urls import path

from nscl.apps.core.registers.urls import urls
from nscl.apps.registry.registers.editions import EDITIONS
from nscl.apps.registry.registers.people import EXPERTS, NETWORKS, PEOPLE
from nscl.apps.registry.registers.products import PRODUCTS
from nscl.apps.registry.views import catalogues as views

urlpatterns = [
    *urls(PRODUCTS),
    *urls(PEOPLE),
    *urls(EXPERTS),
    *urls(NETWORKS),
    *urls(EDITIONS),
    path("ca-nhan/<int:pk>/noi-cong-tac/", views.affiliation_add, name="affiliation_add"),
    path("noi-cong-tac/<int:pk>/thoi/", views.affiliation_end, name="affiliation_end"),
    path("ca-nhan/<int:pk>/chung-chi/", views.credential_add, name="credential_add"),
    path("chung-chi/<int:pk>/het-gia-tri/", views.credential_end, name="credential_end"),
    path("mang-luoi/<int:pk>/thanh-vien/", views.membership_add, name="membership_add"),
    path("thanh-vien/<int:pk>/ra/", views.membership_end, name="membership_end"),
    path("danh-muc-ban-hanh/<int:pk>/dong/", views.edition_entries, name="edition_entries"),
    path("danh-muc-ban-hanh/<int:pk>/dong/them/", views.entry_add, name="entry_add"),
    path("danh-muc-ban-hanh/<int:pk>/chep/", views.edition_copy, name="edition_copy"),
    path("danh-muc-ban-hanh/<int:pk>/so-sanh/", views.edition_compare, name="edition_compare"),
    path("danh-muc-ban-hanh/<int:pk>/hieu-luc/", views.edition_enact, name="edition_enact"),
    path("danh-muc-ban-hanh/<int:pk>/het-hieu-luc/", views.edition_close, name="edition_close"),
    path("dong-danh-muc/<int:pk>/sua/", views.entry_change, name="entry_change"),
    path("dong-danh-muc/<int:pk>/bo/", views.entry_remove, name="entry_remove"),
]
