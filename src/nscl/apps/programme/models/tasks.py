"""Tasks with who leads them and until when; duties resolved to the office in force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from nscl.apps.accounts.models import Office
from nscl.apps.programme.models.nodes import PlanNode

DUTY_ROLES = {
    "lead": _("Chủ trì"),
    "finance": _("Tài chính"),
    "comms": _("Truyền thông"),
    "coordinate": _("Phối hợp"),
    "steering": _("Điều hành"),
    "beneficiary": _("Đối tượng thụ hưởng"),
}
REPORT_CYCLES = {
    "year": _("hằng năm"),
    "periodic_or_on_request": _("định kỳ hoặc đột xuất"),
    "per_task": _("theo từng nhiệm vụ"),
    "as_regulated": _("theo quy định"),
    "interim_and_final": _("sơ kết, tổng kết"),
    "on_obstacle": _("khi có vướng mắc"),
}


class PlanTask(models.Model):
    """A work item of the plan. Offices as the plan names them stay beside the ones they resolve to."""

    node = models.OneToOneField(PlanNode, on_delete=models.PROTECT, related_name="task", primary_key=True)
    lead_text = models.CharField("chủ trì (theo văn bản)", max_length=400, blank=True)
    lead = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="tasks_led", verbose_name="chủ trì"
    )
    coordinating_text = models.CharField("phối hợp (theo văn bản)", max_length=600, blank=True)
    coordinating = models.ManyToManyField(Office, related_name="tasks_joined", verbose_name="phối hợp")
    due_on = models.DateField("hạn", null=True)
    is_yearly = models.BooleanField("hằng năm", default=False)

    class Meta:
        verbose_name = "nhiệm vụ"
        ordering = ["node__position"]

    def __str__(self) -> str:
        return self.node.title[:120]

    @property
    def access_province_id(self) -> int | None:
        return self.node.version.province_id

    @property
    def access_office_id(self) -> int | None:
        return self.lead_id


class Duty(models.Model):
    """What the plan charges an agency with; `functions` finds the office that answers on a date."""

    node = models.OneToOneField(PlanNode, on_delete=models.PROTECT, related_name="duty", primary_key=True)
    role = models.CharField("vai trò", max_length=12)
    agencies = models.JSONField("cơ quan (theo văn bản)", default=list)
    functions = models.JSONField("chức năng", default=list)
    items = models.JSONField("nội dung", default=list)

    class Meta:
        verbose_name = "trách nhiệm"
        ordering = ["node__position"]

    def __str__(self) -> str:
        return ", ".join(self.agencies)

    @property
    def role_label(self) -> str:
        return str(DUTY_ROLES.get(self.role, self.role))


class ReportingDuty(models.Model):
    """Who reports to whom, how often."""

    node = models.OneToOneField(
        PlanNode, on_delete=models.PROTECT, related_name="reporting_duty", primary_key=True
    )
    who = models.CharField("ai báo cáo", max_length=300)
    recipients = models.JSONField("gửi", default=list)
    every = models.CharField("định kỳ", max_length=30)

    class Meta:
        verbose_name = "chế độ báo cáo"
        ordering = ["node__position"]

    def __str__(self) -> str:
        return self.who

    @property
    def every_label(self) -> str:
        return str(REPORT_CYCLES.get(self.every, self.every))
