"""Choosing of which partnerships documents are made in one go."""

import pytest
from django.urls import reverse

from accounts.models import Role
from assessments.models import AssessmentStatus
from reports.models import DocumentKind, DocumentRun, Publication
from reports.runs import forms
from reports.runs.choosing import Which, candidates
from tests import factories as make
from tests.factories import REPORT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KEY = "abcdefghijkl"


@pytest.fixture
def edition():
    edition = make.make_edition()
    make.make_item(make.make_category(edition))
    return make.adopt(edition)


@pytest.fixture
def district(edition):
    """Makes a partnership with an assessment of one rated item, of a status."""
    cycle = make.make_cycle(edition=edition)

    def district(name, status=AssessmentStatus.FINAL, *, rated=True):
        partner = make.make_organization(name=f"{name} School District", short_name=name)
        partnership = make.make_partnership(agreement=edition.agreement, partner=partner, slug=name.lower())
        assessment = make.make_assessment(partnership, cycle=cycle)
        if rated:
            make.make_rating(assessment, edition.categories.get().items.get(), "2")
        return make.close(assessment, status)

    return district


@pytest.fixture
def director(client, edition):
    partnership = make.make_partnership(agreement=edition.agreement)
    person = make.make_director(partnership)
    client.force_login(person)
    return person


def ask(client, edition, *slugs, **fields):
    address = reverse("many-documents", args=[edition.agreement.slug])
    return client.post(address, {"kind": REPORT, "key": KEY, "partnership": slugs, **fields})


def words(response):
    return " ".join(response.content.decode().split())


def test_whose_document_cannot_be_made_is_named_with_the_reason(edition, district, director):
    district("Affton")
    district("Bayless", AssessmentStatus.SUBMITTED)
    district("Clayton", rated=False)
    year = edition.cycles.get().period.name
    found = candidates(director, edition.agreement, REPORT, Which.FINAL)
    said = {one.partnership.slug: one.words for one in found}
    assert said["affton"] == f"{year}, joint assessment, final"
    assert said["bayless"] == f"Its assessment of {year} is submitted and not final yet."
    assert said["clayton"] == f"Nothing is rated in its assessment of {year}."
    assert "Nobody has been asked to assess it yet." in said.values()
    newest = candidates(director, edition.agreement, REPORT, Which.SUBMITTED)
    assert [one.partnership.slug for one in newest if one.can_be_made] == ["affton", "bayless"]


def test_a_draft_of_one_side_is_left_out_with_who_still_writes(edition, director):
    partnership = make.make_partnership(agreement=edition.agreement)
    make.make_assessment(partnership, cycle=make.make_cycle(edition=edition), by=partnership.partner)
    found = candidates(director, edition.agreement, REPORT, Which.SUBMITTED)
    assert f"{partnership.partner.short_name} is still writing." in {one.words for one in found}


@pytest.mark.parametrize("kind", [REPORT, DocumentKind.AGREEMENT])
def test_three_districts_take_as_many_queries_as_one(
    edition, district, director, kind, django_assert_max_num_queries
):
    district("Affton")
    with django_assert_max_num_queries(8) as one:
        candidates(director, edition.agreement, kind, Which.FINAL)
    district("Bayless")
    district("Clayton")
    with django_assert_max_num_queries(len(one)):
        candidates(director, edition.agreement, kind, Which.FINAL)


def test_the_page_ticks_all_and_names_those_left_out(client, edition, district, director):
    district("Affton")
    district("Bayless", rated=False)
    html = words(client.get(reverse("many-documents", args=[edition.agreement.slug]), {"kind": REPORT}))
    assert 'name="partnership" value="affton" checked' in html
    assert 'value="bayless"' not in html
    assert "Nothing is rated in its assessment" in html


def test_one_document_of_each_that_is_ticked_is_asked_for(client, edition, district, director):
    assessments = [district("Affton"), district("Bayless")]
    district("Clayton")
    response = ask(client, edition, "affton", "bayless")
    run = DocumentRun.objects.get()
    assert response.url == reverse("document-run", args=[run.public_id]) == f"/documents/runs/{KEY}/"
    assert [one.assessment for one in run.publications.order_by("pk")] == assessments
    assert all(one.is_waiting and one.task_id for one in run.publications.all())


def test_sent_twice_it_is_asked_for_once(client, edition, district, director):
    district("Affton")
    assert ask(client, edition, "affton").url == ask(client, edition, "affton").url
    assert Publication.objects.count() == 1


def test_a_key_of_somebody_elses_is_not_taken(client, edition, district, director):
    district("Affton")
    other = make.make_director(edition.agreement.partnerships.first())
    DocumentRun.objects.create(public_id=KEY, agreement=edition.agreement, kind=REPORT, requested_by=other)
    ask(client, edition, "affton")
    assert DocumentRun.objects.get(requested_by=director).public_id != KEY


@pytest.mark.parametrize(
    ("slugs", "sentence"),
    [
        ([], "Tick at least one partnership."),
        (["affton", "elsewhere"], "Something ticked is not a partnership that you direct in this agreement."),
        (["affton", "bayless"], "Of Bayless it cannot be made any more."),
        (["affton", "clayton"], "At most 1 documents are made in one go."),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_nothing_is(
    client, edition, district, director, slugs, sentence, monkeypatch
):
    monkeypatch.setattr(forms, "MOST_AT_ONCE", 1)
    district("Affton")
    district("Bayless", rated=False)
    district("Clayton")
    make.make_partnership(slug="elsewhere")
    response = ask(client, edition, *slugs)
    assert response.status_code == 422
    assert sentence in words(response)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"kind": "a-poem"}, {"kind": "plan"}, {"audience": "martians"}, {"language": "xx"}, {"which": "x"}],
)
def test_what_is_not_made_is_refused(client, edition, district, director, fields):
    district("Affton")
    assert ask(client, edition, "affton", **fields).status_code == 422
    assert not Publication.objects.exists()


@pytest.mark.slow
def test_only_directors_ask_and_of_the_partnerships_they_direct(client, edition, district):
    of_own, other = district("Affton"), district("Bayless")
    for person in (make.make_liaison(of_own.partnership), make.make_user(is_staff=True)):
        client.force_login(person)
        assert ask(client, edition, "affton").status_code == 403
    client.force_login(make.make_liaison(make.make_partnership()))
    assert ask(client, edition, "affton").status_code == 404
    narrowed = make.make_user()
    make.make_membership(narrowed, edition.agreement.lead, Role.DIRECTOR, only=[of_own.partnership])
    client.force_login(narrowed)
    assert ask(client, edition, other.partnership.slug).status_code == 422
    assert ask(client, edition, "affton").status_code == 302
