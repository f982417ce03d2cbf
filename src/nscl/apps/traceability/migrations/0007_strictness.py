
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reference', '0003_unique_with_nulls'),
        ('traceability', '0006_capture_bodies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProvinceStrictness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='điểm nghi ngờ')),
                ('set_at', models.DateTimeField(verbose_name='đặt lúc')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.administrativeunit', verbose_name='tỉnh')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đặt')),
            ],
            options={
                'verbose_name': 'mức kiểm tra của tỉnh',
                'constraints': [models.UniqueConstraint(fields=('province', 'code'), name='strict_once_in_a_province')],
            },
        ),
    ]
