"""The statement of result: rendered once, kept in storage with its hash, rendered again where storage lost it."""

from __future__ import annotations

import hashlib
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from touchstone.apps.records.log import Who, log
from touchstone.apps.results.models import Result
from touchstone.apps.results.statement import content_of, render

logger = logging.getLogger(__name__)


def statement(result: Result) -> bytes:
    """The statement as a tagged PDF. The same result gives the same bytes."""
    return render(content_of(result), dated=result.released_at)


def keep_statement(*, who: Who, result: Result) -> Result:
    """Render and store the statement, unless that has been done. Of two at once the second takes its file back."""
    if result.statement_key and default_storage.exists(result.statement_key):
        return result
    content = statement(result)
    key = default_storage.save(f"statements/{result.pk}.pdf", ContentFile(content))
    with transaction.atomic():
        held = Result.objects.select_for_update(of=("self",), no_key=True).get(pk=result.pk)
        if held.statement_key not in ("", result.statement_key):  # the same task, run twice
            default_storage.delete(key)
            return held
        held.statement_key, held.statement_sha256 = key, hashlib.sha256(content).hexdigest()
        held.save(update_fields=["statement_key", "statement_sha256"])
        log(
            "statement.kept",
            who=who,
            on=held,
            apprenticeship=held.apprenticeship_id,
            details={"sha256": held.statement_sha256},
        )
    return held


def open_statement(*, who: Who, result: Result) -> bytes:
    """The kept statement, rendered and kept now where there is none or storage has it no more; the log says who.

    Where storage fails or its file was changed, whoever runs the site is told and the statement is rendered anew.
    """
    try:
        content = _kept(keep_statement(who=who, result=result))
    except OSError:
        logger.exception("The statement of result %s could not be stored or read", result.pk)
        content = statement(result)
    log(
        "statement.opened",
        who=who,
        on=result,
        apprenticeship=result.apprenticeship_id,
        details={"sha256": hashlib.sha256(content).hexdigest()},
    )
    return content


def _kept(result: Result) -> bytes:
    with default_storage.open(result.statement_key, "rb") as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != result.statement_sha256:
        raise OSError("the stored file is not the one that was made")
    return content
