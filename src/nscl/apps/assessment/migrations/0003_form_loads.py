import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('assessment', '0002_seed_questionnaires'),
        ('core', '0003_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('reading', 'Đang đọc'), ('read', 'Chờ xác nhận'), ('loading', 'Đang nạp'), ('done', 'Đã nạp'), ('dropped', 'Đã bỏ')], default='reading', max_length=10, verbose_name='trạng thái')),
                ('acting', models.JSONField(default=dict, verbose_name='tư cách')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do đính chính')),
                ('created_at', models.DateTimeField(verbose_name='nộp lúc')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='nạp xong lúc')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.job')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='form_loads', to='assessment.survey')),
            ],
            options={
                'verbose_name': 'lần nạp phiếu Excel',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['reading', 'read', 'loading', 'done', 'dropped'])), name='form_load_state_known')],
            },
        ),
        migrations.CreateModel(
            name='FormFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='số')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('state', models.CharField(choices=[('waiting', 'Chưa đọc'), ('ready', 'Nạp được'), ('faulty', 'Có câu trả lời sai'), ('same', 'Trùng bản đã gửi'), ('answered', 'Đơn vị đã trả lời'), ('twice', 'Hai tệp của một đơn vị'), ('outdated', 'Sai bản câu hỏi'), ('strange', 'Của cuộc khảo sát khác'), ('changed', 'Phần nhận dạng bị sửa'), ('not_a_form', 'Không phải phiếu'), ('broken', 'Không mở được'), ('loaded', 'Đã nạp'), ('refused', 'Không nạp được')], default='waiting', max_length=10, verbose_name='kết quả')),
                ('answers', models.JSONField(default=dict, verbose_name='câu trả lời')),
                ('respondent', models.JSONField(default=dict, verbose_name='người trả lời')),
                ('faults', models.JSONField(default=list, verbose_name='vấn đề')),
                ('answered', models.PositiveIntegerField(default=0, verbose_name='số câu đã trả lời')),
                ('asked', models.PositiveIntegerField(default=0, verbose_name='số câu phải hỏi')),
                ('is_chosen', models.BooleanField(default=False, verbose_name='được chọn nạp')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.storedfile')),
                ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.invitation', verbose_name='đơn vị')),
                ('response', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.response')),
                ('load', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='assessment.formload')),
            ],
            options={
                'verbose_name': 'tệp phiếu Excel',
                'ordering': ['load', 'number'],
                'indexes': [models.Index(fields=['load', 'state', 'number'], name='form_files_by_state')],
                'constraints': [models.UniqueConstraint(fields=('load', 'number'), name='form_file_number_once')],
            },
        ),
    ]
