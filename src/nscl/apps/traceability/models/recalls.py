"""A recall: why and of what, the goods it reaches, frozen in versions, and who holds them.

Source: Law on Product Quality (05/2007/QH12 as amended by 78/2025/QH15), on goods that endanger users;
Circular 02/2024/TT-BKHCN, one step back and one step forward.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation
from nscl.vietnamese import search_key, sort_key


class RecallQuerySet(models.QuerySet["RecallCase"]):
    def seen_by(self, scope: frozenset[int] | None) -> RecallQuerySet:
        """Cases of the provinces in a scope; None is the whole country."""
        return self if scope is None else self.filter(province_id__in=scope)

    def in_force(self) -> RecallQuerySet:
        """Cases whose goods must not be sold now."""
        return self.filter(state__in=("opened", "notified"))


class RecallCase(models.Model):
    """One recall. `since` limits what is followed: goods from this moment on; empty means all."""

    class Hazard(models.TextChoices):
        MICROBE = "microbe", "Vi sinh vật gây bệnh"
        RESIDUE = "residue", "Tồn dư hóa chất, thuốc bảo vệ thực vật, kháng sinh"
        FOREIGN = "foreign", "Vật lạ"
        ALLERGEN = "allergen", "Chất gây dị ứng không ghi nhãn"
        LABEL = "label", "Ghi nhãn sai"
        STANDARD = "standard", "Không đạt tiêu chuẩn, quy chuẩn"
        COUNTERFEIT = "counterfeit", "Hàng giả, giả mạo nguồn gốc"
        OTHER = "other", "Lý do khác"

    class Level(models.TextChoices):
        HIGH = "high", "Cao"
        MEDIUM = "medium", "Trung bình"
        LOW = "low", "Thấp"

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    title = models.CharField("tên hồ sơ", max_length=250)
    reason = models.TextField("lý do thu hồi")
    hazard = models.CharField("mối nguy", max_length=12, choices=Hazard)
    level = models.CharField("mức độ", max_length=6, choices=Level)
    request = models.TextField("yêu cầu với nơi giữ hàng", blank=True)
    basis = models.CharField("căn cứ", max_length=300, blank=True)
    contact = models.CharField("đầu mối liên hệ", max_length=250, blank=True)
    since = models.DateTimeField("tính từ", null=True, blank=True)
    answer_by = models.DateField("hạn trả lời", null=True, blank=True)
    state = models.CharField("trạng thái", max_length=10, default="draft")
    revision = models.PositiveIntegerField("lần sửa", default=0)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người lập",
    )
    office_name = models.CharField("cơ quan lập", max_length=250, blank=True)
    created_at = models.DateTimeField("lập lúc")
    submitted_at = models.DateTimeField("trình lúc", null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    notified_at = models.DateTimeField("thông báo lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    conclusion = models.TextField("kết luận", blank=True)
    report: Any = models.JSONField("báo cáo kết thúc", null=True, blank=True)
    report_hash = models.CharField("mã băm báo cáo", max_length=64, blank=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = models.TextField("khóa tìm kiếm", editable=False, default="")
    sort_key = models.CharField("khóa sắp xếp", max_length=600, editable=False, default="")

    objects = RecallQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ thu hồi"
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["province", "year", "number"], name="recall_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "opened", "notified", "closed", "withdrawn"]),
                name="recall_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "withdrawn"]) | Q(opened_at__isnull=False),
                name="opened_recall_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, report__isnull=False),
                name="closed_recall_has_its_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, self.sort_key = search_key(f"{self.code} {self.title}"), sort_key(self.title)[:600]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)

    @property
    def code(self) -> str:
        """`03/2026/TH`: the third recall of the province in 2026."""
        return f"{self.number:02d}/{self.year}/TH"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id

    @property
    def access_drafter_id(self) -> int | None:
        return self.drafted_by_id

    @property
    def is_in_force(self) -> bool:
        return self.state in ("opened", "notified")


class RecallRoot(models.Model):
    """A lot, single thing or container that the recall starts from, by its canonical code."""

    case = models.ForeignKey(RecallCase, on_delete=models.CASCADE, related_name="roots")
    position = models.PositiveIntegerField("thứ tự")
    code = models.TextField("mã")
    given = models.TextField("mã như đã nhập", blank=True)

    class Meta:
        verbose_name = "điểm gốc thu hồi"
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="recall_root_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def access_province_id(self) -> int | None:
        return self.case.province_id


class RecallClosure(models.Model):
    """What a recall reached by the events known at a moment: never changed; newer events make a new version.

    `hash` is that of its canonical JSON: roots, items with their reasons, holdings, breaks.
    """

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="closures")
    version = models.PositiveIntegerField("phiên bản")
    frozen_at = models.DateTimeField("chốt lúc")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="người chốt",
    )
    reason = models.CharField("lý do chốt lại", max_length=300, blank=True)
    hash = models.CharField("mã băm", max_length=64)
    item_count = models.PositiveIntegerField("số mã hàng")
    event_count = models.PositiveIntegerField("số sự kiện")
    is_cut_off = models.BooleanField("dừng vì quá nhiều", default=False)
    breaks = models.JSONField("chỗ đứt", default=list)

    class Meta:
        verbose_name = "phạm vi thu hồi đã chốt"
        ordering = ["case", "-version"]
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="closure_version_once")]

    def __str__(self) -> str:
        return f"{self.case.code} · {self.version}"

    @property
    def access_province_id(self) -> int | None:
        return self.case.province_id


class RecallItem(models.Model):
    """An item of a frozen closure and why it is in it: `because` holds the links from a root, in order."""

    closure = models.ForeignKey(RecallClosure, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField("thứ tự")
    code = models.TextField("mã")
    kind = models.CharField("loại", max_length=14)
    product_name = models.CharField("sản phẩm", max_length=300, blank=True)
    is_root = models.BooleanField("là điểm gốc", default=False)
    is_carrier = models.BooleanField("chỉ là vật chứa", default=False)
    because = models.JSONField("vì sao", default=list)

    class Meta:
        verbose_name = "hàng thuộc phạm vi thu hồi"
        ordering = ["closure", "position"]
        constraints = [models.UniqueConstraint(fields=["closure", "code"], name="item_once_in_closure")]
        indexes = [models.Index(fields=["code"], name="recalled_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def access_province_id(self) -> int | None:
        return self.closure.case.province_id


class RecallHolder(models.Model):
    """Who holds goods of a recall: an organisation of the register, or a place or party nobody knows yet.

    `key` names it over all versions. `asked` is the organisation that last sent goods there, to be asked.
    """

    case = models.ForeignKey(RecallCase, on_delete=models.PROTECT, related_name="holders")
    key = models.TextField("khóa")
    code = models.TextField("mã địa điểm, mã bên", blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="tổ chức",
    )
    asked = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị chuyển cuối",
    )

    class Meta:
        verbose_name = "nơi giữ hàng"
        ordering = ["case", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="holder_once_in_recall")]

    def __str__(self) -> str:
        return str(self.organisation) if self.organisation else (self.code or "Chưa rõ nơi nhận")

    @property
    def access_province_id(self) -> int | None:
        return self.case.province_id


class RecallHolding(models.Model):
    """An item of a closure at a holder: how it stood there, and how much by the events in one unit.

    An item in two units has two rows; `quantity` is empty where the events do not tell.
    """

    class Standing(models.TextChoices):
        HERE = "here", "Đang giữ"
        ON_WAY = "on_way", "Đã gửi đến, chưa ghi nhận"
        SOLD = "sold", "Đã bán lẻ"
        USED = "used", "Đã dùng để làm ra hàng khác"
        ENDED = "ended", "Đã hủy, ngừng dùng mã"
        PASSED_ON = "passed_on", "Đã chuyển hết đi"

    item = models.ForeignKey(RecallItem, on_delete=models.PROTECT, related_name="holdings")
    holder = models.ForeignKey(RecallHolder, on_delete=models.PROTECT, related_name="holdings")
    standing = models.CharField("tình trạng", max_length=9, choices=Standing)
    quantity = models.DecimalField("số lượng", max_digits=20, decimal_places=4, null=True)
    unit = models.CharField("đơn vị", max_length=3, blank=True)
    since = models.DateTimeField("từ lúc")
    place = models.TextField("địa điểm", blank=True)
    through = models.TextField("trong vật chứa", blank=True)
    event = models.TextField("sự kiện")

    class Meta:
        verbose_name = "hàng ở một nơi giữ"
        ordering = ["item__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gte=0), name="holding_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.holder}"

    @property
    def access_province_id(self) -> int | None:
        return self.holder.case.province_id


class PartyCode(models.Model):
    """Whose a place or party code is, as an officer of the province found out; later recalls use it too."""

    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", verbose_name="tỉnh"
    )
    code = models.TextField("mã")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="party_codes", verbose_name="tổ chức"
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "mã địa điểm, mã bên của tổ chức"
        constraints = [models.UniqueConstraint(fields=["province", "code"], name="party_code_once")]

    def __str__(self) -> str:
        return f"{self.code} → {self.organisation}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id
