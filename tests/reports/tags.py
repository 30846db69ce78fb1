"""Reading the tags of a finished PDF."""

import re
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


def read_aloud(pdf):
    """The text that elements own, in their order."""
    said = {}
    for page in pdf.pages:
        letters = {name: _letters_of(font) for name, font in page.Resources.get("/Font", {}).items()}
        for number, text in _pieces(page, letters):
            said[page.obj.objgen, number] = said.get((page.obj.objgen, number), "") + text
    owned = [(one.Pg.objgen, number) for one in walk(pdf.Root.StructTreeRoot) for number in marks(one)]
    return "".join(said.get(place, "") for place in owned)


def _letters_of(font):
    """By glyph."""
    found = re.findall(rb"^<([0-9a-f]+)> <([0-9a-f]+)>$", font.ToUnicode.read_bytes(), re.MULTILINE)
    return {bytes.fromhex(glyph.decode()): bytes.fromhex(said.decode()) for glyph, said in found}


def _pieces(page, letters_of):
    """(number of the marked content, text) as it is painted; what is said beside letters stands for them."""
    within, letters = [(None, False)], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        number, is_said = within[-1]
        if str(operator) in ("BDC", "BMC"):
            more = operands[1] if str(operator) == "BDC" else {}
            number = more.get("/MCID", number)
            if says := more.get("/ActualText"):
                yield number, str(says)
            within.append((number, is_said or bool(says)))
        elif str(operator) == "EMC":
            within.pop()
        elif str(operator) == "Tf":
            letters = letters_of[str(operands[0])]
        elif str(operator) == "TJ" and number is not None and not is_said:
            glyphs = b"".join(bytes(one) for one in operands[0] if isinstance(one, pikepdf.String))
            pairs = (glyphs[at : at + 2] for at in range(0, len(glyphs), 2))
            yield number, b"".join(letters.get(pair, b"") for pair in pairs).decode("utf-16-be")
