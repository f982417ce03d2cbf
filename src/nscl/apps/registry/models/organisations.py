"""Enterprises, cooperatives, household businesses, bodies, schools, associations: one register."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from nscl.apps.reference.models import AdministrativeUnit, IndustryCode
from nscl.apps.registry.models.common import Registered, dates_in_order
from nscl.vietnamese import search_key, sort_key
from nscl.vietnamese.firms import firm_key


class Organisation(Registered):
    """One organisation, known by its tax code where it has one.

    `parent` is the head of a branch; `successor` the organisation that took it over by law;
    `merged_into` the record that took this one's place because both meant the same organisation.
    For counting, all three resolve to one (`queries.counted_as`).
    `tax_code` holds 10 digits or 10-3; a 12-digit personal code stands in `PersonalCode`, sealed.
    """

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "Doanh nghiệp"
        COOPERATIVE = "cooperative", "Hợp tác xã, tổ hợp tác"
        HOUSEHOLD = "household", "Hộ kinh doanh"
        CONFORMITY_BODY = "conformity_body", "Tổ chức đánh giá sự phù hợp"
        LABORATORY = "laboratory", "Phòng thử nghiệm, hiệu chuẩn"
        SCHOOL = "school", "Trường"
        INSTITUTE = "institute", "Viện, trung tâm"
        ASSOCIATION = "association", "Hội, hiệp hội, liên minh"
        AGENCY = "agency", "Cơ quan nhà nước"

    class LegalForm(models.TextChoices):
        LIMITED_ONE = "limited_one", "Công ty TNHH một thành viên"
        LIMITED = "limited", "Công ty TNHH hai thành viên trở lên"
        JOINT_STOCK = "joint_stock", "Công ty cổ phần"
        PRIVATE = "private", "Doanh nghiệp tư nhân"
        PARTNERSHIP = "partnership", "Công ty hợp danh"
        STATE = "state", "Doanh nghiệp nhà nước"
        COOPERATIVE = "cooperative", "Hợp tác xã"
        COOPERATIVE_UNION = "cooperative_union", "Liên hiệp hợp tác xã"
        COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
        HOUSEHOLD = "household", "Hộ kinh doanh"
        BRANCH = "branch", "Chi nhánh, văn phòng đại diện, địa điểm kinh doanh"
        PUBLIC_UNIT = "public_unit", "Đơn vị sự nghiệp công lập"
        OTHER = "other", "Loại hình khác"

    class Status(models.TextChoices):
        OPERATING = "operating", "Đang hoạt động"
        SUSPENDED = "suspended", "Tạm ngừng"
        DISSOLVED = "dissolved", "Đã giải thể, phá sản"
        MERGED = "merged", "Đã sáp nhập, hợp nhất"

    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên viết tắt", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=16, choices=Kind, default=Kind.ENTERPRISE)
    legal_form = models.CharField("loại hình pháp lý", max_length=20, choices=LegalForm, blank=True)
    tax_code = models.CharField("mã số thuế", max_length=14, blank=True)
    status = models.CharField("tình trạng", max_length=10, choices=Status, default=Status.OPERATING)
    status_on = models.DateField("tình trạng từ ngày", null=True, blank=True)
    established_on = models.DateField("ngày thành lập", null=True, blank=True)
    representative = models.CharField("người đại diện", max_length=120, blank=True)
    representative_title = models.CharField("chức danh", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    website = models.URLField("trang web", blank=True)
    is_women_owned = models.BooleanField("do phụ nữ làm chủ", null=True, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name="đơn vị chủ quản",
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="đơn vị kế thừa",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )
    match_key = models.CharField("khóa so trùng", max_length=400, editable=False, default="", db_index=True)

    class Meta:
        verbose_name = "tổ chức"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["province", "kind", "sort_key"], name="organisation_list"),
            # The order of the list itself: its last page is found without looking at a record.
            models.Index(
                fields=["province", "sort_key"], condition=Q(merged_into=None), name="organisation_by_name"
            ),
            # The unique one is partial, so that databases do not look codes up in it.
            models.Index(fields=["tax_code"], name="organisation_tax_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=Q(merged_into=None) & ~Q(tax_code=""),
                name="tax_code_once_among_live",
            ),
            models.CheckConstraint(
                condition=Q(tax_code="") | Q(tax_code__regex=r"^[0-9]{10}(-[0-9]{3})?$"),
                name="tax_code_has_ten_digits",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")), name="not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.match_key = firm_key(self.name)[:400]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "match_key"}
        super().save(*args, **kwargs)

    def keys(self) -> tuple[str, str]:
        return self.words(), sort_key(self.name)

    def words(self) -> str:
        """The search key alone."""
        return search_key(f"{self.name} {self.short_name} {self.tax_code}")


class PersonalCode(models.Model):
    """The 12-digit code of a household business: sealed at rest, found by fingerprint, each look logged."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="personal_code")
    fingerprint = models.CharField("dấu để tìm", max_length=64, unique=True)
    sealed = models.BinaryField("mã đã niêm phong")
    last_digits = models.CharField("ba số cuối", max_length=3)

    class Meta:
        verbose_name = "mã số định danh cá nhân"

    def __str__(self) -> str:
        return f"•••••••••{self.last_digits}"


class OrganisationAddress(models.Model):
    """An address between two dates; the district is kept for those of before 1 July 2025 only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(
        "loại", max_length=10, choices=[("head", "Trụ sở"), ("site", "Cơ sở sản xuất")], default="head"
    )
    street = models.CharField("số nhà, đường, thôn, tổ dân phố", max_length=250, blank=True)
    commune = models.CharField("xã, phường, đặc khu", max_length=120, blank=True)
    district = models.CharField("huyện (trước 01/7/2025)", max_length=120, blank=True)
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "địa chỉ"
        ordering = ["kind", "-valid_from", "pk"]
        constraints = [
            dates_in_order("address_dates_in_order"),
            models.CheckConstraint(
                condition=Q(district="") | Q(valid_from=None) | Q(valid_from__lt="2025-07-01"),
                name="no_district_after_july_2025",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(p for p in (self.street, self.commune, self.district, self.province.full_name) if p)


class OrganisationContact(models.Model):
    """Whom to call, with their consent for one purpose; without consent the page hides phone and mail."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField("họ tên", max_length=120)
    job_title = models.CharField("chức danh", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    consented_on = models.DateField("đồng ý ngày", null=True, blank=True)
    consent_purpose = models.CharField("đồng ý cho việc", max_length=250, blank=True)

    class Meta:
        verbose_name = "đầu mối liên hệ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class OrganisationIndustry(models.Model):
    """A line of business in the classification of its version; one of them is the main one.

    `code` is the code as registered (two to five digits); it is empty where only the section is known.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="industries")
    industry = models.ForeignKey(IndustryCode, on_delete=models.PROTECT, related_name="+")
    code = models.CharField("mã ngành đăng ký", max_length=5, blank=True)
    is_main = models.BooleanField("ngành chính", default=False)

    class Meta:
        verbose_name = "ngành nghề"
        ordering = ["-is_main", "industry__code", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "industry", "code"], name="industry_once_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(is_main=True), name="one_main_industry"
            ),
            models.CheckConstraint(
                condition=Q(code="") | Q(code__regex=r"^[0-9]{2,5}$"), name="industry_code_of_digits"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.industry}" if self.code else str(self.industry)


class YearFacts(models.Model):
    """Size figures of one year; what was not told is empty, never zero."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    year = models.PositiveSmallIntegerField("năm")
    workers = models.DecimalField(
        "lao động có BHXH bình quân năm (người)", max_digits=9, decimal_places=1, null=True, blank=True
    )
    revenue_vnd = models.BigIntegerField("doanh thu (đồng)", null=True, blank=True)
    capital_vnd = models.BigIntegerField("tổng nguồn vốn (đồng)", null=True, blank=True)
    exports_vnd = models.BigIntegerField("xuất khẩu (đồng)", null=True, blank=True)
    source = models.CharField("nguồn", max_length=250, blank=True)

    class Meta:
        verbose_name = "số liệu năm"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="facts_once_a_year"),
            models.CheckConstraint(
                condition=(Q(workers=None) | Q(workers__gte=0))
                & (Q(revenue_vnd=None) | Q(revenue_vnd__gte=0))
                & (Q(capital_vnd=None) | Q(capital_vnd__gte=0))
                & (Q(exports_vnd=None) | Q(exports_vnd__gte=0)),
                name="facts_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.year}"


class SizeClass(models.Model):
    """What the size rule said of a year's facts, with its inputs and clause; a new rule adds a row."""

    facts = models.ForeignKey(YearFacts, on_delete=models.PROTECT, related_name="size_classes")
    size = models.CharField(
        "quy mô",
        max_length=12,
        choices=[
            ("micro", "Siêu nhỏ"),
            ("small", "Nhỏ"),
            ("medium", "Vừa"),
            ("large", "Lớn"),
            ("undetermined", "Chưa xác định"),
        ],
    )
    rule = models.CharField("quy tắc", max_length=60)
    clause = models.CharField("điều khoản", max_length=200)
    inputs = models.JSONField("số liệu đã dùng", default=dict)
    reasons = models.JSONField("lý do", default=list)
    decided_at = models.DateTimeField("tính lúc")

    class Meta:
        verbose_name = "quy mô doanh nghiệp"
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_size_display()} ({self.facts.year})"
