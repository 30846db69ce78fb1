"""What one can press has a name of its own: a list of links read aloud says where each leads."""

import pytest
from django.urls import reverse

from assessments.models import HighlightKind
from tests import factories as make
from tests.conftest import put_back
from tests.names import shared_names

from .browser.test_journey import open_draft

pytestmark = pytest.mark.slow


@pytest.fixture
def clayton(db, county_records):
    """Clayton's record, and a draft with ratings and two strengths."""
    county = put_back(county_records)
    draft = open_draft(county)
    for item in draft.items().rated()[:3]:
        make.make_rating(draft, item, "2", comment="Said")
    for text in ("Transportation", "Technology"):
        draft.highlights.create(kind=HighlightKind.STRENGTH, text=text)
    return county, draft


@pytest.mark.parametrize("who", [make.make_liaison, make.make_director, make.make_viewer])
def test_nothing_that_leads_elsewhere_bears_the_same_name(client, clayton, who):
    partnership, draft = clayton
    client.force_login(who(partnership))
    names = (
        "partnership",
        "agreement",
        "assessments",
        "evidence",
        "action-steps",
        "reports",
        "signatures",
        "trends",
    )
    pages = [reverse("home"), *(reverse(name, args=[partnership.slug]) for name in names)]
    pages += [reverse("assessment", args=[one.public_id]) for one in partnership.assessments.all()]
    pages += [
        reverse("assessment-history", args=[draft.public_id]),
        reverse("suggestions", args=[draft.public_id]),
    ]
    read = [response for response in map(client.get, pages) if response.status_code == 200]
    assert len(read) > 9
    for response in read:
        assert shared_names(response.text) == {}, response.request["PATH_INFO"]


@pytest.mark.parametrize(
    ("html", "shared"),
    [
        ("<a href='/1'>See</a><a href='/2'>See</a>", ["See"]),
        ("<a href='/1'>See</a><a href='/1'>See</a>", []),
        ("<a href='/1'>See<span class='visually-hidden'> one</span></a><a href='/2'>See</a>", []),
        (
            "<details><summary>History</summary></details><details><summary>History</summary></details>",
            ["History"],
        ),
        ("<form action='/1'><button>Go</button></form><form action='/2'><button>Go</button></form>", ["Go"]),
        ("<details><summary>More</summary><a href='/more'>More</a></details>", []),
    ],
)
def test_what_is_compared_is_the_name_and_where_it_leads(html, shared):
    assert list(shared_names(html)) == shared
