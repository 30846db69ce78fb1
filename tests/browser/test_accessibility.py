"""axe on every page, for the people who see it, on a desk and on a phone."""

import pytest

from assessments.models import Assessment

from .test_journey import open_draft

PAGES = [
    "/",
    "/partnerships/clayton/",
    "/partnerships/clayton/agreement/",
    "/partnerships/clayton/assessments/",
    "/partnerships/clayton/evidence/",
    "/partnerships/clayton/action-steps/",
    "/partnerships/clayton/reports/",
    "/assessments/{draft}/",
    "/assessments/{draft}/submit/",
    "/assessments/{final}/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/nothing-here/",
]
SIGNED_OUT = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_violations_signed_in(page, site, county_in_place, sign_in, check_accessibility, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    ids = {
        "draft": open_draft(county_in_place).public_id,
        "final": Assessment.objects.get(status="final").public_id,
    }
    sign_in("liaison@clayton.example")
    for path in PAGES:
        page.goto(site.url + path.format(**ids))
        check_accessibility()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_no_violations_signed_out(page, site, county_in_place, check_accessibility):
    for path in SIGNED_OUT:
        page.goto(site.url + path)
        check_accessibility()


def test_no_violations_for_a_director(page, site, county_in_place, sign_in, check_accessibility):
    draft = open_draft(county_in_place)
    Assessment.objects.filter(pk=draft.pk).update(status="submitted")
    sign_in("director@ssd.example")
    for path in ("/", f"/assessments/{draft.public_id}/", f"/assessments/{draft.public_id}/final/"):
        page.goto(site.url + path)
        check_accessibility()
