"""Pictures, recordings and documents really made, for tests of what is shown of them."""

from __future__ import annotations

import array
import io
import math
import struct
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import pikepdf
from PIL import Image

RED, BLUE, GREEN = (220, 20, 30), (20, 40, 210), (10, 160, 60)
ON_ITS_SIDE = 6  # the tag of a telephone held upright: turn it clockwise to see it


def halves(width: int = 80, height: int = 40, mode: str = "RGB") -> Image.Image:
    """The left half red, the right half blue."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height))
    return image.convert(mode)


def beside(*, place: bool = True, orientation: int = 1) -> Image.Exif:
    """What a telephone writes beside a photo."""
    exif = Image.Exif()
    exif[0x010F] = "Phone of Ann"
    exif[0x0112] = orientation
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 28.0, 40.0), 3: "W", 4: (0.0, 0.0, 5.0)})
    return exif


def photo(form: str = "JPEG", *, place: bool = True, orientation: int = ON_ITS_SIDE, **more: Any) -> bytes:
    """``halves``, to be turned: seen upright, the upper half is red."""
    held = io.BytesIO()
    halves().save(held, form, exif=beside(place=place, orientation=orientation), **more)
    return held.getvalue()


def heic(*, place: bool = True, turned: bool = True) -> bytes:
    """The same as a telephone makes it: one HEVC picture, turned by its own property, EXIF beside it."""
    packet, setup = _hevc(halves(128, 64))
    exif = b"\0\0\0\0" + beside(place=place, orientation=ON_ITS_SIDE).tobytes()[6:]  # an offset, then TIFF
    items = [packet, exif]
    infos = _box(b"iinf", struct.pack(">IH", 0, 2), _infe(1, b"hvc1"), _infe(2, b"Exif"))
    properties = [_box(b"hvcC", setup), _box(b"ispe", struct.pack(">III", 0, 128, 64))]
    if turned:
        properties.append(_box(b"irot", b"\3"))  # three quarters against the clock: one with it
    ipma = _box(b"ipma", struct.pack(">IIHB", 0, 1, 1, len(properties)), bytes(range(0x81, 0x81 + len(properties))))
    iprp = _box(b"iprp", _box(b"ipco", *properties), ipma)
    iref = _box(b"iref", b"\0\0\0\0", _box(b"cdsc", struct.pack(">HHH", 2, 1, 1)))
    hdlr = _box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"pict"), b"\0")
    pitm = _box(b"pitm", struct.pack(">IH", 0, 1))
    ftyp = _box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(begins: int) -> bytes:
        places, at = [], begins
        for number, item in enumerate(items, 1):
            places.append(struct.pack(">HHHII", number, 0, 1, at, len(item)))
            at += len(item)
        iloc = _box(b"iloc", struct.pack(">IBBH", 0, 0x44, 0, len(items)), *places)
        return _box(b"meta", b"\0\0\0\0", hdlr, pitm, iloc, infos, iprp, iref)

    return ftyp + meta(len(ftyp) + len(meta(0)) + 8) + _box(b"mdat", *items)


def _frame(image: Image.Image) -> av.VideoFrame:
    frame: av.VideoFrame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
    return frame


def _infe(number: int, kind: bytes) -> bytes:
    return _box(b"infe", struct.pack(">IHH4s", 0x02000000, number, 0, kind), b"\0")


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _hevc(image: Image.Image) -> tuple[bytes, bytes]:
    """One picture, its units each after their length, and the record a reader is set up with."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container:
        stream = container.add_stream("libx265", rate=1)
        stream.width, stream.height, stream.pix_fmt = image.width, image.height, "yuv420p"
        stream.options = {"x265-params": "log-level=none:keyint=1", "crf": "10"}
        for frame in (_frame(image), None):
            container.mux(stream.encode(frame))
    file = made.getvalue()
    at = file.index(b"hvcC")
    size = int.from_bytes(file[at - 4 : at])
    begin = file.index(b"mdat") + 4
    length = int.from_bytes(file[begin - 8 : begin - 4])
    return file[begin : begin - 8 + length], file[at + 4 : at - 4 + size]


def film(seconds: int = 6, form: str = "mp4", *, index_first: bool = True) -> bytes:
    """A film of one colour a second, five pictures each."""
    options = {"movflags": "faststart"} if index_first and form == "mp4" else {}
    with TemporaryDirectory() as folder:
        path = Path(folder, f"film.{form}")
        with av.open(str(path), "w", format=form, options=options) as container:
            stream = container.add_stream("libvpx" if form == "webm" else "libx264", rate=5)
            stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
            for number in range(seconds * 5):
                image = Image.new("RGB", (160, 96), (RED, GREEN, BLUE)[number // 5 % 3])
                container.mux(stream.encode(_frame(image)))
            container.mux(stream.encode(None))
        return path.read_bytes()


def recording(seconds: int = 3, form: str = "mp3") -> bytes:
    """A tone."""
    made = io.BytesIO()
    codec = {"mp3": "libmp3lame", "wav": "pcm_s16le", "mp4": "aac"}[form]
    rate, size = 44_100, 1152 if form == "mp3" else 1024
    with av.open(made, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        for at in range(0, seconds * rate, size):
            tone = array.array("h", (int(8000 * math.sin(n * 2 * math.pi * 440 / rate)) for n in range(at, at + size)))
            frame = av.AudioFrame(format="s16", layout="mono", samples=size)
            frame.planes[0].update(tone.tobytes() + b"\0" * (frame.planes[0].buffer_size - 2 * size))
            frame.sample_rate, frame.pts = rate, at
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return made.getvalue()


def document(pages: int = 3, colours: Sequence[tuple[int, int, int]] = (RED, GREEN, BLUE)) -> bytes:
    """A PDF, each page wholly of one colour."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(200, 300))
            red, green, blue = (part / 255 for part in colours[number % len(colours)])
            page.Contents = pdf.make_stream(f"{red} {green} {blue} rg 0 0 200 300 re f".encode())
        pdf.save(made)
    return made.getvalue()


def close_to(found: object, colour: tuple[int, int, int], by: int = 40) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= by for a, b in zip(found[:3], colour, strict=True))
