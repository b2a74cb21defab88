import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0013_signed_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = database_rules.around(
        14,
        migrations.CreateModel(
            name="LetterBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="loại văn bản")),
                ("block", models.CharField(max_length=20, verbose_name="đoạn")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("edited", "Lời do người sửa"),
                            ("added", "Thêm vào kỳ này"),
                            ("left_out", "Bỏ trong kỳ này"),
                        ],
                        max_length=8,
                        verbose_name="cách viết",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="lời văn")),
                (
                    "carried",
                    models.BooleanField(default=False, verbose_name="mang từ lần trước, chưa xem lại"),
                ),
                ("at", models.DateTimeField(auto_now=True, verbose_name="lúc")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_blocks",
                        to="scores.release",
                        verbose_name="đợt",
                    ),
                ),
            ],
            options={
                "verbose_name": "đoạn của văn bản",
                "verbose_name_plural": "đoạn của văn bản",
                "ordering": ["release", "kind", "block"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "kind", "block"),
                        name="letter_block_once",
                        violation_error_message="Đoạn này của văn bản đã được sửa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "edited"), models.Q(("text", ""), _negated=True)),
                            models.Q(models.Q(("how", "edited"), _negated=True), ("text", "")),
                            _connector="OR",
                        ),
                        name="letter_block_text_when_edited",
                        violation_error_message="Đoạn do người sửa phải có lời; đoạn thêm hay bỏ thì không.",
                    ),
                ],
            },
        ),
    )
