"""The page shown while the database or the disk does not answer. It stands alone, as the one for 500 does."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from touchstone.web.errors.trouble import Trouble
from touchstone.web.ui.kept import kept_text

logger = logging.getLogger(__name__)

# Trouble -> the heading and the sentence of its page.
SAYS = {
    Trouble.AWAY: (
        "Touchstone cannot reach its records just now",
        "This is usually over in a minute or two.",
    ),
    Trouble.FULL: (
        "Touchstone cannot save anything just now",
        "There is no room left where this service keeps its records, or it may not write there.",
    ),
}
RETRY_SECONDS = 30
PLAIN = """<!DOCTYPE html><html lang="en-GB"><head><title>Not just now – Touchstone</title></head>
<body><h1>Touchstone cannot reach its records just now</h1>
<p>This is no fault of yours. Wait a minute and reload this page.</p></body></html>"""


def unavailable(request: HttpRequest, trouble: Trouble, error: BaseException | None = None) -> HttpResponse:
    """503, with what was typed to be copied: nothing can be kept while the database is away."""
    title, because = SAYS[trouble]
    logger.error("%s: %s (%s %s)", title, " ".join(str(error).split()), request.method, request.path)
    context = {"title": title, "because": because, "sent": request.method == "POST", "kept": _sent(request)}
    try:
        page = get_template("errors/503.html").render(context)
    except Exception:  # templates or static files cannot be read either
        page = PLAIN
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    response = HttpResponse(page, status=503, headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined]  # else Django adds where it happened, each time
    return response


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return kept_text(request.POST)
    except Exception:  # what was sent cannot be read, or not again
        return []
