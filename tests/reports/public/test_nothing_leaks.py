"""Everything that anybody reads without signing in, searched for what was not published.

Each value that is not public carries a mark. The walk goes by the table of addresses: a new public address is
searched as soon as it has a sample in the world of tests/test_site.py.
"""

import io
import zipfile

import pytest
from django.test import Client

from accounts.models import Organization
from actionsteps.feedback.deciding import release as tell
from actionsteps.feedback.deciding import seen_in
from actionsteps.models import ActionStep, Feedback
from actionsteps.plans.versions import release, start_next
from assessments.models import Assessment
from evidence.files.keeping import keep_file
from evidence.models import Observation
from evidence.suppression.cells import MINIMUM, Cell, total
from evidence.suppression.outcome import Hidden, Reason, Suppression
from partnerships.models import Scan, Signature
from reports.models import Audience, DocumentKind, Publication, PublicationStatus
from reports.public import parts
from reports.public.content import content_for
from reports.public.open_data import DICTIONARY, RECORD, files_of
from reports.public.publishing import publish, withdraw
from tests import factories as make
from tests.evidence.suppression.solving_reader import SolvingReader
from tests.test_site import World

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

MARK = "Zqx"
FIGURES = ("88.8", "30.4", "7/23", "7 of 23", "71723", "61.7")
"""An embargoed value and its sum, a small count with its share and its note, and a value changed later."""


@pytest.fixture
def world():
    """With something that is not public of every kind; all parts are published but the comments."""
    world = World()
    partnership, edition, director = world.partnership, world.edition, world.director
    category = edition.categories.get()
    _in_evidence(partnership, category, director)
    _in_assessments(partnership, edition, category)
    _in_steps(partnership, category, director)
    _in_documents(partnership, edition, director)
    Signature.objects.update(recorded_by=director)
    Scan.objects.update(filename=f"{MARK}-scan.pdf", content=f"%PDF {MARK}".encode())
    make.make_item(make.make_category(world.draft_edition, title=f"{MARK} draft"), text=f"{MARK} draft")
    for person in (director, world.liaison):
        person.name, person.email = f"{MARK} {person.pk}", f"{MARK}{person.pk}@example.org"
        person.save()
    published = [key for key in parts.LABELS if key != parts.COMMENTS]
    withdraw(publish(partnership, list(parts.LABELS), by=director), f"{MARK} withdrawn", by=director)
    world.record = publish(partnership, published, by=director)
    _later(partnership)
    return world


def _in_evidence(partnership, category, director):
    period = make.make_period(label="2031-2032")
    small = make.make_row(category, partnership, (period, "7/23 (30.4%)"), counts_students=True)
    small.observations.update(note="So it was for 7 of 23.")
    whole = make.make_row(category, partnership, (period, "71723"), label="Whole", parts_add="whole")
    held = (period, f"EMBARGOED 88.8% {MARK}", "embargoed")
    make.make_row(category, partnership, held, label="Embargoed", parent=whole)
    shown = make.make_row(category, partnership, (period, "412"), label="Shown later otherwise")
    value = shown.observations.get()
    Observation.objects.filter(pk=value.pk).update(source=f"{MARK} source", owed_by_name=f"{MARK} owes")
    keep_file(value, f"{MARK}.pdf", f"%PDF-1.7 {MARK}".encode(), by=director)


def _in_assessments(partnership, edition, category):
    item = category.items.first()
    cycle = make.make_cycle(edition=edition)
    side = make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
    joint = make.make_assessment(partnership, cycle=cycle, participants=f"{MARK} was there")
    for one in (side, joint):
        make.make_rating(one, item, "2", comment=f"{MARK} comment")
    side.highlights.create(kind="strength", text=f"{MARK} of one side")
    joint.highlights.create(kind="strength", text="Trust")
    Assessment.objects.filter(pk=joint.pk).update(remark=f"{MARK} remark")
    make.close(side)
    make.close(joint)
    draft = make.make_assessment(partnership, cycle=make.make_cycle(edition=edition))
    draft.highlights.create(kind="focus", text=f"{MARK} draft")


def _in_steps(partnership, category, director):
    plan = make.make_plan(partnership, category.edition, version="7")
    for number, said in enumerate((f"{MARK} of a family", f"{MARK} not released"), start=1):
        make.make_step(plan, category, (f"Write {number}", "May"), feedback=said)
    told = Feedback.objects.get(text=f"{MARK} of a family")
    tell(told, "A family waits", seen=seen_in(told), by=director)
    release(plan, plan.version, by=director)
    start_next(plan, "8", by=director)
    newer = ActionStep.objects.filter(plan__version="8")
    newer.update(title=f"{MARK} not released", owner_role=f"{MARK} owner", asked_words=f"{MARK} asked")
    newer.first().progress.create(words=f"{MARK} progress", status="under_way", by=director)


def _in_documents(partnership, edition, director):
    made = {"kind": DocumentKind.AGREEMENT, "partnership": partnership, "edition": edition}
    made |= {"status": PublicationStatus.READY, "requested_by": director, "sha256": "2", "pages": 1}
    hidden = {"content": f"%PDF {MARK}".encode()}
    Publication.objects.create(**made, **hidden, audience=Audience.PARTIES)
    Publication.objects.create(**made, **hidden, shows_draft=True)


def _later(partnership):
    """What is changed after it was published."""
    Organization.objects.filter(pk=partnership.partner_id).update(name=f"{MARK} renamed")
    Observation.objects.filter(row__label="Shown later otherwise").update(text=f"61.7 {MARK}")
    ActionStep.objects.filter(plan__partnership=partnership).update(
        status="done", closing_words=f"{MARK} done"
    )
    Feedback.objects.filter(partnership=partnership).update(public_text=f"{MARK} reworded")


def read(response):
    """All bytes of an answer, unpacked where they are packed."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace") + str(response.headers)


OF_TODAY = {"family-form", "public-verify", "what-became"}
"""Pages for families that say nothing of what is released (`what-became` has a secret address), and the
one that tells whether a file is one of ours."""


@pytest.mark.slow
def test_no_public_address_says_what_was_not_published(world):
    found = {}
    for name, address in world.pages():
        if address.startswith("/public/") and name not in OF_TODAY:
            response = Client().get(address)
            found[name] = response.status_code
            said = read(response)
            for secret in (MARK, *FIGURES, *(one.public_id for one in _not_public())):
                assert secret.casefold() not in said.casefold(), (name, secret)
    assert {status for name, status in found.items() if name.startswith("public-")} == {200}
    assert len(found) >= 7


@pytest.mark.slow
def test_no_file_of_open_data_does_either(world):
    for name in (*(file.name for file in files_of(world.record.content)), RECORD, DICTIONARY):
        response = Client().get(f"/public/{world.partnership.slug}/data/{name}")
        assert response.status_code == 200, name
        said = read(response)
        for secret in (MARK, *FIGURES, *(one.public_id for one in _not_public())):
            assert secret.casefold() not in said.casefold(), (name, secret)
    assert {"documents.csv", "evidence.csv"} <= {file.name for file in files_of(world.record.content)}


def _not_public():
    return Publication.objects.filter(audience=Audience.PARTIES) | Publication.objects.filter(
        shows_draft=True
    )


def test_what_is_public_is_there_so_that_the_walk_proves_something(world):
    said = str(world.record.content)
    for words in ("A family waits", "412", "Trust", "Write 1", "hidden to protect privacy", "embargoed"):
        assert words in said, words


def test_documents_that_the_record_does_not_offer_are_found_nowhere(world):
    for one in _not_public():
        address = f"/public/{world.partnership.slug}/documents/{one.public_id}/"
        assert Client().get(address).status_code == 404


def test_a_withdrawn_record_says_nothing_at_any_address(world):
    withdraw(world.record, "Why", by=world.director)
    for name, address in world.pages():
        if address.startswith(f"/public/{world.partnership.slug}/") and name not in OF_TODAY:
            response = Client().get(address)
            assert response.status_code == 410, name
            said = read(response)
            assert not any(words in said for words in ("A family", "412", "Trust", world.partnership.slug)), (
                name
            )


NAMES = "ABCD"


@pytest.mark.slow
@pytest.mark.parametrize("counts", [(3, 40, 57), (3, 4, 57, 30), (0, 12, 12, 400), (9, 9, 9)])
def test_a_reader_who_solves_finds_no_small_count_in_what_is_published(counts):
    """Two years of one table, whose whole is printed, as a linear program sees them."""
    category = make.make_category()
    partnership = make.make_partnership(agreement=make.adopt(category.edition).agreement)
    years = [make.make_period(), make.make_period()]
    named = {"counts_students": True, "parts_add": "whole"}
    cells = [(year, str(sum(counts) + place)) for place, year in enumerate(years)]
    whole = make.make_row(category, partnership, *cells, label="All", **named)
    for number, count in enumerate(counts):
        cells = [(year, str(count + place * (number == 1))) for place, year in enumerate(years)]
        of = {"label": f"Part {NAMES[number]}", "parent": whole, "counts_students": True}
        make.make_row(category, partnership, *cells, **of)
    said = content_for(partnership, [parts.EVIDENCE])
    assert not said.refused
    rows = said.content["evidence"]["categories"][0]["rows"]
    true = {
        f"{row.label}.{year.pk}": int(row.observations.get(period=year).text)
        for year in years
        for row in _all()
    }
    shown = {
        f"{row['label']}.{year.pk}": cell
        for row in rows
        for year, cell in zip(years, row["cells"], strict=True)
    }
    hidden = {key: Hidden(Reason.SMALL, "") for key, cell in shown.items() if cell["is_hidden"]}
    sums = [
        total(f"All.{year.pk}", *(f"Part {name}.{year.pk}" for name in NAMES[: len(counts)]))
        for year in years
    ]
    reader = SolvingReader([Cell(key, count) for key, count in true.items()], sums, Suppression(hidden))
    for key, count in true.items():
        if count < MINIMUM:
            assert reader.known_to_within(key) >= MINIMUM - 1e-6, key


def _all():
    return list(make.EvidenceRow.objects.all())
