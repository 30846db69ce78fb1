"""Hostile text in every field: nothing leaves its page or covers other words, and no letter is lost."""

import re
import subprocess
import unicodedata
from collections import Counter
from html import unescape

import pytest
import tinyhtml5
from django.db import connection

from core import locks
from reports.documents import DOCUMENTS
from reports.parts import Readers
from reports.pdf import print_pdf

from .check_tags import check_tags
from .hostile import hostile
from .samples import OWN, of_clayton
from .tags import opened

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


@pytest.fixture(scope="module")
def rows(county_records):
    return hostile(county_records)


@pytest.mark.parametrize("kind", [kind for kind in DOCUMENTS if kind not in OWN])
def test_it_stays_where_it_belongs(rows, printed, kind):
    locks.remove(connection)
    maker = DOCUMENTS[kind]
    readers = Readers(maker.audiences[-1])
    margin = min(left for *_, words in pages_of(printed(kind, readers).pdf) for left, *_ in words)
    html = maker.html(readers, **of_clayton(rows, kind))
    made = print_pdf(html)
    assert astray(pages_of(made), margin) == ([], [])
    assert letters(text_of_html(html)) - letters(said_by(made)) == Counter()
    with opened(made) as pdf:
        check_tags(pdf, html)


def pages_of(pdf):
    """Of each page its width, its height and its words: left, top, right, bottom, letters."""
    for page in said_by(pdf, "-bbox").split("<page ")[1:]:
        words = [(*map(float, found[:4]), unescape(found[4])) for found in WORD.findall(page)]
        yield *map(float, PAGE.search(page).groups()), words


def astray(pages, margin):
    """Words that stand outside the margins, and those that cover another."""
    outside, covered = [], []
    for number, (width, height, words) in enumerate(pages, 1):
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


def letters(text):
    normal = unicodedata.normalize("NFKC", text)
    return Counter(letter for letter in normal if unicodedata.category(letter)[0] in "LN")


def text_of_html(html):
    return "".join(tinyhtml5.parse(html, namespace_html_elements=False).find("body").itertext())


def said_by(pdf, *options):
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=pdf.content, capture_output=True, check=True).stdout.decode()
