"""Hostile text in every field of an agreement's document stays inside the margins, and nothing of it is lost."""

import re
import subprocess
from datetime import date

import pytest

from assessments.models import HighlightKind
from partnerships.models import Endorsement, GlossaryTerm, PrintedHeading, Section, SignatoryRole
from reports.documents.agreement import MAKER
from reports.models import DocumentKind, DocumentLayout
from reports.parts import Readers
from reports.signs import unprintable
from tests import factories as make

from .check_tags import check_tags
from .tags import opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINK = "https://example.org/" + "x" * 180
WIDE = "W" * 60
MIXED = f"<script>alert(1)</script> שלום עולם 😀 {LINK}"
LONG = "\n".join(f"Line {number} of many" for number in range(60))


@pytest.fixture
def subject():
    days = {"effective_from": date(2023, 7, 1), "effective_to": date(2024, 6, 30)}
    agreement = make.make_agreement(title=LINK)
    edition = make.make_edition(agreement=agreement, label=WIDE, **days)
    Section.objects.create(edition=edition, heading=LINK, text=MIXED)
    category = make.make_category(edition, title=LINK, lead_in=LINK)
    item = make.make_item(category, title=LINK, text=MIXED)
    make.make_item(category, parent=item, text=MIXED, is_rated=False)
    make.make_measure(category, label=MIXED)
    GlossaryTerm.objects.create(edition=edition, term=WIDE, stands_for=LINK, definition=LONG)
    Endorsement.objects.create(edition=edition, text=MIXED)
    heading = {"place": "contents", "part": "category", "number": category.number}
    PrintedHeading.objects.create(edition=edition, title=LINK, **heading)
    for side in ("lead", "partner"):
        names = {"title": WIDE, "organization": WIDE, "printed_name": WIDE}
        SignatoryRole.objects.create(edition=edition, side=side, **names)
    make.adopt(edition)
    partner = make.make_organization(name=LINK, short_name=WIDE)
    partnership = make.make_partnership(agreement=agreement, partner=partner)
    year = make.make_period(label="2023-2024", start=days["effective_from"], end=days["effective_to"])
    cycle = make.make_cycle(edition=edition, period=year)
    assessment = make.make_assessment(partnership, cycle=cycle, by=None, participants=MIXED)
    make.make_rating(assessment, item, "2", printed_as=WIDE)
    for kind, text in ((HighlightKind.STRENGTH, LINK), (HighlightKind.FOCUS, MIXED)):
        assessment.highlights.create(kind=kind, text=text)
    make.close(assessment)
    plan = make.make_plan(partnership, edition, title=LINK)
    make.make_step(plan, category, (MIXED, WIDE), (LONG, ""), feedback=LINK, items=[item])
    make.release_plan(plan)
    make.make_row(category, partnership, (year, LONG), label=MIXED)
    make.make_row(category, partnership, (year, LINK), label=LINK)
    chosen = {"kind": DocumentKind.AGREEMENT, "foreword": f"{MIXED}\n\n{LONG}"}
    DocumentLayout.objects.create(partnership=partnership, updated_by=make.make_user(), **chosen)
    return {"partnership": partnership, "edition": edition}


def test_no_word_leaves_the_page_and_the_tags_hold(subject, tmp_path):
    readers, path = Readers("parties"), tmp_path / "agreement.pdf"
    made, html = MAKER.make(readers, **subject), MAKER.html(readers, **subject)
    path.write_bytes(made.content)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    places = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">', boxes)
    assert len(places) > 1000
    outside = [place for place in places if float(place[0]) < 56 or float(place[2]) > 612 - 55.9]
    assert not outside
    assert max(float(bottom) for *_, bottom in places) < 792 - 20
    assert "<script>" not in html
    assert boxes.count("Line") == 4 * 60
    assert not unprintable(html)
    with opened(made) as pdf:
        check_tags(pdf, html)
