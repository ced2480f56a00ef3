"""The rules floor: what follows from a plan and facts. Pure: no Django, no files, no clock.

``ask(question, plan, facts, policy=None)`` is all that other floors need; ``facts`` reads and writes plain facts.
"""

from touchstone.rules.asking import ENGINE_VERSION, QUESTIONS, UnknownQuestion, ask
from touchstone.rules.decision import Decision, Finding
from touchstone.rules.facts import FactsError

engine_version = ENGINE_VERSION

__all__ = ["QUESTIONS", "Decision", "FactsError", "Finding", "UnknownQuestion", "ask", "engine_version"]
