"""Addresses of the API; the language in front of them is that of its sentences and messages alone."""

from django.urls import path

from incidents.api.views import api

urlpatterns = [path("v1/", api.urls)]
