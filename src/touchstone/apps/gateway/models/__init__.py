"""Attempts at the gateway with what was given, the desk, and what the apprentice says beside the plan."""

from touchstone.apps.gateway.models.adjustments import AdjustmentDecision, AdjustmentFile, AdjustmentRequest
from touchstone.apps.gateway.models.attempts import Gateway, Given
from touchstone.apps.gateway.models.desk import NamedRuler, PromisedDays
from touchstone.apps.gateway.models.permission import CertificatePermission

__all__ = [
    "AdjustmentDecision",
    "AdjustmentFile",
    "AdjustmentRequest",
    "CertificatePermission",
    "Gateway",
    "Given",
    "NamedRuler",
    "PromisedDays",
]
