"""Opening a cycle, for one or all of an agreement's partnerships."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.invitations import invite
from assessments.access import may_write
from assessments.cycles.opening import open_cycle
from assessments.models import Assessment, AssessmentEvent, Cycle
from partnerships.access import narrow
from partnerships.models import Edition, Partnership, Party, Period, PeriodKind
from tests import factories as make
from tests.partnerships.conftest import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


class County:
    """An agreement with an adopted edition, some partners, and the period 2098-2099."""

    def __init__(self, partners=2):
        self.edition = make.make_edition(label="2023-2024")
        make.make_item(make.make_category(self.edition))
        make.adopt(self.edition)
        self.agreement, self.lead = self.edition.agreement, self.edition.agreement.lead
        self.partnerships = [make.make_partnership(agreement=self.agreement) for _ in range(partners)]
        self.director = make.make_director(self.partnerships[0])
        self.period = make.make_period(label="2098-2099", start=date(2098, 7, 1), end=date(2099, 6, 30))
        self.url = f"/agreements/{self.agreement.slug}/cycles/open/"

    def form(self, **fields):
        return {
            "edition": "2023-2024",
            "period": "school_year:2098-2099",
            "due_on": "2099-05-30",
            "scope": "all",
            "asked": ["partner", "lead"],
        } | fields

    def sides(self):
        return {(one.partnership, one.by) for one in Assessment.objects.select_related("partnership", "by")}


@pytest.fixture
def county():
    return County()


@pytest.fixture
def director(client, county):
    client.force_login(county.director)
    return client


def messages(answer):
    return [str(message) for message in answer.wsgi_request._messages]


def test_every_asked_side_of_every_partnership_gets_a_draft(director, county):
    answer = director.post(county.url, county.form())
    assert answer.status_code == 302
    assert messages(answer) == ["4 assessments were opened for 2098-2099."]
    cycle = Cycle.objects.get()
    assert (cycle.edition, cycle.period, cycle.due_on) == (county.edition, county.period, date(2099, 5, 30))
    assert county.sides() == {(p, side) for p in county.partnerships for side in (p.partner, county.lead)}
    assert set(Assessment.objects.values_list("status", flat=True)) == {"draft"}
    rows = Assessment.history.values_list("history_type", "history_change_reason", "history_user")
    assert list(rows) == [("+", "opened", county.director.pk)] * 4
    events = AssessmentEvent.objects.values_list("assessment", "kind", "by")
    assert set(events) == {(one.pk, "opened", county.director.pk) for one in Assessment.objects.all()}
    assert [(event.kind, event.by) for event in cycle.events.all()] == [("opened", county.director)]
    assert cycle.history.get().history_user == county.director


def test_only_the_ticked_ones_are_opened(director, county):
    first = county.partnerships[0]
    director.post(county.url, county.form(scope="some", partnerships=[first.slug], asked=["partner"]))
    assert county.sides() == {(first, first.partner)}


@pytest.mark.slow
def test_a_cohort_is_asked_at_once(director, county):
    first, second = county.partnerships
    first.cohort = make.make_cohort(county.agreement, label="April 2017")
    first.save()
    assert "April 2017 (1)" in director.get(county.url).text
    both = county.form(scope="cohort April 2017", partnerships=[second.slug], asked=["partner"])
    assert "You chose April 2017 and also ticked 1." in director.post(county.url, both).text
    director.post(county.url, county.form(scope="cohort April 2017", asked=["partner"]))
    assert county.sides() == {(first, first.partner)}


def test_other_parties_are_asked_where_there_are_any(director, county):
    first, second = county.partnerships
    library = Party.objects.create(
        partnership=first, organization=make.make_organization(short_name="Library")
    ).organization
    assert "Other parties, where there are any: Library" in director.get(county.url).text
    director.post(county.url, county.form(asked=["partner", "others"]))
    assert county.sides() == {(first, first.partner), (first, library), (second, second.partner)}


@pytest.mark.slow
def test_opening_again_adds_who_is_missing_and_says_so(director, county):
    director.post(county.url, county.form(asked=["partner"]))
    before = set(Assessment.objects.values_list("pk", flat=True))
    answer = director.post(county.url, county.form())
    assert messages(answer)[-1] == "2 assessments were opened for 2098-2099; 2 were open already."
    assert before < set(Assessment.objects.values_list("pk", flat=True))
    answer = director.post(county.url, county.form())
    assert messages(answer)[-1] == "Nothing new was opened for 2098-2099: 4 assessments were there already."
    assert (Assessment.objects.count(), Assessment.history.count(), Cycle.history.count()) == (4, 4, 1)


@pytest.mark.slow
def test_a_new_due_date_replaces_the_old_one_and_says_so(director, county):
    director.post(county.url, county.form())
    seen = f"{Cycle.objects.get().public_id}:2099-05-30"
    assert f'name="due_seen" value="{seen}"' in director.get(county.url).text
    answer = director.post(county.url, county.form(due_on="2099-06-15", due_seen=seen))
    assert messages(answer)[-1] == (
        "The due date is now Jun 15, 2099 for everybody asked in this cycle; it was May 30, 2099."
    )
    assert Cycle.objects.get().due_on == date(2099, 6, 15)
    assert Cycle.history.first().history_user == county.director


@pytest.mark.slow
@pytest.mark.parametrize("seen", ["", "nonsense", "{id}:soon", "{id}:2099-05-29"])
def test_a_due_date_that_changed_meanwhile_is_not_replaced_unseen(director, county, seen):
    director.post(county.url, county.form())
    public_id = Cycle.objects.get().public_id
    form = county.form(due_on="2099-06-15", due_seen=seen.format(id=public_id))
    answer = director.post(county.url, form)
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile: the cycle is due May 30, 2099." in answer.text
    assert 'value="2099-06-15"' in answer.text
    assert f'value="{public_id}:2099-05-30"' in answer.text
    assert Cycle.objects.get().due_on == date(2099, 5, 30)


@pytest.mark.slow
def test_a_narrowed_director_does_not_change_everybodys_due_date(director, county):
    director.post(county.url, county.form())
    narrow(county.director.memberships.get(), [county.partnerships[1]])
    form = county.form(due_on="2099-06-15", due_seen=f"{Cycle.objects.get().public_id}:2099-05-30")
    answer = director.post(county.url, form)
    assert (answer.status_code, "you direct some of them" in answer.text) == (422, True)
    assert Cycle.objects.get().due_on == date(2099, 5, 30)
    assert director.post(county.url, county.form()).status_code == 302


def test_nobody_more_is_asked_once_the_conference_has_begun(director, county):
    first, second = county.partnerships
    cycle = make.make_cycle(edition=county.edition, period=county.period)
    make.make_assessment(first, cycle=cycle)
    answer = director.post(county.url, county.form())
    assert messages(answer) == [
        "2 assessments were opened for 2098-2099.",
        f"Nobody more was asked in {first.partner.short_name}: "
        "the conference has begun there, or an assessment is final.",
    ]
    assert county.sides() == {(first, None), (second, second.partner), (second, county.lead)}


def test_a_due_date_long_after_its_period_is_asked_about(director, county):
    make.make_period(label="2090-2091", start=date(2090, 7, 1), end=date(2091, 6, 30))
    response = director.post(county.url, county.form(period="school_year:2090-2091", due_on="5/30/2099"))
    assert response.status_code == 422
    assert "Is the year 2099 right? 2090-2091 ends on Jun 30, 2091." in response.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"scope": "some"}, "Tick the partnerships to open the cycle for: one at least."),
        ({"asked": []}, "Tick who is asked to assess: one at least."),
        ({"asked": ["others"]}, "Choose a valid choice"),
        ({"due_on": ""}, "Choose the day by which everybody asked submits."),
        ({"due_on": "soon"}, "“soon” is not a date that can be read."),
        ({"due_on": "2098-06-30"}, "2098-2099 begins on Jul 1, 2098. Choose a day after that."),
        ({"period": "school_year:1066"}, "Choose a period from the list."),
        ({"edition": "Next"}, "Choose an adopted edition of this agreement."),
        ({"edition": ""}, "Choose an adopted edition of this agreement."),
        ({"scope": "both"}, "Choose all, or only those below."),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(director, county, wrong, sentence):
    make.make_edition(agreement=county.agreement, scale=county.edition.scale, label="Next")
    answer = director.post(county.url, county.form(**wrong))
    assert answer.status_code == 422
    if sentence != "Choose a valid choice":
        assert sentence in answer.text
    assert not Cycle.objects.exists()
    assert not Assessment.objects.exists()


def test_a_day_that_is_over_is_refused_but_for_the_cycles_own(director, county):
    today = timezone.localdate()
    now = make.make_period(label="Now", start=today - timedelta(days=60), end=today + timedelta(days=60))
    yesterday = str(today - timedelta(days=1))
    form = county.form(period="school_year:Now", due_on=yesterday)
    assert "This day is over. Choose a day from today on." in director.post(county.url, form).text
    make.make_cycle(edition=county.edition, period=now, due_on=yesterday)
    assert director.post(county.url, form).status_code == 302


def test_all_and_some_at_once_is_a_question(director, county):
    form = county.form(partnerships=[county.partnerships[0].slug])
    assert "You chose all 2 partnerships and also ticked 1." in director.post(county.url, form).text
    assert not Cycle.objects.exists()


def test_another_agreements_partnership_is_refused(director, county):
    foreign = make.make_partnership()
    answer = director.post(county.url, county.form(scope="some", partnerships=[foreign.slug]))
    assert f"“{foreign.slug}” is none of these partnerships." in answer.text
    assert not Assessment.objects.exists()


@pytest.mark.slow
def test_a_narrowed_director_opens_for_what_the_membership_reaches(director, county):
    first, second = county.partnerships
    narrow(county.director.memberships.get(), [second])
    refused = director.post(county.url, county.form(scope="some", partnerships=[first.slug]))
    assert refused.status_code == 422
    director.post(county.url, county.form(asked=["partner"]))
    assert county.sides() == {(second, second.partner)}


def test_a_coming_school_year_is_offered_and_written_down(director, county):
    today = timezone.localdate()
    first = today.year + (today.month >= 7)
    label = f"{first}-{first + 1}"
    answer = director.post(
        county.url, county.form(period=f"school_year:{label}", due_on=f"{first + 1}-05-30")
    )
    assert answer.status_code == 302
    period = Period.objects.get(label=label)
    assert (period.kind, period.start, period.end) == (
        "school_year",
        date(first, 7, 1),
        date(first + 1, 6, 30),
    )
    assert Cycle.objects.get().period == period


@pytest.mark.slow
def test_the_edition_in_force_and_the_newest_period_without_a_cycle_are_chosen(director, county):
    later = make.make_edition(
        agreement=county.agreement, scale=county.edition.scale, label="Later", effective_from=date(2098, 7, 1)
    )
    make.adopt(later)
    page = director.get(county.url).text
    assert '<option value="2023-2024" selected>' in page
    today = timezone.localdate()
    first = today.year - (today.month < 7)
    now = make.make_period(label=f"{first}-{first + 1}", start=date(first, 7, 1), end=date(first + 1, 6, 30))
    assert f'<option value="school_year:{now.label}" selected>' in page
    make.make_cycle(edition=county.edition, period=now, due_on=date(2099, 1, 9))
    page = director.get(county.url).text
    assert f"{now.label} (has a cycle, due Jan 9, 2099)" in page
    assert f'<option value="school_year:{now.label}" selected>' not in page
    make.make_period(label="1066-1067", start=date(1066, 7, 1), end=date(1067, 6, 30))
    coming = f"school_year:{first + 1}-{first + 2}"
    assert f'<option value="{coming}" selected>' in director.get(county.url).text


def test_an_agreement_without_an_adopted_edition_says_so(client):
    partnership = make.make_partnership()
    client.force_login(make.make_director(partnership))
    page = client.get(f"/agreements/{partnership.agreement.slug}/cycles/open/")
    assert "No edition of this agreement is adopted yet." in page.text


@pytest.mark.parametrize("who", [make.make_liaison, make.make_viewer])
def test_whoever_belongs_to_a_partner_opens_no_cycle(client, county, who):
    client.force_login(who(county.partnerships[0]))
    assert client.get(county.url).status_code == 403
    assert client.post(county.url, county.form()).status_code == 403
    assert not Cycle.objects.exists()


@pytest.mark.slow
def test_an_administrator_opens_a_cycle_and_says_nothing_in_it(client, county):
    administrator = make.make_administrator()
    client.force_login(administrator)
    for page in ("/", f"/agreements/{county.agreement.slug}/grid/", "/admin/assessments/cycle/add/"):
        assert f'href="{county.url}"' in client.get(page).text, page
    client.post(county.url, county.form())
    assert set(Cycle.objects.get().assessments.values_list("partnership", flat=True)) == {
        one.pk for one in county.partnerships
    }
    assert not any(may_write(administrator, one) for one in Assessment.objects.select_related("partnership"))


def test_another_agreements_director_finds_nothing(client, county):
    client.force_login(make.make_director(make.make_partnership()))
    assert client.post(county.url, county.form()).status_code == 404


@pytest.mark.slow
def test_the_number_of_queries_does_not_grow_with_the_partnerships(client):
    counts = []
    for partners in (2, 6):
        county = County(partners)
        county.period.label = f"{partners}"
        county.period.save()
        client.force_login(county.director)
        with CaptureQueriesContext(connection) as queries:
            client.post(county.url, county.form(period=f"school_year:{partners}"))
        assert Assessment.objects.filter(cycle__edition=county.edition).count() == 2 * partners
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.parametrize("partners", [3, 300])
def test_opening_takes_as_many_queries_for_3_partnerships_as_for_300(partners, django_assert_num_queries):
    county = County(partners)
    partnerships = list(Partnership.objects.select_related("agreement__lead", "partner"))
    asked = {"asked": ["partner", "lead"], "due_on": None, "due_seen": None, "by": county.director}
    with django_assert_num_queries(14):
        opened = open_cycle(county.edition, county.period, partnerships, **asked)
    rows = Assessment.objects.filter(cycle=opened.cycle)
    assert rows.count() == opened.new == 2 * partners
    assert rows.filter(events__kind="opened", events__by=county.director).count() == 2 * partners
    history = Assessment.history.filter(history_change_reason="opened", history_user=county.director)
    assert set(history.values_list("id", "public_id")) == set(rows.values_list("pk", "public_id"))


def test_opening_writes_nothing_more_about_what_was_there(county):
    there = make.make_assessment(
        county.partnerships[0], cycle=make.make_cycle(edition=county.edition), by=county.lead
    )
    asked = {"asked": ["partner", "lead"], "due_on": None, "due_seen": None, "by": county.director}
    open_cycle(county.edition, there.cycle.period, county.partnerships, **asked)
    assert (there.history.count(), there.events.count()) == (1, 0)
    assert Assessment.objects.filter(events__kind="opened").count() == 3


@pytest.fixture
def many(monkeypatch, county):
    """So many partnerships that they are not offered one by one."""
    monkeypatch.setattr("partnerships.scope.MOST_BOXES", len(county.partnerships) - 1)
    return county


def test_of_many_the_names_are_written_down(director, many):
    first, second = many.partnerships[:2]
    assert first.slug not in director.get(many.url).text
    names = f"{first.partner.short_name.upper()}\r\n\r\n  {second.partner.name}\r\n"
    director.post(many.url, many.form(scope="some", named=names))
    opened = set(Assessment.objects.filter(cycle__edition=many.edition).values_list("partnership", flat=True))
    assert opened == {first.pk, second.pk}


@pytest.mark.parametrize(
    ("scope", "named", "sentence"),
    [
        ("some", "Nowhere", "Not in your list: Nowhere."),
        ("some", "A\nB\nC\nD\nE\nF\nG", "Not in your list: A, B, C, D, E and 2 more."),
        ("some", " ", "Name the partnerships to open the cycle for: one at least."),
    ],
)
def test_names_that_are_not_known_are_said(director, many, scope, named, sentence):
    page = director.post(many.url, many.form(scope=scope, named=named))
    assert page.status_code == 422
    assert sentence in page.text
    assert not Assessment.objects.exists()


def test_home_leads_a_director_there_and_nobody_else(client, county):
    client.force_login(county.director)
    assert county.url in client.get("/").text
    client.force_login(make.make_liaison(county.partnerships[0]))
    assert county.url not in client.get("/").text


# A period that does not lie within the edition


@pytest.fixture
def ending(county):
    """The county's edition ends long before the period begins."""
    Edition.objects.filter(pk=county.edition.pk).update(effective_to=date(2024, 6, 30))
    return county


@pytest.mark.slow
def test_a_period_outside_the_edition_needs_a_reason_which_is_shown(director, ending):
    answer = director.post(ending.url, ending.form())
    assert answer.status_code == 422
    assert (
        "2098-2099 (July 1, 2098 to June 30, 2099) does not lie within this edition, which holds "
        "from July 1, 2023 to June 30, 2024." in answer.text
    )
    assert not Cycle.objects.exists()
    assert "Say why it is rated by it" in director.get(ending.url).text
    reason = "The next text is not agreed yet."
    answer = director.post(ending.url, ending.form(outside_reason=reason), follow=True)
    assert Cycle.objects.get().outside_reason == reason
    assert f"Rated by the edition 2023-2024, from July 1, 2023 to June 30, 2024: {reason}" in answer.text
    assert reason in director.get(f"/partnerships/{ending.partnerships[0].slug}/assessments/").text


@pytest.mark.slow
def test_a_period_within_the_edition_keeps_no_reason(director, county):
    assert "outside_reason" not in director.get(county.url).text
    director.post(county.url, county.form(outside_reason="Not asked for."))
    assert Cycle.objects.get().outside_reason == ""


def test_a_cycle_that_is_there_is_not_asked_for_its_reason_again(director, ending):
    make.make_cycle(
        edition=ending.edition, period=ending.period, due_on=date(2099, 5, 30), outside_reason="So."
    )
    director.post(ending.url, ending.form())
    assert (Cycle.objects.get().outside_reason, Assessment.objects.count()) == ("So.", 4)


def test_the_database_and_the_administration_want_the_reason_too(ending, client):
    with refused("say why it is rated by it"):
        Cycle.objects.create(edition=ending.edition, period=ending.period)
    client.force_login(make.make_administrator())
    url = reverse("admin:assessments_cycle_add")
    form = {"edition": ending.edition.pk, "period": ending.period.pk}
    assert "does not lie within this edition" in client.post(url, form).text
    client.post(url, form | {"outside_reason": "So."})
    assert Cycle.objects.get().outside_reason == "So."


@pytest.mark.slow
def test_the_page_names_those_in_which_nobody_can_rate(client, db):
    edition = make.adopt(make.make_edition())
    some, other = (make.make_partnership(agreement=edition.agreement) for _ in range(2))
    make.make_liaison(some)
    client.force_login(make.make_director(some))
    page = client.get(f"/agreements/{edition.agreement.slug}/cycles/open/").text
    nobody = f"Nobody of the partner can rate yet in 1 of 2 partnerships: {other.partner.short_name}."
    assert f"{nobody} Invite somebody on their People pages." in page
    invite(new_liaison(other), by=None)
    page = client.get(f"/agreements/{edition.agreement.slug}/cycles/open/").text
    assert f"{nobody} In each somebody is invited and has not come yet." in page


def new_liaison(partnership):
    """One without a password."""
    liaison = make.make_liaison(partnership)
    liaison.set_unusable_password()
    liaison.save()
    return liaison


@pytest.mark.slow
def test_where_cycles_are_reviews_a_review_is_opened(client):
    edition = make.make_edition(**make.OWN_WORDS)
    partnership = make.make_partnership(agreement=make.adopt(edition).agreement)
    client.force_login(make.make_director(partnership))
    place = reverse("open-cycle", args=[edition.agreement.slug])
    for address in ("/", reverse("grid", args=[edition.agreement.slug]), place):
        page = client.get(address).text
        assert "Open a review" in page
        assert "Open a cycle" not in page
    assert "to open the review for: one at least" in client.post(place, {"scope": "some"}).text


def test_after_a_named_span_no_school_year_is_proposed(client):
    edition = make.adopt(make.make_edition(**make.OWN_WORDS))
    partnership = make.make_partnership(agreement=edition.agreement)
    span = make.make_period(label="18-month review", kind=PeriodKind.NAMED_SPAN)
    make.make_assessment(partnership, cycle=make.make_cycle(edition=edition, period=span))
    client.force_login(make.make_director(partnership))
    page = client.get(reverse("open-cycle", args=[edition.agreement.slug]))
    assert page.context["form"].initial["period"] == span.key
    assert "An administrator enters a review that is not listed." in page.text
