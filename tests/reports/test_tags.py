"""What `reports.tags` finishes, each on a page of its own."""

import re
import subprocess

import pikepdf
import pytest

from reports.pdf import print_pdf

from .check_tags import check_tags, content_of, marked
from .tags import elements, opened

pytestmark = pytest.mark.slow


def checked(body):
    html = f'<!doctype html><html lang="en-US"><title>T</title><body><h1>T</h1>{body}</body></html>'
    made = print_pdf(html)
    with opened(made) as pdf:
        check_tags(pdf, html)
    return made


def text_of(pdf, tmp_path):
    path = tmp_path / "written.pdf"
    path.write_bytes(pdf.content)
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()


def test_what_floats_is_painted_in_its_turn(tmp_path):
    lines = [f"<li>{word} <b style='float: right'>{word.lower()}</b>" for word in ("One", "Two")]
    text = text_of(checked(f"<nav class=contents><ol>{''.join(lines)}</ol></nav>"), tmp_path)
    assert "One one Two two" in " ".join(text.split())


def test_what_stands_beside_another_on_its_own_ground_keeps_its_colour():
    box = "<span style='display: inline-block; background: #00f; color: #fff'>white <u>line</u></span>"
    with opened(checked(f"<p style='color: #f00'>red {box} red</p>")) as pdf:
        painted = [str(operator) for _, operator in pikepdf.parse_content_stream(pdf.pages[0])]
        lines = pdf.pages[0].Contents.read_bytes().split(b"\n")
    assert painted.index("f") < painted.index("BDC")  # the ground before all words
    assert painted.count("q") == painted.count("Q")
    assert {b"1.0 0.0 0.0 rg", b"1.0 1.0 1.0 rg"} <= set(lines) or {b"1 0 0 rg", b"1 1 1 rg"} <= set(lines)


def test_a_heading_of_two_lines_is_one_piece():
    with opened(checked(f"<h2>{'A long heading ' * 12}with <b>bold</b> words</h2>")) as pdf:
        (heading,) = elements(pdf, "/H2")
        assert isinstance(heading.K, int)
        assert len(marked(pdf)) == 2


def test_words_stay_apart_where_a_line_breaks_and_between_elements(tmp_path):
    circles = " ".join(f"<b style='display: inline-block'>{one}</b>" for one in "123")
    path = tmp_path / "written.pdf"
    body = f"<p>{'together-for children ' * 30}</p><p>{circles}</p><p>One<br>two</p><p>{'W' * 90}</p>"
    path.write_bytes(checked(body).content)
    tree = subprocess.run(
        ["pdfinfo", "-struct-text", path], capture_output=True, check=True, text=True
    ).stdout
    read = "".join(re.findall('"(.*)"', tree))
    assert read == f"T{'together-for children ' * 30}1 2 3One two{'W' * 90}"


def test_words_in_another_language_are_tagged_with_it():
    with opened(checked("<p>Hello <span lang=es>Hola</span></p><p lang=es>Buenos <b>días</b></p>")) as pdf:
        spoken = [element for tag in ("/Span", "/P") for element in elements(pdf, tag) if "/Lang" in element]
        assert [str(element.Lang) for element in spoken] == ["es", "es"]
        assert all(content_of(element) for element in spoken)


def test_a_part_that_stands_apart_in_a_link_belongs_to_it():
    with opened(checked("<p id=x><a href='#x'>One <b style='float: right'>1</b></a></p>")) as pdf:
        assert len(elements(pdf, "/Link")) == 1


def test_a_link_is_reached_once_a_line_and_not_for_each_part_in_it():
    parts = "<b style='display: inline-block'>One</b> <i>two</i>"
    with opened(checked(f"<p id=x><a href='#x'>{parts}</a></p>")) as pdf:
        (annotation,) = pdf.pages[0].Annots
        assert str(annotation.Contents) == "x"
