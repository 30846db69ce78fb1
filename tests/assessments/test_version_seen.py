"""A form that was wrong keeps the version its person saw: correcting it replaces nobody's save unseen."""

import pytest

from assessments.models import Rating
from tests import factories as make


@pytest.fixture
def theirs(sheet):
    """What a colleague saved after the liaison opened the page."""
    colleague = make.make_liaison(sheet.partnership)
    rating = Rating(assessment=sheet.assessment, item=sheet.first, comment="theirs", updated_by=colleague)
    rating.save()
    return rating


def test_correcting_a_refused_answer_shows_what_somebody_else_saved(liaison, sheet, theirs):
    refused = liaison.post(sheet.rate_url(), sheet.form(level="7"), headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert 'name="1.1-version" value="0"' in refused.text
    again = liaison.post(sheet.rate_url(), sheet.form(level="2"), headers={"HX-Request": "true"})
    assert again.status_code == 409
    assert "theirs" in again.text
    assert Rating.objects.get() == theirs


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_a_version_that_is_none_counts_as_nothing_seen(liaison, sheet, theirs, version):
    refused = liaison.post(sheet.rate_url(), sheet.form(version=version), headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert 'name="1.1-version" value="0"' in refused.text


def test_in_a_form_that_is_wrong_elsewhere_an_answer_left_alone_stays_theirs(liaison, sheet, theirs):
    url = f"{sheet.url}ratings/"
    left_alone = sheet.form("1.1", level="")
    data = left_alone | sheet.form("1.2", level="7") | sheet.form("1.3.a", level="")
    refused = liaison.post(url, data)
    assert refused.status_code == 422
    assert 'name="1.1-version" value="0"' in refused.text
    corrected = left_alone | sheet.form("1.2", level="2") | sheet.form("1.3.a", level="")
    assert liaison.post(url, corrected).status_code == 302
    assert Rating.objects.get(item=sheet.first).comment == "theirs"
