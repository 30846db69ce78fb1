"""What the tags of every document hold: the parts of PDF/UA-1 that a program can look at and `pdfua` does not.

Each check takes an opened PDF and its HTML, and fails with what is wrong.
"""

import re
from collections import defaultdict
from itertools import pairwise, product

import pikepdf
import tinyhtml5

from .tags import elements, kids, laid_out, marks, walk

GROUPING = {"/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/NonStruct", "/TOC"}
BLOCKS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/P", "/L", "/LI", "/Lbl", "/LBody"}
TABLES = {"/Table", "/THead", "/TBody", "/TFoot", "/TR", "/TH", "/TD"}
INLINE = {"/Span", "/Link", "/Figure"}
STANDARD = GROUPING | BLOCKS | TABLES | INLINE
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def check_tags(pdf, html):
    for check in CHECKS:
        check(pdf, tinyhtml5.parse(html, namespace_html_elements=False))


def the_document_names_itself(pdf, html):
    assert pdf.Root.Lang == html.get("lang")
    assert str(pdf.docinfo.Title) == text_of(html.find("head/title"))
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert pdf.Root.MarkInfo.Marked is True
    assert b'pdfuaid:part="1"' in pdf.Root.Metadata.read_bytes()
    assert [str(one.S) for one in kids(pdf.Root.StructTreeRoot)] == ["/Document"]


def every_tag_is_a_standard_one_and_knows_its_parent(pdf, html):
    for element in [pdf.Root.StructTreeRoot, *walk(pdf.Root.StructTreeRoot)]:
        assert str(element.get("/S", "/Div")) in STANDARD
        for kid in kids(element):
            assert kid.P.objgen == element.objgen


def owned(pdf):
    """(page, number) of all marked content that an element of the tree owns, in reading order."""
    return [(e.Pg.objgen, int(n)) for e in walk(pdf.Root.StructTreeRoot) for n in marks(e)]


def marked(pdf):
    """(page, number) of all marked content that is no artifact, in the order of painting."""
    return [
        (page.obj.objgen, int(operands[1].MCID))
        for page in pdf.pages
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and operands[0] != "/Artifact" and "/MCID" in operands[1]
    ]


def grouped(places):
    numbers = defaultdict(list)
    for page, number in places:
        numbers[page].append(number)
    return numbers


def all_content_is_owned_by_one_element_or_is_an_artifact(pdf, html):
    found = owned(pdf)
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(marked(pdf))


def content_leads_to_the_element_that_owns_it(pdf, html):
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    of_page = {page.obj.objgen: parents[int(page.obj.StructParents)] for page in pdf.pages}
    for element in walk(pdf.Root.StructTreeRoot):
        for number in marks(element):
            assert of_page[element.Pg.objgen][number].objgen == element.objgen


def it_is_read_in_the_order_of_painting(pdf, html):
    """On each page. A table over pages is read row by row, so a row broken over pages goes on before the next."""
    read, painted = (grouped(found(pdf)) for found in (owned, marked))
    for page in pdf.pages:
        place = page.obj.objgen
        assert read[place] == painted[place], f"page {page.index + 1}"


def links_are_tagged_and_say_where_they_lead(pdf, html):
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        assert page.obj.Tabs == "/S"
        for annotation in page.get("/Annots", []):
            assert annotation.F == 4  # printed
            assert str(annotation.Contents).strip()
            link = parents[int(annotation.StructParent)]
            assert link.S == "/Link"
            objects = [
                kid.Obj.objgen for kid in link.K if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
            ]
            assert annotation.objgen in objects


def headings_leave_no_level_out(pdf, html):
    found = [element for element in walk(pdf.Root.StructTreeRoot) if str(element.S) in HEADINGS]
    levels = [int(str(element.S)[2]) for element in found]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(content_of(element) for element in found)
    tags = ("h1", "h2", "h3", "h4", "h5", "h6")
    assert sum(one.tag in tags for one in html.iter()) == len(found)
    # The head of a table may name its part too: it is no heading, and yet a bookmark.
    headings = [text_of(one) for one in html.iter() if one.tag in tags or one.get("class") == "names"]
    with pdf.open_outline() as outline:
        assert [squeezed(one.title) for one in bookmarks(outline.root)] == list(map(squeezed, headings))


def lists_hold_items_and_an_item_a_label_and_a_body(pdf, html):
    for element in elements(pdf, "/L"):
        assert {str(kid.S) for kid in kids(element)} == {"/LI"}
        assert all(isinstance(kid, pikepdf.Dictionary) for kid in element.K)
    for element in elements(pdf, "/LI"):
        assert [str(kid.S) for kid in element.K] in (["/Lbl", "/LBody"], ["/LBody"])
        assert element.P.S == "/L"
    for tag in ("/Lbl", "/LBody"):
        assert all(element.P.S == "/LI" for element in elements(pdf, tag))


def figures_have_alternative_text_and_a_box_on_their_page(pdf, html):
    figures = elements(pdf, "/Figure")
    assert [str(one.Alt) for one in figures] == [image.get("alt") for image in html.iter("img")]
    for figure in figures:
        left, bottom, right, top = map(float, figure.A.BBox)
        assert 0 <= left < right <= float(figure.Pg.MediaBox[2])
        assert 0 <= bottom < top <= float(figure.Pg.MediaBox[3])


def every_header_is_found_through_the_index(pdf, html):
    headers = elements(pdf, "/TH")
    if not headers:
        return
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)
    index = {bytes(name): element for name, element in zip(names[::2], names[1::2], strict=True)}
    assert list(index) == sorted(index)
    assert index == {bytes(header.ID): header for header in headers}
    for header in headers:
        assert header.A.Scope == ("/Column" if header.P.P.S == "/THead" else "/Row")
    for cell in elements(pdf, "/TD"):
        assert {bytes(name) for name in cell.A.Headers} <= set(index)


def tables_hold_groups_of_rows_of_cells(pdf, html):
    for table in elements(pdf, "/Table"):
        names = [str(part.S) for part in kids(table)]
        assert names.count("/THead") <= 1 and set(names) <= {"/Caption", "/THead", "/TBody", "/TFoot", "/TR"}
        for row in rows_of_pdf(table):
            assert row.S == "/TR" and {str(cell.S) for cell in kids(row)} <= {"/TH", "/TD"}
        cells = of_pdf(table).values()
        assert all(cell.S == "/TH" or len(cell.A.Headers) for cell in cells)  # no cell without a header


def cells_stand_where_they_do_and_name_what_heads_them(pdf, html):
    tables = list(html.iter("table"))
    for table, tagged in zip(tables, elements(pdf, "/Table"), strict=True):
        grid, tags = of_html(table), of_pdf(tagged)
        rows, columns = (1 + max(numbers) for numbers in zip(*grid, strict=True))
        assert set(tags) == set(grid) == set(product(range(rows), range(columns)))
        place_of = {bytes(tag.ID): min(places_of(tags, tag)) for tag in tags.values() if "/ID" in tag}
        for place, cell in grid.items():
            headers = [place_of[bytes(name)] for name in tags[place].A.get("/Headers", [])]
            assert str(tags[place].S) == f"/{cell.tag.upper()}"
            assert set(headers) == expected_headers(grid, cell), text_of(cell)
            assert len(headers) == len(set(headers))


def no_cell_is_left_over(pdf, html):
    placed = {cell.objgen for table in elements(pdf, "/Table") for cell in of_pdf(table).values()}
    assert placed == {cell.objgen for tag in ("/TH", "/TD") for cell in elements(pdf, tag)}


def another_language_is_said(pdf, html):
    """The words of an element with a `lang` of its own stand beneath a tag that says so."""
    said = {str(one.Lang) for one in walk(pdf.Root.StructTreeRoot) if "/Lang" in one}
    spoken = {one.get("lang") for one in html.iter() if one.get("lang") and text_of(one)}
    assert said == spoken - {html.get("lang")}


def letters_are_embedded_and_can_be_read(pdf, html):
    fonts = [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
    ]
    for font in fonts:
        assert font.Subtype != "/Type3"
        assert "/ToUnicode" in font or "/FontDescriptor" in font
        if descriptor := font.get("/FontDescriptor"):
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
            assert re.match(r"/[A-Z]{6}\+", str(descriptor.FontName))  # a subset


CHECKS = (
    the_document_names_itself,
    every_tag_is_a_standard_one_and_knows_its_parent,
    all_content_is_owned_by_one_element_or_is_an_artifact,
    content_leads_to_the_element_that_owns_it,
    it_is_read_in_the_order_of_painting,
    links_are_tagged_and_say_where_they_lead,
    headings_leave_no_level_out,
    lists_hold_items_and_an_item_a_label_and_a_body,
    figures_have_alternative_text_and_a_box_on_their_page,
    every_header_is_found_through_the_index,
    tables_hold_groups_of_rows_of_cells,
    cells_stand_where_they_do_and_name_what_heads_them,
    no_cell_is_left_over,
    another_language_is_said,
    letters_are_embedded_and_can_be_read,
)


def content_of(element):
    """The marked content of an element and of those beneath it."""
    return [number for one in [element, *walk(element)] for number in marks(one)]


def text_of(element):
    return " ".join("".join(element.itertext()).split())


def squeezed(text):
    """Without its spaces: a line break says nothing in a bookmark."""
    return "".join(text.split())


def bookmarks(items):
    for item in items:
        yield item
        yield from bookmarks(item.children)


def of_html(table):
    return laid_out(
        table.iter("tr"), list, lambda cell: [int(cell.get(f"{which}span", 1)) for which in ("row", "col")]
    )


def rows_of_pdf(table):
    return [
        row
        for part in kids(table)
        if part.S != "/Caption"
        for row in ([part] if part.S == "/TR" else kids(part))
    ]


def of_pdf(table):
    return laid_out(
        rows_of_pdf(table),
        kids,
        lambda cell: [int(cell.A.get(f"/{which}Span", 1)) for which in ("Row", "Col")],
    )


def places_of(grid, cell):
    return {place for place, other in grid.items() if other is cell}


def expected_headers(grid, cell):
    """Where the `th`s stand that head a cell: those of its rows before it, and of its columns above it."""
    own = places_of(grid, cell)
    heads = [
        other
        for (row, column), other in grid.items()
        if (other.get("scope") == "row" and any(row == r and column < c for r, c in own))
        or (other.get("scope") == "col" and any(column == c and row < r for r, c in own))
    ]
    named = {name for other in [cell, *heads] for name in other.get("headers", "").split()}
    heads += [other for other in grid.values() if other.get("id") in named]
    return {min(places_of(grid, other)) for other in heads}
