import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from nscl.apps.traceability.partitions import CreatePartitioned

PROTECT, CASCADE = django.db.models.deletion.PROTECT, django.db.models.deletion.CASCADE


class Migration(migrations.Migration):
    """What events can be asked for beyond their columns, and what documents tell about places and goods."""

    dependencies = [
        ('reference', '0003_unique_with_nulls'),
        ('registry', '0001_initial'),
        ('traceability', '0001_initial'),
    ]

    operations = [
        CreatePartitioned(
            name='EventField',
            fields=[
                ('pk', models.CompositePrimaryKey('event_number', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('event_number', models.BigIntegerField(verbose_name='sự kiện')),
                ('position', models.PositiveIntegerField(verbose_name='thứ tự')),
                ('record_time', models.DateTimeField(verbose_name='ghi lúc')),
                ('event_time', models.DateTimeField(verbose_name='thời điểm')),
                ('name', models.TextField(verbose_name='tên')),
                ('mark', models.BigIntegerField(verbose_name='dấu của tên và giá trị')),
                ('text', models.TextField(blank=True, verbose_name='giá trị')),
                ('number', models.FloatField(null=True, verbose_name='số')),
                ('moment', models.DateTimeField(null=True, verbose_name='thời điểm được nêu')),
            ],
            options={'verbose_name': 'trường của sự kiện'},
        ),
        migrations.CreateModel(
            name='MasterData',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.TextField(verbose_name='bộ từ vựng')),
                ('code', models.TextField(verbose_name='mã chuẩn')),
                ('attributes', models.JSONField(default=list, verbose_name='thuộc tính')),
                ('children', models.JSONField(default=list, verbose_name='thành phần')),
                ('captured_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('is_current', models.BooleanField(default=True, verbose_name='mô tả mới nhất')),
                ('organisation', models.ForeignKey(on_delete=PROTECT, related_name='+', to='registry.organisation', verbose_name='tổ chức')),
                ('province', models.ForeignKey(db_index=False, on_delete=PROTECT, related_name='+', to='reference.administrativeunit', verbose_name='tỉnh')),
            ],
            options={
                'verbose_name': 'dữ liệu chủ',
                'constraints': [models.UniqueConstraint(condition=Q(('is_current', True)), fields=('code', 'organisation', 'type'), name='master_data_current_once')],
            },
        ),
        migrations.CreateModel(
            name='MasterAttribute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(verbose_name='tên')),
                ('short', models.TextField(verbose_name='tên ngắn')),
                ('text', models.TextField(blank=True, verbose_name='giá trị')),
                ('number', models.FloatField(null=True, verbose_name='số')),
                ('description', models.ForeignKey(on_delete=CASCADE, related_name='told', to='traceability.masterdata')),
            ],
            options={
                'verbose_name': 'thuộc tính của dữ liệu chủ',
                'indexes': [models.Index(fields=['short', 'name'], name='master_attribute_by_name')],
            },
        ),
        migrations.CreateModel(
            name='MasterChild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parent', models.TextField(verbose_name='bên trên')),
                ('child', models.TextField(verbose_name='bên dưới')),
                ('description', models.ForeignKey(on_delete=CASCADE, related_name='placed', to='traceability.masterdata')),
            ],
            options={
                'verbose_name': 'quan hệ trong dữ liệu chủ',
                'indexes': [models.Index(fields=['parent'], name='master_child_of')],
            },
        ),
        migrations.AddIndex('eventfield', models.Index(fields=['mark', 'event_time'], name='field_by_value')),
        migrations.AddIndex(
            'eventfield',
            models.Index(condition=Q(('number__isnull', False)), fields=['name', 'number'], name='field_by_number'),
        ),
        migrations.AddIndex(
            'eventfield',
            models.Index(condition=Q(('moment__isnull', False)), fields=['name', 'moment'], name='field_by_moment'),
        ),
        migrations.AddIndex('event', models.Index(fields=['record_time', 'id'], name='event_by_record_time')),
        migrations.AddIndex('event', models.Index(fields=['organisation', 'event_time'], name='event_by_organisation')),
        migrations.AddIndex('event', models.Index(fields=['read_point', 'event_time'], name='event_by_read_point')),
        migrations.AddIndex('event', models.Index(fields=['biz_location', 'event_time'], name='event_by_location')),
        migrations.AddIndex(
            'event',
            models.Index(condition=Q(('transformation__isnull', False)), fields=['transformation'], name='event_by_transformation'),
        ),
        migrations.AddIndex(
            'event',
            models.Index(condition=Q(('is_error_declaration', True)), fields=['event_time'], name='declarations_of_error'),
        ),
    ]
