"""A draft says so: in words on its first page, and by a mark on each that nothing reads aloud."""

import subprocess

import pytest

from reports.models import DocumentKind
from reports.parts import Readers
from reports.pdf import print_pdf

from .check_tags import check_tags
from .tags import elements, opened

pytestmark = pytest.mark.slow

MARK = b"/Artifact\nBMC\n0 0 816 1056 re\nW\nn\n/x"
"""A picture behind the whole page, which is no content."""
SENTENCE = "Draft: it may still change"


@pytest.fixture(scope="module")
def final(printed):
    return printed(DocumentKind.STATE_OF_THE_PARTNERSHIP, Readers())


@pytest.fixture(scope="module")
def draft(final):
    return print_pdf(final.html, is_draft=True)


def test_each_page_is_marked_outside_the_tags(final, draft):
    said = final.html.replace("</h1>", f"</h1><p class='status-note'>{SENTENCE}</p>", 1)
    with opened(draft) as pdf:
        check_tags(pdf, said)
        assert len(elements(pdf, "/Figure")) == final.html.count("<img") > 0
        for page in pdf.pages:
            assert MARK in page.Contents.read_bytes()
    with opened(final.pdf) as pdf:
        assert not any(MARK in page.Contents.read_bytes() for page in pdf.pages)


def test_its_words_are_on_the_first_page_and_a_search_finds_no_others(draft):
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=draft.content, capture_output=True, check=True
    ).stdout
    first, *others = text.decode().split("\f")
    assert SENTENCE in first and "DRAFT" not in text.decode()
    assert all(SENTENCE in page for page in others if page)  # in the running header


def test_a_document_that_says_its_status_itself_says_it_once():
    body = "<h1>T</h1><p class='status-note'>Submitted: not final</p>"
    pdf = print_pdf(f'<!doctype html><html lang="en"><title>T</title><body>{body}', is_draft=True)
    with opened(pdf) as document:
        assert len(elements(document, "/P")) == 1


def test_a_spanish_one_says_it_in_spanish():
    pdf = print_pdf('<!doctype html><html lang="es"><title>T</title><body><h1>T</h1>', is_draft=True)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf.content, capture_output=True, check=True).stdout
    assert "Borrador: todavía puede cambiar" in text.decode()
