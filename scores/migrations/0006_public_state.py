from django.db import migrations, models

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0005_units_confirm")]

    operations = database_rules.around(
        6,
        migrations.CreateModel(
            name="PublicState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "dấu của phần công khai",
                "verbose_name_plural": "dấu của phần công khai",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="public_state_is_one",
                        violation_error_message="Phần công khai chỉ có một dấu.",
                    )
                ],
            },
        ),
        # Any token will do until the first write that readers notice.
        migrations.RunSQL(
            "INSERT INTO scores_publicstate (id, token) VALUES (1, 'none')",
            "DELETE FROM scores_publicstate",
        ),
    )
