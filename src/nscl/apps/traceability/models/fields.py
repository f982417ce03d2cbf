"""What events say beyond the columns: extensions, master data of lots, partners, sensors, declarations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class EventField(models.Model):
    """One value of one event, as `nscl.gs1.epcis.fields` names and spells it; events without any have none.

    `mark` is a number made of name and text: equality is looked up by it, so that the index stays small
    however long names and texts are. Cut by month on PostgreSQL, like `EventItem`.
    """

    pk = models.CompositePrimaryKey("event_number", "position")
    event_number = models.BigIntegerField("sự kiện")
    position = models.PositiveIntegerField("thứ tự")
    record_time = models.DateTimeField("ghi lúc")
    event_time = models.DateTimeField("thời điểm")
    name = models.TextField("tên")
    mark = models.BigIntegerField("dấu của tên và giá trị")
    text = models.TextField("giá trị", blank=True)
    number = models.FloatField("số", null=True)
    moment = models.DateTimeField("thời điểm được nêu", null=True)
    is_repeated = models.BooleanField("số hay thời điểm lặp lại trong sự kiện", default=False)

    class Meta:
        verbose_name = "trường của sự kiện"
        indexes = [
            models.Index(fields=["mark", "event_time"], name="field_by_value"),
            models.Index(
                fields=["name", "number"], name="field_by_number", condition=Q(number__isnull=False)
            ),
            models.Index(
                fields=["name", "moment"], name="field_by_moment", condition=Q(moment__isnull=False)
            ),
            # A stretch between two bounds is one look where an event bears one value; these are looked at.
            models.Index(fields=["name"], name="repeated_fields", condition=Q(is_repeated=True)),
        ]

    def __str__(self) -> str:
        return f"{self.event_number} · {self.name} · {self.text}"
