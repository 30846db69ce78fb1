"""The edition for the parties holds every word of the source document, in its order, and no other."""

import html as markup
import re
import subprocess

import pytest

from tests.fixtures.printed import SOURCE, normalise

pytestmark = pytest.mark.slow

CONTENTS = [
    ("Executive Summary 1-2 Educational", "Executive Summary Educational"),
    ("Staffing 3 Category 2", "Staffing Category 2"),
    ("& Accountability 4 Category 3", "& Accountability Category 3"),
    ("& Resources 6 Category 4", "& Resources Category 4"),
    ("Student Services 7 Category 5", "Student Services Category 5"),
    ("Data & Technology 8 Category 6", "Data & Technology Category 6"),
    ("Transportation 9 Category 7", "Transportation Category 7"),
    ("(CTE) 10 Appendix", "(CTE) Appendix"),
    ("/KeyTerms A1 Assessment/Evaluation A4 2023", "/KeyTerms Assessment/Evaluation 2023"),
    ("Action Steps A14 Agreement Document A20 Add", "Action Steps Agreement Document Add"),
    ("Evidence/Current State..... A21", "Evidence/Current State"),
]
"""Page numbers of the table of contents, as printed and as set."""

LAYOUT = [
    # What is written on a line.
    (
        "Partner District: Clayton_____ Date: September 2023_____",
        "Partner District: Clayton Date: September 2023",
    ),
    ("in the _____ School District", "in the Clayton School District"),
    # The key has its levels in a column of their own, without a dash behind them.
    ("Rating: 0 – Not", "Rating: 0 Not"),
    (" 1- An approach", " 1 An approach"),
    (" 2 - This fully", " 2 This fully"),
    (" 3 - Positive", " 3 Positive"),
    (" N/A-Not applicable", " N/A Not applicable"),
    # One heading of the form lacks the colon that the other six have.
    ("Category 3 Collaboration of Responsibility", "Category 3: Collaboration of Responsibility"),
    # A page ends within a row: the rest of the row's other cells stands between its words.
    (
        "under the student services 1 category of the Partnership Agreement. Reported at the annual State of the "
        "Partnership Forum",
        "under the student services category of the Partnership Agreement. Reported at the annual State of the "
        "Partnership Forum 1",
    ),
    (
        "partner districts to provide 2 transportation for students whose IEPs include transportation as a related "
        "service.",
        "partner districts to provide transportation for students whose IEPs include transportation as a related "
        "service. 2",
    ),
    (
        "course name, credits 2 earned and honors status, and any other reportable credential, if applicable.",
        "course name, credits earned and honors status, and any other reportable credential, if applicable. 2",
    ),
    ("regularly augment event Ongoing 3.8 communication", "regularly augment event communication"),
    ("will be supporting their student. Improve", "will be supporting their student. Ongoing 3.8 Improve"),
    ("beginning of the year Provide planning", "beginning of the year into new school Provide planning"),
    ("to high school 8-9 Spring", "to high school 8-9 grades. Spring"),
    ("before school starts 4.6 into new school grades.", "before school starts 4.6"),
    ("Math - 65% * (n=25)", "Math - 65% (n=25) *"),
    (
        "emerging media and Registered Youth Apprenticeship to our leads to Adobe certifications in Premiere Pro "
        "and After Effects",
        "emerging media and leads to Adobe certifications in Premiere Pro and After Effects Registered Youth "
        "Apprenticeship to our",
    ),
    # Two items share a row, and its rating stands at its end: it is that of the first.
    (
        "in Category 5 of the Partnership Agreement. 13. Exit survey developed for parents leaving the district 2",
        "in Category 5 of the Partnership Agreement. 2 13. Exit survey developed for parents leaving the district",
    ),
    # The signature page, which is set in two columns: each date belongs to its signature, NAME is a line to write
    # on, and the partner's district is filled in.
    (
        "St. Louis County NAME Superintendent School District Date Date SSD Board President Partner District Board "
        "President/Superintendent Date Date",
        "St. Louis County Date Superintendent School District of Clayton Date SSD Board President Date Partner "
        "District Board President/Superintendent Date",
    ),
]
"""What is laid out otherwise: as printed and as set."""

OWN = r'<table class="facts">.*?</table>|<p class="district">.*?</p>|<p class="note own-words">.*?</p>'
"""What the document says besides: on its title page, and that the form rates an older edition's text."""
OWN_WORDS = r"It rates the text of the edition .*? with its numbers\."


def source_as_set():
    text = SOURCE
    for printed, is_set in (*CONTENTS, *LAYOUT):
        assert text.count(printed) == 1, printed
        text = text.replace(printed, is_set)
    return [
        "Educational Partnership Agreement of St. Louis County",
        *text.split(),
    ]  # its title is a page header too


def numbered(found):
    """A list of Markdown with the numbers that a browser sets."""
    numbers = iter(range(1, 20))
    return re.sub("<li>", lambda _: f"{next(numbers)}. ", found[0])


def words_of(html):
    body = re.sub(OWN, "", html[html.index("<body") :], flags=re.DOTALL)
    body = re.sub(r"<ol>\s*<li>[^<].*?</ol>", numbered, body, flags=re.DOTALL)
    return markup.unescape(normalise(body)).split()


def test_every_word_of_the_source_stands_in_the_document_in_order(clayton_agreement):
    assert words_of(clayton_agreement.html) == " ".join(source_as_set()).split()


def test_every_word_of_the_source_is_read_out_in_order(clayton_agreement, tmp_path):
    """By whoever follows the tags of the PDF. Without white space: a heading may be tagged in parts."""
    path = tmp_path / "agreement.pdf"
    path.write_bytes(clayton_agreement.pdf.content)
    tags = subprocess.run(
        ["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True
    ).stdout
    said = re.findall(r'^\s*"(.*)"$', tags, re.MULTILINE)
    begin, end = said.index("Table of Contents"), said.index("Background")
    contents = [words for words in said[begin:end] if not words.isdigit()]  # without the numbers of pages
    read = re.sub(OWN_WORDS, "", normalise(" ".join([*contents, *said[end:]])))
    assert read.replace(" ", "") == "".join(source_as_set()[1:]).replace(" ", "")
