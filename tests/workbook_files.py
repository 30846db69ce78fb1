"""Workbooks as people, other programs and attackers change them."""

import re
from io import BytesIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"
SHEET = "xl/worksheets/sheet3.xml"
"""The third sheet: the first category's, of an assessment."""


def opened(content):
    return load_workbook(BytesIO(content))


def closed(workbook):
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def repacked(content, parts=(), but=()):
    """With parts of the package replaced or added: {"xl/vbaProject.bin": b"..."}; without those in `but`."""
    file = BytesIO()
    parts = dict(parts)
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in but:
                data = parts.pop(name, None)
                new.writestr(name, old.read(name) if data is None else data)
        for name, data in parts.items():
            new.writestr(name, data)
    return file.getvalue()


def as_excel_saves(content):
    """With all texts in one table, which cells point into: openpyxl writes each into its cell."""
    strings = []

    def point(found):
        strings.append(found[2])
        return found[1] + b't="s"><v>%d</v></c>' % (len(strings) - 1)

    parts = {
        name: re.sub(
            rb'(<c [^>]*)t="inlineStr"><is>(.*?)</is></c>', point, part(content, name), flags=re.DOTALL
        )
        for name in ZipFile(BytesIO(content)).namelist()
        if name.startswith("xl/worksheets/sheet")
    }
    table = b"".join(b"<si>%s</si>" % string for string in strings)
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (namespace, table)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = part(content, "[Content_Types].xml")
    override = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    parts["[Content_Types].xml"] = types.replace(b"</Types>", override)
    return repacked(content, parts)


def with_numbers(content, cells, name=SHEET):
    """With numbers in cells as the file stores them, each with its format: {"F4": (46085, "m/d/yyyy")}.

    A format that is a number is one that the file does not spell out.
    """
    styles = part(content, "xl/styles.xml")
    first, rows = (
        styles.count(b"<xf ", styles.index(b"<cellXfs")) - styles.count(b"<xf ", styles.index(b"</cellXfs")),
        {},
    )
    formats, looks = b"", b""
    for nth, (cell, (number, code)) in enumerate(cells.items()):
        known = isinstance(code, int)
        formats += (
            b"" if known else b'<numFmt numFmtId="%d" formatCode=%s/>' % (900 + nth, quoteattr(code).encode())
        )
        looks += b'<xf numFmtId="%d" applyNumberFormat="1"/>' % (code if known else 900 + nth)
        rows[cell.encode()] = b'<c r="%s" s="%d"><v>%s</v></c>' % (
            cell.encode(),
            first + nth,
            str(number).encode(),
        )
    styles = re.sub(rb"<numFmts.*?</numFmts>|<numFmts[^>]*/>", b"", styles, flags=re.DOTALL)
    styles = styles.replace(b"<fonts", b"<numFmts>%s</numFmts><fonts" % formats, 1)
    styles = styles.replace(b"</cellXfs>", looks + b"</cellXfs>")

    def put(xml):
        for cell, data in rows.items():
            xml = re.sub(rb'<c r="%s"[^>]*?(/>|>.*?</c>)' % cell, data, xml, count=1, flags=re.DOTALL)
        return xml

    return repacked(with_sheet(content, put, name), {"xl/styles.xml": styles})


def as_google_sheets_saves(content):
    """All texts in one table, whole numbers as 0.0, and a thousand rows of 26 cells that only have a look."""
    content = as_excel_saves(content)
    parts = {}
    for name in ZipFile(BytesIO(content)).namelist():
        if name.startswith("xl/worksheets/sheet"):
            xml = re.sub(
                rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?: t="n")?><v>[0-9]+)(</v>)',
                rb"\1.0\2",
                part(content, name),
            )
            here = set(re.findall(rb'<row r="([0-9]+)"', xml))
            empty = b"".join(
                b'<row r="%d" ht="15.75" customHeight="1">%s</row>'
                % (row, b"".join(b'<c r="%c%d" s="1"/>' % (letter, row) for letter in range(65, 91)))
                for row in range(1, 1001)
                if b"%d" % row not in here
            )
            parts[name] = xml.replace(b"</sheetData>", empty + b"</sheetData>")
    return repacked(content, parts)


def part(content, name):
    with ZipFile(BytesIO(content)) as package:
        return package.read(name)


def with_sheet(content, change, name=SHEET):
    """With the bytes of a part changed, apart from its declaration."""
    xml = part(content, name).removeprefix(DECLARATION)
    assert change(xml) != xml
    return repacked(content, {name: change(xml)})
