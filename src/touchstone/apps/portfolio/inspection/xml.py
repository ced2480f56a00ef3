"""XML parts of a document: no entities of their own, nothing fetched. Only what stands before the first element can
declare any, so no more is read."""

from __future__ import annotations

from typing import IO, Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.expatreader import DefusedExpatParser

BEGINNINGS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"\0<")


class _Collecting(ContentHandler):
    def __init__(self, element: str) -> None:
        self.element, self.found = element, list[dict[str, str]]()

    def startElement(self, name: str, attrs: Any) -> None:
        if name.rpartition(":")[2] == self.element:
            self.found.append(dict(attrs.items()))


class _Begun(SAXException):
    """The first element: nothing can be declared any more."""


class _UntilFirst(ContentHandler):
    def startElement(self, name: str, attrs: object) -> None:
        raise _Begun("begun")


class _Parser(DefusedExpatParser):
    """Refuses a document type that is fetched. One by its public name, as old OpenOffice wrote it, fetches nothing."""

    def defused_start_doctype_decl(self, name: str, sysid: str | None, pubid: str | None, subset: bool) -> None:
        if sysid and (":" in sysid or sysid.startswith(("/", "\\"))):
            raise DTDForbidden(name, sysid, pubid)

    def defused_external_entity_ref_handler(  # type: ignore[override]  # expat goes on where it is answered with 1
        self, context: str, base: str | None, sysid: str | None, pubid: str | None
    ) -> int:
        """What the type refers to, by a bare name: passed over. Anything else was refused where it was declared."""
        return 1


def looks_like(head: bytes) -> bool:
    return head.lstrip(b" \t\r\n").startswith(BEGINNINGS)


def harmless(head: bytes, *, whole: bool, strict: bool) -> bool:
    """Whether nothing is declared before the first element. ``whole``: ``head`` is all of it, not its beginning.

    ``strict``: what cannot be read as XML is no good; else it is something else that begins like it by chance.
    """
    parser = _Parser(forbid_dtd=True)
    parser.setContentHandler(_UntilFirst())
    try:
        parser.feed(head)
        if whole:
            parser.close()
    except _Begun:
        return True
    except DefusedXmlException:
        return False
    except (SAXException, ValueError):
        return not strict
    return False


def attributes(part: IO[bytes], element: str) -> list[dict[str, str]]:
    """Those of every such element of the whole part, in whatever encoding and quotes. Raises ValueError for no XML."""
    collecting = _Collecting(element)
    parser = _Parser(forbid_dtd=True)
    parser.setContentHandler(collecting)
    part.seek(0)
    try:
        while piece := part.read(64 * 1024):
            parser.feed(piece)
        parser.close()
    except (SAXException, DefusedXmlException) as error:
        raise ValueError(str(error)) from None
    return collecting.found
