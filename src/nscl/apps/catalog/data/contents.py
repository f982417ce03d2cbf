"""Support contents that provincial plans name, by group: our own words, the plans' spellings beside them."""

from __future__ import annotations

from nscl.apps.catalog.data import services, systems, tools
from nscl.apps.catalog.data.seeded import Seeded

CONTENTS: dict[str, tuple[Seeded, ...]] = {
    "management_system": systems.MANAGEMENT_SYSTEM,
    "improvement_tool": tools.IMPROVEMENT_TOOL,
    "certification": services.CERTIFICATION,
    "base_standard": services.BASE_STANDARD,
    "traceability": services.TRACEABILITY,
    "digital": services.DIGITAL,
    "technology": services.TECHNOLOGY,
    "testing": services.TESTING,
    "training": services.TRAINING,
}
