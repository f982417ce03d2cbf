"""The accounts that the demo offers at its login page."""

from __future__ import annotations

from django import template

from nscl.apps.accounts.models import Membership

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[dict[str, str]]:
    """User name, role and office of everybody in the demo, province by province."""
    rows = Membership.objects.select_related("user", "office__province").order_by(
        "office__province__sort_key", "pk"
    )
    return [
        {
            "username": row.user.username,
            "role": row.get_role_display(),
            "office": f"{row.office.name}{f' ({row.office.province})' if row.office.province else ''}",
        }
        for row in rows
    ]
