"""Addresses of the desk."""

from django.urls import path

from incidents.review.views import candidates, corrections, incidents, queue, reports

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("views/", queue.save_view, name="save_view"),
    path("reports/reject/", queue.reject_many, name="reject_many"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/decide/", reports.decide_report, name="decide_report"),
    path("candidates/<int:pk>/", candidates.decide_candidate, name="decide_candidate"),
    path("period-claims/<int:pk>/", candidates.decide_claim, name="decide_claim"),
    path("claims/<str:code>/", candidates.claim, name="claim"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<str:code>/", incidents.incident, name="incident"),
    path("incidents/<str:code>/decide/", incidents.decide_incident, name="decide_incident"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:pk>/decide/", corrections.decide_correction, name="decide_correction"),
    path("places/", reports.places, name="places"),
    path("attachments/<int:pk>/", reports.attachment, name="attachment"),
]
