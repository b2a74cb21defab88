"""Kinds of correction, marks of revised results, numbers and days of letters, letters that replace or rectify."""

from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from scores import database_rules

SAID = (
    *("points", "rate", "count", "count_of", "national_average", "national_rank", "national_of"),
    *("no_data_reason", "note", "rank", "of", "rating"),
)


def say_kinds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Versions that the system issued again are known by their event; of the others nobody kept the kind."""
    later = apps.get_model("scores", "Release").objects.filter(version__gt=1)
    later.update(correction_kind="unstated")
    later.filter(events__action="issue_again").update(correction_kind="recomputed")


def mark_revised(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    releases = apps.get_model("scores", "Release").objects.filter(published_at__isnull=False)
    for release in releases.filter(version__gt=1).order_by("pk"):
        same = releases.filter(office=release.office_id, period=release.period, version__lt=release.version)
        before = same.order_by("version").last()
        if before is None:
            continue
        said = {(row.indicator_id, row.unit_id): _said(row) for row in before.results.order_by("pk")}
        changed = [
            row.pk
            for row in release.results.order_by("pk")
            if said.get((row.indicator_id, row.unit_id)) != _said(row)
        ]
        for start in range(0, len(changed), 500):
            release.results.filter(pk__in=changed[start : start + 500]).update(revised=True)


def _said(row: models.Model) -> list[object]:
    return [getattr(row, name) for name in SAID]


class Migration(migrations.Migration):
    dependencies = [("scores", "0007_catalogue_record")]

    operations = database_rules.around(
        8,
        migrations.RemoveConstraint(
            model_name="letter",
            name="letter_once_per_kind",
        ),
        migrations.AddField(
            model_name="letter",
            name="notation",
            field=models.CharField(blank=True, max_length=60, verbose_name="ký hiệu"),
        ),
        migrations.AddField(
            model_name="letter",
            name="place",
            field=models.CharField(blank=True, max_length=200, verbose_name="chỗ sai sót"),
        ),
        migrations.AddField(
            model_name="letter",
            name="rectifies",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rectifications",
                to="scores.letter",
                verbose_name="đính chính văn bản",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="register",
            field=models.CharField(blank=True, max_length=100, verbose_name="sổ văn bản đi"),
        ),
        migrations.AddField(
            model_name="letter",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacements",
                to="scores.letter",
                verbose_name="thay thế văn bản",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="right",
            field=models.TextField(blank=True, verbose_name="sửa lại là"),
        ),
        migrations.AddField(
            model_name="letter",
            name="wrong",
            field=models.TextField(blank=True, verbose_name="đã viết"),
        ),
        migrations.AddField(
            model_name="release",
            name="correction_asked_by",
            field=models.CharField(blank=True, max_length=300, verbose_name="ai đề nghị đính chính"),
        ),
        migrations.AddField(
            model_name="release",
            name="correction_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("entry", "Lỗi nhập"),
                    ("source", "Lỗi nguồn"),
                    ("objection", "Theo kiến nghị"),
                    ("added", "Bổ sung"),
                    ("recomputed", "Tính lại theo kỳ khác"),
                    ("unstated", "Không ghi loại"),
                ],
                max_length=10,
                verbose_name="loại đính chính",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="revised",
            field=models.BooleanField(default=False, verbose_name="đã đính chính"),
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
                    ("slip", "Công văn đính chính"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="number",
            field=models.CharField(blank=True, max_length=60, verbose_name="số"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rectifies__isnull", True)),
                fields=("release", "kind"),
                name="letter_once_per_kind",
                violation_error_message="Đợt này đã có văn bản loại đó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("register", "number"),
                name="letter_number_once",
                violation_error_message="Số này đã ghi cho văn bản khác cùng loại trong năm.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_on__isnull", True), ("notation", ""), ("number", ""), ("register", "")),
                    models.Q(
                        models.Q(("number", ""), _negated=True),
                        models.Q(("register", ""), _negated=True),
                        ("issued_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="letter_number_and_day",
                violation_error_message="Số và ngày ban hành phải cùng có hoặc cùng trống.",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("kind", "slip"), _negated=True),
                        ("place", ""),
                        ("rectifies__isnull", True),
                        ("right", ""),
                        ("wrong", ""),
                    ),
                    models.Q(
                        ("kind", "slip"),
                        ("rectifies__isnull", False),
                        ("replaces__isnull", True),
                        models.Q(("place", ""), _negated=True),
                        models.Q(("wrong", ""), _negated=True),
                        models.Q(("right", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="letter_slip_is_whole",
                violation_error_message="Công văn đính chính phải nêu văn bản nào, chỗ nào sai, đã viết gì và sửa lại là gì.",
            ),
        ),
        migrations.RunPython(say_kinds, migrations.RunPython.noop),
        migrations.RunPython(mark_revised, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correction_asked_by", ""), ("correction_kind", ""), ("version", 1)),
                    models.Q(("version__gt", 1), models.Q(("correction_kind", ""), _negated=True)),
                    _connector="OR",
                ),
                name="release_later_version_has_kind",
                violation_error_message="Từ lần công bố thứ hai phải ghi loại đính chính; lần đầu thì không.",
            ),
        ),
    )
