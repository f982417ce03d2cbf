"""The accounts that the demo offers at its login page."""

from __future__ import annotations

from itertools import groupby

from django import template

from nscl.apps.accounts.models import Membership

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[tuple[str, list[Membership]]]:
    """Everybody in the demo, office by office, the most peopled province first."""
    rows = Membership.objects.select_related("user", "office__province").order_by("pk")

    def province_of(row: Membership) -> str:
        return row.office.province.full_name if row.office.province else ""

    return [(province, list(group)) for province, group in groupby(rows, key=province_of)]
