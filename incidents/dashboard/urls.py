"""Addresses of the public pages; the filter is the part behind the question mark of each."""

from django.urls import path

from incidents.dashboard import views

app_name = "public"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("map.json", views.map_data, name="map_data"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<str:code>/", views.incident, name="incident"),
    path("places/", views.places, name="places"),
    path("changes/", views.changes, name="changes"),
    path("cite/", views.cite, name="cite"),
    path("places/<str:key>/", views.place, name="place"),
    path("coverage/", views.coverage_page, name="coverage"),
    path("method/", views.method, name="method"),
    path("about/", views.about, name="about"),
]
