"""Addresses of this room."""

from django.urls import path

from incidents.summaries import views

app_name = "summaries"
urlpatterns = [
    path("", views.index, name="index"),
    path("verify/", views.verify, name="verify"),
    path("<str:month>.pdf", views.pdf, name="pdf"),
    path("<str:month>/", views.month, name="month"),
]
