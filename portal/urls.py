"""All addresses: staff below /quan-tri/, everything else is public."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("", include("scores.urls")),
]

handler400 = "scores.error_pages.bad_request"
handler404 = "scores.error_pages.not_found"
handler500 = "scores.error_pages.server_error"
