"""One sheet for families, and the first page that says the same."""

import json
import re
from base64 import b64encode
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assessments.models import HighlightKind
from reports import gather, pdf, render
from reports.first_page import first_page
from reports.gather.essence import MovedSince, Point, Steps
from reports.gather.layout import Chosen
from reports.models import Language
from reports.parts import Readers
from reports.spanish import PHRASES
from reports.translating import Translations
from tests import factories as make
from tests.reports.test_logos import picture

NOTHING_CHOSEN = Chosen(frozenset(), "", "", "")


@pytest.fixture
def essence(unlocked):
    assessment = make.make_assessment()
    category = make.make_category(assessment.cycle.edition, title="Staffing")
    for code in "1123":
        make.make_rating(assessment, make.make_item(category), code)
    assessment.highlights.create(kind=HighlightKind.STRENGTH, text="Buses")
    return gather.essence_for(assessment)


def english(essence):
    return first_page(essence, Translations())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("met", "sentence"),
    [
        (4, "All 4 items stand"),
        (3, "At least three quarters of the items, 3 of 4, stand"),
        (2, "Half of the items, 2 of 4, stand"),
        (1, "Fewer than half of the items, 1 of 4, stand"),
        (0, "Fewer than a quarter of the items, 0 of 4, stand"),
    ],
)
def test_where_a_partnership_stands_is_one_plain_sentence(essence, met, sentence):
    assert english(replace(essence, met=met)).stands == f"{sentence} at “Fully implemented” or above."


@pytest.mark.slow
def test_without_a_score_and_an_earlier_cycle_that_is_said(essence):
    page = english(replace(essence, scored=0, met=0, heard=(), said=0))
    assert page.stands == "Nothing has been given a score yet."
    assert page.changed == "There is no earlier school year on record to compare with."
    assert page.families == "Nothing that families said has been released for this report yet."


@pytest.mark.slow
def test_what_moved_and_how_far_the_steps_are_stands_in_figures(essence):
    moved, steps = MovedSince("2021-2022", 3, 1, 40, 6, ""), Steps(2, 5, 1, 0)
    page = english(replace(essence, moved=moved, steps=steps, said=4))
    assert page.changed == "Since 2021-2022, 3 rose, 1 fell and 40 stayed."
    assert [(str(one.number), str(one.words)) for one in page.figures] == [
        ("2 of 4", "items at “Fully implemented” or above"),
        ("3 up, 1 down", "40 stayed, 6 not compared"),
        ("2 of 8", "action steps done, 5 under way"),
        ("4", "things that families said are taken up"),
    ]


@pytest.mark.slow
def test_the_essence_can_be_kept_as_json(essence):
    (strength,) = json.loads(json.dumps(asdict(essence)))["strengths"]
    assert strength["text"] == "Buses"
    assert strength["place"].startswith("highlight:")


@pytest.mark.slow
def test_in_spanish_what_nobody_translated_is_tagged_as_english(essence):
    html = render.handout(essence, NOTHING_CHOSEN, Translations(Language.SPANISH))
    assert '<html lang="es">' in html
    assert "<h2>Fortalezas</h2>" in html
    assert '<li><span lang="en">Buses</span></li>' in html
    assert '“<span lang="en">Fully implemented</span>”' in html


def test_every_fixed_phrase_has_its_spanish():
    templates = Path("templates/reports/documents")
    sources = [templates / "handout.html", templates / "state" / "_essence.html"]
    asked = {one for path in sources for one in re.findall(r'{% phrase "(.*?)" %}', path.read_text())}
    assert asked
    assert asked <= PHRASES.keys()


@pytest.mark.slow
def test_text_that_is_too_long_is_counted_and_one_sheet_stays_one_sheet(essence):
    long = tuple(Point(f"strength:{number}", "An area of focus in many words. " * 15) for number in range(9))
    name = "A district of many names " * 12
    crowded = replace(
        essence,
        strengths=long,
        focus=long,
        moved=MovedSince("2021-2022", 3, 1, 40, 6, ""),
        said=3,
        partner=name,
    )
    page = first_page(crowded, Translations(), on_one_sheet=True)
    assert (len(page.strengths), page.more_strengths) == (3, "and 6 more")
    logo = f"data:image/png;base64,{b64encode(picture((100, 400))).decode()}"
    chosen = replace(NOTHING_CHOSEN, foreword="Dear families, welcome to our evening. " * 60, logo=logo)
    html = render.handout(crowded, chosen, Translations(Language.SPANISH))
    assert '<span lang="en">Dear families, welcome' in html
    assert pdf.print_pdf(html).pages == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", Language.values)
def test_claytons_is_one_sheet_in_each_language(printed, language):
    document = printed("handout", Readers(language=language))
    assert document.pdf.pages == 1
    assert f'lang="{language}' in document.html
