"""Files that are not even opened, or not to their end; nothing of them is written."""

import struct
import tempfile
import tracemalloc
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from openpyxl import Workbook

from core.uploads import LARGEST_UPLOAD
from core.workbooks import unpacking
from core.workbooks.package import Package
from core.workbooks.unpacking import WorkbookRefused
from tests.workbook_files import SHEET, as_excel_saves, closed, part, repacked, with_sheet

from .helpers import STAFFING, download, filled, refusals, refused, tally, upload

pytestmark = [pytest.mark.usefixtures("nothing_is_written"), pytest.mark.slow]


# The whole file


@pytest.mark.parametrize("content", [b"Hello", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18, b"\0" * 100])
def test_what_is_not_a_workbook(liaison, sheet, content):
    refused(liaison, sheet, content, unpacking.NOT_A_WORKBOOK)


def test_no_file_at_all(liaison, sheet):
    response = liaison.post(f"{sheet.url}workbook/upload/")
    assert response.status_code == 422
    assert "Choose the workbook that you filled in, then upload it." in response.text


def test_an_empty_file(liaison, sheet):
    refused(liaison, sheet, b"", "The file is empty.")


def test_a_zip_that_is_no_workbook(liaison, sheet):
    refused(
        liaison,
        sheet,
        repacked(download(liaison, sheet), but=["[Content_Types].xml"]),
        unpacking.NOT_A_WORKBOOK,
    )


def test_another_office_document(liaison, sheet):
    content = repacked(download(liaison, sheet), but=["_rels/.rels"])
    refused(liaison, sheet, content, unpacking.NOT_A_WORKBOOK)


def test_a_spreadsheet_of_another_kind(liaison, sheet):
    for name in ("mimetype", "xl/workbook.bin"):
        refused(liaison, sheet, repacked(download(liaison, sheet), {name: b"x"}), unpacking.OTHER_FORMAT)


@pytest.mark.parametrize("length", [200, 4000, -30, -300])
def test_a_file_that_broke_off(liaison, sheet, length):
    refused(liaison, sheet, download(liaison, sheet)[:length], unpacking.DAMAGED)


def test_xml_that_broke_off(liaison, sheet):
    content = download(liaison, sheet)
    refused(liaison, sheet, repacked(content, {SHEET: part(content, SHEET)[:-40]}), unpacking.DAMAGED)


def test_the_old_excel_format(liaison, sheet):
    refused(
        liaison, sheet, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, unpacking.OLD_FORMAT, name="a.xls"
    )


def test_a_workbook_with_a_password(liaison, sheet):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
    refused(liaison, sheet, content, unpacking.ENCRYPTED)


def test_an_encrypted_zip(liaison, sheet):
    content = bytearray(download(liaison, sheet))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    refused(liaison, sheet, bytes(content), unpacking.ENCRYPTED)


def test_macros(liaison, sheet):
    content = download(liaison, sheet)
    types = part(content, "[Content_Types].xml")
    as_xlsm = types.replace(b"spreadsheetml.sheet.main", b"x").replace(
        b"application/vnd.openxmlformats-officedocument.x",
        b"application/vnd.ms-excel.sheet.macroEnabled.main",
    )
    assert as_xlsm != types
    for parts in (
        {"xl/vbaProject.bin": b"x"},
        {"xl/macrosheets/sheet1.xml": b"<x/>"},
        {"[Content_Types].xml": as_xlsm},
    ):
        refused(liaison, sheet, repacked(content, parts), unpacking.MACROS, name="workbook.xlsm")


def bomb(size):
    """A part that unpacks to `size` bytes, as a sheet's XML."""
    return b"<worksheet>" + b" " * size + b"</worksheet>"


def test_a_zip_bomb_is_known_by_its_directory(liaison, sheet):
    content = repacked(download(liaison, sheet), {"xl/media/a.xml": bomb(100 * 1024 * 1024)})
    assert len(content) < 200_000
    tracemalloc.start()
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_a_dense_file_below_the_limit(liaison, sheet):
    content = repacked(download(liaison, sheet), {SHEET: bomb(18 * 1024 * 1024)})
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)


def test_too_many_parts(liaison, sheet):
    content = repacked(download(liaison, sheet), {f"x/{n}": b"" for n in range(unpacking.MOST_PARTS)})
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)


def test_a_directory_that_lies_about_sizes(liaison, sheet):
    content = bytearray(repacked(download(liaison, sheet), {SHEET: bomb(30 * 1024 * 1024)}))
    place = -1
    for marker, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        while (place := content.find(marker, place + 1)) >= 0:
            if SHEET.encode() in content[place : place + 80]:
                content[place + offset : place + offset + 4] = struct.pack("<I", 5000)
        place = -1
    refused(liaison, sheet, bytes(content), unpacking.DAMAGED)


@pytest.mark.parametrize("byte", [0, 0x80, 0xFF])
def test_a_directory_that_lies_about_anything(byte):
    """About where a part begins, how long it is, what it is called, how many there are: each byte in turn."""
    content = closed(Workbook())
    opened_anyway = 0
    for place in range(content.index(b"PK\x01\x02"), len(content)):
        lying = content[:place] + bytes([byte]) + content[place + 1 :]
        try:
            unpacking.Guard().parts(unpacking.opened(lying))
            opened_anyway += 1
        except WorkbookRefused as refused:
            assert refused.sentences
    assert opened_anyway  # there are bytes that do not matter


def test_a_directory_that_lies_about_its_own_place(liaison, sheet):
    content = bytearray(download(liaison, sheet))
    end = content.rindex(b"PK\x05\x06")
    for offset in (0, 1, len(content), 0x7FFF_FFFF, 0xFFFF_FFFF):
        content[end + 16 : end + 20] = struct.pack("<I", offset)
        refused(liaison, sheet, bytes(content), unpacking.DAMAGED)


def test_an_endless_number_of_elements(liaison, sheet, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_MARKS", 60)
    refused(liaison, sheet, download(liaison, sheet), unpacking.TOO_MUCH_INSIDE)


def test_what_is_really_unpacked_counts(liaison, sheet, monkeypatch):
    """Where a part is read more often than the directory says, for example through several sheets."""
    content = download(liaison, sheet)
    monkeypatch.setattr(unpacking, "_check_directory", lambda *_: None)
    monkeypatch.setattr(unpacking, "LARGEST_UNPACKED", 5000)
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)


def test_the_same_part_twice(liaison, sheet):
    file = BytesIO(download(liaison, sheet))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    refused(liaison, sheet, file.getvalue(), unpacking.DAMAGED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE worksheet [<!ENTITY a "2">]>',
        '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_entities(liaison, sheet, declaration, encoding):
    content = download(liaison, sheet)
    text = part(content, SHEET).decode().removeprefix("<?xml version='1.0' encoding='UTF-8'?>\n")
    document = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{text}'.encode(encoding)
    refused(liaison, sheet, repacked(content, {SHEET: document}), unpacking.DOCUMENT_TYPE)


def test_a_billion_laughs(liaison, sheet):
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    laughs = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + lines + b"]>"
    for name in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        content = with_sheet(download(liaison, sheet), lambda xml: laughs + xml, name)
        refused(liaison, sheet, content, unpacking.DOCUMENT_TYPE)


@pytest.mark.parametrize("encoding", ["cp037", "utf-7", "utf-16-le"])
@pytest.mark.parametrize("before", [b"", b" ", b"\xef\xbb\xbf"])
def test_a_document_type_in_an_encoding_that_hides_it(liaison, sheet, encoding, before):
    declared = before + b'<?xml version="1.0" encoding="%s"?>' % encoding.encode()

    def hidden(xml):
        typed = f"<!DOCTYPE x []>{xml.decode()}".encode(encoding)
        return declared + (typed.replace(b"<", b"+ADw-") if encoding == "utf-7" else typed)

    response = upload(liaison, sheet, with_sheet(download(liaison, sheet), hidden))
    assert response.status_code == 422
    assert "Nothing was saved." in response.text


def test_what_is_not_utf_8(liaison, sheet):
    def in_latin_1(xml):
        return b'<?xml version="1.0" encoding="latin-1"?>' + xml.replace(b"<t>", b"<t>\xe9", 1)

    refused(liaison, sheet, with_sheet(download(liaison, sheet), in_latin_1), unpacking.DAMAGED)


def test_a_part_packed_by_another_method(liaison, sheet):
    content, file = download(liaison, sheet), BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_BZIP2) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    refused(liaison, sheet, file.getvalue(), unpacking.DAMAGED)


def test_half_a_million_cells(liaison, sheet):
    cells = b"".join(b'<row r="%d">%s</row>' % (row, b"<c/>" * 100) for row in range(9, 5009))
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>")
    )
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)


def test_many_sheets_that_are_one_large_part(liaison, sheet):
    text = b'<row r="9"><c t="str"><v>%s</v></c></row>' % bytes(range(65, 91)) * 20_000
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"</sheetData>", text + b"</sheetData>")
    )
    name = "xl/workbook.xml"
    more = b"".join(b'<sheet name="n%d" sheetId="%d" r:id="rId3"/>' % (n, n) for n in range(9, 200))
    namespace = b'<sheets xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    content = with_sheet(
        content,
        lambda xml: xml.replace(b"<sheets>", namespace).replace(b"</sheets>", more + b"</sheets>"),
        name,
    )
    refused(liaison, sheet, content, unpacking.TOO_MUCH_INSIDE)


@pytest.mark.parametrize("relation", ["rId3", "rId1"])
def test_two_sheets_of_the_same_name(liaison, sheet, relation):
    twin = b'<sheet name="1 Staffing" sheetId="9" xmlns:r="%s" r:id="%s"/></sheets>' % (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        relation.encode(),
    )
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"</sheets>", twin), "xl/workbook.xml"
    )
    refused(liaison, sheet, content, unpacking.DAMAGED)


def test_a_sheet_whose_part_is_not_there(liaison, sheet):
    twin = b'<sheet name="1 Staffing" sheetId="9" xmlns:r="%s" r:id="rId99"/></sheets>' % (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    name = "xl/_rels/workbook.xml.rels"
    nowhere = b'<Relationship Id="rId99" Type="x/worksheet" Target="/xl/nowhere.xml"/></Relationships>'
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"</sheets>", twin), "xl/workbook.xml"
    )
    content = with_sheet(content, lambda xml: xml.replace(b"</Relationships>", nowhere), name)
    assert tally(upload(liaison, sheet, content)) == (0, 0, 0, 3)


def test_elements_among_the_cells_that_are_none(liaison, sheet):
    ranges = b'<dataValidations><dataValidation sqref="%s"/></dataValidations></sheetData>' % (b"A1 " * 1000)
    content = with_sheet(download(liaison, sheet), lambda xml: xml.replace(b"</sheetData>", ranges))
    refused(liaison, sheet, content, unpacking.DAMAGED)


def test_rows_within_rows_within_rows(liaison, sheet):
    deep = b"<row>" * 50_000 + b"</row>" * 50_000 + b"</sheetData>"
    content = with_sheet(download(liaison, sheet), lambda xml: xml.replace(b"</sheetData>", deep))
    assert tally(upload(liaison, sheet, content)) == (0, 0, 0, 3)


def test_a_workbook_of_the_strict_kind(liaison, sheet):
    content = with_sheet(
        download(liaison, sheet),
        lambda xml: xml.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    refused(liaison, sheet, content, unpacking.OTHER_FORMAT)


def test_a_text_document(liaison, sheet):
    content = download(liaison, sheet)
    types = part(content, "[Content_Types].xml").replace(b"spreadsheetml", b"wordprocessingml")
    refused(liaison, sheet, repacked(content, {"[Content_Types].xml": types}), unpacking.NOT_A_WORKBOOK)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other", "scrambled"])
def test_each_part_in_turn_missing_or_damaged(liaison, sheet, damage):
    """The workbook is read all the same, or refused with a sentence: nothing else comes of it."""
    content = as_excel_saves(download(liaison, sheet))
    for name in ZipFile(BytesIO(content)).namelist():
        whole = part(content, name)
        damaged = {
            "empty": b"",
            "cut": whole[: len(whole) // 2],
            "other": b"<other/>",
            "scrambled": whole.replace(b"=", b">", 5).replace(b"<v>", b"<v>9x"),
        }
        file = (
            repacked(content, but=[name])
            if damage == "missing"
            else repacked(content, {name: damaged[damage]})
        )
        try:
            package = Package(file)
            for one in package.sheet_names:
                package.sheet(one)
        except WorkbookRefused as refusal:
            assert refusal.sentences


# What is not read cannot harm


def test_pictures_and_links_are_not_looked_at(liaison, sheet):
    content = filled(download(liaison, sheet), {"D4": 2})
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        b'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" '
        b'Target="/xl/drawings/drawing1.xml"/></Relationships>'
    )
    parts = {
        "xl/worksheets/_rels/sheet3.xml.rels": relations,
        "xl/drawings/drawing1.xml": b"<broken",
        "xl/media/image1.png": b"\x89PNG",
        "xl/externalLinks/externalLink1.xml": b"<broken",
        "docProps/core.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    }
    assert tally(upload(liaison, sheet, repacked(content, parts))) == (1, 0, 0, 2)


@pytest.mark.parametrize(
    ("styles", "sentence"),
    [
        (b"<styleSheet><cellXfs>%s</cellXfs></styleSheet>" % (b"<xf/>" * 300_000), unpacking.TOO_MUCH_INSIDE),
        (b"<styleSheet><cellXfs><xf></cellXfs></styleSheet>", unpacking.DAMAGED),
        (b'<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>', unpacking.DAMAGED),
        (b"<styleSheet>", unpacking.DAMAGED),
    ],
)
def test_styles_that_are_too_many_or_damaged(liaison, sheet, styles, sentence):
    content = filled(download(liaison, sheet), {"D4": 2})
    refused(liaison, sheet, repacked(content, {"xl/styles.xml": styles}), sentence)


def test_the_look_of_cells_does_not_count(liaison, sheet):
    fonts = b"<fonts>%s</fonts>" % (b'<font><sz val="10"/></font>' * 100_000)
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"<cellXfs", fonts + b"<cellXfs"), "xl/styles.xml"
    )
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert tally(upload(liaison, sheet, file.getvalue())) == (0, 0, 0, 3)


def test_lists_of_ranges_are_not_looked_at(liaison, sheet):
    ranges = b'<dataValidation sqref="' + b"A1 " * 1_000_000 + b'"/>'
    content = repacked(download(liaison, sheet), {"xl/theme/theme1.xml": bytes(range(256)) * 1000})
    xml = part(content, SHEET).replace(b"</dataValidations>", ranges + b"</dataValidations>")
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == SHEET else old.read(name))
    assert tally(upload(liaison, sheet, file.getvalue())) == (0, 0, 0, 3)


def test_a_shared_formula_is_not_worked_out(liaison, sheet):
    first = b'<row r="9"><c r="D9"><f t="shared" ref="D9:D999" si="0">%s</f></c></row>' % (b"1+" * 50_000)
    others = b"".join(
        b'<row r="%d"><c r="D%d"><f t="&#115;hared" si="0"/></c></row>' % (row, row)
        for row in range(10, 1000)
    )
    content = with_sheet(
        download(liaison, sheet), lambda xml: xml.replace(b"</sheetData>", first + others + b"</sheetData>")
    )
    found = refusals(upload(liaison, sheet, content))
    assert found == [(STAFFING, f"D{row}", "This row names no item.") for row in range(9, 1000)]


def test_a_file_over_five_megabytes(liaison, sheet):
    refused(liaison, sheet, b"PK\x03\x04" + b"\0" * unpacking.LARGEST_FILE, unpacking.TOO_LARGE, status=413)


class Endless:
    """A request's body of a given size that is never held anywhere."""

    def __init__(self, start, size, end):
        self.pieces = [start, end]
        self.left = size
        self.read_so_far = 0

    def read(self, size=-1):
        if self.pieces[0]:
            piece, self.pieces[0] = self.pieces[0], b""
        elif self.left:
            piece = b"\0" * min(self.left, 64 * 1024)
            self.left -= len(piece)
        else:
            piece, self.pieces[1] = self.pieces[1], b""
        self.read_so_far += len(piece)
        return piece

    readline = read


def send(client, sheet, size):
    """The answer to a file of that many bytes, the body, and the most memory that it took."""
    start = (
        b'--b\r\nContent-Disposition: form-data; name="before"\r\n\r\n1\r\n'
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\x03\x04'
    )
    end = b"\r\n--b--\r\n"
    body = Endless(start, size, end)
    request = {
        "CONTENT_LENGTH": str(len(start) + size + len(end)),
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"{sheet.url}workbook/upload/",
        "wsgi.input": body,
    }
    tracemalloc.start()
    response = client.request(**request)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return response, body, peak


def test_a_hundred_megabytes_reach_neither_memory_nor_disk(liaison, sheet, monkeypatch):
    written = []
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *args, **kwargs: written.append(args))
    response, body, peak = send(liaison, sheet, 100 * 1024 * 1024)
    assert response.status_code == 413
    assert "The file is larger than 5 MB." in response.text
    assert (body.left, written) == (0, [])  # read to its end, so that the browser shows the answer
    assert peak < LARGEST_UPLOAD


def test_gigabytes_are_not_even_read(liaison, sheet):
    response, body, peak = send(liaison, sheet, 4 * 1024 * 1024 * 1024)
    assert response.status_code == 413
    assert body.read_so_far < 1024 * 1024
    assert peak < LARGEST_UPLOAD
