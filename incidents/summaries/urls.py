"""Addresses of this room; a month is written 2023-11."""

from django.urls import path

from incidents.summaries import views

app_name = "summaries"
urlpatterns = [
    path("", views.index, name="index"),
    path("feed.atom", views.feed, name="feed"),
    path("verify/", views.verify, name="verify"),
    path("issues/<str:code>.pdf", views.issue, name="issue"),
    path("<str:month>.pdf", views.pdf, name="pdf"),
    path("<str:month>.csv", views.companion, name="csv"),
    path("<str:month>/", views.month, name="month"),
]
