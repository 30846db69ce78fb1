"""Hostile text in every field: none leaves its page or its column or covers other words, and no letter is lost."""

import re
import subprocess
import unicodedata
from collections import Counter
from html import unescape

import pytest
import tinyhtml5
from django.db import transaction
from weasyprint.formatting_structure import boxes

from reports.documents import DOCUMENTS
from reports.models import SUBJECTS, DocumentKind
from reports.parts import Readers
from reports.printing import lay_out, pdf_of
from reports.signs import unprintable

from .check_tags import check_tags
from .hostile import make_hostile
from .tags import opened, read_aloud

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
PAGES = {DocumentKind.HANDOUT: 1, DocumentKind.BOARD_SUMMARY: 2}
POINTS = 0.75
"""Of a CSS pixel."""


@pytest.fixture(scope="module")
def documents(django_db_setup, django_db_blocker):
    """The HTML of each kind."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_hostile()
        html = {
            kind: maker.html(Readers(maker.audiences[0]), **_subject_of(kind, made))
            for kind, maker in DOCUMENTS.items()
        }
        transaction.set_rollback(True)
    return html


def _subject_of(kind, made):
    found = {name: made[name] for name in SUBJECTS[kind]}
    return found | {"partnership": made["whole"]} if kind == DocumentKind.PLAN else found


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_it_stays_where_it_belongs(documents, kind):
    html = documents[kind]
    laid_out = lay_out(html)
    made = pdf_of(laid_out)
    assert PAGES.get(kind, made.pages) == made.pages
    pages = pages_of(made)
    assert "<script>" not in html
    assert not unprintable(html)
    assert astray(pages, laid_out) == ([], [])
    assert beside_their_cells(laid_out) == []
    with opened(made) as pdf:
        check_tags(pdf, html)
        assert letters(text_of_html(html)) - letters(read_aloud(pdf)) == Counter()
        assert links_astray(pdf, laid_out) == []


def pages_of(pdf):
    """Of each page its width, its height and its words: left, top, right, bottom, letters."""
    command = ["pdftotext", "-bbox", "-", "-"]
    boxes = subprocess.run(command, input=pdf.content, capture_output=True, check=True).stdout.decode()
    for page in boxes.split("<page ")[1:]:
        words = [(*map(float, found[:4]), unescape(found[4])) for found in WORD.findall(page)]
        yield *map(float, PAGE.search(page).groups()), words


def margin_of(page):
    return POINTS * page._page_box.margin_left


def astray(pages, laid_out):
    """Words that stand outside the margins, and those that cover another."""
    outside, covered = [], []
    for number, ((width, height, words), page) in enumerate(zip(pages, laid_out.pages, strict=True), 1):
        margin = margin_of(page)
        for left, top, right, bottom, word in words:
            if left < margin - 1 or right > width - margin + 1 or top < 0 or bottom > height:
                outside.append((number, word[:40]))
        words.sort(key=lambda word: word[1])
        for place, one in enumerate(words):
            for other in words[place + 1 :]:
                if other[1] > one[3] - 0.4 * (one[3] - one[1]):  # letters reach into the line above
                    break
                if min(one[2], other[2]) - max(one[0], other[0]) > 2:
                    covered.append((number, one[4][:40], other[4][:40]))
    return outside, covered


def beside_their_cells(laid_out):
    """Words that reach out of the column in which they stand: the cell of a table, or a box set beside another."""

    def walk(box, column, number):
        if box.element_tag in ("th", "td") or isinstance(box, boxes.InlineBlockBox):
            column = box
        if text := getattr(box, "text", ""):
            end = column.position_x + column.margin_width()
            if text.strip() and box.position_x + box.width > end + 1:
                found.append((number, text[:40]))
        for child in getattr(box, "children", ()):
            if not isinstance(child, boxes.MarginBox):  # a running header ends with an ellipsis
                walk(child, column, number)

    found = []
    for number, page in enumerate(laid_out.pages, 1):
        walk(page._page_box, page._page_box, number)
    return found


def links_astray(pdf, laid_out):
    """Addresses of links whose place reaches over the margin."""
    found = []
    for page, printed in zip(pdf.pages, laid_out.pages, strict=True):
        margin, width = margin_of(printed), float(page.mediabox[2])
        for link in page.get("/Annots", ()):
            left, _, right, _ = map(float, link.Rect)
            if left < margin - 1 or right > width - margin + 1:
                found.append((page.index + 1, str(link.Contents)))
    return found


def letters(text):
    normal = unicodedata.normalize("NFKC", text)
    return Counter(letter for letter in normal if unicodedata.category(letter)[0] in "LN")


def text_of_html(html):
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    for caption in body.iterfind(".//caption[@class='visually-hidden']"):  # the heading above says it
        caption.text = ""
    return "".join(body.itertext())
