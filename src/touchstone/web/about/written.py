"""The texts of this installation: Markdown files in ``settings.TEXTS``; where there is none, the text we bring.

A file that cannot be shown (not UTF-8, too long, empty, no file at all) is reported to the server's log and the text
that comes with us is shown instead: a public page is never broken by what somebody dropped into a folder.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

NAMES = ("privacy", "accessibility", "help")
OURS = Path(__file__).parent / "texts"
MOST_BYTES = 200_000
LINK = re.compile(r"(https?://[^/]|mailto:.)", re.IGNORECASE)

# What the design system calls the elements of a text.
CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "blockquote_open": "govuk-inset-text",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
}
HEADINGS = {1: "govuk-heading-m", 2: "govuk-heading-s"}

log = logging.getLogger("touchstone.texts")


@dataclass(frozen=True, slots=True)
class Text:
    """``changed``: when this installation last changed its own text; None for the text that comes with us."""

    markup: Markup
    changed: dt.datetime | None = None


def text(name: str) -> Text:
    """One of ``NAMES``, read anew only when its file has changed."""
    path = settings.TEXTS / f"{name}.md"
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return _ours(name)
    except OSError as error:
        log.error("%s cannot be read (%s): the text that comes with Touchstone is shown", path, error.strerror)
        return _ours(name)
    return _written(path, found.st_mtime_ns, found.st_size, stat.S_ISREG(found.st_mode)) or _ours(name)


def not_written() -> list[str]:
    """The files this installation has not written, or that cannot be shown: for whoever runs it."""
    return [str(settings.TEXTS / f"{name}.md") for name in NAMES if text(name).changed is None]


@lru_cache(maxsize=16)
def _written(path: Path, changed_ns: int, size: int, is_file: bool) -> Text | None:
    """The arguments after ``path`` make a changed file another one to the cache. None, and a line in the log, for what
    cannot be shown."""
    try:
        changed = dt.datetime.fromtimestamp(changed_ns / 1_000_000_000, dt.UTC)
        return Text(rendered(_read(path, size, is_file)), changed)
    except (OSError, ValueError, OverflowError) as error:
        log.error("%s cannot be shown (%s): the text that comes with Touchstone is shown", path, error)
        return None


def _read(path: Path, size: int, is_file: bool) -> str:
    """Raises ValueError, saying what is wrong with the file, or OSError."""
    if not is_file:
        raise ValueError("it is not a file")
    if size > MOST_BYTES:
        raise ValueError(f"it is longer than {MOST_BYTES:,} bytes")
    with path.open("rb") as opened:
        content = opened.read(MOST_BYTES)
    words = content.decode("utf-8-sig")  # UnicodeDecodeError is a ValueError
    if not words.strip():
        raise ValueError("it is empty")
    return words


@cache
def _ours(name: str) -> Text:
    return Text(rendered((OURS / f"{name}.md").read_text("utf-8")))


def rendered(words: str) -> Markup:
    """Markdown as HTML. Markup in it is shown as text; links lead to http, https and mailto alone; no pictures.

    The page has its one h1: headings begin with h2.
    """
    return Markup(_markdown().render(words))  # noqa: S704 (the renderer escapes; html is off)


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer)
    markdown.disable("image")
    markdown.validateLink = _leads_out  # type: ignore[method-assign]
    return markdown


def _leads_out(url: str) -> bool:
    return bool(LINK.match(url))


class _Renderer(RendererHTML):
    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
        if token.type in {"heading_open", "heading_close"}:
            level = int(token.tag[1])
            token.tag = f"h{min(level + 1, 6)}"
            if token.nesting == 1:
                token.attrSet("class", HEADINGS.get(level, "govuk-heading-s"))
        return super().renderToken(tokens, idx, options, env)
