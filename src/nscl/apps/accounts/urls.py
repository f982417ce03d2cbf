from django.urls import path

from nscl.apps.accounts.views import delegations, hats, people

app_name = "accounts"
urlpatterns = [
    path("co-quan/", people.people, name="people"),
    path("co-quan/them/", people.office_open, name="office_open"),
    path("co-quan/vai-tro/<int:pk>/ket-thuc/", people.membership_end, name="membership_end"),
    path("tu-cach/", hats.choose_hat, name="choose_hat"),
    path("uy-quyen/", delegations.delegation_list, name="delegations"),
    path("uy-quyen/<int:pk>/thu-hoi/", delegations.delegation_revoke, name="delegation_revoke"),
]
