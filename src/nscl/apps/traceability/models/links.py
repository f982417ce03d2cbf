"""What tracing walks on: makings and stays, written with the events they come from."""

from __future__ import annotations

from django.db import models

from nscl.apps.traceability.models.items import Item


class Edge(models.Model):
    """One side of a making: from an input to the making (`input`), from the making to an output (`output`);
    or a lot and a serial of it (`of_lot`).

    The making stands between them as a number: that of its transformationID's item where captures share one,
    else the event's own number, negative. So a making of a thousand inputs and a thousand outputs takes two
    thousand rows, not a million, and captures that share a transformationID meet without knowing each other.
    """

    class Kind(models.TextChoices):
        INPUT = "input", "đầu vào"
        OUTPUT = "output", "đầu ra"
        OF_LOT = "of_lot", "sê-ri của lô"

    pk = models.CompositePrimaryKey("src", "dst", "event_number", "kind")
    src = models.BigIntegerField("từ")
    dst = models.BigIntegerField("đến")
    event_number = models.BigIntegerField("sự kiện")
    kind = models.CharField("loại", max_length=6, choices=Kind)
    event_time = models.DateTimeField("thời điểm")
    is_void = models.BooleanField("không còn tính", default=False)

    class Meta:
        verbose_name = "cạnh truy xuất"
        indexes = [models.Index(fields=["dst"], name="edge_into")]

    def __str__(self) -> str:
        return f"{self.src} → {self.dst}"


class Containment(models.Model):
    """An item inside another from one event to another; `end` is empty while it is still inside.

    `is_void`: the packing was declared wrong.
    """

    child = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stays", db_constraint=False)
    parent = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="contents", db_constraint=False)
    start = models.DateTimeField("từ")
    end = models.DateTimeField("đến", null=True)
    add_event = models.BigIntegerField("sự kiện xếp vào")
    del_event = models.BigIntegerField("sự kiện lấy ra", null=True)
    is_void = models.BooleanField("không còn tính", default=False)

    class Meta:
        verbose_name = "quãng nằm trong vật chứa"

    def __str__(self) -> str:
        return f"{self.child_id} trong {self.parent_id}"
