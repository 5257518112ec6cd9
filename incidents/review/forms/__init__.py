"""The desk's forms: what a reviewer typed becomes plain values for the decisions, or a message at the field."""

from incidents.review.forms.candidates import CandidateForm
from incidents.review.forms.claims import ClaimForm, governorate_choices
from incidents.review.forms.figures import ReadingForm, figure_groups, figure_outcomes
from incidents.review.forms.incidents import IncidentForm

__all__ = [
    "CandidateForm",
    "ClaimForm",
    "IncidentForm",
    "ReadingForm",
    "figure_groups",
    "figure_outcomes",
    "governorate_choices",
]
