"""Addresses of this room."""

from django.urls import path

from incidents.intake import corrections_page, views

app_name = "intake"
urlpatterns = [
    path("submit/", views.submit, name="submit"),
    path("submit/saved/", views.receipt, name="receipt"),
    path("status/", views.status, name="status"),
    path("safety/", views.safety, name="safety"),
    path("incidents/<str:code>/correction/", corrections_page.correction, name="correction"),
]
