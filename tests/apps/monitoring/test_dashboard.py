"""The dashboard of a plan: states, money, late tasks, findings, last month."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.apps.monitoring.conftest import Scene

pytestmark = pytest.mark.django_db


def test_the_dashboard_counts_the_states_of_all_targets(client: Client, scene: Scene) -> None:
    met = scene.target("Số lớp tập huấn", value=10)
    for year in range(2021, 2026):
        scene.approved(met, year, 2)
    scene.target("Số phóng sự")
    scene.share()
    page = scene.world.login(client, "an").get(reverse("monitoring:plan_dashboard", args=[scene.plan.pk]))
    assert page.status_code == 200
    assert [(share.state, share.count) for share in page.context["board"].shares] == [
        ("met", 1),
        ("undetermined", 2),
    ]
    assert "3 chỉ tiêu" in page.content.decode()
