"""All addresses: staff below /quan-tri/, everything else is public."""

from django.urls import include, path

from scores.admin.site import site

urlpatterns = [
    path("quan-tri/", site.urls),
    path("", include("scores.urls")),
]

handler400 = "scores.error_pages.bad_request"
handler404 = "scores.error_pages.not_found"
handler500 = "scores.error_pages.server_error"
