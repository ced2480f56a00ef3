"""Stored files, evidence with its KSBs, the selection of it, frozen portfolios, and what was withdrawn."""

from touchstone.apps.portfolio.models.evidence import (
    ClaimJudgement,
    Evidence,
    EvidenceFile,
    EvidenceKsb,
    Replacement,
)
from touchstone.apps.portfolio.models.files import StoredFile
from touchstone.apps.portfolio.models.importing import PortfolioImport, PortfolioImportRow
from touchstone.apps.portfolio.models.selection import SelectedPiece, Selection
from touchstone.apps.portfolio.models.submitted import (
    AuthenticityConfirmation,
    SubmittedItem,
    SubmittedPortfolio,
)
from touchstone.apps.portfolio.models.uploads import Upload
from touchstone.apps.portfolio.models.withdrawal import Withdrawal

__all__ = [
    "AuthenticityConfirmation",
    "ClaimJudgement",
    "Evidence",
    "EvidenceFile",
    "EvidenceKsb",
    "PortfolioImport",
    "PortfolioImportRow",
    "Replacement",
    "SelectedPiece",
    "Selection",
    "StoredFile",
    "SubmittedItem",
    "SubmittedPortfolio",
    "Upload",
    "Withdrawal",
]
