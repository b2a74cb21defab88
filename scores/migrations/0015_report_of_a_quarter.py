from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0014_letter_blocks")]

    operations = database_rules.around(
        15,
        migrations.AddField(
            model_name="letter",
            name="months",
            field=models.JSONField(blank=True, default=list, verbose_name="các đợt tháng đã dùng"),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("province", "Thông báo kết quả của tỉnh, kèm phụ lục"),
                    ("district", "Thông báo kết quả của huyện hoặc xã, kèm phụ lục"),
                    ("components", "Bảng chỉ số thành phần"),
                    ("none", "Không ra văn bản"),
                    ("report", "Báo cáo quý, kèm biểu mẫu thống kê"),
                    ("slip", "Công văn đính chính"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
    )
