"""Filling the catalogue of contents; safe to run again: what people changed since stays."""

from __future__ import annotations

from django.apps.registry import Apps

from nscl.apps.catalog.data.contents import CONTENTS
from nscl.vietnamese import search_key, sort_key


def seed_contents(apps: Apps) -> None:
    """Every content the plans name, with parents and successors; one that stands is left alone."""
    model = apps.get_model("catalog", "SupportContent")
    standing = dict(model.objects.values_list("code", "pk"))
    made = []
    for group, rows in CONTENTS.items():
        for row in rows:
            if row.code in standing:
                continue
            content = model.objects.create(
                code=row.code,
                name=row.name,
                group=group,
                description=row.description,
                when_to_use=row.when_to_use,
                once_per_organisation=row.once,
                valid_to=row.until,
                named_by=list(row.also),
                search_key=search_key(" ".join([row.code, row.name, *row.also])),
                sort_key=sort_key(row.name)[:600],
            )
            standing[row.code] = content.pk
            made.append((content, row))
    for content, row in made:
        if row.parent or row.successor:
            content.parent_id = standing.get(row.parent)
            content.successor_id = standing.get(row.successor)
            # A model of a migration has no `save` of its own: the keys were given above.
            content.save(update_fields=["parent", "successor"])
