from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0016_index_in_use")]

    operations = database_rules.around(
        17,
        migrations.AddField(
            model_name="office",
            name="data_licence",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Tên giấy phép mà cơ quan đã quyết định cho dữ liệu mở của mình. Để trống nếu chưa quyết "
                "định: trang dữ liệu nói đúng như vậy.",
                max_length=200,
                verbose_name="giấy phép dữ liệu mở",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="office",
            name="data_licence_url",
            field=models.URLField(
                blank=True,
                default="",
                help_text="Nơi đọc toàn văn giấy phép, nếu có; cổng dữ liệu khác nhận ra giấy phép nhờ địa chỉ này.",
                verbose_name="địa chỉ giấy phép",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("data_licence_url", ""),
                    models.Q(("data_licence", ""), _negated=True),
                    _connector="OR",
                ),
                name="office_licence_address_has_name",
                violation_error_message="Địa chỉ giấy phép cần có tên giấy phép.",
            ),
        ),
    )
