"""Addresses of typing and of where a figure comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from scores.admin import grid, grid_json, grid_unit, provenance
from scores.permissions import Act, Circle


def typing_urls(view: Callable[..., Any]) -> list[URLPattern]:
    """`view` lets in only those an address declares."""
    one = "dot/<int:pk>/"
    table = f"{one}go/bang/<str:level>/"
    return [
        path(f"{one}go/", view(grid.choose, Act.ENTER), name="type"),
        path(f"{one}go/don-vi/<slug:slug>/", view(grid_unit.of_unit, Act.ENTER), name="type_unit"),
        path(table, view(grid.grid, Act.ENTER), name="grid"),
        path(f"{table}luu/", view(grid_json.saved_cells, Act.ENTER), name="grid_save"),
        path(f"{table}thay-doi/", view(grid_json.changes, Circle.OFFICE), name="grid_changes"),
        path(f"{table}giu/", view(grid_json.kept_cell, Act.ENTER), name="grid_keep"),
        path(f"{table}dan/", view(grid_json.pasted_block, Circle.OFFICE), name="grid_paste"),
        path(f"{table}lich-su/", view(grid_json.told_history, Circle.OFFICE), name="grid_history"),
        path(
            f"{one}so-lieu/<slug:slug>/<str:code>/",
            view(provenance.provenance, Circle.OFFICE),
            name="provenance",
        ),
    ]
