"""Asking the virus scanner: when a file comes in, and later for those that came while it did not answer."""

from __future__ import annotations

import logging
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from touchstone.apps.portfolio import clamd
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import NotNow, Refused

logger = logging.getLogger(__name__)

Scan = StoredFile.Scan


def scanned(name: str, content: BinaryIO) -> StoredFile.Scan:
    """What is known of a file that comes in. Raises Refused where something is found in it, or nobody can look and the
    installation takes no file unseen."""
    if not settings.CLAMAV:
        return Scan.NONE
    content.seek(0)
    try:
        found = clamd.scan(content)
    except clamd.TooLarge:
        raise Refused(
            f"“{name}” is larger than the virus scanner of this site takes, so it cannot be added. Make it smaller or "
            "hand it in in parts; whoever runs this site can let the scanner take larger files."
        ) from None
    except clamd.Down as down:
        logger.error("The virus scanner does not answer: %s", down)
        if settings.CLAMAV_DOWN == "accept":
            return Scan.WAITING
        raise NotNow(
            f"“{name}” could not be checked for viruses, because the scanner does not answer, so it was not added. "
            "What you typed is kept. Try again later."
        ) from None
    if found:
        raise Refused(
            f"“{name}” was not added: the virus scanner found {found} in it. Do not open it. "
            "Tell whoever looks after your device, and hand in a clean copy."
        )
    return Scan.CLEAN


def scan_waiting(*, who: Who, most: int = 100) -> int:
    """Look at files that came in while the scanner did not answer, oldest first. How many were looked at.

    One with something in it stays where it is and is given to nobody any more. Stops when the scanner does not answer.
    """
    if not settings.CLAMAV:
        return 0
    looked = 0
    for file in StoredFile.objects.filter(scan=Scan.WAITING).order_by("uploaded_at")[:most]:
        try:
            with default_storage.open(file.key, "rb") as content:
                found = clamd.scan(cast(BinaryIO, content))
        except clamd.Down as down:
            logger.error("The virus scanner does not answer: %s", down)
            break
        except (clamd.TooLarge, OSError):
            logger.exception("Stored file %s cannot be checked for viruses", file.pk)
            continue
        _note(who, file, found)
        looked += 1
    return looked


@transaction.atomic
def _note(who: Who, file: StoredFile, found: str) -> None:
    file.scan, file.found, file.scanned_at = (Scan.INFECTED if found else Scan.CLEAN), found[:200], timezone.now()
    file.save(update_fields=["scan", "found", "scanned_at"])
    log(
        "file.infected" if found else "file.scanned",
        who=who,
        on=file,
        apprenticeship=file.apprenticeship_id,
        details={"sha256": file.sha256, "found": file.found},
    )
