"""The catalogue begins with what the plans of the genre name; taking it back leaves the rows in place."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nscl.apps.catalog import seed


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed.seed_contents(apps)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
