"""Draws a logo anew, in a process of its own: `logos.draw_anew` starts it.

PNG and JPEG are read pixel by pixel and written again, smaller where they are large, without anything that stood
beside the pixels. Of an SVG stays what draws; what would run or fetch something is taken out or refused.
"""

import io
import re
import resource
import sys
from base64 import b64encode
from xml.etree import ElementTree

import py_svg_hush
from PIL import Image, ImageOps, UnidentifiedImageError

MIB = 1024 * 1024
MOST_PIXELS = 40_000_000
LARGEST_SIDE = 1600
"""Pixels: three times what a first page prints."""
MOST_OF_SVG = 400_000
"""Bytes, so that a document stays small."""

NO_PICTURE = "This is no picture. Upload the logo as PNG, JPEG or SVG."
TOO_MANY_PIXELS = (
    "The picture has too many pixels. Save the logo at most 4,000 pixels wide, then upload it again."
)
TOO_MUCH = (
    "The logo takes too much memory to draw. Save it as PNG, at most 4,000 pixels wide, then upload that."
)
TOO_LONG = "This SVG is too large for a logo. Save it as PNG, then upload that."
REFERS = "This SVG refers to other files, or has pictures in it. Save it as PNG, then upload that."
EMPTY = "This SVG draws nothing. Save the logo as PNG, then upload that."

PIXELS = (b"\x89PNG", b"\xff\xd8")
"""How PNG and JPEG begin."""
SVG = "{http://www.w3.org/2000/svg}"
DRAWS = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"}
MOVES = {"animate", "animateMotion", "animateTransform", "set", "mpath", "discard"}
ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|\\", re.IGNORECASE)
"""Also a backslash, by which a stylesheet may write any of these otherwise."""


class NotDrawn(Exception):
    """The message is a sentence for whoever uploaded it."""


def draw(content: bytes) -> tuple[str, bytes]:
    """(content type, bytes)."""
    if content.startswith(PIXELS):  # whatever its remarks say
        return redraw(content)
    if b"<svg" in content[:4096] or content.lstrip()[:5] == b"<?xml":
        return "image/svg+xml", clean(content)
    return redraw(content)


def redraw(content: bytes) -> tuple[str, bytes]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NotDrawn(TOO_MANY_PIXELS)
            kind = picture.format
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGBA" if kind == "PNG" else "RGB")
    except Image.DecompressionBombError:
        raise NotDrawn(TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise NotDrawn(NO_PICTURE) from None
    drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    output = io.BytesIO()
    if kind == "PNG":
        drawn.save(output, "PNG", optimize=True)
        return "image/png", output.getvalue()
    drawn.save(output, "JPEG", quality=90)
    return "image/jpeg", output.getvalue()


def clean(content: bytes) -> bytes:
    if len(content) > MOST_OF_SVG:
        raise NotDrawn(TOO_LONG)
    try:
        tree = ElementTree.fromstring(py_svg_hush.filter_svg(content))  # noqa: S314 # it has no document type any more
    except (ValueError, ElementTree.ParseError):
        raise NotDrawn(NO_PICTURE) from None
    if tree.tag != f"{SVG}svg":
        raise NotDrawn(NO_PICTURE)
    for parent in list(tree.iter()):
        for child in list(parent):
            if _name(child) in MOVES:
                parent.remove(child)
    if any(_refers_elsewhere(one) for one in tree.iter()):
        raise NotDrawn(REFERS)
    if not any(_name(one) in DRAWS for one in tree.iter()):
        raise NotDrawn(EMPTY)
    ElementTree.register_namespace("", SVG.strip("{}"))
    cleaned = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    _print(cleaned)
    return cleaned


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).removeprefix(SVG)


def _refers_elsewhere(element: ElementTree.Element) -> bool:
    if _name(element) in ("image", "feImage"):
        return True
    if _name(element) == "a":  # it draws the same without
        element.attrib.clear()
    addresses = (value for name, value in element.attrib.items() if name.rpartition("}")[2] == "href")
    if any(not value.strip().startswith("#") for value in addresses):
        return True
    return bool(ELSEWHERE.search(" ".join([element.text or "", *element.attrib.values()])))


def _print(svg: bytes) -> None:
    """As documents are: one that multiplies itself takes more time than there is."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    address = f"data:image/svg+xml;base64,{b64encode(svg).decode()}"
    fetcher = URLFetcher(allowed_protocols={"data"})
    HTML(string=f'<img src="{address}" style="width: 100%">', url_fetcher=fetcher).write_pdf()


def main(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory * MIB, memory * MIB))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        content_type, drawn = draw(sys.stdin.buffer.read())
    except NotDrawn as refused:
        sys.stdout.write(str(refused))
        sys.exit(3)
    except MemoryError:
        sys.stdout.write(TOO_MUCH)
        sys.exit(3)
    sys.stdout.buffer.write(f"{content_type}\n".encode() + drawn)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
