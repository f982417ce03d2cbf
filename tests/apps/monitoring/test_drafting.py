"""Writing down a result of one year: what fits its target, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import Http404

from nscl.apps.core.access import Refusal
from nscl.apps.core.models import AuditEntry
from nscl.apps.monitoring import actions
from nscl.apps.monitoring.entry import Figure, FigureRefused
from nscl.apps.monitoring.evidence import Evidence
from nscl.apps.monitoring.models import Observation
from nscl.apps.programme.models import BaseDecision
from tests.apps.monitoring.conftest import NOTE, Scene
from tests.world import at

pytestmark = pytest.mark.django_db


def refused(scene: Scene, target: Any, **parts: Any) -> FigureRefused:
    """The refusal of a figure; nothing may have been written."""
    with pytest.raises(FigureRefused) as error:
        scene.draft(target, **parts)
    assert not Observation.objects.exists()
    return error.value


def test_a_draft_keeps_the_figure_its_evidence_and_an_audit_row(scene: Scene) -> None:
    row = scene.draft(scene.target(), 2024, 12, note="Bốn lớp mỗi quý")
    row.refresh_from_db()
    assert (row.year, row.value, row.state, row.drafted_by) == (2024, 12, "draft", scene.world.users["an"])
    assert row.drafted_for == scene.world.offices["science"]
    assert row.evidence_note == NOTE.note
    entry = AuditEntry.objects.about(row).get()
    assert entry.deed == "monitoring.observation.draft"
    assert entry.after["value"] == "12"


def test_a_year_outside_the_plan_is_refused_with_what_to_do(scene: Scene) -> None:
    error = refused(scene, scene.target(), year=2027, value=1)
    assert str(error) == (
        "Không thể lưu: năm 2027 nằm ngoài giai đoạn 2021–2025 của kế hoạch. Chọn năm khác hoặc sửa giai đoạn."
    )
    assert error.field == "year"


def test_a_year_outside_a_shorter_target_names_the_target(scene: Scene) -> None:
    error = refused(scene, scene.target(period_from=2021, period_to=2023), year=2024, value=1)
    assert "2021–2023 của chỉ tiêu" in str(error)


def test_a_year_that_has_not_come_is_refused(scene: Scene) -> None:
    target = scene.target()
    with pytest.raises(FigureRefused, match="năm 2025 chưa đến"):
        actions.draft_observation(
            target, Figure(2025, Decimal(1)), evidence=NOTE, by=scene.world.actor("an"), at=at(year=2024)
        )


def test_a_share_above_its_base_is_refused_with_both_numbers(scene: Scene) -> None:
    error = refused(scene, scene.share(), year=2024, numerator=Decimal(126), denominator=Decimal(125))
    assert "tử số 126 lớn hơn mẫu số 125 (100,8 %, vượt 100 %)" in str(error)


def test_a_share_of_exactly_all_is_accepted(scene: Scene) -> None:
    row = scene.draft(scene.share(), 2024, numerator=Decimal(125), denominator=Decimal(125))
    assert row.numerator == row.denominator == 125


@pytest.mark.parametrize(
    ("parts", "field", "sentence"),
    [
        ({"numerator": Decimal(3)}, "denominator", "thiếu mẫu số"),
        ({"denominator": Decimal(3)}, "numerator", "thiếu tử số"),
        ({"numerator": Decimal(0), "denominator": Decimal(0)}, "denominator", "Mẫu số phải lớn hơn 0"),
        ({"numerator": Decimal(-1), "denominator": Decimal(5)}, "numerator", "số âm"),
        ({"value": 60}, "value", "không dùng giá trị"),
    ],
)
def test_a_share_needs_both_of_its_parts(
    scene: Scene, parts: dict[str, Any], field: str, sentence: str
) -> None:
    error = refused(scene, scene.share(), year=2024, **parts)
    assert error.field == field
    assert sentence in str(error)


@pytest.mark.parametrize(
    ("columns", "parts", "field", "sentence"),
    [
        ({}, {"numerator": Decimal(1), "denominator": Decimal(2)}, "numerator", "không dùng tử số"),
        ({}, {"value": -1}, "value", "số âm"),
        ({}, {"value": "1.5"}, "value", "số nguyên"),
        ({}, {}, "value", "Nếu không phát sinh thì ghi số 0"),
        ({}, {"value": "1e17"}, "value", "quá lớn"),
        ({"count_mode": "latest"}, {"value": "1.23456"}, "value", "quá 4 chữ số thập phân"),
        (
            {"count_mode": "distinct"},
            {"value": 3, "subjects": ("A", "a ", "B")},
            "subjects",
            "2 tên khác nhau",
        ),
        ({}, {"value": 1, "component": "traceability"}, "component", "không phải thành phần"),
    ],
)
def test_parts_that_do_not_fit_a_count_are_refused(
    scene: Scene, columns: dict[str, Any], parts: dict[str, Any], field: str, sentence: str
) -> None:
    error = refused(scene, scene.target(**columns), year=2024, **parts)
    assert error.field == field
    assert sentence in str(error)


def test_a_state_is_yes_or_no_and_nothing_else(scene: Scene) -> None:
    target = scene.target(kind="qualitative", comparator="", value=None, unit="", count_mode="state")
    assert "đã hoàn thành hay chưa" in str(refused(scene, target, year=2024))
    assert "không dùng giá trị" in str(refused(scene, target, year=2024, value=1, is_done=True))
    assert scene.draft(target, 2024, is_done=False).is_done is False


def test_names_are_counted_when_no_number_is_given(scene: Scene) -> None:
    row = scene.draft(scene.target(count_mode="distinct"), 2024, subjects=("HTX A", "Công ty B", "htx  a"))
    assert row.value == 2
    assert row.subjects == ["HTX A", "Công ty B"]


def test_zero_is_a_figure_and_nothing_is_not(scene: Scene) -> None:
    target = scene.target()
    assert scene.draft(target, 2024, 0).value == 0
    with pytest.raises(FigureRefused):
        scene.draft(target, 2023)


def test_a_growth_takes_the_level_of_its_base_year(scene: Scene) -> None:
    target = scene.target(
        kind="growth_rate",
        comparator="gt",
        value=Decimal(7),
        unit="%/năm",
        count_mode="average",
        base_status="year_on_year",
        is_average=True,
    )
    assert scene.draft(target, 2020, "91.4").year == 2020
    pair = scene.draft(target, 2022, numerator=Decimal("108.2"), denominator=Decimal(100))
    assert pair.numerator > pair.denominator
    with pytest.raises(FigureRefused, match="không nhập cả hai"):
        scene.draft(target, 2023, 5, numerator=Decimal(1), denominator=Decimal(1))


def test_a_thing_may_be_reported_done_after_its_deadline(scene: Scene) -> None:
    target = scene.target(
        value=Decimal(1), unit="cổng", count_mode="state", period_from=None, period_to=None, deadline=2022
    )
    assert scene.draft(target, 2024, is_done=True).year == 2024


def test_a_plan_that_is_not_in_force_takes_no_figures(scene: Scene) -> None:
    target = scene.target()
    scene.version.state = "replaced"
    scene.version.save()
    with pytest.raises(Refusal, match="không có hiệu lực"):
        scene.draft(target, 2024, 1)
    assert not Observation.objects.exists()


def test_another_province_does_not_exist(scene: Scene, next_door: Scene) -> None:
    with pytest.raises(Http404):
        scene.draft(next_door.target(), 2024, 1)


@pytest.mark.parametrize("who", ["binh", "chi", "giang", "ha"])
def test_only_officers_and_agencies_report(scene: Scene, who: str) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.draft_observation(
            scene.target(), Figure(2024, Decimal(1)), evidence=NOTE, by=scene.world.actor(who), at=at()
        )


def test_a_year_with_an_approved_figure_is_corrected_not_drafted_again(scene: Scene) -> None:
    target = scene.target()
    scene.approved(target, 2024, 12)
    with pytest.raises(FigureRefused, match="đã có số được duyệt là 12"):
        scene.draft(target, 2024, 13)


PDF = b"%PDF-1.7\n..."


@pytest.mark.parametrize(
    ("evidence", "field", "sentence"),
    [
        (Evidence.of_note("  "), "evidence_note", "Cần ít nhất một bằng chứng"),
        (Evidence.of_link("http://langson.gov.vn/a"), "evidence_url", "https://"),
        (Evidence.of_link("javascript:alert(1)"), "evidence_url", "https://"),
        (Evidence.of_link("https://" + "a" * 500 + ".vn"), "evidence_url", "dài quá 500"),
        (Evidence.of_file(b"", "a.pdf"), "evidence_file", "Tệp rỗng"),
        (Evidence.of_file(b"MZ\x90", "a.pdf"), "evidence_file", "Không nhận loại tệp"),
        (Evidence.of_file(PDF, "a.docx"), "evidence_file", "không khớp"),
        (Evidence.of_file(PDF + b"0" * 10 * 1024 * 1024, "a.pdf"), "evidence_file", "lớn hơn 10 MB"),
        (Evidence.of_file(b"PK\x03\x04 not a zip", "a.xlsx"), "evidence_file", "Không nhận loại tệp"),
    ],
)
def test_evidence_that_proves_nothing_is_refused(
    scene: Scene, evidence: Evidence, field: str, sentence: str
) -> None:
    with pytest.raises(FigureRefused) as error:
        actions.draft_observation(
            scene.target(), Figure(2024, Decimal(1)), evidence=evidence, by=scene.world.actor("an"), at=at()
        )
    assert error.value.field == field
    assert sentence in str(error.value)


def test_a_file_is_kept_by_its_content_and_its_own_name(scene: Scene) -> None:
    rows = [
        actions.draft_observation(
            scene.target(),
            Figure(2024, Decimal(1)),
            evidence=Evidence.of_file(PDF, name),
            by=scene.world.actor("an"),
            at=at(),
        )
        for name in (r"C:\tai lieu\bien-ban.pdf", "ban-khac.pdf")
    ]
    assert rows[0].evidence_file == rows[1].evidence_file
    assert [row.evidence_name for row in rows] == ["bien-ban.pdf", "ban-khac.pdf"]
    assert rows[0].evidence_file.read() == PDF


def test_a_decided_base_moves_the_years_that_are_counted(scene: Scene) -> None:
    """“Chỉ tính thêm, sau năm 2023”: figures of 2021 and 2022 no longer belong to the target."""
    target = scene.target(period_from=None, period_to=None, deadline=2025, needs_base=True)
    by = scene.world.users["an"]
    BaseDecision.objects.create(
        target=target, kind="year", year=2023, reason="x", decided_by=by, decided_at=at()
    )
    with pytest.raises(FigureRefused, match="2024–2025 của chỉ tiêu"):
        scene.draft(target, 2022, 1)
    assert scene.draft(target, 2024, 1).year == 2024
