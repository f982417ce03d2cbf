"""Events as they were captured: rows are added, never changed.

`Event` and `EventItem` are cut by month of `record_time` on PostgreSQL (see `partitions`); no database key
points at them, so that months can be put away whole, and rows are written by `store`, not by the ORM.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nscl.apps.reference.models import AdministrativeUnit
from nscl.apps.registry.models import Organisation
from nscl.apps.traceability.keys import key_of
from nscl.apps.traceability.models.items import Item
from nscl.apps.traceability.models.jobs import CaptureJob


class EventHash(models.Model):
    """The directory of events: its number is the event's; here no event can stand twice.

    A declaration of error repeats the event it is about, so its hash is the same: `declaration` (a digest of
    what it declares, empty for an event) tells them apart. `is_void`: declared wrong, or a declaration.
    """

    id = models.BigAutoField(primary_key=True)
    hash = models.BinaryField("mã băm", max_length=32)
    declaration = models.CharField("dấu khai báo sai sót", max_length=32, blank=True)
    event_id = models.TextField("mã sự kiện", blank=True)
    record_time = models.DateTimeField("ghi lúc")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    is_void = models.BooleanField("không còn tính", default=False)

    class Meta:
        verbose_name = "dấu sự kiện"
        constraints = [
            models.UniqueConstraint(fields=["hash", "declaration"], name="event_once"),
            models.UniqueConstraint(
                fields=["event_id"], condition=Q(declaration="") & ~Q(event_id=""), name="event_id_once"
            ),
        ]
        indexes = [
            models.Index(fields=["event_id"], name="declared_event_id", condition=~Q(declaration="")),
            # Few: a trace asks it for each event it reads, and need not touch the lines of the others.
            models.Index(fields=["id"], name="void_events", condition=Q(is_void=True)),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The name the event goes by: its own, or else its hash."""
        return key_of(self.event_id, self.hash)


class Event(models.Model):
    """One event: what can be asked for in columns, and the event as it came in `raw`."""

    id = models.BigIntegerField(primary_key=True)
    record_time = models.DateTimeField("ghi lúc")
    event_time = models.DateTimeField("thời điểm")
    tz_offset = models.CharField("múi giờ", max_length=6)
    type = models.TextField("loại")
    action = models.CharField("hành động", max_length=7, blank=True)
    biz_step = models.TextField("bước", blank=True)
    disposition = models.TextField("tình trạng", blank=True)
    read_point = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    biz_location = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    transformation = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    event_id = models.TextField("mã sự kiện", blank=True)
    hash = models.BinaryField("mã băm", max_length=32)
    is_error_declaration = models.BooleanField("khai báo sai sót", default=False)
    warnings = models.JSONField("điểm nghi ngờ", default=list)
    raw = models.TextField("nguyên văn")
    job = models.ForeignKey(
        CaptureJob, on_delete=models.PROTECT, related_name="events", db_constraint=False, db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    province = models.ForeignKey(
        AdministrativeUnit, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = "sự kiện truy xuất"
        indexes = [
            models.Index(fields=["event_time"], name="event_by_time"),
            # For rare words; few bytes an event, as equal ones share an entry.
            models.Index(fields=["disposition", "biz_step", "type"], name="event_by_words"),
            models.Index(fields=["record_time", "id"], name="event_by_record_time"),
            models.Index(fields=["organisation", "event_time"], name="event_by_organisation"),
            models.Index(fields=["read_point", "event_time"], name="event_by_read_point"),
            models.Index(fields=["biz_location", "event_time"], name="event_by_location"),
            models.Index(
                fields=["transformation"],
                name="event_by_transformation",
                condition=Q(transformation__isnull=False),
            ),
            models.Index(
                fields=["event_time"], name="declarations_of_error", condition=Q(is_error_declaration=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} · {self.event_time}"

    @property
    def access_province_id(self) -> int | None:
        return self.province_id


class EventItem(models.Model):
    """An item in an event, in one role; `event_time` is the event's: an item's history is one range."""

    class Role(models.TextChoices):
        EPC = "epc", "vật"
        CLASS = "class", "lượng hàng"
        PARENT = "parent", "vật chứa"
        EMPTIED = "emptied", "vật chứa được dỡ hết"
        CHILD = "child", "vật bên trong"
        CHILD_CLASS = "child_class", "lượng hàng bên trong"
        INPUT = "input", "đầu vào"
        INPUT_CLASS = "input_class", "lượng hàng đầu vào"
        OUTPUT = "output", "đầu ra"
        OUTPUT_CLASS = "output_class", "lượng hàng đầu ra"
        LOT = "lot", "lô của vật được nêu"

    pk = models.CompositePrimaryKey("event_id", "position")
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="items", db_constraint=False, db_index=False
    )
    position = models.PositiveIntegerField("thứ tự")
    record_time = models.DateTimeField("ghi lúc")
    event_time = models.DateTimeField("thời điểm")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="in_events", db_constraint=False, db_index=False
    )
    role = models.CharField("vai trò", max_length=12, choices=Role)
    quantity = models.FloatField("số lượng", null=True)
    uom = models.CharField("đơn vị", max_length=3, blank=True)

    class Meta:
        verbose_name = "vật trong sự kiện"
        indexes = [models.Index(fields=["item", "event_time"], name="history_of_item")]

    def __str__(self) -> str:
        return f"{self.event_id} · {self.role} · {self.item_id}"
