import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reference", "0003_unique_with_nulls"),
        ("registry", "0002_list_order"),
        ("traceability", "0003_subscriptions"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecallCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("number", models.PositiveIntegerField(verbose_name="số")),
                ("title", models.CharField(max_length=250, verbose_name="tên hồ sơ")),
                ("reason", models.TextField(verbose_name="lý do thu hồi")),
                (
                    "hazard",
                    models.CharField(
                        choices=[
                            ("microbe", "Vi sinh vật gây bệnh"),
                            ("residue", "Tồn dư hóa chất, thuốc bảo vệ thực vật, kháng sinh"),
                            ("foreign", "Vật lạ"),
                            ("allergen", "Chất gây dị ứng không ghi nhãn"),
                            ("label", "Ghi nhãn sai"),
                            ("standard", "Không đạt tiêu chuẩn, quy chuẩn"),
                            ("counterfeit", "Hàng giả, giả mạo nguồn gốc"),
                            ("other", "Lý do khác"),
                        ],
                        max_length=12,
                        verbose_name="mối nguy",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("high", "Cao"), ("medium", "Trung bình"), ("low", "Thấp")],
                        max_length=6,
                        verbose_name="mức độ",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="yêu cầu với nơi giữ hàng")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                ("contact", models.CharField(blank=True, max_length=250, verbose_name="đầu mối liên hệ")),
                ("since", models.DateTimeField(blank=True, null=True, verbose_name="tính từ")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="hạn trả lời")),
                ("state", models.CharField(default="draft", max_length=10, verbose_name="trạng thái")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="lần sửa")),
                ("office_name", models.CharField(blank=True, max_length=250, verbose_name="cơ quan lập")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="trình lúc")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="mở lúc")),
                ("notified_at", models.DateTimeField(blank=True, null=True, verbose_name="thông báo lúc")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="kết thúc lúc")),
                ("conclusion", models.TextField(blank=True, verbose_name="kết luận")),
                ("report", models.JSONField(blank=True, null=True, verbose_name="báo cáo kết thúc")),
                ("report_hash", models.CharField(blank=True, max_length=64, verbose_name="mã băm báo cáo")),
                ("is_demo", models.BooleanField(default=False, verbose_name="dữ liệu minh họa")),
                ("search_key", models.TextField(default="", editable=False, verbose_name="khóa tìm kiếm")),
                (
                    "sort_key",
                    models.CharField(default="", editable=False, max_length=600, verbose_name="khóa sắp xếp"),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người duyệt",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.administrativeunit",
                        verbose_name="tỉnh",
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ thu hồi",
                "ordering": ["-year", "-number", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("province", "year", "number"), name="recall_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "opened", "notified", "closed", "withdrawn"])
                        ),
                        name="recall_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "withdrawn"]),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="opened_recall_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), ("report__isnull", False)),
                            _connector="OR",
                        ),
                        name="closed_recall_has_its_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallClosure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="phiên bản")),
                ("frozen_at", models.DateTimeField(verbose_name="chốt lúc")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="lý do chốt lại")),
                ("hash", models.CharField(max_length=64, verbose_name="mã băm")),
                ("item_count", models.PositiveIntegerField(verbose_name="số mã hàng")),
                ("event_count", models.PositiveIntegerField(verbose_name="số sự kiện")),
                ("is_cut_off", models.BooleanField(default=False, verbose_name="dừng vì quá nhiều")),
                ("breaks", models.JSONField(default=list, verbose_name="chỗ đứt")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closures",
                        to="traceability.recallcase",
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người chốt",
                    ),
                ),
            ],
            options={
                "verbose_name": "phạm vi thu hồi đã chốt",
                "ordering": ["case", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "version"), name="closure_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallHolder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(verbose_name="khóa")),
                ("code", models.TextField(blank=True, verbose_name="mã địa điểm, mã bên")),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="đơn vị chuyển cuối",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holders",
                        to="traceability.recallcase",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi giữ hàng",
                "ordering": ["case", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "key"), name="holder_once_in_recall")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("code", models.TextField(verbose_name="mã")),
                ("kind", models.CharField(max_length=14, verbose_name="loại")),
                ("product_name", models.CharField(blank=True, max_length=300, verbose_name="sản phẩm")),
                ("is_root", models.BooleanField(default=False, verbose_name="là điểm gốc")),
                ("is_carrier", models.BooleanField(default=False, verbose_name="chỉ là vật chứa")),
                ("because", models.JSONField(default=list, verbose_name="vì sao")),
                (
                    "closure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="traceability.recallclosure",
                    ),
                ),
            ],
            options={
                "verbose_name": "hàng thuộc phạm vi thu hồi",
                "ordering": ["closure", "position"],
                "indexes": [models.Index(fields=["code"], name="recalled_code")],
                "constraints": [
                    models.UniqueConstraint(fields=("closure", "code"), name="item_once_in_closure")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("here", "Đang giữ"),
                            ("on_way", "Đã gửi đến, chưa ghi nhận"),
                            ("sold", "Đã bán lẻ"),
                            ("used", "Đã dùng để làm ra hàng khác"),
                            ("ended", "Đã hủy, ngừng dùng mã"),
                            ("passed_on", "Đã chuyển hết đi"),
                        ],
                        max_length=9,
                        verbose_name="tình trạng",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="số lượng"),
                ),
                ("unit", models.CharField(blank=True, max_length=3, verbose_name="đơn vị")),
                ("since", models.DateTimeField(verbose_name="từ lúc")),
                ("place", models.TextField(blank=True, verbose_name="địa điểm")),
                ("through", models.TextField(blank=True, verbose_name="trong vật chứa")),
                ("event", models.TextField(verbose_name="sự kiện")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="traceability.recallholder",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="traceability.recallitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "hàng ở một nơi giữ",
                "ordering": ["item__position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity", None), ("quantity__gte", 0), _connector="OR"),
                        name="holding_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="thư điện tử")),
                ("serial", models.PositiveIntegerField(default=0, verbose_name="lần cấp liên kết")),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("due_on", models.DateField(verbose_name="hạn trả lời")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="gửi thư điện tử lúc")),
                ("letter_at", models.DateTimeField(blank=True, null=True, verbose_name="in thư lúc")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="đã xem lúc")),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True, verbose_name="xác nhận lúc")),
                (
                    "acknowledged_by",
                    models.CharField(blank=True, max_length=120, verbose_name="người xác nhận"),
                ),
                (
                    "acknowledged_via",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "Trang trả lời"),
                            ("api", "Phần mềm kết nối"),
                            ("officer", "Cán bộ ghi (điện thoại, giấy)"),
                        ],
                        max_length=7,
                        verbose_name="cách xác nhận",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="trả lời lần cuối lúc"),
                ),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="số lần nhắc")),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="nhắc lần cuối lúc"),
                ),
                (
                    "holder",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="traceability.recallholder",
                        verbose_name="nơi giữ hàng",
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo thu hồi",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at", None), ("acknowledged_at__isnull", False), _connector="OR"
                        ),
                        name="answered_notice_is_acknowledged",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "Thông báo"), ("reminder", "Thư nhắc")],
                        max_length=8,
                        verbose_name="loại",
                    ),
                ),
                ("to", models.EmailField(max_length=254, verbose_name="gửi đến")),
                ("subject", models.CharField(max_length=250, verbose_name="tiêu đề")),
                ("body", models.TextField(verbose_name="nội dung")),
                ("queued_at", models.DateTimeField(verbose_name="xếp hàng lúc")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="số lần thử")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="đã gửi lúc")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="lỗi")),
                (
                    "queued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="traceability.recallnotice",
                    ),
                ),
            ],
            options={
                "verbose_name": "thư điện tử thu hồi",
                "ordering": ["queued_at", "pk"],
                "indexes": [models.Index(fields=["sent_at", "queued_at"], name="recall_mails_to_send")],
            },
        ),
        migrations.CreateModel(
            name="RecallRecovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(verbose_name="mã hàng")),
                ("unit", models.CharField(blank=True, max_length=3, verbose_name="đơn vị")),
                (
                    "held",
                    models.DecimalField(decimal_places=4, max_digits=20, null=True, verbose_name="còn giữ"),
                ),
                (
                    "sold",
                    models.DecimalField(
                        decimal_places=4, max_digits=20, null=True, verbose_name="đã bán, đã chuyển"
                    ),
                ),
                (
                    "recovered",
                    models.DecimalField(
                        decimal_places=4, max_digits=20, null=True, verbose_name="đã thu hồi, cách ly"
                    ),
                ),
                (
                    "destroyed",
                    models.DecimalField(
                        decimal_places=4, max_digits=20, null=True, verbose_name="đã tiêu hủy"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="ghi chú")),
                ("as_of", models.DateField(verbose_name="tính đến ngày")),
                ("told_at", models.DateTimeField(verbose_name="ghi lúc")),
                ("told_by", models.CharField(blank=True, max_length=120, verbose_name="người báo")),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("link", "Trang trả lời"),
                            ("api", "Phần mềm kết nối"),
                            ("officer", "Cán bộ ghi (điện thoại, giấy)"),
                        ],
                        max_length=7,
                        verbose_name="cách báo",
                    ),
                ),
                (
                    "client",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="traceability.apiclient",
                        verbose_name="phần mềm",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="traceability.recallnotice",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cán bộ ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "số liệu thu hồi",
                "ordering": ["told_at", "pk"],
                "indexes": [models.Index(fields=["notice", "code"], name="recoveries_of_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held", None), ("held__gte", 0), _connector="OR"),
                            models.Q(("sold", None), ("sold__gte", 0), _connector="OR"),
                            models.Q(("recovered", None), ("recovered__gte", 0), _connector="OR"),
                            models.Q(("destroyed", None), ("destroyed__gte", 0), _connector="OR"),
                        ),
                        name="recovery_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("destroyed", None),
                            models.Q(("recovered__gte", models.F("destroyed")), ("recovered__isnull", False)),
                            _connector="OR",
                        ),
                        name="destroyed_was_recovered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecallRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="thứ tự")),
                ("code", models.TextField(verbose_name="mã")),
                ("given", models.TextField(blank=True, verbose_name="mã như đã nhập")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roots",
                        to="traceability.recallcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "điểm gốc thu hồi",
                "ordering": ["case", "position"],
                "constraints": [models.UniqueConstraint(fields=("case", "code"), name="recall_root_once")],
            },
        ),
        migrations.CreateModel(
            name="PartyCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(verbose_name="mã")),
                ("told_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="party_codes",
                        to="registry.organisation",
                        verbose_name="tổ chức",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.administrativeunit",
                        verbose_name="tỉnh",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mã địa điểm, mã bên của tổ chức",
                "constraints": [models.UniqueConstraint(fields=("province", "code"), name="party_code_once")],
            },
        ),
    ]
