"""HTML to a tagged PDF (PDF/UA-1): WeasyPrint prints, pikepdf adds what WeasyPrint 70 leaves out.

The same HTML gives the same bytes: nothing here or in the templates writes the time of printing.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.conf import settings
from fontpkg_atkinson_hyperlegible import ROOT as FONT_PACKAGE

FONTS = FONT_PACKAGE / "files"
STYLESHEET = settings.BASE_DIR / "static" / "accord" / "report.css"
FACES = {
    "Regular": (400, "normal"),
    "Italic": (400, "italic"),
    "Bold": (700, "normal"),
    "BoldItalic": (700, "italic"),
}
PRINT_FLAG = 1 << 2


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int

    @property
    def sha256(self):
        return sha256(self.content).hexdigest()


def print_pdf(html):
    return finish(weasyprint_pdf(html))


def weasyprint_pdf(html):
    """The PDF as WeasyPrint writes it. Nothing is fetched but the typeface and what the HTML itself carries."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if not url.startswith("data:") and url not in font_urls:
                raise ValueError(f"A report does not fetch {url}")
            return super().fetch(url, headers)

    font_urls = {(FONTS / f"AtkinsonHyperlegible-{face}.ttf").as_uri() for face in FACES}
    fetcher, fonts = Fetcher(allowed_protocols={"data", "file"}), FontConfiguration()
    css = CSS(string=stylesheet(), font_config=fonts, url_fetcher=fetcher)
    return HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
    )


def stylesheet():
    rules = [
        f'@font-face {{ font-family: "Atkinson Hyperlegible"; font-weight: {weight}; font-style: {style}; '
        f'src: url("{(FONTS / f"AtkinsonHyperlegible-{face}.ttf").as_uri()}") }}'
        for face, (weight, style) in FACES.items()
    ]
    return "\n".join([*rules, Path(STYLESHEET).read_text(encoding="utf-8")])


def finish(content):
    """Header cells get their scope, headers their index, links the print flag and readable words."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as pdf:
        headers = [
            element
            for element in pdf.objects
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH"
        ]
        for header in headers:
            in_head = header.P.P.S == "/THead"
            header.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row
        index = sorted((bytes(header.ID), header) for header in headers if "/ID" in header)
        if index:
            names = [part for name, header in index for part in (pikepdf.String(name), header)]
            pdf.Root.StructTreeRoot.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(names)))
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                annotation.F = PRINT_FLAG
                if "/Dest" in annotation:  # an anchor's name: said in words
                    annotation.Contents = str(annotation.Contents).replace("-", " ")
        output = BytesIO()
        pdf.save(output, deterministic_id=True)
        return Pdf(output.getvalue(), len(pdf.pages))
