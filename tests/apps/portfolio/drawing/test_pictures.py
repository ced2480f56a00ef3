"""Photos as pages show them: upright, small, and without what telephones write beside them."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from tests.apps.portfolio.pictures import BLUE, RED, close_to, halves, heic, photo
from touchstone.apps.portfolio.drawing import NotDrawn, picture_of, shown, upright


def drawn(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(shown(io.BytesIO(content))[1]))
    image.load()
    return image


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **more)
    return held.getvalue()


@pytest.mark.parametrize(
    "content", [photo("JPEG"), photo("PNG"), photo("WEBP"), heic()], ids=["jpg", "png", "webp", "heic"]
)
def test_a_photo_of_a_telephone_held_upright_is_shown_upright_and_says_nothing_beside(content: bytes) -> None:
    image = drawn(content)
    assert image.format == "JPEG"
    assert image.height == 2 * image.width
    assert close_to(image.getpixel((image.width // 2, image.height // 4)), RED)
    assert close_to(image.getpixel((image.width // 2, image.height * 3 // 4)), BLUE)
    assert not image.getexif()
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_whether_a_photo_tells_its_place_is_known(form: str) -> None:
    assert picture_of(io.BytesIO(photo(form))).place
    assert not picture_of(io.BytesIO(photo(form, place=False))).place


def test_whether_a_photo_in_heic_tells_its_place_is_known() -> None:
    assert picture_of(io.BytesIO(heic())).place
    assert not picture_of(io.BytesIO(heic(place=False))).place


def test_a_place_a_program_wrote_in_its_own_words_is_found_too() -> None:
    beside = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>51,28.7N</exif:GPSLatitude></x:xmpmeta>'
    assert picture_of(io.BytesIO(saved(halves(), "JPEG", xmp=beside))).place


@pytest.mark.parametrize(
    ("content", "ending"),
    [(photo("JPEG", comment=b"Ann"), ".jpg"), (photo("PNG"), ".png"), (photo("WEBP"), ".webp"), (heic(), ".jpg")],
    ids=["jpg", "png", "webp", "heic"],
)
def test_an_upright_copy_is_as_large_as_the_photo_and_tells_neither_place_nor_device(
    content: bytes, ending: str
) -> None:
    with Image.open(io.BytesIO(shown(io.BytesIO(content))[1])) as seen, upright(io.BytesIO(content)) as (end, copy):
        held = copy.read()
        assert (end, Image.open(io.BytesIO(held)).size) == (ending, seen.size)
    assert not picture_of(io.BytesIO(held)).place
    assert b"Phone of Ann" in content
    assert not {word for word in (b"Ann", b"Exif", b"GPS") if word in held}


def test_a_large_photo_is_shown_smaller() -> None:
    assert drawn(saved(halves(5000, 3000), "JPEG")).size == (2000, 1200)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_of_colours_is_drawn(mode: str) -> None:
    grey = halves().convert("L")
    image = Image.frombytes("I;16", grey.size, struct.pack(f"<{80 * 40}H", *(v * 257 for v in grey.tobytes())))
    content = saved(image if mode == "I;16" else halves(mode=mode), "JPEG" if mode == "CMYK" else "PNG")
    left, right = (drawn(content).getpixel(at) for at in ((10, 10), (70, 10)))
    assert left != right
    if mode in {"P", "RGBA", "CMYK"}:
        assert close_to(left, RED, 60)
        assert close_to(right, BLUE, 60)


def test_what_is_see_through_is_shown_on_white() -> None:
    assert close_to(drawn(saved(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")).getpixel((4, 4)), (255, 255, 255))


def test_colours_of_a_camera_are_shown_as_any_screen_has_them() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert close_to(drawn(saved(halves(), "PNG", icc_profile=profile)).getpixel((10, 10)), RED)  # one that does not fit
    fits = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert close_to(drawn(saved(halves(), "PNG", icc_profile=fits)).getpixel((10, 10)), RED)


def test_of_a_picture_that_moves_the_first_is_shown() -> None:
    film = saved(halves(), "GIF", save_all=True, append_images=[Image.new("RGB", (80, 40), BLUE)])
    picture, _ = shown(io.BytesIO(film))
    assert picture.moving
    assert close_to(drawn(film).getpixel((10, 10)), RED)
    assert not shown(io.BytesIO(photo()))[0].moving


def vast(side: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be of ``side`` times ``side`` pixels."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (vast(60_000), "too large to be drawn"),
        (saved(Image.new("1", (9000, 9000)), "PNG"), "too large to be drawn"),
        (vast(100), "damaged"),
        (photo()[:400], "damaged"),
        (heic()[:-400], "damaged"),
        (b"no picture at all", "damaged"),
        (b"", "damaged"),
    ],
    ids=["bomb", "many pixels", "no pixels", "half a JPEG", "half a HEIC", "text", "nothing"],
)
def test_what_cannot_be_drawn_says_so(content: bytes, because: str) -> None:
    with pytest.raises(NotDrawn, match=because):
        shown(io.BytesIO(content))


def test_a_photo_of_two_hundred_million_pixels_is_shown_and_not_copied() -> None:
    content = saved(Image.new("RGB", (16_320, 12_240), RED), "JPEG", quality=20)
    assert drawn(content).size == (2000, 1500)
    with pytest.raises(NotDrawn, match="too large"), upright(io.BytesIO(content)):
        pass
