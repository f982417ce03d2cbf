"""Reading territory: successors, predecessors, and whose records a province sees."""

from __future__ import annotations

from datetime import date

from nscl.apps.reference.models import AdministrativeUnit, Holiday, UnitSuccession


def scope_of(province: AdministrativeUnit) -> frozenset[int]:
    """Ids of a province and of every unit it succeeded: their records are now its own."""
    found, frontier = {province.pk}, {province.pk}
    while frontier:
        olds = UnitSuccession.objects.filter(new_id__in=frontier).values_list("old_id", flat=True)
        frontier = set(olds) - found
        found |= frontier
    return frozenset(found)


def successor_on(unit: AdministrativeUnit, on: date) -> AdministrativeUnit:
    """The unit that stands in the place of `unit` on a date: itself while it exists."""
    current = unit
    for _ in range(5):
        if current.valid_to is None or on <= current.valid_to:
            return current
        step = current.successions.select_related("new").filter(on__lte=on).order_by("-on").first()
        if step is None:
            return current
        current = step.new
    return current


def province_named(name: str, on: date) -> AdministrativeUnit | None:
    """The province that bore a name on a date, or None."""
    return AdministrativeUnit.objects.provinces().in_force(on).filter(name=name).first()


def holidays_between(first: date, last: date) -> frozenset[date]:
    """Days off of a span, for deadlines in working days."""
    return frozenset(Holiday.objects.filter(on__range=(first, last)).values_list("on", flat=True))
