"""The character NUL, which no database text holds, in addresses and forms."""

import pytest

from assessments.models import Highlight
from tests.sheet import Sheet

pytestmark = pytest.mark.both_databases


@pytest.fixture
def sheet(client, db):
    sheet = Sheet()
    client.force_login(sheet.liaison)
    return sheet


ADDRESSES = [
    "/assessments/%00/",
    "/assessments/{public_id}/items/1.1%00/",
    "/assessments/{public_id}/?show=%00",
    "/partnerships/{slug}/trends/items/%00/",
    "/partnerships/{slug}/signatures/%00/1/",
    "/partnerships/{slug}/agreement/?edition=2023%00",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_in_an_address_it_is_answered_with_a_page(client, sheet, address):
    address = address.format(public_id=sheet.assessment.public_id, slug=sheet.partnership.slug)
    answer = client.get(address)
    assert answer.status_code == 400
    assert "Accord could not read this request" in answer.text


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/highlights/{highlight}/points/", {"item": "1\0"}),
        ("/highlights/{highlight}/points/", {"item\0": "1"}),
        ("/assessments/{public_id}/strength/add/", {"text": "More", "item": ["1.1", "1\0"]}),
        ("/assessments/{public_id}/suggestions/bring-back/", {"kind": "strength", "key": "\0"}),
        ("/partnerships/{slug}/lineages/{lineage}/compare/", {"edition": "\0"}),
        ("/assessments/{public_id}/items/1.1/measures/", {"measures": "\0"}),
    ],
)
def test_in_a_field_that_names_a_row_it_is_refused_and_nothing_is_saved(client, sheet, address, data):
    highlight = Highlight.objects.create(assessment=sheet.assessment, kind="strength", text="Trust")
    names = {"slug": sheet.partnership.slug, "public_id": sheet.assessment.public_id}
    answer = client.post(
        address.format(**names, highlight=highlight.public_id, lineage=sheet.first.lineage), data
    )
    assert answer.status_code == 400
    assert Highlight.objects.get().text == "Trust"


def test_in_a_sentence_it_is_refused_beside_the_sentence(client, sheet):
    answer = client.post(f"{sheet.url}strength/add/", {"text": "Trust\0"})
    assert answer.status_code == 422
    assert "Null characters are not allowed." in answer.text
    assert not Highlight.objects.exists()
