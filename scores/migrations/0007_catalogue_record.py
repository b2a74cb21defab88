"""Edits of the catalogue in the record, and a legal basis for every former name and succession."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from scores import database_rules

NOT_STATED = "Chưa ghi căn cứ"


def say_what_is_not_stated(apps, schema_editor):
    for model in ("UnitName", "UnitSuccession"):
        apps.get_model("scores", model).objects.filter(legal_basis="").update(legal_basis=NOT_STATED)


class Migration(migrations.Migration):
    dependencies = [("scores", "0006_public_state")]

    operations = database_rules.around(
        7,
        migrations.RunPython(say_what_is_not_stated, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="scores.office",
                verbose_name="cơ quan",
            ),
        ),
        migrations.AlterField(
            model_name="unitname",
            name="legal_basis",
            field=models.CharField(max_length=300, verbose_name="căn cứ"),
        ),
        migrations.AlterField(
            model_name="unitsuccession",
            name="legal_basis",
            field=models.CharField(max_length=300, verbose_name="căn cứ"),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=Q(("release__isnull", True), ("office__isnull", False), _connector="OR"),
                name="event_of_release_has_office",
                violation_error_message="Việc làm với một đợt phải thuộc một cơ quan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitname",
            constraint=models.CheckConstraint(
                condition=Q(("legal_basis", ""), _negated=True),
                name="unit_name_has_basis",
                violation_error_message="Tên trước đây phải ghi căn cứ: văn bản nào đổi tên.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitname",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("first_day__isnull", True), ("first_day__lte", models.F("last_day")), _connector="OR"
                ),
                name="unit_name_days_in_order",
                violation_error_message="Ngày cuối của tên phải sau ngày đầu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unitsuccession",
            constraint=models.CheckConstraint(
                condition=Q(("legal_basis", ""), _negated=True),
                name="unit_succession_has_basis",
                violation_error_message="Việc tiếp nối phải ghi căn cứ: văn bản nào sắp xếp.",
            ),
        ),
    )
