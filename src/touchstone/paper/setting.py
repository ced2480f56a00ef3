"""Setting a document with typst, offline and always the same: data through ``sys_inputs``, no font of the machine."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import typst

# Where templates import from: "/paper/frame.typ" is found by every one of them.
ROOT = Path(__file__).parent.parent
# What every font that comes with typst can show: Latin with all Welsh letters, Greek and Cyrillic, punctuation.
LAST_SURE = 0x052F
PUNCTUATION = range(0x2010, 0x2028)
STAND_IN = "□"


def render(template: Path, content: dict[str, Any], *, dated: dt.datetime) -> bytes:
    """A tagged PDF/UA-1 of a ``template`` below this package's parent, which reads ``content`` and ``boxes`` as JSON.

    ``dated``: an instant, the document's date; the same content and date give the same bytes.

    A character no font here has (an emoji, say) would make the document inaccessible, so typst refuses it: then it is
    printed as an empty box, and the document says so.
    """
    text = _mapped(content, printable)
    try:
        return _compile(template, {**text, "boxes": False}, dated)
    except typst.TypstError:
        return _compile(template, {**_mapped(text, sure), "boxes": True}, dated)


def _compile(template: Path, content: dict[str, Any], dated: dt.datetime) -> bytes:
    made = typst.compile(
        template,
        root=ROOT,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(dated.timestamp()),
    )
    return bytes(made)


def printable(text: str) -> str:
    """Composed, without control characters and without those that turn the direction of what follows."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(char for char in composed if char == "\n" or unicodedata.category(char) not in {"Cc", "Cf", "Cs"})


def sure(text: str) -> str:
    """The text with a box for every character that may have no shape here."""
    shown = (
        char if ord(char) <= LAST_SURE or ord(char) in PUNCTUATION or char in "ẀẁẂẃẄẅỲỳ€" else STAND_IN for char in text
    )
    return "".join(shown)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    return value
