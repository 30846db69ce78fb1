import logging
import re
import subprocess
from io import BytesIO

import pikepdf
import pytest

from reports.pdf import print_pdf

from .check_tags import check_tags
from .tags import elements, opened, walk

pytestmark = pytest.mark.slow

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


def page(text):
    return f'<!doctype html><html lang="en-US"><title>Test</title><body><h1>Test</h1>{text}</body></html>'


def test_pages_are_letter_paper(pdf, clayton_printed):
    assert {tuple(page.mediabox) for page in pdf.pages} == {tuple(LETTER)}
    assert clayton_printed.pdf.pages == len(pdf.pages) > 10


def test_a_table_over_several_pages_is_one_table_with_one_header(pdf, clayton_printed):
    tables = [element for element in walk(pdf.Root.StructTreeRoot) if element.S == "/Table"]
    assert len(tables) == clayton_printed.html.count("<table")
    heads = [[str(part.S) for part in table.K].count("/THead") for table in tables]
    assert sorted(heads) == [0] + [1] * (len(tables) - 1)  # the facts have none
    pages = {cell.Pg.objgen for table in tables for cell in walk(table)}
    assert len(pages) > 10
    assert max(len({cell.Pg.objgen for cell in walk(table)}) for table in tables) > 2


def test_a_row_longer_than_a_page_keeps_its_header():
    rows = f"<tr><th scope=row>1<td>{'Long.<br>' * 120}</tr><tr><th scope=row>2<td>Short.</tr>"
    table = f"<table><thead><tr><th scope=col>No.<th scope=col>Text</tr></thead><tbody>{rows}</tbody></table>"
    with opened(print_pdf(page(table))) as pdf:
        check_tags(pdf, page(table))
        assert len(elements(pdf, "/Table")) == 1


def test_every_figure_has_alternative_text(pdf):
    chart, *figures = elements(pdf, "/Figure")
    assert str(chart.Alt).startswith(
        "Bar chart of the items at each level. Category 1 Staffing: four items at level 1, two items at level 2. "
    )
    lines = [str(one.Alt) for one in figures if one.Alt != chart.Alt]
    assert len(figures) - len(lines) == 1  # the ratings stand in the appendix once more
    assert lines[0] == "Line chart of Teacher Fill Percentage. 2022-2023, 100%; August 2023, 100%."
    assert all(one.startswith("Line chart of ") for one in lines)


def test_the_box_of_a_figure_is_measured_as_the_page_is(pdf):
    chart, *rows = elements(pdf, "/Figure")
    left, bottom, right, top = map(float, chart.A.BBox)
    assert (round(left, 1), round(right, 1)) == (56.7, 555.3)  # the margins are 20 mm wide
    assert 250 < bottom < top < 640
    for beside, row in enumerate(rows[:2]):  # two in a line
        left, bottom, right, top = map(float, row.A.BBox)
        assert (round(left), round(right)) == ((57, 299), (313, 555))[beside]


def test_bullets_that_were_typed_are_a_list(path):
    text = text_of(path)
    assert "• referral and identification;" in text
    assert text.count("• referral") == 1


def test_a_link_of_200_letters_stays_in_its_column(tmp_path):
    link = f"<a href='https://example.org/'>https://example.org/{'x' * 200}</a>"
    rows = f"<tr><th scope=row>{link}<td>{link}<td>Next</tr>"
    html = page(f"<p>{link}</p><ul><li>{link}</li></ul><table class=steps>{rows}</table>")
    path = tmp_path / "written.pdf"
    path.write_bytes(print_pdf(html).content)
    done = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True)
    ends = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">[x/]', done.stdout)
    assert len(ends) > 8
    assert max(map(float, ends)) < 612 - 56
    (next_column,) = re.findall(r'xMin="([\d.]+)"[^>]*>Next<', done.stdout)
    in_table = re.findall(r'xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>x', done.stdout)
    assert sum(float(right) < float(next_column) for _, right in in_table) > 6


def test_links_are_printed_and_say_where_they_lead(pdf):
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", [])]
    assert len(links) > 20
    assert {annotation.F for annotation in links} == {4}
    assert "ratings of category 3" in [str(annotation.Contents) for annotation in links]


def test_where_it_has_all_letters_one_typeface_is_embedded_and_no_other(path):
    lines = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
    fonts = [line.split() for line in lines[2:]]
    assert fonts
    for name, *_rest in fonts:
        assert "+Atkinson-Hyperlegible" in name
    assert {(line[-5], line[-4]) for line in fonts} == {("yes", "yes")}  # embedded, a subset


def test_pages_carry_a_running_header_but_the_first(path, clayton_printed):
    first, second = text_of(path, "-l", "1"), text_of(path, "-f", "2", "-l", "2")
    pages = clayton_printed.pdf.pages
    assert first.count("State of the Partnership 2023-2024") == 1
    assert second.splitlines()[0].split("  ")[0] == "State of the Partnership 2023-2024"
    assert f"1 / {pages}" in first
    assert f"2 / {pages}" in second


def test_the_contents_name_the_pages(path):
    (contents,) = [one for one in text_of(path).split("\f") if "Contents of the appendix" in one.splitlines()]
    (line,) = [line for line in contents.splitlines() if line.startswith("Evidence")]
    number = line.split()[-1]
    assert "Addendum: 2023-2024" in text_of(path, "-f", number, "-l", number)


def test_the_documents_words_are_on_its_pages(path):
    text = text_of(path)
    for words in ("Melissa Logan, Kate Pavlisin, and Robyn Wiens", "Panorama Survey", "EMBARGOED", "1.63"):
        assert words in text


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
