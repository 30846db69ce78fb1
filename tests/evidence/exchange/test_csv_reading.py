"""A CSV file is read however a program wrote it, or refused with a sentence."""

import pytest

from evidence.exchange.csv_reading import Dialect, read_lines, recognized, with_point
from evidence.exchange.entered import UploadRefused

pytestmark = pytest.mark.slow

TEXT = "Zeile;Größe\nFüllquote;95,5\nLehrkräfte;100\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_file_with_semicolons_is_recognized_in_any_encoding(encoding):
    content = TEXT.encode(encoding)
    dialect = recognized(content)
    assert (dialect.delimiter, dialect.decimal_comma) == (";", True)
    assert read_lines(content, dialect)[1].cells == ["Füllquote", "95,5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_sign_between_the_columns_is_recognized(delimiter):
    content = f'Row{delimiter}Value{delimiter}Note\n"a, b; c"{delimiter}95.5{delimiter}\n'.encode()
    assert recognized(content) == Dialect("utf-8", delimiter, False)


def test_what_excel_writes_above_the_lines_says_the_sign():
    content = b"sep=|\r\na;b|1;2\r\nc;d|3;4\r\n"
    lines = read_lines(content, recognized(content))
    assert [(line.number, line.cells) for line in lines] == [(2, ["a;b", "1;2"]), (3, ["c;d", "3;4"])]


def test_empty_lines_count_and_are_left_out():
    lines = read_lines(b'a,b\n\n"two\nlines",1\n,\nlast,2\n', Dialect("utf-8", ","))
    assert [line.number for line in lines] == [1, 3, 6]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"Row,Value\n", "nothing in the file but one line"),
        (b'Row,Value\nFill,"95\nDays,3\n' * 2, "Line 2 cannot be read: a quotation mark"),
        (b"Row,Value\nFill,9\x005\n", "it holds what no text holds"),
        (b"Row,Value\n" + b"Fill,95\n" * 100_000, "The file has more than 5,000 lines."),
        (b"a," * 300 + b"\n" + b"b," * 300, "more than 200 columns"),
        (b"PK\x03\x04rest", "This is a workbook, not a CSV file."),
        (b"%PDF-1.7\nrest\n", "This is not a CSV file"),
        (b"\n<!DOCTYPE html><table>", "This is a web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a CSV file"),
    ],
)
def test_what_cannot_be_read_is_answered_by_a_sentence(content, sentence):
    with pytest.raises(UploadRefused, match=sentence):
        read_lines(content, recognized(content))


def test_another_encoding_than_it_has_is_named():
    with pytest.raises(UploadRefused, match="not in UTF-8"):
        read_lines(TEXT.encode("cp1252"), Dialect("utf-8", ";"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("95,5", "95.5"),
        ("95,5 %", "95.5 %"),
        ("1.234,5", "1,234.5"),
        ("1.250", "1,250"),
        ("22/23 (95,65%)", "22/23 (95.65%)"),
        ("27.9.2022", "27.9.2022"),
        ("TBD, later.", "TBD, later."),
        ("-3,25", "-3.25"),
    ],
)
def test_a_decimal_comma_becomes_a_point(text, wanted):
    assert with_point(text) == wanted
