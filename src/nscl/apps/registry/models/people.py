"""People, where they belong and when, what they are certified for, and the network they form."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from nscl.apps.registry.models.common import Registered, dates_in_order
from nscl.apps.registry.models.organisations import Organisation
from nscl.vietnamese import name_sort_key, search_key, sort_key


class Person(Registered):
    """A person the department works with. Phone and mail are shown to officials only."""

    full_name = models.CharField("họ và tên", max_length=120)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    degree = models.CharField("học hàm, học vị", max_length=60, blank=True)
    speciality = models.CharField("chuyên môn", max_length=250, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    consented_on = models.DateField("đồng ý lưu thông tin ngày", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )

    class Meta:
        verbose_name = "cá nhân"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def keys(self) -> tuple[str, str]:
        return search_key(f"{self.full_name} {self.speciality}"), name_sort_key(self.full_name)


class Affiliation(models.Model):
    """A person's tie to an organisation between two dates; councils look here for conflicts of interest."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    role = models.CharField("vai trò", max_length=120)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "nơi công tác"
        ordering = ["-valid_from", "pk"]
        constraints = [dates_in_order("affiliation_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.person} · {self.role} · {self.organisation}"


class CredentialQuerySet(models.QuerySet["ExpertCredential"]):
    def valid_on(self, on: date) -> CredentialQuerySet:
        """Credentials that hold on a day; one without an end date holds until it is withdrawn."""
        return self.filter(Q(issued_on=None) | Q(issued_on__lte=on)).filter(
            Q(valid_to=None) | Q(valid_to__gte=on)
        )


class ExpertCredential(models.Model):
    """What makes a person an expert of a scheme; only a valid one counts."""

    class Scheme(models.TextChoices):
        PRODUCTIVITY = "productivity", "Chuyên gia năng suất"
        CONFORMITY = "conformity", "Chuyên gia đánh giá sự phù hợp"
        TECHNOLOGY = "technology", "Chuyên gia đánh giá trình độ công nghệ"
        TRAINER = "trainer", "Giảng viên"
        CONSULTANT = "consultant", "Tư vấn viên"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    scheme = models.CharField("diện", max_length=14, choices=Scheme)
    field = models.CharField("lĩnh vực", max_length=250, blank=True)
    number = models.CharField("số chứng chỉ", max_length=80, blank=True)
    issuer = models.CharField("nơi cấp", max_length=250, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    valid_to = models.DateField("có giá trị đến hết ngày", null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = "chứng chỉ chuyên gia"
        ordering = ["person", "scheme", "-issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "number", "issuer"], condition=~Q(number=""), name="credential_number_once"
            ),
            models.CheckConstraint(
                condition=Q(issued_on=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("issued_on")),
                name="credential_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} · {self.person}"

    @property
    def access_province_id(self) -> int | None:
        return self.person.province_id


class Network(Registered):
    """A network or club of the province, such as the productivity network."""

    name = models.CharField("tên mạng lưới", max_length=250)
    founded_on = models.DateField("thành lập ngày", null=True, blank=True)
    decision = models.CharField("quyết định", max_length=120, blank=True)

    class Meta:
        verbose_name = "mạng lưới"
        ordering = ["sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["province", "name"], name="network_once")]

    def __str__(self) -> str:
        return self.name

    def keys(self) -> tuple[str, str]:
        return search_key(f"{self.name} {self.decision}"), sort_key(self.name)


class NetworkMembership(models.Model):
    """An organisation in a network, with the person who stands for it."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="networks")
    representative = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="represents"
    )
    role = models.CharField("vai trò", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên mạng lưới"
        ordering = ["network", "pk"]
        constraints = [
            dates_in_order("network_dates_in_order"),
            models.UniqueConstraint(
                fields=["network", "organisation", "valid_from"],
                condition=~Q(valid_from=None),
                name="network_member_once",
            ),
            models.UniqueConstraint(
                fields=["network", "organisation"],
                condition=Q(valid_from=None),
                name="undated_network_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.network}"
