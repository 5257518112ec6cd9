"""Addresses of the desk."""

from django.urls import path

from incidents.review import views

app_name = "desk"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("views/", views.save_view, name="save_view"),
    path("reports/reject/", views.reject_many, name="reject_many"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/decide/", views.decide_report, name="decide_report"),
    path("candidates/<int:pk>/", views.decide_candidate, name="decide_candidate"),
    path("period-claims/<int:pk>/", views.decide_claim, name="decide_claim"),
    path("claims/<str:code>/", views.claim, name="claim"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<str:code>/", views.incident, name="incident"),
    path("incidents/<str:code>/decide/", views.decide_incident, name="decide_incident"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<int:pk>/decide/", views.decide_correction, name="decide_correction"),
    path("places/", views.places, name="places"),
    path("attachments/<int:pk>/", views.attachment, name="attachment"),
]
