"""What reviewers decide on candidates, claims, incidents and reports: one transaction each, with an audit line.

The state is checked in the UPDATE itself, so that of two people who act at once one wins and the other is told.
"""

from incidents.review.decisions.amendments import ClaimDetails, Correction, Words
from incidents.review.decisions.candidates import accept_candidate, add_candidate, edit_candidate
from incidents.review.decisions.claims import accept_claim, add_claim, edit_claim
from incidents.review.decisions.incidents import edit_incident, not_superseded, reported_of, take_over_figures, touch
from incidents.review.decisions.rejections import reconsider, reject
from incidents.review.decisions.reports import close_report, reject_report, reopen_report
from incidents.review.decisions.steps import BY_HAND, LET_GO, current_reading, state_of, subject_of, waiting

__all__ = [
    "BY_HAND",
    "LET_GO",
    "ClaimDetails",
    "Correction",
    "Words",
    "accept_candidate",
    "accept_claim",
    "add_candidate",
    "add_claim",
    "close_report",
    "current_reading",
    "edit_candidate",
    "edit_claim",
    "edit_incident",
    "not_superseded",
    "reconsider",
    "reject",
    "reject_report",
    "reopen_report",
    "reported_of",
    "state_of",
    "subject_of",
    "take_over_figures",
    "touch",
    "waiting",
]
