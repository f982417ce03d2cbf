from django.db import migrations, models


class Migration(migrations.Migration):
    """Events declared wrong by an index that holds no others: traces ask it for every event."""

    dependencies = [("traceability", "0007_strictness")]

    operations = [
        migrations.AddIndex(
            model_name="eventhash",
            index=models.Index(
                condition=models.Q(("is_void", True)), fields=["id"], name="void_events"
            ),
        ),
    ]
