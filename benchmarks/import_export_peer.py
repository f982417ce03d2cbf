"""The same list through django-import-export, for comparison with `benchmarks/imports.py`.

Runs in an environment of its own, which needs django-import-export[xlsx] and nothing of ours:
`python import_export_peer.py LIST.xlsx`. A model with the same five columns, its dry run (the preview) and
its import, with and without bulk statements, on SQLite in memory.
"""

import sys
import time

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["import_export"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.db import connection, models  # noqa: E402
from import_export import resources  # noqa: E402
from tablib import Dataset  # noqa: E402


class Organisation(models.Model):
    name = models.CharField(max_length=300)
    tax_code = models.CharField(max_length=14, unique=True)
    kind = models.CharField(max_length=16)
    workers = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    revenue = models.DecimalField(max_digits=20, decimal_places=1, null=True)

    class Meta:
        app_label = "import_export"  # one that is installed

    def __str__(self) -> str:
        return self.name


class Plain(resources.ModelResource):
    class Meta:
        model = Organisation
        import_id_fields = ("tax_code",)
        exclude = ("id",)
        skip_unchanged = True
        report_skipped = True


class Bulk(Plain):
    class Meta(Plain.Meta):
        use_bulk = True
        batch_size = 1000


def main() -> None:
    data = open(sys.argv[1], "rb").read()  # noqa: SIM115
    with connection.schema_editor() as editor:
        editor.create_model(Organisation)
    start = time.perf_counter()
    rows = Dataset().load(data, format="xlsx")
    rows.headers = ["name", "tax_code", "kind", "workers", "revenue"]
    said("read (openpyxl by tablib)", start, len(rows))
    for name, resource, dry_run in (
        ("dry run: preview", Plain(), True),
        ("import, bulk", Bulk(), False),
        ("import again, all the same", Plain(), False),
    ):
        start = time.perf_counter()
        result = resource.import_data(rows, dry_run=dry_run, raise_errors=False)
        if result.has_errors():
            raise SystemExit(f"{name}: {result.row_errors()[0][1][0].error!r}")
        said(f"{name} ({dict(result.totals)})", start, len(rows))


def said(step: str, start: float, rows: int) -> None:
    seconds = time.perf_counter() - start
    print(f"{step} {seconds:.2f} s {rows / seconds:,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main()
