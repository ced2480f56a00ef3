"""Uploads and downloads that take their time: so many at once, none for ever, and no database held meanwhile.

A thread of the server carries each. There are always fewer of them than threads, so pages answer however many slow
readers there are.
"""

from touchstone.web.parts.transfers.farewell import farewell
from touchstone.web.parts.transfers.middleware import SMALL, TransfersMiddleware
from touchstone.web.parts.transfers.slots import Slot, release_databases, take

__all__ = ["SMALL", "Slot", "TransfersMiddleware", "farewell", "release_databases", "take"]
