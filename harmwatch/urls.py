"""Every address of the site; the language is part of the address, so that a page can be cited and cached."""

from django.urls import path

urlpatterns: list = []
