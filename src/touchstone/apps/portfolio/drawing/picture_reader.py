"""Run as a script: draws the picture on standard input, upright and without what is written beside it. Knows nothing
of the site.

``python picture_reader.py SECONDS WHAT``: ``SECONDS`` of processor it may take; ``WHAT`` is "facts" (its head alone is
read), "shown" (small enough for a page, always JPEG) or "upright" (as large as it is). Prints a line of JSON, then the
picture. Whatever goes wrong in here ends this process alone.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
from typing import Any

import pi_heif
from PIL import GifImagePlugin, Image, ImageCms, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

MEMORY = 1024**3  # bytes of address space
LARGEST = 128 * 1024**2  # bytes of the picture drawn
MOST_PIXELS = 64_000_000  # held whole in memory; telephones make up to 50 million, and larger ones as JPEG
SIDE = 2000  # pixels of the longer side of one shown on a page
# Each of the few asked for by name: what Pillow could read besides is never tried.
FORMATS = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    GifImagePlugin.GifImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    "HEIF",
)
MOVING = {"GIF", "PNG", "WEBP"}  # where further pictures in a file are a film, and not a second one of the telephone
GPS, LATITUDE, LONGITUDE = 0x8825, 2, 4

WRONG = (OSError, SyntaxError, ValueError, RuntimeError, EOFError, struct.error, KeyError, IndexError, TypeError)


class TooLarge(Exception):
    pass


def main(out: Any) -> None:
    seconds, what = int(sys.argv[1]), sys.argv[2]
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    Image.MAX_IMAGE_PIXELS = None  # TooLarge instead
    pi_heif.register_heif_opener()
    try:
        facts, drawn = _drawn(what)
    except (TooLarge, MemoryError):
        facts, drawn = {"wrong": "too large"}, b""
    except WRONG:
        facts, drawn = {"wrong": "broken"}, b""
    out.write(json.dumps(facts).encode() + b"\n" + drawn)


def _drawn(what: str) -> tuple[dict[str, Any], bytes]:
    with Image.open(sys.stdin.buffer, formats=FORMATS) as image:
        facts: dict[str, Any] = {
            "width": image.width,
            "height": image.height,
            "moving": image.format in MOVING and bool(getattr(image, "is_animated", False)),
            "place": _has_place(image),
            "format": image.format if what == "upright" and image.format in {"PNG", "WEBP"} else "JPEG",
        }
        if what == "facts":
            return facts, b""
        if what == "shown":
            image.draft("RGB", (SIDE, SIDE))  # JPEG alone: reads a smaller picture out of a large one
        if image.width * image.height > MOST_PIXELS:
            raise TooLarge
        return facts, _saved(image, what, facts["format"])


def _saved(image: Image.Image, what: str, form: str) -> bytes:
    profile = image.info.get("icc_profile")
    upright = _plain(image)
    if what == "shown":
        upright.thumbnail((SIDE, SIDE))
    ImageOps.exif_transpose(upright, in_place=True)
    if form == "JPEG":
        upright = _on_white(upright)
    upright = _in_common_colours(upright, profile)
    upright.info.clear()  # nothing of what stood beside the picture goes with it
    held = io.BytesIO()
    upright.save(held, form, quality=85 if what == "shown" else 95)
    return held.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """Its first picture in a mode that can be made smaller."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        image.load()
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    shown = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("RGB")


def _in_common_colours(image: Image.Image, profile: bytes | None) -> Image.Image:
    """As any screen shows it, without the profile of the camera."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode in {"RGB", "RGBA", "L", "CMYK"}:
        try:
            theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, theirs, ours, outputMode=mode)
            return image if converted is None else converted
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile of another kind of colours, or none at all
    return image.convert(mode)


def _has_place(image: Image.Image) -> bool:
    """Whether it says where it was taken, in either of the two ways telephones and programs write that."""
    try:
        place = image.getexif().get_ifd(GPS)
    except WRONG:
        place = {}
    beside = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    if isinstance(beside, str):
        beside = beside.encode()
    return LATITUDE in place or LONGITUDE in place or b"GPSLatitude" in beside


if __name__ == "__main__":
    main(sys.stdout.buffer)
