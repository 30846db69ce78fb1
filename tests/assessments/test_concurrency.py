"""People who press at the same moment: real requests, each with a database connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from assessments.models import Assessment, Cycle, Rating
from tests import factories as make
from tests.assessments.test_as_before import Years

pytestmark = pytest.mark.django_db(transaction=True)

HTMX = {"HX-Request": "true"}


def at_once(*calls):
    """What each call gives, all of them begun at the same moment."""
    barrier = Barrier(len(calls), timeout=30)

    def begin(call):
        barrier.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(begin, call) for call in calls]
        return [one.result() for one in running]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def saving(client, sheet, reference="1.1", headers=HTMX, **fields):
    """A call that saves an item."""
    return lambda: client.post(sheet.rate_url(reference), sheet.form(reference, **fields), headers=headers)


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_of_two_people_on_the_same_item_the_second_is_shown_both_versions(sheet):
    ours = [signed_in(sheet.liaison), signed_in(make.make_liaison(sheet.partnership))]
    answers = at_once(
        saving(ours[0], sheet, headers={}, level="1", comment="From the first"),
        saving(ours[1], sheet, headers={}, level="3", comment="From the second"),
    )
    assert statuses(answers) == [302, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "From the first" in refused.text
    assert "From the second" in refused.text
    rating = Rating.objects.get()
    assert (rating.version, rating.history.count()) == (1, 1)
    assert (rating.level.code, rating.comment) in {("1", "From the first"), ("3", "From the second")}


def test_whoever_saves_after_a_conflict_keeps_both_in_the_history(sheet):
    first, second = signed_in(sheet.liaison), signed_in(make.make_liaison(sheet.partnership))
    answers = at_once(saving(first, sheet, level="1"), saving(second, sheet, level="3"))
    assert statuses(answers) == [200, 409]
    before = Rating.objects.get().level.code
    after = {"1": "3", "3": "1"}[before]
    assert saving(second, sheet, level=after, version=1)().status_code == 200
    rows = Rating.history.order_by("version").values_list("level__code", flat=True)
    assert list(rows) == [before, after]


def test_twelve_people_on_different_items_are_all_saved(db):
    edition = make.make_edition()
    category = make.make_category(edition)
    items = [make.make_item(category) for _ in range(12)]
    cycle = make.make_cycle(edition=edition)
    partnership = make.make_partnership(agreement=edition.agreement)
    assessment = make.make_assessment(partnership, cycle=cycle, by=partnership.partner)
    people = [make.make_liaison(partnership) for _ in items]

    def save(client, item):
        address = f"/assessments/{assessment.public_id}/items/{item.reference}/"
        form = {f"{item.reference}-level": "2", f"{item.reference}-version": "0"}
        return lambda: client.post(address, form, headers=HTMX)

    answers = at_once(*(save(signed_in(p), item) for p, item in zip(people, items, strict=True)))
    assert statuses(answers) == [200] * 12
    saved = {
        (rating.item, rating.updated_by) for rating in Rating.objects.select_related("item", "updated_by")
    }
    assert saved == set(zip(items, people, strict=True))
    assert Rating.history.count() == 12


def test_two_who_take_all_as_before_at_once_take_it_once(db):
    years = Years()
    people = [signed_in(years.liaison), signed_in(make.make_liaison(years.partnership))]
    form = {"1.1-level": "", "1.1-version": "0", "then": "as-before"}
    answers = at_once(*(partial(one.post, f"{years.url}ratings/", form) for one in people))
    assert statuses(answers) == [302, 302]
    taken = Rating.objects.filter(assessment=years.assessment)
    assert list(taken.values_list("as_in", "version")) == [("2022-2023", 1)] * 2
    assert Rating.history.filter(assessment=years.assessment).count() == 2


def test_the_retry_of_the_same_save_leaves_one_row_of_history(sheet):
    first, again = signed_in(sheet.liaison), signed_in(sheet.liaison)
    answers = at_once(saving(first, sheet, level="2"), saving(again, sheet, level="2"))
    assert statuses(answers) == [200, 200]
    assert (Rating.objects.get().version, Rating.history.count()) == (1, 1)


def test_the_version_compared_is_the_one_the_person_saw(sheet):
    client = signed_in(sheet.liaison)
    for version, level in enumerate("012"):
        assert saving(client, sheet, level=level, version=version)().status_code == 200
    assert saving(client, sheet, level="3", version=1)().status_code == 409
    rating = Rating.objects.get()
    assert (rating.level.code, rating.version, rating.history.count()) == ("2", 3, 3)


def test_a_category_and_one_of_its_items_saved_at_once(sheet):
    by_form, by_item = signed_in(sheet.liaison), signed_in(make.make_liaison(sheet.partnership))
    form = sheet.form("1.1", level="1") | sheet.form("1.2", level="1") | sheet.form("1.3.a", level="1")
    whole, single = at_once(
        lambda: by_form.post(f"{sheet.url}ratings/", form),
        saving(by_item, sheet, level="3"),
    )
    codes = {
        rating.item.reference: rating.level.code for rating in Rating.objects.select_related("item", "level")
    }
    if whole.status_code == 302:
        assert (single.status_code, codes) == (409, {"1.1": "1", "1.2": "1", "1.3.a": "1"})
    else:
        assert (whole.status_code, single.status_code, codes) == (422, 200, {"1.1": "3"})


def test_a_save_comes_before_the_submission_or_is_refused(sheet):
    rates, submits = signed_in(make.make_liaison(sheet.partnership)), signed_in(sheet.liaison)
    saved, submitted = at_once(
        saving(rates, sheet, level="2"),
        lambda: submits.post(f"{sheet.url}submit/", {"words": "As far as we are."}),
    )
    assert submitted.status_code == 302
    sheet.assessment.refresh_from_db()
    assert sheet.assessment.status == "submitted"
    if saved.status_code == 200:
        assert Rating.history.get().history_date <= sheet.assessment.submitted_at
    else:
        assert (saved.status_code, Rating.objects.count()) == (409, 0)


def test_of_two_who_submit_at_once_one_does(sheet):
    ours = [signed_in(sheet.liaison), signed_in(make.make_liaison(sheet.partnership))]
    answers = at_once(
        *(lambda c=client: c.post(f"{sheet.url}submit/", {"words": "So far."}) for client in ours)
    )
    assert statuses(answers) == [302, 409]
    assert sheet.assessment.events.filter(kind="submitted").count() == 1


def test_of_two_directors_who_decide_at_once_one_does(sheet):
    make.submit(sheet.assessment, by=sheet.liaison)
    one, other = signed_in(sheet.director), signed_in(make.make_director(sheet.partnership))
    at_once(
        lambda: one.post(f"{sheet.url}final/"),
        lambda: other.post(f"{sheet.url}return/", {"words": "Once more"}),
    )
    sheet.assessment.refresh_from_db()
    decided = sheet.assessment.history.filter(status__in=["final", "returned"])
    assert [row.status for row in decided] == [sheet.assessment.status]


def test_a_conference_begins_or_a_side_goes_back_never_both(sheet):
    lead = make.make_assessment(
        sheet.partnership, cycle=sheet.assessment.cycle, by=sheet.partnership.agreement.lead
    )
    make.submit(sheet.assessment, by=sheet.liaison)
    make.submit(lead, by=sheet.director)
    begins, returns = signed_in(sheet.liaison), signed_in(sheet.director)
    address = f"/partnerships/{sheet.partnership.slug}/cycles/{sheet.assessment.cycle.public_id}/conference/"
    at_once(
        lambda: begins.post(address),
        lambda: returns.post(f"{sheet.url}return/", {"words": "Once more"}),
    )
    sheet.assessment.refresh_from_db()
    joint = Assessment.objects.filter(by=None).count()
    assert (sheet.assessment.status, joint) in {("submitted", 1), ("returned", 0)}


def test_two_who_open_the_same_cycle_open_it_once(sheet):
    agreement, lead = sheet.edition.agreement, sheet.partnership.agreement.lead
    period = make.make_period(label="2098-2099", start=date(2098, 7, 1), end=date(2099, 6, 30))
    form = {
        "edition": sheet.edition.label,
        "period": f"school_year:{period.label}",
        "due_on": "2099-05-30",
        "scope": "all",
        "asked": ["partner", "lead"],
    }
    directors = [signed_in(sheet.director), signed_in(make.make_director(sheet.partnership))]
    address = f"/agreements/{agreement.slug}/cycles/open/"
    answers = at_once(*(lambda c=client: c.post(address, form) for client in directors))
    assert statuses(answers) == [302, 302]
    cycle = Cycle.objects.get(period=period)
    assert {one.by for one in cycle.assessments.select_related("by")} == {sheet.partnership.partner, lead}
    assert cycle.assessments.count() == Assessment.history.filter(cycle=cycle).count() == 2
    assert cycle.history.count() == 1
