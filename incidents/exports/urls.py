"""Addresses of the downloads; the filter is the part behind the question mark of each."""

from django.urls import path

from incidents.exports import comparison, views

app_name = "exports"
urlpatterns = [
    path("data/", views.columns, name="columns"),
    path("data/comparison.csv", comparison.comparison_csv, name="comparison"),
    path("data/<str:name>.csv", views.table_csv, name="csv"),
    path("data/<str:name>.geojson", views.table_geojson, name="geojson"),
    path("data/tables.gpkg", views.tables_gpkg, name="gpkg"),
    path("data/tables.xlsx", views.table_xlsx, name="xlsx"),
    path("data/months.svg", views.picture, {"chart": "months", "kind": "svg"}, name="months_svg"),
    path("data/months.png", views.picture, {"chart": "months", "kind": "png"}, name="months_png"),
    path("data/<str:chart>.svg", views.picture, {"kind": "svg"}, name="svg"),
    path("data/<str:chart>.png", views.picture, {"kind": "png"}, name="png"),
]
