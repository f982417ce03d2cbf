from django.urls import include, path

from nscl.apps.core.registers.urls import urls
from nscl.apps.registry import urls_catalogues
from nscl.apps.registry.registers.organisations import ORGANISATIONS
from nscl.apps.registry.views import details, merges

app_name = "registry"
_of = "to-chuc/<int:pk>"
urlpatterns = [
    path("to-chuc/nghi-trung/", merges.twins, name="twins"),
    path("to-chuc/nghi-trung/tim/", merges.find_twins, name="twins_find"),
    path("to-chuc/nghi-trung/<int:pk>/khac-nhau/", merges.distinct, name="twins_distinct"),
    path("to-chuc/gop/<int:pk>/tach/", merges.unmerge, name="organisation_unmerge"),
    path(f"{_of}/gop/", merges.merge, name="organisation_merge"),
    path(f"{_of}/tinh-trang/", details.status, name="organisation_status"),
    path(f"{_of}/dia-chi/", details.address, name="organisation_address_add"),
    path(f"{_of}/dia-chi/<int:row>/", details.address, name="organisation_address"),
    path(f"{_of}/lien-he/", details.contact, name="organisation_contact_add"),
    path(f"{_of}/lien-he/<int:row>/", details.contact, name="organisation_contact"),
    path(f"{_of}/nganh-nghe/", details.industry, name="organisation_industry_add"),
    path(f"{_of}/bo/<slug:kind>/<int:row>/", details.remove, name="organisation_detail_remove"),
    path(f"{_of}/so-lieu/", details.year_facts, name="organisation_facts"),
    path(f"{_of}/ma-ca-nhan/", details.personal_code, name="organisation_personal_code"),
    path("", include(urls(ORGANISATIONS))),
    path("", include(urls_catalogues.urlpatterns)),
]
