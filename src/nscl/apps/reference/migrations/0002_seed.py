"""The registers begin with the facts of `reference.data`; taking it back leaves them in place."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nscl.apps.reference import seed


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed.seed_units(apps)
    seed.seed_law(apps)
    seed.seed_calendar(apps)
    seed.seed_industries(apps)


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
