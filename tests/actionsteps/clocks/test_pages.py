"""What a person does and reads on the pages of cases, rules and school years."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Role
from actionsteps.models import Case, ClockEventKind, SchoolCalendar
from tests import factories as make

from .making import ago, event, make_case, make_clock, make_finding, make_rule, seen

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def partnership():
    partnership = make.make_partnership()
    partnership.agreement.keeps_cases = True
    partnership.agreement.save()
    return partnership


@pytest.fixture
def liaison(client, partnership):
    user = make.make_liaison(partnership)
    client.force_login(user)
    return user


def at(name, partnership, *more):
    return reverse(name, args=[partnership.slug, *more])


def text(response):
    return " ".join(response.content.decode().split())


def test_a_case_is_opened_with_its_clock_and_shown_by_its_due_date(client, partnership, liaison):
    rule = make_rule(partnership.agreement)
    said = {"number": "iep-12", "rule": rule.pk, "day": ago(31).isoformat()}
    page = client.post(at("new-case", partnership), said, follow=True)
    assert "Case IEP-12 is open." in text(page)
    assert "1 day late" in text(page)
    assert Case.objects.get().clocks.get().events.get().by == liaison
    assert "1 day late" in text(client.get(at("cases", partnership)))


@pytest.mark.parametrize("number", ["Maria Lopez", "3/14/2012"])
def test_a_name_for_a_number_comes_back_with_what_was_typed(client, partnership, liaison, number):
    rule = make_rule(partnership.agreement)
    said = {"number": number, "rule": rule.pk, "day": ago(1).isoformat()}
    page = client.post(at("new-case", partnership), said)
    assert page.status_code == 422
    assert "Never a student&#x27;s name." in text(page)
    assert f'value="{number}"' in text(page)
    assert not Case.objects.exists()


def test_the_same_number_again_says_so(client, partnership, liaison):
    make_case(partnership, number="F-3")
    said = {"number": "F-3", "notified_on": ago(3).isoformat()}
    page = client.post(at("new-case", partnership) + "?kind=finding", said)
    assert page.status_code == 422
    assert "There is a case with this number already." in text(page)


def test_a_clock_is_stopped_for_a_reason_and_goes_on(client, partnership, liaison):
    case = make_case(partnership)
    clock = make_clock(case, ago(20))
    stop = at("clock-event", partnership, case.public_id, clock.public_id, "stopped")
    said = {"day": ago(10).isoformat(), "words": "", "seen": seen(clock)}
    assert "Say why" in text(client.post(stop, said))
    page = client.post(stop, said | {"words": "Illness."}, follow=True)
    assert "Stopped, 20 calendar days left" in text(page)
    go_on = at("clock-event", partnership, case.public_id, clock.public_id, "resumed")
    page = client.post(go_on, {"day": ago(5).isoformat(), "seen": seen(clock)}, follow=True)
    assert "15 days left" in text(page)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("His number is 123-45-6789.", "“123-45-6789” could be a social security number."),
        ("She was born on 3/14/2015.", "“3/14/2015” could be a date of birth."),
        ("Call 314-555-0100 first.", "“314-555-0100” could be a telephone number."),
    ],
)
def test_a_reason_tells_nobody(client, partnership, liaison, words, sentence):
    case = make_case(partnership)
    clock = make_clock(case, ago(20))
    stop = at("clock-event", partnership, case.public_id, clock.public_id, "stopped")
    page = client.post(stop, {"day": ago(10).isoformat(), "words": words, "seen": seen(clock)})
    assert page.status_code == 422
    assert sentence in text(page)
    assert words in text(page)
    assert clock.events.count() == 1


def test_what_the_rule_says_is_reason_enough(client, partnership, liaison):
    case = make_case(partnership)
    clock = make_clock(case, ago(20))
    said = clock.rule.exceptions.create(effect="lifts", words="unless the parent agrees")
    lift = at("clock-event", partnership, case.public_id, clock.public_id, "lifted")
    client.post(lift, {"day": ago(1).isoformat(), "exception": said.pk, "seen": seen(clock)})
    assert clock.events.last().words == "unless the parent agrees"


@pytest.mark.parametrize("amount", ["-3", "0", "9999"])
def test_an_extension_that_cannot_be_meant_is_refused(client, partnership, liaison, amount):
    case = make_case(partnership)
    clock = make_clock(case, ago(2))
    extend = at("clock-event", partnership, case.public_id, clock.public_id, "extended")
    said = {"day": ago(1).isoformat(), "amount": amount, "unit": "school_days", "words": "Agreed."}
    page = client.post(extend, said | {"seen": seen(clock)})
    assert page.status_code == 422
    assert "from 1 to what can be meant" in text(page)


def test_what_somebody_else_wrote_meanwhile_is_shown_and_nothing_typed_is_lost(client, partnership, liaison):
    case = make_case(partnership)
    clock = make_clock(case, ago(20))
    before = seen(clock)
    stopped = event(ClockEventKind.STOPPED, ago(10), clock=clock)
    stopped.save()
    end = at("clock-event", partnership, case.public_id, clock.public_id, "ended")
    said = {"day": ago(1).isoformat(), "words": "Held in room 4.", "seen": before}
    page = client.post(end, said)
    assert page.status_code == 409
    assert "Held in room 4." in text(page)
    assert f'name="seen" value="{stopped.pk}"' in text(page)


def test_school_days_without_a_calendar_are_a_sentence_with_the_way_out(client, partnership, liaison):
    case = make_case(partnership)
    make_clock(case, ago(2), unit="school_days")
    page = text(client.get(at("case", partnership, case.public_id)))
    assert "so school days cannot be counted." in page
    assert at("school-calendars", partnership) in page


def test_what_was_entered_last_is_taken_back(client, partnership, liaison):
    case = make_case(partnership)
    clock = make_clock(case, ago(20))
    event(ClockEventKind.STOPPED, ago(10), clock=clock).save()
    address = at("take-event-back", partnership, case.public_id, clock.public_id)
    assert "Nothing was taken back." in text(client.post(address, {"seen": "0"}, follow=True))
    page = client.post(address, {"seen": seen(clock)}, follow=True)
    assert "“stopped” is taken back." in text(page)
    assert "10 days left" in text(page)


def test_a_finding_closes_when_both_prongs_are_recorded(client, partnership, liaison):
    finding = make_finding(partnership)
    close = at("close-case", partnership, finding.public_id)
    said = {"happened_on": ago(2).isoformat(), "words": "The student left the district.", "is_exempt": "1"}
    page = client.post(at("correction", partnership, finding.public_id, "individual"), said, follow=True)
    assert "Exempt on" in text(page)
    assert "an updated sample is missing" in text(client.post(close, follow=True))
    client.post(at("correction", partnership, finding.public_id, "sample"), said | {"words": "20 records."})
    assert f"Case {finding.number} is closed." in text(client.post(close, follow=True))


def test_who_only_reads_sees_how_many_there_are_and_no_case(client, partnership):
    case = make_case(partnership)
    make_clock(case, ago(40))
    client.force_login(make.make_viewer(partnership))
    page = text(client.get(at("cases", partnership)))
    assert "1 case is open." in page
    assert "1 of them is late." in page
    assert case.number not in page
    assert client.get(at("case", partnership, case.public_id)).status_code == 403


def test_a_case_of_another_partnership_is_not_there(client, partnership, liaison):
    case = make_case()
    assert client.get(at("case", partnership, case.public_id)).status_code == 404


@pytest.mark.parametrize("only", ["late", "stopped", "findings", "closed", ""])
def test_the_list_is_narrowed(client, partnership, liaison, only):
    rule = make_rule(partnership.agreement)
    late, stopped = make_case(partnership, number="L-1"), make_case(partnership, number="S-1")
    make_clock(late, ago(40), rule)
    event(ClockEventKind.STOPPED, ago(2), clock=make_clock(stopped, ago(3), rule)).save()
    make_finding(partnership, number="F-1")
    make_case(partnership, number="C-1", closed_on=ago(1))
    page = text(client.get(at("cases", partnership), {"only": only}))
    found = [number for number in ("L-1", "S-1", "F-1", "C-1") if f">{number}</a>" in page]
    assert (
        found
        == {
            "late": ["L-1"],
            "stopped": ["S-1"],
            "findings": ["F-1"],
            "closed": ["C-1"],
            "": ["L-1", "S-1", "F-1"],
        }[only]
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_many_cases_there_are(
    client, partnership, liaison, number, django_assert_num_queries
):
    rule = make_rule(partnership.agreement)
    for _ in range(number):
        make_clock(make_case(partnership), ago(10), rule)
    SchoolCalendar.objects.create(organization=partnership.partner, first_day=ago(50), last_day=ago(-50))
    client.get(at("cases", partnership))
    with django_assert_num_queries(10):
        client.get(at("cases", partnership))


def test_the_rules_stand_as_printed_with_their_exceptions_and_a_looser_target(client, partnership):
    rule = make_rule(
        partnership.agreement, target_amount=30, target_unit="school_days", target_printed="30 school days"
    )
    rule.exceptions.create(effect="extends", words="for just cause")
    client.force_login(make.make_viewer(partnership))
    page = text(client.get(reverse("clock-rules", args=[partnership.agreement.slug])))
    assert "This agency shall hold a meeting within thirty (30) days." in page
    assert "for just cause" in page
    assert (
        "The internal target is looser: 30 school days are longer than the 30 calendar days of the rule."
        in page
    )


def test_the_navigation_leads_to_cases_where_the_agreement_keeps_them(client, partnership, liaison):
    other = make.make_partnership()
    make.make_membership(liaison, other.partner, Role.LIAISON)
    assert at("cases", partnership) in text(client.get(at("partnership", partnership)))
    assert at("cases", other) not in text(client.get(at("partnership", other)))


def test_a_school_year_is_entered_with_its_days_off(client, partnership, liaison):
    said = {
        "first_day": "8/17/2026",
        "last_day": "5/28/2027",
        "off": "Feb 12, 2027: Lincoln's Birthday (state holiday)\n11/25/2026 to 11/27/2026: Thanksgiving",
    }
    client.post(at("new-school-calendar", partnership), said)
    year = SchoolCalendar.objects.get(organization=partnership.partner)
    assert [
        (off.first_day, off.last_day, off.label, off.is_state_holiday) for off in year.days_off.all()
    ] == [
        (date(2026, 11, 25), date(2026, 11, 27), "Thanksgiving", False),
        (date(2027, 2, 12), date(2027, 2, 12), "Lincoln's Birthday", True),
    ]
    address = at("school-calendar", partnership, year.public_id)
    form = client.get(address).context["form"]
    assert form["off"].value().startswith("Nov 25, 2026 to Nov 27, 2026: Thanksgiving\n")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"last_day": "8/1/2026"}, "must be after the first"),
        ({"last_day": "5/28/2029"}, "longer than a school year"),
        ({"off": "Thanksgiving"}, "Line 1: Write it like"),
        ({"off": "11/27/2026 to 11/25/2026: Thanksgiving"}, "Line 1: The last day off is before the first."),
        ({"off": "13/45/2026: x"}, "Line 1: There is no month 13"),
    ],
)
def test_a_school_year_that_cannot_be_is_refused(client, partnership, liaison, change, sentence):
    said = {"first_day": "8/17/2026", "last_day": "5/28/2027", "off": ""} | change
    page = client.post(at("new-school-calendar", partnership), said)
    assert page.status_code == 422
    assert sentence in text(page)


def test_two_school_years_do_not_overlap(client, partnership, liaison):
    first = date(2026, 8, 17)
    SchoolCalendar.objects.create(
        organization=partnership.partner, first_day=first, last_day=first + timedelta(days=280)
    )
    page = client.post(
        at("new-school-calendar", partnership), {"first_day": "5/1/2027", "last_day": "3/1/2028"}
    )
    assert "This overlaps with the school year from Aug 17, 2026" in text(page)


def test_a_calendar_is_entered_by_its_own_organization(client, partnership, liaison):
    assert client.get(at("new-school-calendar", partnership) + "?of=lead").status_code == 403
    client.force_login(make.make_director(partnership))
    assert client.get(at("new-school-calendar", partnership) + "?of=lead").status_code == 200
    assert client.get(at("new-school-calendar", partnership)).status_code == 403
