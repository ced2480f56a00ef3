"""Run as a script: draws a page of the PDF on standard input. Knows nothing of the site.

``python page_reader.py SECONDS NUMBER``: ``SECONDS`` of processor it may take; ``NUMBER`` from 1, or 0 to draw none.
Prints a line of JSON, then the page as a JPEG. Whatever goes wrong in here ends this process alone.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

import pypdfium2

MEMORY = 1024**3  # bytes of address space
LARGEST = 32 * 1024**2  # bytes of the page drawn
SIDE = 1600  # pixels of the longer side


def main(out: Any) -> None:
    seconds, number = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    try:
        facts, drawn = _drawn(number)
    except MemoryError:
        facts, drawn = {"wrong": "too large"}, b""
    except (pypdfium2.PdfiumError, OSError, ValueError):
        facts, drawn = {"wrong": "broken"}, b""
    out.write(json.dumps(facts).encode() + b"\n" + drawn)


def _drawn(number: int) -> tuple[dict[str, Any], bytes]:
    document = pypdfium2.PdfDocument(sys.stdin.buffer)
    facts = {"pages": len(document)}
    if not 1 <= number <= len(document):
        return facts, b""
    document.init_forms()  # what was typed into the fields of a form is drawn too
    page = document[number - 1]
    held = io.BytesIO()
    picture = page.render(scale=SIDE / max(1.0, *page.get_size()), may_draw_forms=True).to_pil()
    picture.convert("RGB").save(held, "JPEG", quality=85)
    return facts, held.getvalue()


if __name__ == "__main__":
    main(sys.stdout.buffer)
