"""Tables that span and break in every way: `check_tags` compares each cell with the table of the HTML."""

import pytest

from reports.pdf import print_pdf

from .check_tags import check_tags
from .tags import elements, opened

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


def test_cells_that_span_and_rows_that_break_keep_their_headers():
    with opened(print_pdf(SPANS)) as pdf:
        check_tags(pdf, SPANS)
        assert len(elements(pdf, "/Table")) == 1 < len(pdf.pages)
