import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0012_publishing_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = database_rules.around(
        13,
        migrations.AddField(
            model_name="letter",
            name="check_code",
            field=models.CharField(blank=True, db_index=True, max_length=14, verbose_name="mã kiểm tra"),
        ),
        migrations.CreateModel(
            name="SignedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="signed/", verbose_name="bản đã ký")),
                ("sha256", models.CharField(max_length=64, verbose_name="mã băm SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="số byte")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="số trang")),
                ("signatures", models.JSONField(verbose_name="chữ ký")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="nhận lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_files",
                        to="scores.letter",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản đã ký",
                "verbose_name_plural": "bản đã ký",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sha256",),
                        name="signed_file_once",
                        violation_error_message="Tệp ký này đã được nhận.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gt", 0), ("size__gt", 0)),
                        name="signed_file_has_pages",
                        violation_error_message="Bản đã ký phải có ít nhất một trang.",
                    ),
                ],
            },
        ),
    )
