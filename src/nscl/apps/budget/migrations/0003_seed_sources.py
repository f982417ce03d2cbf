"""The funding sources the plans name; taking it back leaves them in place."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nscl.apps.budget.seed import seed_sources


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed_sources(apps)


class Migration(migrations.Migration):
    dependencies = [("budget", "0002_line_continues")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
