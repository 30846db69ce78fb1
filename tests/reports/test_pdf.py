import logging
import subprocess
from io import BytesIO

import pikepdf
import pytest

from reports.pdf import print_pdf

LETTER = [0, 0, 612, 792]


@pytest.fixture(scope="module")
def pdf(clayton_printed):
    return pikepdf.open(BytesIO(clayton_printed.pdf.content))


@pytest.fixture(scope="module")
def path(clayton_printed, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(clayton_printed.pdf.content)
    return path


def text_of(path, *options):
    done = subprocess.run(["pdftotext", "-layout", *options, path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def written(pdf, tmp_path):
    path = tmp_path / "written.pdf"
    path.write_bytes(pdf.content)
    return text_of(path)


def elements(pdf, tag):
    return [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == tag]


def page(text):
    return f'<!doctype html><html lang="en-US"><title>Test</title><body><h1>Test</h1>{text}</body></html>'


def test_the_document_has_a_language_a_title_and_tags(pdf):
    assert pdf.Root.Lang == "en-US"
    assert pdf.docinfo.Title == "State of the Partnership 2023-2024, School District of Clayton"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.MarkInfo.Marked
    assert "/K" in pdf.Root.StructTreeRoot
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()


def test_pages_are_letter_paper(pdf, clayton_printed):
    assert {tuple(page.mediabox) for page in pdf.pages} == {tuple(LETTER)}
    assert clayton_printed.pdf.pages == len(pdf.pages) > 10


def test_every_header_cell_has_its_scope(pdf):
    scopes = {str(header.A.Scope) for header in elements(pdf, "/TH")}
    assert scopes == {"/Column", "/Row"}
    for header in elements(pdf, "/TH"):
        assert (header.A.Scope == "/Column") == (header.P.P.S == "/THead")


def test_every_header_is_found_through_the_index(pdf):
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    index = {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
    assert list(index) == sorted(index)
    assert index == {bytes(header.ID): header for header in elements(pdf, "/TH")}
    for cell in elements(pdf, "/TD"):
        assert {bytes(name) for name in cell.A.Headers} <= set(index)


def test_every_figure_has_alternative_text(pdf):
    (chart,) = elements(pdf, "/Figure")
    assert str(chart.Alt).startswith(
        "Bar chart of the items at each level. Category 1 Staffing: four items at level 1, two items at level 2. "
    )


def test_links_are_printed_and_say_where_they_lead(pdf):
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert len(links) > 20
    assert {annotation.F for annotation in links} == {4}
    assert "ratings of category 3" in [str(annotation.Contents) for annotation in links]


def test_one_typeface_is_embedded_and_no_other(path):
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    fonts = [line.split() for line in lines[2:]]
    assert fonts
    for name, *_rest in fonts:
        assert "+Atkinson-Hyperlegible" in name
    assert {(line[-5], line[-4]) for line in fonts} == {("yes", "yes")}  # embedded, a subset


def test_pages_carry_a_running_header_but_the_first(path, clayton_printed):
    first, second = text_of(path, "-l", "1"), text_of(path, "-f", "2", "-l", "2")
    pages = clayton_printed.pdf.pages
    assert first.count("School District of Clayton") == 1
    assert second.splitlines()[0].split("  ")[0] == "State of the Partnership 2023-2024"
    assert f"1 / {pages}" in first
    assert f"2 / {pages}" in second


def test_the_contents_name_the_pages(path):
    contents = text_of(path, "-l", "1")
    (line,) = [line for line in contents.splitlines() if line.startswith("Evidence")]
    number = line.split()[-1]
    assert "Addendum: 2023-2024" in text_of(path, "-f", number, "-l", number)


def test_the_documents_words_are_on_its_pages(path):
    text = text_of(path)
    for words in ("Melissa Logan, Kate Pavlisin, and Robyn Wiens", "Panorama Survey", "EMBARGOED", "1.63"):
        assert words in text


def test_the_same_html_gives_the_same_bytes(clayton_printed):
    assert print_pdf(clayton_printed.html).sha256 == clayton_printed.pdf.sha256


def test_markup_that_was_typed_is_printed_as_text(tmp_path):
    pdf = print_pdf(page("<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=http://example.org/&gt;</p>"))
    assert "<script>alert(1)</script> <img src=http://example.org/>" in written(pdf, tmp_path)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "//127.0.0.1/x.png"])
def test_nothing_is_fetched(url, caplog):
    with caplog.at_level(logging.ERROR, logger="weasyprint"):
        pdf = print_pdf(page(f'<img src="{url}" alt="A picture"><link rel="stylesheet" href="{url}">'))
    with pikepdf.open(BytesIO(pdf.content)) as opened:
        assert not [
            o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
    assert "does not fetch" in caplog.text or "Relative URI" in caplog.text
