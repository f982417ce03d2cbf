from django.urls import URLPattern, path

from nscl.apps.core.registers.urls import list_urls
from nscl.apps.traceability.registers import CLIENTS, ENTRUSTMENTS, JOBS
from nscl.apps.traceability.views import jobs, senders, uploads

urlpatterns: list[URLPattern] = [
    path("truy-xuat/nap-tep/", uploads.upload_page, name="upload"),
    path("truy-xuat/nap-tep/xem/", uploads.preview_page, name="upload_preview"),
    path("truy-xuat/nap-tep/ghi/", uploads.capture_upload, name="upload_capture"),
    path("truy-xuat/lan-ghi/<int:pk>/", jobs.job_page, name="job_detail"),
    path("truy-xuat/phan-mem/cap-khoa/", senders.issue_page, name="client_issue"),
    path("truy-xuat/phan-mem/<int:pk>/", senders.client_page, name="client_detail"),
    path("truy-xuat/phan-mem/<int:pk>/thu-hoi/", senders.revoke_page, name="client_revoke"),
    path("truy-xuat/uy-thac/ghi/", senders.entrust_page, name="entrustment_grant"),
    path("truy-xuat/uy-thac/<int:pk>/", senders.entrustment_page, name="entrustment_detail"),
    path("truy-xuat/uy-thac/<int:pk>/ket-thuc/", senders.end_page, name="entrustment_end"),
    path("truy-xuat/muc-kiem-tra/", senders.strictness_page, name="strictness"),
    *list_urls(CLIENTS),
    *list_urls(ENTRUSTMENTS),
    *list_urls(JOBS),
]
