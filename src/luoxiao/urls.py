"""Where each door's pages begin."""

from django.urls import include, path

urlpatterns = [
    path("", include("luoxiao.desk.urls")),
]

handler400 = "luoxiao.desk.errors.bad_request"
handler403 = "luoxiao.desk.errors.forbidden"
handler404 = "luoxiao.desk.errors.not_found"
handler500 = "luoxiao.desk.errors.broken"
