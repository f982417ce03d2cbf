from django.db import migrations, models

# Events that bear a field with a number or a moment more than once.
REPEATED = """
    UPDATE traceability_eventfield SET is_repeated = true
    WHERE (number IS NOT NULL OR moment IS NOT NULL) AND (event_number, name) IN (
      SELECT event_number, name FROM traceability_eventfield
      WHERE number IS NOT NULL OR moment IS NOT NULL
      GROUP BY event_number, name HAVING count(*) > 1)
"""


def mark_repeated(apps, schema_editor):
    schema_editor.execute(REPEATED)


class Migration(migrations.Migration):
    """Rare words of events by an index, and a stretch between two bounds of a field in one look."""

    dependencies = [("traceability", "0008_void_events")]

    operations = [
        migrations.AddField(
            model_name="eventfield",
            name="is_repeated",
            field=models.BooleanField(default=False, verbose_name="số hay thời điểm lặp lại trong sự kiện"),
        ),
        migrations.RunPython(mark_repeated, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="eventfield",
            index=models.Index(condition=models.Q(("is_repeated", True)), fields=["name"], name="repeated_fields"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["disposition", "biz_step", "type"], name="event_by_words"),
        ),
    ]
