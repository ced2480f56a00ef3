"""The identity document: stored like any file, seen by few, every opening logged, deleted when its time is over."""

from __future__ import annotations

from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.queries import identity_of
from touchstone.apps.gateway.requirements import DOCUMENTS
from touchstone.apps.gateway.services.preparing import give
from touchstone.apps.people.actor import Actor
from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.content import HEAD, content_type_of
from touchstone.apps.portfolio.services import erase_file, open_file, store_file
from touchstone.apps.records.log import Who, log
from touchstone.apps.records.refusal import Refused


def give_identity(
    *, who: Actor, gateway: Gateway, fact: str, upload: UploadedFile[Any], version: int, note: str = ""
) -> Given:
    """Store the upload and give it as the identity document. Raises Refused unless it is a picture or a PDF."""
    name = names.for_people(upload.name or "")
    upload.seek(0)
    content_type = content_type_of(name, upload.read(HEAD))
    if not (content_type.startswith("image/") or content_type == "application/pdf"):
        raise Refused(f"“{name}” is not a picture or a PDF. Upload a photograph or scan of the document.")
    upload.seek(0)
    stored = store_file(who=who, apprenticeship=gateway.apprenticeship, upload=upload)
    return give(who=who, gateway=gateway, fact=fact, value=True, file=stored, note=note, version=version)


def open_identity(*, who: Actor, gateway: Gateway, part: bool = False) -> File[bytes]:
    """The document, opened for reading; the log says who. Raises Refused when none was given or storage lost it.

    ``part``: only a part of it is asked for.
    """
    file = identity_of(gateway)
    if file is None:
        raise Refused("No identity document has been given.")
    return open_file(who=who, file=file, part=part)


@transaction.atomic
def delete_identity(*, who: Who, apprenticeship: Apprenticeship) -> int:
    """Delete the document of every attempt for good; hash and day stay where it was. How many files went.

    Whether its time is over is asked by whoever calls. Raises OSError, and changes nothing, where storage does not
    answer.
    """
    rows = list(
        Given.objects.select_for_update(of=("self",), no_key=True)
        .select_related("file")
        .filter(gateway__apprenticeship=apprenticeship, fact__in=DOCUMENTS, file__isnull=False)
    )
    files = {row.file.pk: row.file for row in rows if row.file}
    for row in rows:
        row.deleted_sha256, row.deleted_at = row.file.sha256 if row.file else "", timezone.now()
        row.file = None
    Given.objects.bulk_update(rows, ["file", "deleted_sha256", "deleted_at"])
    for file in files.values():
        erase_file(who=who, file=file)
    if files:
        log(
            "gateway.identity-deleted",
            who=who,
            on=apprenticeship,
            apprenticeship=apprenticeship.pk,
            details={"files": len(files)},
        )
    return len(files)
