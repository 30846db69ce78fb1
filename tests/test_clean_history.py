"""The audit log is for people to read: cleaning it changes nobody's rights, news or undo."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from assessments.highlights.lists import add_highlight
from assessments.highlights.removed import remove_highlight
from assessments.workflow.history import beginning_for
from notifications.digests import lines_for
from notifications.happenings import Happenings
from partnerships.models import SignatoryRole, Signature
from partnerships.signatures.pages import get_place, pages_of
from partnerships.signatures.recording import withdraw
from reports.tasks import request_document
from tests import factories as make
from tests.assessments.test_take_back import Early
from tests.test_site import signed_in

pytestmark = pytest.mark.both_databases


class Past(Early):
    """Something that was told by the audit log, of every kind: taken back, asked later, removed, withdrawn."""

    def __init__(self):
        super().__init__()
        self.taken = request_document(make.REPORT, assessment=self.own, by=self.liaison)
        make.take_back(self.own, by=self.liaison)
        make.submit(self.own, by=self.liaison, words="Now.")
        self.ask("Library", "draft")
        self.open = make.make_assessment(self.partnership, cycle=make.make_cycle(edition=self.edition))
        remove_highlight(add_highlight(self.open, "strength", "Luck", by=self.liaison), by=self.liaison)
        signed = make.make_edition(agreement=self.edition.agreement)
        role = SignatoryRole.objects.create(edition=signed, side="partner", title="Board")
        make.adopt(signed)
        Signature.objects.create(
            edition=signed, partnership=self.partnership, role=role, name="R. Roe", date=date(2024, 9, 1)
        )
        place = get_place(self.partnership, signed.label, 1)
        withdraw(self.partnership, place, reason="Wrong page", seen=place.stamp, by=self.director)
        self.administrator, self.outsider = make.make_administrator(), make.make_user()
        self.people = [self.liaison, self.director, self.viewer, self.administrator, self.outsider]

    def told(self, person):
        """What one person sees, can take back and put back, can take home, and is told."""
        person = type(person).objects.get(pk=person.pk)
        client, pages = signed_in(person), [self.list_url, f"/assessments/{self.open.public_id}/suggestions/"]
        seen = make.readable_by(person)
        now = timezone.now()
        since = now - timedelta(days=1)
        return {
            "seen": seen,
            "taken back": [one for one in seen if one.is_unread and one.is_writer],
            "begins": [getattr(beginning_for(one), "when", None) for one in seen if one.events.exists()],
            "documents": make.documents_of(person),
            "told": lines_for(person, since, Happenings([person], since=since, now=now)),
            "pages": [words_of(client.get(page)) for page in pages],
        }


def words_of(answer):
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return answer.status_code, re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", main)


@pytest.fixture
def past(db):
    return Past()


@pytest.mark.slow
@pytest.mark.parametrize("since", ["another side writes", "only one asked later writes", "all handed in"])
def test_cleaning_the_history_changes_nothing_for_anybody(past, since):
    if since == "only one asked later writes":
        make.withdraw(past.leads, by=past.director, words="Not this year.")
    if since == "all handed in":
        for side in past.cycle.assessments.open().of_sides():
            make.submit(side, by=past.director)
    before = {person.email: past.told(person) for person in past.people}
    call_command("clean_old_history", auto=True, days=0, verbosity=0)
    assert not any(
        model.objects.exists() for model in apps.get_models() if model.__name__.startswith("Historical")
    )
    assert {person.email: past.told(person) for person in past.people} == before
    (place,) = [place for page in pages_of(past.partnership) for place in page.places]
    assert (place.withdrawn.name, place.withdrawn.words) == ("R. Roe", "Wrong page")
    of_liaison = before[past.liaison.email]
    assert past.taken in of_liaison["documents"]
    assert past.taken not in before[past.director.email]["documents"]
    assert "1 removed strength" in of_liaison["pages"][1][1]
    assert bool(of_liaison["taken back"]) == (since == "another side writes")
    assert bool(before[past.director.email]["told"])
