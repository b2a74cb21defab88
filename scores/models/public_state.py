"""A token for all that readers can see: whoever knows it unchanged may give an answer made before."""

from __future__ import annotations

from django.db import models


class PublicState(models.Model):
    """One row. The database itself gives it another token with every write that readers may notice."""

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = "dấu của phần công khai"
        verbose_name_plural = "dấu của phần công khai"
        constraints = [
            models.CheckConstraint(
                name="public_state_is_one",
                condition=models.Q(pk=1),
                violation_error_message="Phần công khai chỉ có một dấu.",
            )
        ]

    def __str__(self) -> str:
        return self.token
