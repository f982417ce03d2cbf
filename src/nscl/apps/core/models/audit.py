"""The chained record of deeds: one row a deed, in the deed's own transaction."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.db import models


class AuditChain(models.Model):
    """Head of one province's chain; its row is the lock under which the next entry is written."""

    key = models.CharField("mã chuỗi", max_length=12, primary_key=True)
    last_seq = models.BigIntegerField("số thứ tự cuối", default=0)
    last_hash = models.CharField("mã băm cuối", max_length=64, default="")

    class Meta:
        verbose_name = "chuỗi nhật ký"

    def __str__(self) -> str:
        return f"{self.key} · {self.last_seq}"


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, obj: models.Model) -> AuditQuerySet:
        """Entries about one record, newest first."""
        return self.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)).order_by("-seq")


class AuditEntry(models.Model):
    """Who did what to which record, acting for whom, what changed and why.

    `hash` covers every column and the hash before it, so a changed, removed or inserted row
    breaks the chain at that row (`nscl audit verify`).
    """

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="entries")
    seq = models.BigIntegerField("số thứ tự")
    at = models.DateTimeField("thời điểm")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("người thực hiện", max_length=200)
    acting_for = models.CharField("thay mặt cơ quan", max_length=300, blank=True)
    capacity = models.CharField("tư cách", max_length=300, blank=True)
    deed = models.CharField("việc", max_length=80)
    object_type = models.CharField("loại hồ sơ", max_length=80)
    object_id = models.CharField("mã hồ sơ", max_length=40)
    object_label = models.CharField("hồ sơ", max_length=400)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    reason = models.TextField("lý do", blank=True)
    prev_hash = models.CharField("mã băm trước", max_length=64, blank=True)
    hash = models.CharField("mã băm", max_length=64)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ["chain", "seq"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_one_row_per_number")]
        indexes = [models.Index(fields=["object_type", "object_id"]), models.Index(fields=["chain", "at"])]

    def __str__(self) -> str:
        return f"{self.chain_id} · {self.seq} · {self.deed}"

    def compute_hash(self) -> str:
        """SHA-256 over the row's content and the hash of the row before it."""
        content = {
            "chain": self.chain_id,
            "seq": self.seq,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "acting_for": self.acting_for,
            "capacity": self.capacity,
            "deed": self.deed,
            "object": [self.object_type, self.object_id, self.object_label],
            "before": self.before,
            "after": self.after,
            "reason": self.reason,
            "prev": self.prev_hash,
        }
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
