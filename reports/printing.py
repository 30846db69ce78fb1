"""HTML to a tagged PDF (PDF/UA-1): WeasyPrint prints, pikepdf adds what WeasyPrint 70 leaves out.

The same HTML gives the same bytes: nothing here or in the templates writes the time of printing.
"""

import tomllib
from base64 import b64encode
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from . import fallbacks
from .directions import set_directions
from .drafts import say_draft, watermark
from .pdf import Pdf
from .tags import (
    Texts,
    finish_tags,
    followed_breaking,
    followed_building,
    keep_words_apart,
    printed_tables,
)
from .typeface import FACES, FAMILY, font_of

STYLESHEET = settings.BASE_DIR / "static" / "accord" / "report.css"
VARIANT = "pdf/ua-1"
RELEASE = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"][
    "version"
]
"""Documents name it: of the same data, the same release makes the same bytes."""


class Fetcher(URLFetcher):
    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:"):
            raise ValueError(f"A report does not fetch {url}")
        return super().fetch(url, headers)


def print_pdf(html: str, *, is_draft: bool = False) -> Pdf:
    return pdf_of(lay_out(html, is_draft=is_draft))


def pdf_of(document: Any) -> Pdf:
    """Of laid out pages."""
    keep_words_apart(document)
    with fallbacks.undated_faces(), followed_building() as texts:
        content = write(document)
    return finish(content, printed_tables(document), texts)


def lay_out(html: str, *, is_draft: bool = False) -> Any:
    """The pages as WeasyPrint sets them. Nothing is fetched but what HTML and stylesheet carry."""
    fetcher = Fetcher(allowed_protocols={"data"})
    with fallbacks.bundled_faces():
        fonts = FontConfiguration()
    parsed = HTML(string=html, url_fetcher=fetcher)
    root = parsed.etree_element
    set_directions(html, root)
    rules = stylesheet(html)
    if is_draft:
        say_draft(root)
        rules += watermark(root)
    css = CSS(string=rules, font_config=fonts, url_fetcher=fetcher)
    with followed_breaking():
        document = parsed.render(stylesheets=[css], font_config=fonts, pdf_variant=VARIANT)
    document.metadata.generator = f"Accord {RELEASE}"
    return document


def write(document: Any) -> bytes:
    return document.write_pdf(pdf_variant=VARIANT)


def stylesheet(html: str) -> str:
    families = ", ".join(f'"{family}"' for family in (FAMILY, *fallbacks.FAMILIES))
    return "\n".join(
        [
            *(_rule(FAMILY, face.weight, face.style, font_of(face)) for face in FACES),
            *_east_asian_rules(html),
            Path(STYLESHEET).read_text(encoding="utf-8"),
            f"html {{ font-family: {families} }}",
        ]
    )


def _east_asian_rules(html: str) -> Iterator[str]:
    if letters := fallbacks.drawn_letters(unescape(html)):
        for weight, font in fallbacks.east_asian_fonts(letters).items():
            yield _rule(fallbacks.EAST_ASIAN, weight, "normal", font)


def _rule(family: str, weight: int, style: str, font: bytes) -> str:
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
        f'src: url("data:font/ttf;base64,{b64encode(font).decode()}") }}'
    )


def finish(content: bytes, tables: list[Any], texts: Texts) -> Pdf:
    """With its tags as `tags` has them."""
    with pikepdf.open(BytesIO(content)) as pdf:
        finish_tags(pdf, tables, texts)
        output = BytesIO()
        pdf.save(output, deterministic_id=True)
        return Pdf(output.getvalue(), len(pdf.pages))
