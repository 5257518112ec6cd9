"""The models of desk and record, each in a file of its own; gathered here so that Django finds them.

Rooms import from the file (``incidents.models.record.incident``), so that the import contract can tell the wings apart.
"""

from incidents.models.audit import AuditEvent
from incidents.models.desk.attachment import Attachment
from incidents.models.desk.candidate import Candidate
from incidents.models.desk.change import DeskChange
from incidents.models.desk.claim import ReportedClaim
from incidents.models.desk.correction import CorrectionRequest
from incidents.models.desk.figure import AcceptedFigure, ReportedFigure
from incidents.models.desk.incident import Incident
from incidents.models.desk.reading import Finding, Flag, Reading
from incidents.models.desk.report import Report
from incidents.models.desk.saved_view import SavedView
from incidents.models.desk.submission import Submission
from incidents.models.place import Place
from incidents.models.record.answer import PublishedAnswer
from incidents.models.record.change import RecordChange
from incidents.models.record.claim import PublishedClaim
from incidents.models.record.code import CodeCounter
from incidents.models.record.evidence import PublishedEvidence, PublishedPassage, PublishedSource
from incidents.models.record.incident import PublishedIncident
from incidents.models.record.issue import Issue
from incidents.models.summary_job import SummaryJob

__all__ = [
    "AcceptedFigure",
    "Attachment",
    "AuditEvent",
    "Candidate",
    "CodeCounter",
    "CorrectionRequest",
    "DeskChange",
    "Finding",
    "Flag",
    "Incident",
    "Issue",
    "Place",
    "PublishedAnswer",
    "PublishedClaim",
    "PublishedEvidence",
    "PublishedIncident",
    "PublishedPassage",
    "PublishedSource",
    "Reading",
    "RecordChange",
    "Report",
    "ReportedClaim",
    "ReportedFigure",
    "SavedView",
    "Submission",
    "SummaryJob",
]
