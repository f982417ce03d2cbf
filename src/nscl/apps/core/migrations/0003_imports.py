import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('core', '0002_registers'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spec', models.CharField(max_length=80, verbose_name='loại nhập')),
                ('filename', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('state', models.CharField(default='uploaded', max_length=12, verbose_name='trạng thái')),
                ('province_id', models.BigIntegerField(null=True, verbose_name='tỉnh')),
                ('reading', models.JSONField(default=dict, verbose_name='cách đọc tệp')),
                ('columns', models.JSONField(default=list, verbose_name='các cột')),
                ('fill_merged', models.BooleanField(default=True, verbose_name='điền ô gộp')),
                ('mode', models.CharField(blank=True, choices=[('good', 'Chỉ các dòng tốt'), ('all', 'Tất cả hoặc không dòng nào')], max_length=10, verbose_name='cách nhập')),
                ('counts', models.JSONField(default=dict, verbose_name='số dòng')),
                ('acting', models.JSONField(default=dict, verbose_name='tư cách')),
                ('created_at', models.DateTimeField(verbose_name='tải lên lúc')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='kiểm tra lúc')),
                ('done_at', models.DateTimeField(null=True, verbose_name='nhập xong lúc')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='rút lại lúc')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
            ],
            options={
                'verbose_name': 'lần nhập từ tệp',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['province_id', '-created_at'], name='import_batches_of_province')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'mapped', 'checked', 'confirmed', 'done', 'taken_back', 'dropped'])), name='import_batch_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('spec', models.CharField(max_length=80, verbose_name='loại nhập')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='dấu của tiêu đề')),
                ('province_id', models.BigIntegerField(null=True, verbose_name='tỉnh')),
                ('columns', models.JSONField(default=dict, verbose_name='các cột')),
                ('saved_at', models.DateTimeField(verbose_name='lưu lúc')),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'cách ghép cột',
                'constraints': [models.UniqueConstraint(condition=models.Q(('province_id', None), _negated=True), fields=('spec', 'fingerprint', 'province_id'), name='import_mapping_once_in_a_province'), models.UniqueConstraint(condition=models.Q(('province_id', None)), fields=('spec', 'fingerprint'), name='import_mapping_once_without_province')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row_no', models.PositiveIntegerField(verbose_name='dòng')),
                ('status', models.CharField(max_length=8, verbose_name='kết quả')),
                ('values', models.JSONField(default=dict, verbose_name='giá trị')),
                ('problems', models.JSONField(default=list, verbose_name='vấn đề')),
                ('differences', models.JSONField(default=list, verbose_name='khác biệt')),
                ('doubts', models.JSONField(default=list, verbose_name='nghi trùng')),
                ('decision', models.CharField(blank=True, max_length=24, verbose_name='quyết định')),
                ('record_id', models.BigIntegerField(null=True, verbose_name='hồ sơ')),
                ('revision', models.PositiveIntegerField(null=True, verbose_name='lần sửa của hồ sơ')),
                ('is_loaded', models.BooleanField(default=False, verbose_name='đã nhập')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='core.importbatch')),
            ],
            options={
                'verbose_name': 'dòng của tệp',
                'ordering': ['batch', 'row_no'],
                'indexes': [models.Index(fields=['batch', 'status', 'row_no'], name='import_rows_by_status')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'row_no'), name='import_row_once')],
            },
        ),
    ]
