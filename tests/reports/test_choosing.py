"""A director chooses the parts of a document, writes a foreword, and prints the logo or not."""

import pytest
from django.urls import reverse

from reports.documents import DOCUMENTS
from reports.gather.layout import chosen_for
from reports.layout_form import LayoutForm
from reports.logos import Drawn, keep_logo
from reports.models import SUBJECTS, DocumentKind, DocumentLayout
from reports.parts import Readers
from tests import factories as make
from tests.core.test_record_forms import as_posted

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KIND = DocumentKind.AGREEMENT
PARTS = DOCUMENTS[KIND].parts


@pytest.fixture
def partnership():
    edition = make.adopt(make.make_item(make.make_category()).category.edition)
    return make.make_partnership(agreement=edition.agreement)


@pytest.fixture
def page(client, partnership):
    client.force_login(make.make_director(partnership))
    return reverse("choose-document", args=[partnership.slug, KIND])


def shown(client, page):
    """What the form holds, to be sent again."""
    form = client.get(page).context["form"]
    return {
        "seen": form["seen"].value(),
        "printed": form["printed"].value(),
        "foreword": form["foreword"].value(),
    }


def test_without_a_choice_all_parts_are_checked_that_do_not_start_out(client, page):
    assert shown(client, page)["printed"] == [part.key for part in PARTS if not part.starts_out]


def test_what_is_chosen_is_printed(client, page, partnership):
    said = shown(client, page) | {"printed": [PARTS[0].key], "foreword": "<b>Dear</b> families\n\nWe met."}
    assert client.post(page, said).status_code == 302
    chosen = chosen_for(partnership, KIND, PARTS)
    assert [part.key for part in PARTS if chosen.has(part.key)] == [PARTS[0].key]
    desk = client.get(reverse("document", args=[partnership.slug, KIND])).text
    assert f"all but “{PARTS[1].label}”, “{PARTS[2].label}”" in desk
    preview = client.get(reverse("preview-document", args=[partnership.slug, KIND])).text
    assert "<p>&lt;b&gt;Dear&lt;/b&gt; families</p><p>We met.</p>" in preview


def test_two_at_once_lose_nothing(client, page, partnership):
    client.post(page, shown(client, page) | {"foreword": "First"})
    early = shown(client, page)
    client.post(page, early | {"foreword": "Second"})
    answer = client.post(page, early | {"foreword": "Third"})
    assert answer.status_code == 409
    assert "Second" in answer.text
    assert "Third" in answer.text
    assert DocumentLayout.objects.get().foreword == "Second"
    client.post(page, early | {"printed": [], "foreword": "First"})  # the other field alone
    layout = DocumentLayout.objects.get()
    assert (layout.foreword, len(layout.left_out)) == ("Second", len(PARTS))


def test_the_first_choice_of_two_at_once_loses_nothing(partnership):
    options = {"partnership": partnership, "kind": KIND, "maker": DOCUMENTS[KIND]}
    said = {"seen": LayoutForm(**options)["seen"].value(), "printed": [], "foreword": "Mine"}
    late = LayoutForm(as_posted(said), **options)
    DocumentLayout.objects.create(partnership=partnership, kind=KIND, updated_by=make.make_user())
    assert late.attempt(make.make_director(partnership)).saved
    layout = DocumentLayout.objects.get()
    assert (layout.foreword, len(layout.left_out)) == ("Mine", len(PARTS))


def test_a_document_without_parts_has_a_foreword_and_another_has_nothing_to_choose(client, page, partnership):
    handout = reverse("choose-document", args=[partnership.slug, DocumentKind.HANDOUT])
    form = client.get(handout).context["form"]
    assert [field.name for field in form.visible_fields()] == ["foreword", "with_logo"]
    said = {"seen": form["seen"].value(), "foreword": "Welcome", "with_logo": "on"}
    assert client.post(handout, said).status_code == 302
    assert chosen_for(partnership, DocumentKind.HANDOUT, ()).foreword == "Welcome"
    profile = reverse("choose-document", args=[partnership.slug, DocumentKind.PROFILE])
    assert client.get(profile).status_code == 404


WITH_LOGO = [kind for kind, maker in DOCUMENTS.items() if maker.has_logo]


@pytest.mark.parametrize("kind", WITH_LOGO)
def test_the_logo_is_printed_unless_it_is_left_out_and_a_foreword_where_there_may_be_one(partnership, kind):
    keep_logo(partnership.partner, Drawn(b"...", "image/png"), by=make.make_user())
    cycle = make.make_cycle(edition=partnership.agreement.editions.get())
    subjects = {
        "assessment": make.close(make.make_assessment(partnership, cycle=cycle)),
        "partnership": partnership,
        "edition": cycle.edition,
    }
    subject = {name: subjects[name] for name in SUBJECTS[kind]}
    chosen = {"kind": kind, "foreword": "Three students wrote it.", "updated_by": make.make_user()}
    maker, logo = DOCUMENTS[kind], f'alt="Logo of {partnership.partner.name}"'
    assert maker.html(Readers(), **subject).count(logo) == 1
    partnership.document_layouts.create(**chosen, with_logo=False)
    html = maker.html(Readers(), **subject)
    assert logo not in html
    assert (chosen["foreword"] in html) is maker.has_foreword
    told = [str(one) for one in maker.before(Readers(), **subject).told]
    assert told == (["Foreword: “Three students”"] if maker.has_foreword else [])


def test_a_foreword_that_is_too_long_comes_back(client, page):
    answer = client.post(page, shown(client, page) | {"foreword": "a" * 6001})
    assert answer.status_code == 422
    assert "At most 6000 characters fit." in answer.text
    assert "a" * 6001 in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("liaison_of_lead", 200), ("liaison", 403), ("viewer", 403)]
)
def test_the_lead_agency_chooses(client, partnership, who, status):
    people = {
        "director": make.make_director,
        "liaison": make.make_liaison,
        "viewer": make.make_viewer,
        "liaison_of_lead": _liaison_of_lead,
    }
    client.force_login(people[who](partnership))
    assert client.get(reverse("choose-document", args=[partnership.slug, KIND])).status_code == status


def _liaison_of_lead(partnership):
    person = make.make_user()
    make.make_membership(person, partnership.agreement.lead)
    return person
