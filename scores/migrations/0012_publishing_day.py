from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0011_clock_of_the_statement")]

    operations = database_rules.around(
        12,
        migrations.AddField(
            model_name="office",
            name="publishing_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Số liệu của một tháng được công bố vào ngày này của tháng sau, từ 1 đến 28. "
                "Hiện ở lịch công bố. Để trống nếu cơ quan chưa thông báo ngày.",
                null=True,
                verbose_name="ngày công bố hằng tháng",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("publishing_day__isnull", True),
                    ("publishing_day__range", (1, 28)),
                    _connector="OR",
                ),
                name="office_publishing_day_in_every_month",
                violation_error_message="Ngày công bố hằng tháng là một ngày từ 1 đến 28.",
            ),
        ),
    )
