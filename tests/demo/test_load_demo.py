"""The demo: the county, an open draft, the invented example, and people to sign in as."""

import re
from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from accounts.models import Membership, Organization, Role
from actionsteps.funding.reading import with_outcomes
from actionsteps.models import ActionPlan
from assessments.models import Assessment, AssessmentStatus, Rating
from demo.today import WRITTEN_ON
from evidence.models import Observation, ObservationStatus
from partnerships.management.commands.load_fixtures import FIXTURES, models_with_history
from partnerships.models import GOAL_KINDS, Edition, Item, ItemKind, Partnership
from reports.models import Publication, PublicRecord
from tests.factories import make_organization

pytestmark = pytest.mark.both_databases


def run(command):
    out = StringIO()
    call_command(command, stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def check_sign_ins():
    roles = {
        (membership.user.name, membership.organization.short_name, membership.role)
        for membership in Membership.objects.all()
    }
    assert roles == {
        ("Clayton liaison", "Clayton", Role.LIAISON),
        ("Clayton board member", "Clayton", Role.VIEWER),
        ("SSD director", "SSD", Role.DIRECTOR),
        ("Example liaison", "Example 1", Role.LIAISON),
        ("Example director", "Example SD", Role.DIRECTOR),
        ("Network director", "Kairos", Role.DIRECTOR),
        ("School liaison", "Kairos Middle", Role.LIAISON),
        ("Network board member", "Kairos", Role.VIEWER),
        ("Reviewer", "EnhancED", Role.LIAISON),
        ("Partnership director", "MDE", Role.DIRECTOR),
        ("State liaison", "MDE", Role.LIAISON),
        ("District liaison", "Example Public", Role.LIAISON),
        ("ISD liaison", "Example ISD", Role.LIAISON),
        ("Community liaison", "Example Community", Role.LIAISON),
        ("District board member", "Example Public", Role.VIEWER),
        ("Network superintendent", "SLPS", Role.DIRECTOR),
        ("School leader", "Example A", Role.LIAISON),
        ("School community member", "Example A", Role.VIEWER),
        ("State coordinator", "WVDE", Role.DIRECTOR),
        ("District coordinator", "Example County", Role.LIAISON),
        ("County board member", "Example County", Role.VIEWER),
    }
    assert authenticate(username="liaison@clayton.example", password=DEMO_PASSWORD).name == "Clayton liaison"
    administrator = get_user_model().objects.get(is_staff=True)
    assert (administrator.email, administrator.is_superuser) == ("admin@accord.example", True)
    printed = run("demo_signins")
    assert DEMO_PASSWORD in printed
    assert all(person.email in printed for person in DEMO_SIGN_INS)


def check_open_draft():
    draft = Assessment.objects.get(public_id="clayton-open")
    assert (draft.status, draft.perspective) == (AssessmentStatus.DRAFT, "self-assessment")
    assert draft.items().rated().count() == 55
    assert not draft.ratings.exists()


def check_example():
    """Every state that a screen may have to show is there, and one district has nothing."""
    edition, draft = Edition.objects.filter(agreement__slug="example").order_by("pk")
    assert (draft.status, draft.items.count()) == ("draft", edition.items.count())
    assessments = Assessment.objects.filter(cycle__edition=edition)
    assert set(assessments.values_list("status", flat=True)) == {*AssessmentStatus.values} - {"withdrawn"}
    assert assessments.filter(status=AssessmentStatus.DRAFT, ratings=None).count() == 2
    ratings = Rating.objects.filter(assessment__in=assessments)
    assert set(ratings.values_list("level__code", flat=True)) == {"0", "1", "2", "3", "N/A"}
    assert ratings.filter(flag=True).exists()
    assert ratings.exclude(comment="").exists()
    cells = Observation.objects.filter(row__edition=edition)
    assert set(cells.values_list("status", flat=True)) == set(ObservationStatus.values)
    assert Counter(
        ActionPlan.objects.filter(edition=edition).values_list("partnership__slug", flat=True)
    ) == {
        "example-1": 2,
        "example-3": 1,
    }
    nothing = Partnership.objects.filter(agreement=edition.agreement, assessments=None)
    assert [partnership.slug for partnership in nothing] == ["example-6"]


def check_michigan():
    """A district with goals of its own for itself and three schools, one of them without a kind, in its review."""
    district = Partnership.objects.get(slug="example-public")
    assert district.joined_on == date(2024, 12, 2) + (timezone.localdate() - WRITTEN_ON)
    goals = Item.objects.filter(local_to=district, kind__in=GOAL_KINDS, is_rated=False)
    kinds = Counter(goals.values_list("subject__short_name", "kind"))
    assert {name for name, _ in kinds} == {None, "Example Elementary", "Example Middle", "Example High"}
    assert ("Example High", ItemKind.STATE_ASSESSMENT_GOAL) not in kinds
    assert len(kinds) == 4 * 3 - 1
    sides = {one.by.short_name: one.ratings.count() for one in district.assessments.select_related("by")}
    assert sides == {"Example Public": 26, "MDE": 15, "Example ISD": 3, "Example Community": 0}
    (due,) = district.assessments.order_by().values_list("cycle__due_on", flat=True).distinct()
    assert abs((due - timezone.localdate()).days) < 30  # the example is moved to today
    standings = [one.standing for one in with_outcomes(district.funding_requests.order_by("begun_at"))]
    assert standings == ["granted in part", "returned for more", "submitted"]
    assert district.caretakers.get().membership.user.name == "State liaison"


def check_public():
    records = PublicRecord.objects.in_force().order_by("partnership__slug")
    assert [one.partnership.slug for one in records] == ["clayton", "example-1"]
    clayton, _ = records
    assert clayton.content["told"] and clayton.content["steps"] and clayton.content["ratings"]
    assert Publication.objects.waiting().count() == 5  # the worker makes them, and then they are offered


def check_fields():
    """Loading skips what forms check, so it is checked here; constraints and keys the database has checked."""
    for model in models_with_history():
        keys = [field.name for field in model._meta.fields if field.is_relation]
        for record in model._base_manager.all():
            record.clean_fields(exclude=keys)


@pytest.mark.slow
@pytest.mark.django_db
def test_an_empty_database_gets_the_whole_demo_and_keeps_what_people_do_to_it(demo):
    run("load_demo")
    check_sign_ins()
    check_open_draft()
    check_example()
    check_michigan()
    check_public()
    check_fields()

    Organization.objects.filter(short_name="Clayton").update(short_name="Our own name")
    assert run("load_demo") == "Everything people entered is kept.\n"
    assert Organization.objects.filter(short_name="Our own name").exists()


@pytest.mark.django_db
def test_a_database_in_use_gets_neither_data_nor_sign_ins(demo):
    make_organization()
    assert run("load_demo") == "Everything people entered is kept.\n"
    assert not get_user_model().objects.exists()
    assert run("demo_signins") == "This database has no sample sign-ins.\n"


@pytest.mark.parametrize("command", ["load_demo", "demo_signins"])
def test_outside_the_demo_there_are_no_sample_sign_ins(command):
    with pytest.raises(CommandError, match="not a demo"):
        run(command)


def test_every_sample_address_is_in_a_domain_that_nobody_can_own():
    assert all(person.email.endswith(".example") for person in DEMO_SIGN_INS)


@pytest.mark.parametrize("file", sorted(FIXTURES.rglob("*.yaml")), ids=lambda file: file.stem)
def test_fixtures_hold_no_e_mail_address(file):
    assert re.findall(r"\S+@\S+", file.read_text()) == []
