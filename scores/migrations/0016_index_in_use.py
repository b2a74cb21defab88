from django.db import migrations

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0015_report_of_a_quarter"),
    ]

    operations = database_rules.around(16)
