"""Files that arrive in pieces: announced, taken in piece by piece, finished, given up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio import arriving, names
from touchstone.apps.portfolio.content import limit_of, named, too_large
from touchstone.apps.portfolio.models import Evidence, StoredFile, Upload
from touchstone.apps.portfolio.queries import belongs_to_nothing
from touchstone.apps.portfolio.services.evidence import TITLE_MAX, Piece, add_evidence
from touchstone.apps.portfolio.services.files import drop_file, store_file
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import NotNow, Refused

MOST_UNFINISHED = 50  # of one person
NO_ROOM = (
    "The disk of this site is nearly full, so no more can be received. What has arrived is kept. "
    "Try again later: it goes on from where it stopped. Whoever runs this site can make room."
)


class TooMuch(Refused):
    """More bytes than are taken of such a file, or than were announced."""


@transaction.atomic
def begin_upload(
    *,
    who: Who,
    apprenticeship: Apprenticeship,
    name: str,
    size: int,
    modified_at: dt.datetime | None = None,
    evidence: Evidence | None = None,
) -> Upload:
    """Announce a file of ``size`` bytes, of which nothing has come yet. ``evidence``: the piece it is meant for.

    Raises Refused for one that would not be taken when it has arrived, or one too many; NotNow without room for it.
    """
    name = names.for_people(name)
    named(name)
    if size == 0:
        raise Refused(f"“{name}” is empty. Open it on your device to check it, and choose it again.")
    if size > limit_of(name):
        raise TooMuch(too_large(name))
    person, now = User.objects.select_for_update(no_key=True).get(pk=person_of(who)), timezone.now()
    if Upload.objects.filter(uploaded_by=person, file=None, expires_at__gt=now).count() >= MOST_UNFINISHED:
        raise Refused(f"You have {MOST_UNFINISHED} unfinished uploads. Finish or remove some of them first.")
    if not arriving.has_room(size):
        raise NotNow(NO_ROOM)
    upload = Upload.objects.create(
        apprenticeship=apprenticeship,
        evidence=evidence,
        uploaded_by=person,
        name=name,
        size=size,
        modified_at=modified_at,
        begun_at=now,
        expires_at=now + dt.timedelta(days=settings.UPLOAD_DAYS),
    )
    log("upload.begun", who=who, on=upload, apprenticeship=apprenticeship.pk, details={"size": size})
    return upload


def offset_of(upload: Upload) -> int:
    """How many of its bytes are here for good."""
    return upload.size if upload.file_id else arriving.arrived(upload.pk)


def take_piece(
    *, upload: Upload, at: int, length: int, pieces: Iterable[bytes], checksum: arriving.Checksum | None = None
) -> int:
    """Add ``length`` bytes behind the ``at`` that are here. How many are here now: fewer where ``pieces`` ended early.

    Not logged: nothing has been given to us before it is whole. Raises what ``arriving.append`` does, Refused for more
    than was announced, NotNow without room; what came until then is kept.
    """
    if at + length > upload.size:
        raise TooMuch(f"“{upload.name}” is longer than was announced. Choose the file again.")
    if upload.file_id:
        raise arriving.WrongOffset
    if not arriving.has_room(length):
        raise NotNow(NO_ROOM)
    try:
        return arriving.append(upload.pk, at=at, pieces=pieces, checksum=checksum)
    except arriving.Full:
        raise NotNow(NO_ROOM) from None


def finish_upload(*, who: Who, upload: Upload, sha256: str = "") -> StoredFile:
    """Put what has arrived whole into storage. Done again it gives the same file.

    ``sha256``: what the sender's own copy hashes to, where they say it. Raises ``arriving.WrongOffset`` while it is not
    whole and ``arriving.Busy``; NotNow where it can be finished later; Refused for what is not as it was sent or is not
    taken, which is then deleted.
    """
    before = StoredFile.objects.filter(pk=upload.pk).first()
    if before is None:
        with arriving.held(upload.pk):
            before = StoredFile.objects.filter(pk=upload.pk).first() or _stored(who, upload, sha256)
    Upload.objects.filter(pk=upload.pk).update(file=before)
    arriving.drop(upload.pk)
    return before


@transaction.atomic
def add_piece_of_each(
    *, who: Who, uploads: Sequence[Upload], type: str, happened_on: dt.date | None = None, anonymised: bool = False
) -> list[Evidence]:
    """A piece of evidence for each of ``uploads``, called as its file is; all of them, or Refused and none.

    ``happened_on``: None for the day each file was last changed. ``anonymised``: confirmed for every one of them.
    Done again it gives the same pieces.
    """
    return [
        add_evidence(
            who=who,
            id=upload.pk,
            apprenticeship=upload.apprenticeship,
            piece=Piece(
                type=type,
                title=names.stem(upload.name)[:TITLE_MAX],
                happened_on=happened_on or timezone.localdate(upload.modified_at or upload.begun_at),
                anonymised=anonymised,
                files=[upload.file] if upload.file else [],
            ),
        )
        for upload in uploads
    ]


def take_whole(*, who: Who, apprenticeship: Apprenticeship, upload: UploadedFile[Any]) -> StoredFile:
    """Store a file that came at once, by a form, to be put into a piece later. Raises what ``store_file`` does."""
    stored = store_file(who=who, apprenticeship=apprenticeship, upload=upload)
    Upload.objects.create(
        id=stored.pk,
        apprenticeship=apprenticeship,
        uploaded_by_id=stored.uploaded_by_id,
        name=stored.name,
        size=stored.size,
        begun_at=stored.uploaded_at,
        expires_at=stored.uploaded_at + dt.timedelta(days=settings.UPLOAD_DAYS),
        file=stored,
    )
    return stored


def drop_upload(*, who: Who, upload: Upload) -> None:
    """Give it up: what has come of it is deleted, and so is the file it became while that belongs to no piece.

    Raises Refused where it does.
    """
    file = StoredFile.objects.filter(pk=upload.pk).first()
    free = file is None or belongs_to_nothing().filter(pk=file.pk).exists()
    if not free or (file is not None and not drop_file(who=who, file=file)):
        raise Refused(f"“{upload.name}” belongs to a piece of evidence. Take it out there.")
    _delete(who, upload)


def drop_expired(*, who: Who) -> int:
    """Delete uploads whose time is over, and what has come of those nobody finished. How many went."""
    expired = list(Upload.objects.filter(expires_at__lte=timezone.now()))
    for upload in expired:
        _delete(who, upload)
    arriving.drop_unknown(Upload.objects.values_list("pk", flat=True))
    return len(expired)


def _delete(who: Who, upload: Upload) -> None:
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).delete()
        log("upload.dropped", who=who, on=upload, apprenticeship=upload.apprenticeship_id)
    arriving.drop(upload.pk)


def _stored(who: Who, upload: Upload, sha256: str) -> StoredFile:
    if arriving.arrived(upload.pk) < upload.size:
        raise arriving.WrongOffset
    found = arriving.sha256_of(upload.pk)
    try:
        if sha256 and sha256 != found:
            raise Refused(
                f"“{upload.name}” did not arrive as it is on your device: it was changed while it was uploaded, or "
                "something was lost on the way. Nothing of it was kept. Choose it again."
            )
        with arriving.path_of(upload.pk).open("rb") as file, _Arrived(upload, found, file) as whole:
            return store_file(who=who, apprenticeship=upload.apprenticeship, upload=whole, id=upload.pk)
    except NotNow:
        raise
    except Refused:
        _delete(who, upload)
        raise


class _Arrived(UploadedFile):  # type: ignore[type-arg]
    """What has arrived, for storage to take: under a second name, so that it is still here should that fail."""

    def __init__(self, upload: Upload, sha256: str, file: IO[bytes]) -> None:
        super().__init__(file, upload.name, size=upload.size)
        self.sha256 = sha256
        first = arriving.path_of(upload.pk)
        self.second = first.with_suffix(".whole")
        self.second.unlink(missing_ok=True)  # a process that was killed at this point left one
        self.second.hardlink_to(first)

    def temporary_file_path(self) -> str:
        return str(self.second)

    def __exit__(self, *_: object) -> None:
        self.second.unlink(missing_ok=True)
