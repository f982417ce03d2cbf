from django.urls import include, path

from nscl.apps.core.registers.urls import urls
from nscl.apps.traceability.registers_evidence import DAYS
from nscl.apps.traceability.views import evidence

urlpatterns = [
    path("dau-chung/kiem-tra/", evidence.day_check, name="day_check"),
    path("dau-chung/kiem-tra/<int:province>/", evidence.day_check_start, name="day_check_start"),
    path("dau-chung/chot/<int:province>/", evidence.day_close, name="day_close"),
    path("dau-chung/<int:pk>/goc.json", evidence.day_root, name="day_root"),
    path("dau-chung/<int:pk>/danh-sach.txt", evidence.day_leaves, name="day_leaves"),
    path("dau-chung/su-kien/<int:number>/bang-chung.json", evidence.event_proof, name="event_proof"),
    path("dau-chung/khoa.pub", evidence.day_key, name="day_key"),
    path("dau-chung/khoa/<slug:fingerprint>.pub", evidence.day_key, name="day_key_named"),
    path("dau-chung/verifier.py", evidence.day_verifier, name="day_verifier"),
    path("", include(urls(DAYS))),
]
