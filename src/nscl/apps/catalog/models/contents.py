"""What may be supported: systems, tools, certificates, technologies, and at what norm in which years."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.vietnamese import search_key, sort_key


class SupportContent(models.Model):
    """A content an enterprise can be supported with once (or more often, where its rule says so).

    A code that went out of use names its successor; choosing it warns with the successor's name.
    """

    class Group(models.TextChoices):
        MANAGEMENT_SYSTEM = "management_system", "Hệ thống quản lý"
        IMPROVEMENT_TOOL = "improvement_tool", "Công cụ cải tiến năng suất chất lượng"
        CERTIFICATION = "certification", "Chứng nhận, công bố hợp chuẩn, hợp quy"
        BASE_STANDARD = "base_standard", "Xây dựng, áp dụng tiêu chuẩn"
        TRACEABILITY = "traceability", "Mã số mã vạch, truy xuất nguồn gốc"
        DIGITAL = "digital", "Chuyển đổi số, sản xuất thông minh"
        TECHNOLOGY = "technology", "Đổi mới, đánh giá công nghệ"
        TESTING = "testing", "Thử nghiệm, đo lường"
        TRAINING = "training", "Đào tạo, tập huấn"

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=250)
    group = models.CharField("nhóm", max_length=24, choices=Group)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="thuộc",
    )
    description = models.TextField("là gì", blank=True)
    when_to_use = models.TextField("dùng khi nào", blank=True)
    once_per_organisation = models.BooleanField("mỗi đơn vị hỗ trợ một lần", default=True)
    valid_from = models.DateField("dùng từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="thay bằng",
    )
    revision = models.PositiveIntegerField("lần sửa", default=0)
    named_by = models.JSONField("tên gọi khác trong các kế hoạch", default=list, blank=True)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=600, editable=False, default="")

    class Meta:
        verbose_name = "nội dung hỗ trợ"
        ordering = ["group", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="content_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")), name="content_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(" ".join([self.code, self.name, *self.named_by]))
        self.sort_key = sort_key(self.name)[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def access_province_id(self) -> int | None:
        """The catalogue is the country's: of no province."""
        return None

    def is_obsolete(self, on: date) -> bool:
        """Whether it may no longer be chosen on a day."""
        return self.valid_to is not None and self.valid_to < on


class CostNorm(models.Model):
    """What may be spent on a content and what share the state carries, between two dates, by which text.

    An amount or a share nobody has found in a text stays empty and is shown as unknown, never as zero.
    `province` is empty for a national norm.
    """

    content = models.ForeignKey(SupportContent, on_delete=models.PROTECT, related_name="norms")
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="tỉnh"
    )
    cap_vnd = models.BigIntegerField("mức tối đa (đồng)", null=True, blank=True)
    rate_pct = models.DecimalField(
        "tỷ lệ hỗ trợ tối đa (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    per = models.CharField("tính trên", max_length=120, blank=True)
    source = models.CharField("căn cứ", max_length=250)
    clause = models.CharField("điều khoản", max_length=120, blank=True)
    is_verified = models.BooleanField("đã đối chiếu văn bản", default=False)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "định mức hỗ trợ"
        ordering = ["content", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(cap_vnd=None) | Q(cap_vnd__gt=0), name="norm_cap_positive"),
            models.CheckConstraint(
                condition=Q(rate_pct=None) | Q(rate_pct__gt=0, rate_pct__lte=100), name="norm_rate_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="norm_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["content", "province", "valid_from"],
                condition=~Q(province=None),
                name="norm_once_per_date_and_province",
            ),
            models.UniqueConstraint(
                fields=["content", "valid_from"],
                condition=Q(province=None),
                name="national_norm_once_per_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content} · {self.source}"
