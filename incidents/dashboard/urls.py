"""Addresses of the public pages; the filter is the part behind the question mark of each."""

from django.urls import path

from incidents.dashboard import citing, compare, embeds, map_views, views

app_name = "public"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("map.json", map_views.map_data, name="map_data"),
    path("map/points.json", map_views.map_points, name="map_points"),
    path("map/<str:level>.json", map_views.map_areas, name="map_areas"),
    path("map/<str:level>/months.json", map_views.map_months, name="map_months"),
    path("map/<str:level>/<int:year>-<int:half>.json", map_views.map_half_year, name="map_half_year"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<str:code>/", views.incident, name="incident"),
    path("places/", views.places, name="places"),
    path("changes/", views.changes, name="changes"),
    path("cite/", citing.cite, name="cite"),
    path("cite/<str:code>/", citing.cite_incident, name="cite_incident"),
    path("embed/incidents/<str:code>/", embeds.incident, name="embed_incident"),
    path("embed/<str:chart>/", embeds.chart, name="embed"),
    path("places/<str:key>/", views.place, name="place"),
    path("compare/", compare.comparison, name="compare"),
    path("coverage/", views.coverage_page, name="coverage"),
    path("method/", views.method, name="method"),
    path("about/", views.about, name="about"),
]
