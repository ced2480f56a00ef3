"""The statement of result: a tagged PDF, made from what was released and nothing else."""

from touchstone.apps.results.statement.content import content_of
from touchstone.apps.results.statement.pdf import render

__all__ = ["content_of", "render"]
