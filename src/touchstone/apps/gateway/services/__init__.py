"""Writes: preparing, submitting, confirming and returning a gateway."""

from touchstone.apps.gateway.services.adjusting import (
    ask_adjustments,
    decide_adjustments,
    open_support,
    read_adjustments,
)
from touchstone.apps.gateway.services.answering import Said, answer_items
from touchstone.apps.gateway.services.deciding import confirm, return_to_provider
from touchstone.apps.gateway.services.identity import delete_identity, give_identity, open_identity
from touchstone.apps.gateway.services.permission import Address, give_permission, read_permission, withdraw_permission
from touchstone.apps.gateway.services.preparing import give, open_gateway, submit
from touchstone.apps.gateway.services.promising import promise_days
from touchstone.apps.gateway.services.ruling import Says, name_ruler, rule

__all__ = [
    "Address",
    "Said",
    "Says",
    "answer_items",
    "ask_adjustments",
    "confirm",
    "decide_adjustments",
    "delete_identity",
    "give",
    "give_identity",
    "give_permission",
    "name_ruler",
    "open_gateway",
    "open_identity",
    "open_support",
    "promise_days",
    "read_adjustments",
    "read_permission",
    "return_to_provider",
    "rule",
    "submit",
    "withdraw_permission",
]
