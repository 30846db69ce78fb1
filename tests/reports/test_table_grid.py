from xml.etree import ElementTree

from reports.table_grid import grid_of


def grid(rows):
    return grid_of(ElementTree.fromstring(f"<table>{rows}</table>"))


def names(cells):
    return [cell.element.text for cell in cells]


SPANS = (
    "<thead><tr><th scope='col'>Feedback</th><th scope='col'>Step</th><th scope='col'>When</th></tr></thead>"
    "<tbody><tr><th scope='row' rowspan='2'>F</th><td>a</td><td>now</td></tr>"
    "<tr><td>b</td><td>later</td></tr><tr><th scope='row'>G</th><td colspan='2'>none</td></tr></tbody>"
)


def test_behind_a_cell_that_spans_rows_the_columns_are_counted_on():
    shown = {cell.element.text: names(grid(SPANS).headers_of(cell)) for cell in grid(SPANS).cells}
    assert shown["later"] == ["F", "When"]
    assert shown["none"] == ["G", "Step", "When"]
    assert shown["F"] == ["Feedback"]
    assert shown["When"] == []


def test_a_row_header_names_the_row_it_stands_beneath():
    above = "<tr><th scope='row' id='growth'>Growth</th><td>1</td></tr>"
    found = grid(f"{above}<tr><th scope='row' headers='growth'>aReading</th><td>2</td></tr>")
    assert names(found.headers_of(found.cells[3])) == ["Growth", "aReading"]
    assert names(found.headers_of(found.cells[2])) == ["Growth"]


def test_a_grid_is_closed_where_each_place_is_taken_once():
    assert grid(SPANS).is_closed
    assert not grid("<tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>").is_closed
    assert not grid("<tr><td>1</td><td rowspan='2'>2</td></tr><tr><td colspan='2'>3</td></tr>").is_closed


def test_a_cell_spans_no_more_rows_than_its_group_has():
    found = grid("<tbody><tr><td rowspan='5'>1</td></tr></tbody><tbody><tr><td>2</td></tr></tbody>")
    assert [cell.rows for cell in found.cells] == [range(0, 1), range(1, 2)]
