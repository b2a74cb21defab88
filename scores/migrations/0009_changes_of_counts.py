from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0008_corrections_and_letters")]

    operations = database_rules.around(
        9,
        migrations.AlterField(
            model_name="result",
            name="change",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=21, null=True, verbose_name="thay đổi"
            ),
        ),
    )
