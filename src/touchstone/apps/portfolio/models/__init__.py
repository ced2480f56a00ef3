"""Stored files, evidence with its KSBs, and frozen portfolios."""

from touchstone.apps.portfolio.models.evidence import (
    ClaimJudgement,
    Evidence,
    EvidenceFile,
    EvidenceKsb,
    Replacement,
)
from touchstone.apps.portfolio.models.files import StoredFile
from touchstone.apps.portfolio.models.submitted import (
    AuthenticityConfirmation,
    SubmittedItem,
    SubmittedPortfolio,
)

__all__ = [
    "AuthenticityConfirmation",
    "ClaimJudgement",
    "Evidence",
    "EvidenceFile",
    "EvidenceKsb",
    "Replacement",
    "StoredFile",
    "SubmittedItem",
    "SubmittedPortfolio",
]
