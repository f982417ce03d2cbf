"""The register of measures begins with those of the genre; taking it back leaves them in place."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from nscl.apps.programme import seed


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed.seed_indicators(apps)


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_review_revisions_and_search_keys")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
