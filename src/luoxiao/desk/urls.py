"""Addresses of the desk."""

from django.urls import path
from django.views.i18n import set_language

from luoxiao.desk import accounts, organisations, trail
from luoxiao.desk.locks import Open

set_language.lock = Open.TO_ALL  # type: ignore[attr-defined]

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("rights/", accounts.rights, name="rights"),
    path("language/", set_language, name="language"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/areas/<int:number>/", organisations.area, name="area"),
    path("trail/", trail.events, name="trail"),
    path("trail/verification/", trail.verification, name="trail-verification"),
]
