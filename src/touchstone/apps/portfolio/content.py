"""What a file is, decided by its content; its name only has to agree. A short list of what people use."""

from __future__ import annotations

import io
from dataclasses import dataclass

import puremagic
from django.conf import settings

from touchstone.apps.portfolio.names import ending
from touchstone.apps.records.refusal import Refused

HEAD = 64 * 1024  # bytes that tell what a file is
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how a file of old Office begins


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we take. ``signs``: what puremagic may call its content; none for plain text. ``family``: how it
    is built, and so what can hide in it. ``main``: the folder of its text in an Office archive."""

    word: str
    content_type: str
    endings: tuple[str, ...]
    signs: frozenset[str] = frozenset()
    family: str = "plain"  # "zipped", "ole", "pdf", "rtf", "text", "plain"
    main: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_ZIPPED = frozenset({".zip", ".docx", ".xlsx", ".pptx"})  # some programs put the telling part further back
_OLD_OFFICE = frozenset({".doc", ".xls", ".ppt", ".msg"})
_FILM = frozenset({".mp4", ".mov", ".3gp", ".m4v"})

KINDS = (
    Kind("PDF", "application/pdf", (".pdf",), frozenset({".pdf"}), "pdf"),
    Kind("Word document", _OFFICE + "wordprocessingml.document", (".docx",), _ZIPPED, "zipped", "word/"),
    Kind("Excel workbook", _OFFICE + "spreadsheetml.sheet", (".xlsx",), _ZIPPED, "zipped", "xl/"),
    Kind("PowerPoint presentation", _OFFICE + "presentationml.presentation", (".pptx",), _ZIPPED, "zipped", "ppt/"),
    Kind("Word document", "application/msword", (".doc",), _OLD_OFFICE, "ole"),
    Kind("Excel workbook", "application/vnd.ms-excel", (".xls",), _OLD_OFFICE, "ole"),
    Kind("PowerPoint presentation", "application/vnd.ms-powerpoint", (".ppt",), _OLD_OFFICE, "ole"),
    Kind("OpenDocument text", _OPEN + "text", (".odt",), frozenset({".odt", ".zip"}), "zipped"),
    Kind("OpenDocument spreadsheet", _OPEN + "spreadsheet", (".ods",), frozenset({".ods", ".zip"}), "zipped"),
    Kind("OpenDocument presentation", _OPEN + "presentation", (".odp",), frozenset({".odp", ".zip"}), "zipped"),
    Kind("rich text", "application/rtf", (".rtf",), frozenset({".rtf"}), "rtf"),
    Kind("plain text", "text/plain", (".txt", ".md"), family="text"),
    Kind("table as text", "text/csv", (".csv",), family="text"),
    Kind("JPEG picture", "image/jpeg", (".jpg", ".jpeg"), frozenset({".jpg", ".jpeg"})),
    Kind("PNG picture", "image/png", (".png",), frozenset({".png"})),
    Kind("phone photo", "image/heic", (".heic", ".heif"), frozenset({".heic", ".heif"})),
    Kind("GIF picture", "image/gif", (".gif",), frozenset({".gif"})),
    Kind("WebP picture", "image/webp", (".webp",), frozenset({".webp"})),
    Kind("MP4 video", "video/mp4", (".mp4", ".m4v"), _FILM),
    Kind("QuickTime video", "video/quicktime", (".mov",), _FILM),
    Kind("WebM video", "video/webm", (".webm",), frozenset({".webm", ".mkv"})),
    Kind("MP3 recording", "audio/mpeg", (".mp3",), frozenset({".mp3", ".mpga"})),
    Kind("M4A recording", "audio/mp4", (".m4a",), _FILM | {".m4a"}),
    Kind("WAV recording", "audio/wav", (".wav",), frozenset({".wav"})),
)
_BY_ENDING = {end: kind for kind in KINDS for end in kind.endings}
RECORDINGS = ("video/", "audio/")  # how the types of what may be longer begin
ACCEPTED = tuple(_BY_ENDING)  # for the file picker of a form


def content_type_of(name: str, head: bytes) -> str:
    """The type to store and serve. ``head``: the first ``HEAD`` bytes. Raises Refused for what we do not take."""
    return kind_of(name, head).content_type


def named(name: str) -> Kind:
    """What a file of that name should be. Raises Refused for what we do not take."""
    kind = _BY_ENDING.get(ending(name))
    if kind is None:
        raise Refused(
            f"“{name}” is of a type that cannot be added. You can add PDF, Word, Excel and PowerPoint files, "
            "pictures, text, and sound or video recordings."
        )
    return kind


def limit_of(name: str) -> int:
    """The bytes a file of that name may have. Raises Refused for what we do not take."""
    recording = named(name).content_type.startswith(RECORDINGS)
    return max(settings.UPLOAD_MAX_RECORDING_BYTES if recording else 0, settings.UPLOAD_MAX_BYTES)


def too_large(name: str) -> str:
    return (
        f"“{name}” is too large. A file of this type can have up to {limit_of(name) // 1024**2} MB; "
        "for a long recording, save it at a lower quality or in two parts."
    )


def kind_of(name: str, head: bytes) -> Kind:
    """What a file of that name is, where its content agrees. Raises Refused for what we do not take."""
    kind = named(name)
    if kind.main and head.startswith(OLE):  # a new Office file with a password is wrapped in an old one
        raise Refused(
            f"“{name}” is locked with a password, or is an old {kind.word} under a new name. "
            f"Open it, take the password off, save it as a {kind.endings[0]} file, and choose it again."
        )
    if not _agrees(kind, head):
        raise Refused(
            f"“{name}” is named as a {kind.word} file, but its content is something else. "
            "Open it on your device, save it again in the right format, and choose the new file."
        )
    return kind


def word_for(content_type: str) -> str:
    """What people call a file of that type."""
    return next((kind.word for kind in KINDS if kind.content_type == content_type), "file")


def _agrees(kind: Kind, head: bytes) -> bool:
    if not kind.signs:
        return _is_text(head)
    return bool(kind.signs & _signs(head))


def _signs(head: bytes) -> set[str]:
    try:
        signs = {match.extension for match in puremagic.magic_stream(io.BytesIO(head))}
    except (puremagic.PureError, ValueError):
        signs = set()
    # Phones write many brands of the same container; two of them are pictures.
    if head[4:8] == b"ftyp":
        signs.add(".heic" if head[8:12] in {b"heic", b"heix", b"mif1", b"msf1"} else ".mp4")
    if head[:1] == b"\xff" and head[1:2] in {b"\xfb", b"\xf3", b"\xf2"}:
        signs.add(".mp3")
    return signs


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head
