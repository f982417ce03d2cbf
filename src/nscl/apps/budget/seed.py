"""The funding sources the plans' wording names (domain notes, section 2), with who pays."""

from __future__ import annotations

from django.apps.registry import Apps

STATE, ENTERPRISE, OTHER = "state", "enterprise", "other"

SOURCES: list[tuple[str, str, str]] = [
    ("state_budget", "Ngân sách nhà nước", STATE),
    ("state_budget.science", "Sự nghiệp khoa học và công nghệ", STATE),
    ("state_budget.recurrent_provincial", "Chi thường xuyên của tỉnh", STATE),
    ("state_budget.provincial", "Ngân sách tỉnh", STATE),
    ("state_budget.central", "Ngân sách trung ương", STATE),
    ("state_budget.district", "Ngân sách cấp huyện, xã", STATE),
    ("state_budget.industry_promotion", "Khuyến công", STATE),
    ("state_budget.agricultural_extension", "Khuyến nông", STATE),
    ("state_budget.trade_promotion", "Xúc tiến thương mại", STATE),
    ("state_budget.sme_support", "Hỗ trợ doanh nghiệp nhỏ và vừa", STATE),
    ("national_target_programmes", "Chương trình mục tiêu quốc gia", STATE),
    ("public_investment", "Vốn đầu tư công", STATE),
    ("enterprise_counterpart", "Doanh nghiệp đối ứng", ENTERPRISE),
    ("credit", "Vốn tín dụng", OTHER),
    ("donor", "Viện trợ, tài trợ", OTHER),
    ("other_legal", "Nguồn hợp pháp khác", OTHER),
]


def seed_sources(apps: Apps) -> None:
    model = apps.get_model("budget", "FundingSource")
    for order, (code, name, payer) in enumerate(SOURCES):
        model.objects.get_or_create(code=code, defaults={"name": name, "payer": payer, "order": order})
