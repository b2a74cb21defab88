from django.db import migrations

from scores import database_rules


class Migration(migrations.Migration):
    """The rule on set times goes by the clock of the statement, no longer by that of the transaction."""

    dependencies = [("scores", "0010_public_checks")]

    operations = database_rules.around(11)
