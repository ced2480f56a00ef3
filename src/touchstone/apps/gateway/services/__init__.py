"""Writes: preparing, submitting, confirming and returning a gateway."""

from touchstone.apps.gateway.services.answering import Said, answer_items
from touchstone.apps.gateway.services.deciding import confirm, return_to_provider
from touchstone.apps.gateway.services.identity import delete_identity, give_identity, open_identity
from touchstone.apps.gateway.services.preparing import give, open_gateway, submit
from touchstone.apps.gateway.services.promising import promise_days
from touchstone.apps.gateway.services.ruling import Says, name_ruler, rule

__all__ = [
    "Said",
    "Says",
    "answer_items",
    "confirm",
    "delete_identity",
    "give",
    "give_identity",
    "name_ruler",
    "open_gateway",
    "open_identity",
    "promise_days",
    "return_to_provider",
    "rule",
    "submit",
]
