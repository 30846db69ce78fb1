"""Reading the tags of a finished PDF."""

from io import BytesIO

import pikepdf


def opened(pdf):
    return pikepdf.open(BytesIO(pdf.content))


def is_element(kid):
    return isinstance(kid, pikepdf.Dictionary) and "/S" in kid


def content(element):
    """Its kids of all sorts: elements, numbers of marked content, references to annotations."""
    return [element.K] if isinstance(element.K, int) else list(element.K)


def kids(element, *tags):
    return [kid for kid in content(element) if is_element(kid) and (not tags or kid.S in tags)]


def marks(element):
    """The numbers of the marked content that it owns itself."""
    return [kid for kid in content(element) if isinstance(kid, int)]


def walk(element):
    for kid in kids(element):
        yield kid
        yield from walk(kid)


def elements(pdf, tag):
    return [element for element in walk(pdf.Root.StructTreeRoot) if str(element.S) == tag]


def laid_out(rows, cells_of, span):
    """{(row, column): cell}: one that spans stands in several places, and none is taken twice."""
    grid = {}
    for row, cells in enumerate(map(cells_of, rows)):
        column = 0
        for cell in cells:
            while (row, column) in grid:
                column += 1
            down, across = span(cell)
            places = [(row + r, column + c) for r in range(down) for c in range(across)]
            assert not set(places) & set(grid)
            grid.update(dict.fromkeys(places, cell))
    return grid
