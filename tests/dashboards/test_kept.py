"""What home, the grid and trends keep of what they made never shows what was before, nor what another may see."""

import re
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, Organization, Role
from assessments.models import Assessment, AssessmentStatus, DueDate
from core import locks
from dashboards import listed, shapes
from dashboards.grid import rendering
from dashboards.trends import showing
from partnerships.access import narrow, reach_all
from partnerships.models import Item, Partnership, Period, RatingLevel
from tests import factories as make

FINAL, RETURNED = AssessmentStatus.FINAL, AssessmentStatus.RETURNED


class Kept:
    """Two partnerships; one was rated a cycle ago and is being rated by both sides. Its text can be changed."""

    def __init__(self):
        edition = make.make_edition()
        category = make.make_category(edition)
        self.items = [make.make_item(category) for _ in range(2)]
        self.agreement = make.adopt(edition).agreement
        self.partnership = make.make_partnership(agreement=self.agreement)
        self.elsewhere = make.make_partnership(agreement=self.agreement)
        then, self.now = make.make_cycle(edition=edition), make.make_cycle(edition=edition)
        before = make.make_assessment(self.partnership, cycle=then, by=None)
        self.own = make.make_assessment(self.partnership, cycle=self.now, by=self.partnership.partner)
        self.leads = make.make_assessment(self.partnership, cycle=self.now, by=self.agreement.lead)
        for assessment, codes in ((before, "11"), (self.own, "12"), (self.leads, "3")):
            for item, code in zip(self.items, codes, strict=False):
                make.make_rating(assessment, item, code)
        make.close(before, FINAL)
        self.director, self.liaison = (
            make.make_director(self.partnership),
            make.make_liaison(self.partnership),
        )
        self.narrowed = make.make_director(self.partnership)
        narrow(self.narrowed.memberships.get(), [self.elsewhere])
        self.viewer, self.staff = make.make_user(), make.make_user(is_staff=True)
        make.make_membership(self.viewer, self.agreement.lead, Role.VIEWER)
        locks.remove(connection)

    @property
    def people(self):
        return [self.director, self.liaison, self.narrowed, self.viewer, self.staff]

    def turn(self, status, **fields):
        """Both sides come to a status."""
        both = Assessment.objects.filter(pk__in=[self.own.pk, self.leads.pk])
        assert both.update(status=status, submitted_at=timezone.now(), **fields) == 2


@pytest.fixture
def kept(db):
    return Kept()


def forget():
    for made in (listed._line, shapes.facts_of, rendering.row_html, showing._change_html):
        made.kept.cache_clear()


def pages_of(client, user, kept):
    """What somebody is answered, without what is new in every answer."""
    client.force_login(user)
    slug = Partnership.objects.get(pk=kept.partnership.pk).slug
    grid = reverse("grid", args=[kept.agreement.slug])
    outlined = reverse("agreement-partnerships", args=[kept.agreement.slug])
    urls = ["/", grid, outlined, f"{grid}?show=change", f"{grid}?show=differ", reverse("trends", args=[slug])]
    answers = [client.get(url) for url in urls]
    return [
        (one.status_code, re.sub(r'(csrfmiddlewaretoken" value=")[^"]*', r"\1", one.text)) for one in answers
    ]


def one_of(model, record):
    return model.objects.filter(pk=record.pk)


CHANGES = {
    "name": lambda kept: one_of(Organization, kept.partnership.partner).update(short_name="A <new> name"),
    "name of the agency": lambda kept: one_of(Organization, kept.agreement.lead).update(short_name="Agency"),
    "address": lambda kept: one_of(Partnership, kept.partnership).update(slug="elsewhere"),
    "period": lambda kept: one_of(Period, kept.now.period).update(label="Another year"),
    "late": lambda kept: type(kept.now).objects.update(due_on=date(2002, 1, 1)),
    "own due date": lambda kept: DueDate.objects.create(
        cycle=kept.now, partnership=kept.partnership, due_on=date(2002, 1, 1)
    ),
    "level": lambda kept: kept.own.ratings.filter(item=kept.items[1]).update(level=None),
    "submitted": lambda kept: kept.turn("submitted"),
    "one submitted": lambda kept: one_of(Assessment, kept.own).update(status="submitted"),
    "returned": lambda kept: kept.turn(RETURNED, returned_by=kept.director, remark="Once <more>"),
    "final": lambda kept: kept.turn(FINAL, made_final_at=timezone.now()),
    "no longer asked": lambda kept: one_of(Assessment, kept.leads).update(status="withdrawn", remark="No"),
    "code": lambda kept: (kept.turn(FINAL), RatingLevel.objects.filter(code="2").update(code="II")),
    "colour": lambda kept: (kept.turn(FINAL), RatingLevel.objects.filter(code="1").update(colour="ink-9")),
    "wording": lambda kept: (kept.turn(FINAL), Item.objects.update(text="Every <post>")),
    "title": lambda kept: (kept.turn(FINAL), Item.objects.update(title="Posts & seats")),
    "reference": lambda kept: (kept.turn(FINAL), one_of(Item, kept.items[1]).update(reference="1.9")),
    "role": lambda kept: Membership.objects.filter(user=kept.liaison).update(role=Role.VIEWER),
    "narrowed": lambda kept: narrow(kept.director.memberships.get(), [kept.elsewhere]),
    "no longer narrowed": lambda kept: reach_all(kept.narrowed.memberships.get()),
    "membership": lambda kept: kept.liaison.memberships.update(organization=kept.elsewhere.partner),
}


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_page_never_shows_what_was_before(client, kept, change):
    """Warm, it is what it is cold, for everyone, before and after a change."""
    before = [pages_of(client, user, kept) for user in kept.people]
    CHANGES[change](kept)
    warm = [pages_of(client, user, kept) for user in kept.people]
    forget()
    assert warm == [pages_of(client, user, kept) for user in reversed(kept.people)][::-1]
    assert warm != before


@pytest.mark.slow
def test_what_nobody_changed_is_not_made_twice(client, kept):
    kept.turn(FINAL)
    forget()
    made = (listed._line.kept, shapes.facts_of.kept, rendering.row_html.kept, showing._change_html.kept)
    pages_of(client, kept.director, kept)
    first = [one.cache_info().misses for one in made]
    assert all(first)
    pages_of(client, kept.director, kept)
    assert [one.cache_info().misses for one in made] == first


@pytest.mark.slow
def test_a_day_later_it_is_late(client, kept, monkeypatch):
    today = timezone.localdate()
    type(kept.now).objects.update(due_on=today)
    before = pages_of(client, kept.director, kept)
    monkeypatch.setattr(timezone, "localdate", lambda *moment: date.fromordinal(today.toordinal() + 1))
    after = pages_of(client, kept.director, kept)
    assert [("1 day late" in one[1]) for one in before[:3]] == [False] * 3
    assert [("1 day late" in one[1]) for one in after[:3]] == [True] * 3


@pytest.mark.slow
def test_a_confirmation_is_seen_at_once_by_who_confirmed_and_by_who_is_to(client, kept):
    kept.turn("submitted")
    joint = make.make_assessment(kept.partnership, cycle=kept.now, status="submitted", submission=1)
    before = [pages_of(client, user, kept) for user in kept.people]
    make.confirm(joint, by=kept.director)
    warm = [pages_of(client, user, kept) for user in kept.people]
    forget()
    assert warm == [pages_of(client, user, kept) for user in kept.people]
    assert ["Read and confirm it" in pages[0][1] for pages in (before[0], warm[0], warm[1])] == [
        True,
        False,
        True,
    ]
