"""Filling the register of measures; safe to run again."""

from __future__ import annotations

from django.apps.registry import Apps

from nscl.apps.programme.data.indicators import COMMON, INDICATORS


def seed_indicators(apps: Apps) -> None:
    """Every measure of the genre under its Vietnamese name; ones that stand already keep their row."""
    model = apps.get_model("programme", "Indicator")
    for group, rows in INDICATORS.items():
        for code, name, unit in rows:
            facts = {"name": name, "unit": unit, "group": group, "is_common": code in COMMON}
            model.objects.update_or_create(code=code, defaults=facts)
