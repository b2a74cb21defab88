from django.db import migrations

from scores import database_rules


class Migration(migrations.Migration):
    dependencies = [("scores", "0001_initial")]

    operations = [migrations.RunPython(database_rules.install, migrations.RunPython.noop)]
