from django.urls import include, path

from nscl.apps.core.registers.urls import urls
from nscl.apps.traceability.registers_recalls import RECALLS
from nscl.apps.traceability.views import recall_answering, recall_deeds, recall_holders, recalls

_of = "thu-hoi/<int:pk>"
_one = f"{_of}/noi-giu/<int:row>"
# The part before the link's secret is one that logs strike out (`assessment.link_masking`).
_link = "thu-hoi/tra-loi/<str:token>"
urlpatterns = [
    path(f"{_link}/", recall_answering.answer, name="recall_answer"),
    path(f"{_link}/xac-nhan/", recall_answering.acknowledge, name="recall_answer_acknowledge"),
    path(f"{_of}/trinh/", recall_deeds.submit, name="recall_submit"),
    path(f"{_of}/tra-lai/", recall_deeds.give_back, name="recall_return"),
    path(f"{_of}/duyet/", recall_deeds.approve, name="recall_open"),
    path(f"{_of}/chot-lai/", recall_deeds.refreeze, name="recall_refreeze"),
    path(f"{_of}/thong-bao/", recall_deeds.notify, name="recall_notify"),
    path(f"{_of}/nhac/", recall_deeds.remind, name="recall_remind"),
    path(f"{_of}/ket-thuc/", recall_deeds.close, name="recall_close"),
    path(f"{_of}/huy/", recall_deeds.withdraw, name="recall_withdraw"),
    path(f"{_of}/hang/", recalls.items, name="recall_items"),
    path(f"{_of}/hang/xuat.xlsx", recalls.items_xlsx, name="recall_items_xlsx"),
    path(f"{_of}/phien-ban/", recalls.versions, name="recall_versions"),
    path(f"{_of}/bao-cao.docx", recalls.report, name="recall_report"),
    path(f"{_of}/thu/", recall_holders.letters, name="recall_letters"),
    path(f"{_of}/noi-giu/", recall_holders.holders, name="recall_holders"),
    path(f"{_of}/noi-giu/xuat.xlsx", recall_holders.holders_xlsx, name="recall_holders_xlsx"),
    path(f"{_one}/", recall_holders.holder, name="recall_holder"),
    path(f"{_one}/la-ai/", recall_holders.identify, name="recall_identify"),
    path(f"{_one}/ghi/", recall_holders.record, name="recall_record"),
    path(f"{_one}/xac-nhan/", recall_holders.acknowledge, name="recall_acknowledge"),
    path(f"{_one}/thu-dien-tu/", recall_holders.email, name="recall_email"),
    path(f"{_one}/cap-lai/", recall_holders.renew, name="recall_renew"),
    # The room's own page of a recall stands before the family's, at the same address.
    path(f"{_of}/", recalls.recall, name="recall_detail"),
    path("", include(urls(RECALLS))),
]
