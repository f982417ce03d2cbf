import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('reference', '0003_unique_with_nulls'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportContent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=250, verbose_name='tên')),
                ('group', models.CharField(choices=[('management_system', 'Hệ thống quản lý'), ('improvement_tool', 'Công cụ cải tiến năng suất chất lượng'), ('certification', 'Chứng nhận, công bố hợp chuẩn, hợp quy'), ('base_standard', 'Xây dựng, áp dụng tiêu chuẩn'), ('traceability', 'Mã số mã vạch, truy xuất nguồn gốc'), ('digital', 'Chuyển đổi số, sản xuất thông minh'), ('technology', 'Đổi mới, đánh giá công nghệ'), ('testing', 'Thử nghiệm, đo lường'), ('training', 'Đào tạo, tập huấn')], max_length=24, verbose_name='nhóm')),
                ('description', models.TextField(blank=True, verbose_name='là gì')),
                ('when_to_use', models.TextField(blank=True, verbose_name='dùng khi nào')),
                ('once_per_organisation', models.BooleanField(default=True, verbose_name='mỗi đơn vị hỗ trợ một lần')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='dùng từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='lần sửa')),
                ('named_by', models.JSONField(blank=True, default=list, verbose_name='tên gọi khác trong các kế hoạch')),
                ('search_key', models.TextField(default='', editable=False, verbose_name='khóa tìm kiếm')),
                ('sort_key', models.CharField(default='', editable=False, max_length=600, verbose_name='khóa sắp xếp')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='catalog.supportcontent', verbose_name='thuộc')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='catalog.supportcontent', verbose_name='thay bằng')),
            ],
            options={
                'verbose_name': 'nội dung hỗ trợ',
                'ordering': ['group', 'sort_key', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='content_dates_in_order'), models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='content_not_its_own_successor')],
            },
        ),
        migrations.CreateModel(
            name='CostNorm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cap_vnd', models.BigIntegerField(blank=True, null=True, verbose_name='mức tối đa (đồng)')),
                ('rate_pct', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='tỷ lệ hỗ trợ tối đa (%)')),
                ('per', models.CharField(blank=True, max_length=120, verbose_name='tính trên')),
                ('source', models.CharField(max_length=250, verbose_name='căn cứ')),
                ('clause', models.CharField(blank=True, max_length=120, verbose_name='điều khoản')),
                ('is_verified', models.BooleanField(default=False, verbose_name='đã đối chiếu văn bản')),
                ('valid_from', models.DateField(verbose_name='từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='reference.administrativeunit', verbose_name='tỉnh')),
                ('content', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='norms', to='catalog.supportcontent')),
            ],
            options={
                'verbose_name': 'định mức hỗ trợ',
                'ordering': ['content', '-valid_from'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cap_vnd', None), ('cap_vnd__gt', 0), _connector='OR'), name='norm_cap_positive'), models.CheckConstraint(condition=models.Q(('rate_pct', None), models.Q(('rate_pct__gt', 0), ('rate_pct__lte', 100)), _connector='OR'), name='norm_rate_is_a_share'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='norm_dates_in_order'), models.UniqueConstraint(condition=models.Q(('province', None), _negated=True), fields=('content', 'province', 'valid_from'), name='norm_once_per_date_and_province'), models.UniqueConstraint(condition=models.Q(('province', None)), fields=('content', 'valid_from'), name='national_norm_once_per_date')],
            },
        ),
    ]
