"""Documents for people to keep: plain data and a template become a tagged PDF. Knows no domain and no framework."""

from touchstone.paper.setting import render

__all__ = ["render"]
