"""The files of a piece: naming one anew, putting another in its place. What was there stays as an earlier version."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from touchstone.apps.portfolio import names
from touchstone.apps.portfolio.drawing import DRAWABLE, NotDrawn, upright
from touchstone.apps.portfolio.models import Evidence, EvidenceFile, Replacement, StoredFile, SubmittedItem
from touchstone.apps.portfolio.services.evidence import locked
from touchstone.apps.portfolio.services.files import open_file, store_file
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused, Stale


@transaction.atomic
def rename_file(*, who: Who, evidence: Evidence, version: int, file: StoredFile, name: str) -> StoredFile:
    """Give a file of the piece another name; its ending stays what it was, typed or not.

    Raises Stale where the piece has changed since ``version``, Refused for no name, one too long, or a file that stands
    in a submitted portfolio: nothing in that changes.
    """
    evidence = locked(evidence, version)
    file = _of(evidence, file)
    ending = file.name.removeprefix(names.stem(file.name))
    typed = name.strip()
    if typed.lower().endswith(ending.lower()):
        typed = typed[: len(typed) - len(ending)].strip()
    if not typed:
        raise Refused("Enter a name for the file.")
    new = names.for_people(typed + ending)
    if new == file.name:
        return file
    if SubmittedItem.objects.filter(files=file).exists():
        raise Refused(
            "This file stands in a submitted portfolio under its name, and nothing in that changes. "
            "To have it under another name from now on, replace it with the same file, named anew on your device."
        )
    before, file.name = file.name, new
    file.save(update_fields=["name"])
    _changed(evidence)
    log(
        "evidence.file-renamed",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version, "file": str(file.pk)},
        personal={"before": before, "name": new},
    )
    return file


@transaction.atomic
def replace_file(*, who: Who, evidence: Evidence, version: int, old: StoredFile, new: StoredFile) -> Replacement:
    """Put ``new``, which is in storage and belongs to nothing yet, in the place of ``old``, which stays reachable.

    Submitted portfolios keep ``old``; later ones have ``new`` alone. Raises Stale where the piece has changed since
    ``version``, Refused where the two are the same, or ``new`` belongs elsewhere.
    """
    evidence = locked(evidence, version)
    old = _of(evidence, old)
    new = StoredFile.objects.select_for_update(no_key=True).get(pk=new.pk)
    if new.apprenticeship_id != evidence.apprenticeship_id or EvidenceFile.objects.filter(file=new).exists():
        raise Refused("This file belongs to another piece.")
    if Replacement.objects.filter(old=new).exists():
        raise Refused("This file is an earlier version of another one.")
    if Replacement.objects.filter(new=new).exists():
        raise Refused("This file has taken the place of another one before. Choose it again on your device.")
    if (new.sha256, new.name) == (old.sha256, old.name):
        raise Refused(f"“{new.name}” is the file that is there already. Choose another one.")
    EvidenceFile.objects.filter(evidence=evidence, file=old).update(file=new)
    replacement = Replacement.objects.create(
        evidence=evidence, old=old, new=new, by_id=person_of(who), at=timezone.now()
    )
    _changed(evidence)
    log(
        "evidence.file-replaced",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version, "old": str(old.pk), "new": str(new.pk), "sha256": new.sha256},
    )
    return replacement


def replace_without_place(*, who: Who, evidence: Evidence, version: int, file: StoredFile) -> Replacement:
    """Put an upright copy without what is written beside it (place, device, time) in the place of a photo.

    Call it outside a transaction, as ``store_file``. Logged as opened. Raises Stale, and Refused for what is not given
    out or cannot be drawn.
    """
    if file.content_type not in DRAWABLE:
        raise Refused("Only a photo can be copied without its place. Take it out of a film on your device.")
    try:
        with open_file(who=who, file=file, part=True) as content, upright(cast(BinaryIO, content)) as (ending, copy):
            upload = UploadedFile(copy, names.stem(file.name) + ending)
            new = store_file(who=who, apprenticeship=evidence.apprenticeship, upload=upload)
    except NotDrawn as not_drawn:
        raise Refused(
            f"“{file.name}” {not_drawn}, so no copy can be made. Take the place out on your device, "
            "and replace the file with the new one."
        ) from None
    return replace_file(who=who, evidence=evidence, version=version, old=file, new=new)


def _of(evidence: Evidence, file: StoredFile) -> StoredFile:
    """``file``, locked, as one of the piece now. Raises Stale where it is no more."""
    rows = StoredFile.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(attachment__evidence=evidence, pk=file.pk).first()
    if found is None:
        raise Stale
    return found


def _changed(evidence: Evidence) -> None:
    evidence.version += 1
    evidence.changed_at = timezone.now()
    evidence.save(update_fields=["version", "changed_at"])
