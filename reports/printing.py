"""HTML to a tagged PDF (PDF/UA-1): WeasyPrint prints, pikepdf adds what WeasyPrint 70 leaves out.

The same HTML gives the same bytes: nothing here or in the templates writes the time of printing.
"""

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from .pdf import Pdf
from .tags import finish_tags, printed_tables, tagged_languages
from .typeface import FACES, FAMILY, Face, font_of

STYLESHEET = settings.BASE_DIR / "static" / "accord" / "report.css"
VARIANT = "pdf/ua-1"


class Fetcher(URLFetcher):
    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith("data:"):
            raise ValueError(f"A report does not fetch {url}")
        return super().fetch(url, headers)


def print_pdf(html: str) -> Pdf:
    document = lay_out(html)
    return finish(write(document), printed_tables(document))


def lay_out(html: str) -> Any:
    """The pages as WeasyPrint sets them. Nothing is fetched but what HTML and stylesheet carry."""
    fetcher, fonts = Fetcher(allowed_protocols={"data"}), FontConfiguration()
    css = CSS(string=stylesheet(), font_config=fonts, url_fetcher=fetcher)
    return HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[css], font_config=fonts, pdf_variant=VARIANT
    )


def write(document: Any) -> bytes:
    with tagged_languages():
        return document.write_pdf(pdf_variant=VARIANT)


def stylesheet() -> str:
    return "\n".join([*map(_rule, FACES), Path(STYLESHEET).read_text(encoding="utf-8")])


def _rule(face: Face) -> str:
    font = b64encode(font_of(face)).decode()
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {face.weight}; font-style: {face.style}; '
        f'src: url("data:font/ttf;base64,{font}") }}'
    )


def finish(content: bytes, tables: list[Any]) -> Pdf:
    """With its tags as `tags` has them."""
    with pikepdf.open(BytesIO(content)) as pdf:
        finish_tags(pdf, tables)
        output = BytesIO()
        pdf.save(output, deterministic_id=True)
        return Pdf(output.getvalue(), len(pdf.pages))
