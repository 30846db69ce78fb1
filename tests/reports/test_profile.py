"""A partner's profile: its figures beside those of the whole, as its people and as the public read them."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from evidence.models import RowKind, TargetKind
from partnerships.models import Agreement, Direction, PeriodKind
from reports.documents import DOCUMENTS
from reports.gather import profile_of
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from reports.runs.choosing import Which, candidates
from tests import factories as make

pytestmark = pytest.mark.django_db

PROFILE = DocumentKind.PROFILE


@pytest.fixture
def edition():
    edition = make.make_edition()
    make.make_item(make.make_category(edition, title="Least restrictive environment"))
    return make.adopt(edition)


@pytest.fixture
def year():
    return make.make_period(kind=PeriodKind.FEDERAL_FISCAL_YEAR, label="2011")


@pytest.fixture
def state(edition):
    return make.make_partnership(agreement=edition.agreement, partner=edition.agreement.lead)


@pytest.fixture
def enter(edition, state, year):
    """A row of the whole and of each district with the same lineage, and a target for all."""

    def enter(*said, target=60, **fields):
        category = edition.categories.get()
        fields = {
            "label": "Inside regular class",
            "unit": "%",
            "kind": RowKind.RATE,
            "counts_students": True,
        } | fields
        whole = make.make_row(
            category, state, (year, said[0]), lineage="5a", better=Direction.HIGHER, **fields
        )
        whole.items.set(edition.items.all())
        definition = whole.definitions.create(from_period=year, formula="Of all, those inside")
        definition.targets.create(period=year, **{"kind": TargetKind.AT_LEAST, "number": target})
        districts = [make.make_partnership(agreement=edition.agreement) for _ in said[1:]]
        for district, text in zip(districts, said[1:], strict=True):
            make.make_row(category, district, (year, text), lineage="5a", **fields)
        return districts

    return enter


def text_of(html):
    return " ".join(strip_tags(html.replace("<", " <")).split())


def printed(district, edition, year):
    return text_of(DOCUMENTS[PROFILE].html(Readers(), partnership=district, edition=edition, period=year))


def test_a_district_is_laid_beside_the_whole_and_its_target(client, enter):
    (district,) = enter("61.5% (800/1301)", "55% (110/200)")
    client.force_login(make.make_viewer(district))
    page = text_of(client.get(reverse("profile", args=[district.slug])).text)
    assert "1.1 Inside regular class 55% (110/200) 61.5% (800/1301) at least 60% Not met" in page


def test_a_small_count_is_hidden_and_nothing_is_said_of_its_target(enter, edition, year):
    (district,) = enter("61.5% (800/1301)", "95% (38/40)")
    assert "hidden to protect privacy 61.5% (800/1301) at least 60% not said" in printed(
        district, edition, year
    )


def test_its_own_people_read_it_with_a_mark(client, enter):
    (district,) = enter("61.5% (800/1301)", "95% (38/40)")
    client.force_login(make.make_viewer(district))
    page = text_of(client.get(reverse("profile", args=[district.slug])).text)
    assert "95% (38/40) not public: " in page
    assert "at least 60% Met" in page


def test_what_the_others_and_the_whole_would_tell_is_hidden_too(enter, edition, year):
    small, *others = enter("50% (265/530)", "50% (5/10)", "50% (60/120)", "50% (200/400)")
    hidden = [one for one in others if "hidden to protect" in printed(one, edition, year)]
    assert "hidden to protect" in printed(small, edition, year)
    assert len(hidden) == 1


def test_a_number_of_districts_is_no_target_for_one(enter, edition, year):
    (district,) = enter("61.5% (800/1301)", "55% (110/200)")
    target = edition.evidence_rows.get(
        lineage="5a", partnership__partner=edition.agreement.lead
    ).definitions.get()
    target.targets.update(kind=TargetKind.ENTITIES, number=9)
    (line,) = profile_of(district, edition).lines
    assert line.result is None


@pytest.mark.slow
def test_what_is_printed_once_is_remembered(enter, edition, year):
    (district,) = enter("61.5% (800/1301)", "55% (110/200)")
    DOCUMENTS[PROFILE].make(Readers(), partnership=district, edition=edition, period=year)
    value = district.evidence_rows.get().observations.get()
    assert value.documented_texts == [("55% (110/200)", False)]


def test_without_a_value_there_is_no_profile(client, state, enter):
    (district,) = enter("61.5% (800/1301)", "")
    client.force_login(make.make_director(district))
    assert client.get(reverse("profile", args=[district.slug])).status_code == 404
    Agreement.objects.update(has_plan=True)
    assert "no value of" in client.get(reverse("profile", args=[district.slug])).text
    assert client.get(reverse("profile", args=[state.slug])).status_code == 404


def test_a_document_whose_values_were_taken_out_meanwhile_says_that(enter, edition, year):
    (district,) = enter("61.5% (800/1301)", "")
    before = DOCUMENTS[PROFILE].before(Readers(), partnership=district, edition=edition, period=year)
    assert before.refused == ("It has no values of this period beside those of the whole.",)
    assert not before.gives_away


@pytest.mark.slow
def test_the_lead_agency_sees_whose_are_made(client, enter, edition, year):
    first, second = enter("61.5% (800/1301)", "55% (110/200)", "70% (70/100)")
    make.make_submission(edition.agreement, title="Revisions", public_within=120)
    client.force_login(make.make_director(first))
    make.ask_for_document(client, PROFILE, first, year.key)
    Publication.objects.get().settle("ready", content=b"%PDF", sha256="0")
    page = text_of(client.get(reverse("profiles", args=[edition.agreement.slug])).text)
    assert "1 of 2 is made. The public is to read them by June 15, 2013" in page
    assert "was submitted. Late." in page
    assert f"{second.partner.name} 1 not made" in page


@pytest.mark.slow
def test_the_page_costs_the_same_for_many(client, enter, edition, django_assert_max_num_queries):
    districts = enter("61.5% (800/1301)", "55% (110/200)", "70% (70/100)", "71% (71/100)")
    client.force_login(make.make_viewer(districts[0]))
    address = reverse("profile", args=[districts[0].slug])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)


def test_of_many_at_once_it_is_made_of_those_with_values(enter, edition, year, state):
    first, second = enter("90%", "85%", "80%")
    empty = make.make_partnership(agreement=edition.agreement)
    found = candidates(make.make_director(state), edition.agreement, PROFILE, Which.FINAL)
    assert {one.partnership: one.words for one in found} == {
        first: year.name,
        second: year.name,
        empty: f"It has no values of {year.name} yet.",
    }
    assert found[0].subject == {"partnership": found[0].partnership, "edition": edition, "period": year}
