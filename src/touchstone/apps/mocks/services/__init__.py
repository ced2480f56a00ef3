"""Writes: beginning a mock, writing its sheet, sharing it with the apprentice, throwing it away."""

from touchstone.apps.mocks.services.holding import begin, discard, open_mock, share
from touchstone.apps.mocks.services.writing import mark_all, record_parts, record_questions

__all__ = ["begin", "discard", "mark_all", "open_mock", "record_parts", "record_questions", "share"]
