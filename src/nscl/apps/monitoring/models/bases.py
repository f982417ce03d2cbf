"""What a share was counted over: the list in force at its date and the members that were counted."""

from __future__ import annotations

from django.db import models

from nscl.apps.monitoring.models.observations import Observation
from nscl.apps.registry.models import RegisterEdition, RegisterEntry


class RegisterBasis(models.Model):
    """The list behind one reported share, frozen with it: a later edition does not change what was counted.

    `total` is how many members the list had when it was counted (each once), `entries` those that counted.
    """

    observation = models.OneToOneField(
        Observation, on_delete=models.PROTECT, related_name="register_basis", primary_key=True
    )
    measure = models.CharField("phép đo trên danh mục", max_length=60)
    edition = models.ForeignKey(RegisterEdition, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField("tại ngày")
    total = models.PositiveIntegerField("mẫu số")
    entries = models.ManyToManyField(RegisterEntry, related_name="+", verbose_name="đã đếm")

    class Meta:
        verbose_name = "danh mục làm mẫu số"

    def __str__(self) -> str:
        return f"{self.edition} · {self.as_of}"
