"""Surveys begin with one ready questionnaire; taking it back leaves it in place."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from nscl.apps.assessment import seed


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    seed.seed_questionnaires(apps, timezone.now())


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_surveys")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
