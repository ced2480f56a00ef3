"""The statement of result: a tagged PDF, made from what was released and nothing else."""

import datetime as dt
from pathlib import Path
from typing import Any

from touchstone import paper
from touchstone.apps.results.statement.content import content_of

TEMPLATE = Path(__file__).parent / "statement.typ"

__all__ = ["content_of", "render"]


def render(content: dict[str, Any], *, dated: dt.datetime) -> bytes:
    """The statement that says ``content``; the same content and date give the same bytes."""
    return paper.render(TEMPLATE, content, dated=dated)
