"""All addresses: staff below /quan-tri/, everything else is public."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
]
