"""Each cell of each table of a printed document against the table of its HTML."""

from itertools import product

import pytest
import tinyhtml5

from reports.pdf import print_pdf

from .tags import elements, kids, laid_out, opened

pytestmark = pytest.mark.slow

LONG = "Long.<br>" * 70
SPANS = f"""<!doctype html><html lang="en-US"><title>Spans</title><body><h1>Spans</h1><table>
<thead><tr><th scope="col">Feedback<th scope="col">Step<th scope="col">When<th scope="col">Serves</thead>
<tbody>
<tr><th scope="row" rowspan="3">One<td>a {LONG}<td rowspan="2">Spring 2024<td rowspan="3">3.1
<tr><td>b {LONG}
<tr><td>c<td>Fall 2024
<tr><th scope="row">Two<td colspan="2">No action<td>3.2
<tr><th scope="row" id="three">Three<td>d<td>e<td>f
<tr><th scope="row" headers="three">aReading<td>{LONG * 2}<td>h<td>i
</table></body></html>"""


@pytest.fixture(params=["report", "agreement", "spans"])
def printed(request, clayton_printed, clayton_agreement):
    if request.param == "spans":
        return SPANS, print_pdf(SPANS)
    one = clayton_printed if request.param == "report" else clayton_agreement
    return one.html, one.pdf


def of_html(table):
    return laid_out(
        table.iter("tr"), list, lambda cell: [int(cell.get(f"{which}span", 1)) for which in ("row", "col")]
    )


def of_pdf(table):
    rows = [row for part in kids(table) for row in ([part] if part.S == "/TR" else kids(part))]
    return laid_out(
        rows, kids, lambda cell: [int(cell.A.get(f"/{which}Span", 1)) for which in ("Row", "Col")]
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


def test_every_cell_stands_where_it_does_and_names_what_heads_it(printed):
    html, pdf = printed
    tables = list(tinyhtml5.parse(html, namespace_html_elements=False).iter("table"))
    with opened(pdf) as document:
        for table, tagged in zip(tables, elements(document, "/Table"), strict=True):
            grid, tags = of_html(table), of_pdf(tagged)
            rows, columns = (1 + max(numbers) for numbers in zip(*grid, strict=True))
            assert set(tags) == set(grid) == set(product(range(rows), range(columns)))
            place_of = {bytes(tag.ID): min(places_of(tags, tag)) for tag in tags.values() if "/ID" in tag}
            for place, cell in grid.items():
                headers = [place_of[bytes(name)] for name in tags[place].A.get("/Headers", [])]
                assert str(tags[place].S) == f"/{cell.tag.upper()}"
                assert set(headers) == expected_headers(grid, cell), cell.text
                assert len(headers) == len(set(headers))


def test_every_row_has_its_header_and_no_cell_is_left_over(printed):
    _, pdf = printed
    with opened(pdf) as document:
        placed = set()
        for table in elements(document, "/Table"):
            grid = of_pdf(table)
            placed |= {cell.objgen for cell in grid.values()}
            headed = {row for (row, _), cell in grid.items() if cell.S == "/TH" and cell.A.Scope == "/Row"}
            heads = {row for (row, _), cell in grid.items() if cell.S == "/TH" and cell.A.Scope == "/Column"}
            assert headed | heads == {row for row, _ in grid}
        assert placed == {cell.objgen for tag in ("/TH", "/TD") for cell in elements(document, tag)}
