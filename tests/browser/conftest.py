"""A real browser against a live server. These run on PostgreSQL: `make test-postgres`."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import Client

from accounts.models import Role, User
from tests import factories as make

# Playwright's synchronous API runs an event loop in the test's thread; the tests themselves are synchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent

LOOKS = [(1280, "light"), (390, "dark")]
"""Widths and colour schemes: a desk by day, a phone by night."""

COLOURS_ARE_THERE = "Promise.allSettled(document.getAnimations().map((animation) => animation.finished))"
"""Buttons fade from one colour scheme into the other."""

WCAG_21_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.fail("No Chromium found: install it or set CHROMIUM to its path.")
    # Containers and continuous integration run as root, where Chromium has no sandbox.
    return {**browser_type_launch_args, "executable_path": chromium, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """Nothing glides: between pressing a button and letting it go, it could glide from under the pointer."""
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def browser(browser):
    """While Playwright's event loop runs, Django keeps connections of their own for it: they end with it, or the
    test database is not dropped."""
    yield browser
    connections.close_all()


@pytest.fixture
def context(context):
    """No script fails on any page."""
    errors = []
    context.on("weberror", lambda failure: errors.append(failure.error.message))
    yield context
    assert errors == []


@pytest.fixture(autouse=True)
def answered(transactional_db):
    """The tables are emptied when the server has answered what the closed pages still asked for.

    Otherwise a request on its way and the emptying can wait for each other's locks.
    """
    yield
    for thread in threading.enumerate():
        if thread.name.endswith("(process_request_thread)"):
            thread.join(timeout=30)


@pytest.fixture
def site(live_server, county_in_place):
    """The live server with the county data and its people."""
    return live_server


@pytest.fixture
def county_in_place(transactional_db, county_records):
    from tests.conftest import put_back

    partnership = put_back(county_records)
    people = {
        "liaison@clayton.example": ("Clayton liaison", partnership.partner, Role.LIAISON),
        "director@ssd.example": ("SSD director", partnership.agreement.lead, Role.DIRECTOR),
        "viewer@clayton.example": ("Clayton board member", partnership.partner, Role.VIEWER),
    }
    for email, (name, organization, role) in people.items():
        make.make_membership(make.make_user(email=email, name=name), organization, role)
    make.make_user(email="admin@accord.example", name="Administrator", is_staff=True, is_superuser=True)
    return partnership


@pytest.fixture
def sign_in(page, site):
    """Sign somebody in, and whoever was there out, without the pages for it: test_journey.py uses those."""

    def sign_in(email):
        user = User.objects.get(email=email)
        client = Client()
        client.force_login(user)
        page.context.clear_cookies()
        page.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": site.url}
                for name, cookie in client.cookies.items()
            ]
        )
        return user

    return sign_in


@pytest.fixture
def check_accessibility(page):
    """No axe violation of WCAG 2.1 AA, and nothing that the content security policy had to stop."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    def check(tags=(*WCAG_21_AA, "best-practice")):
        assert [text for text in complaints if "Content Security Policy" in text] == []
        # Without `preload`, axe adds style sheets of its own, which the policy would stop as well. What passes
        # is not listed: on a long page the list takes longer than the checks.
        options = {
            "runOnly": {"type": "tag", "values": list(tags)},
            "preload": False,
            "resultTypes": ["violations"],
        }
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()

    return check


@pytest.fixture
def check_looks(page, check_accessibility):
    """The open page, in every look, has no violation and needs no scrolling sideways."""

    def check(height=900):
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
            if page.locator(".contents-menu").count():
                page.reload()  # a script folds it on a phone
            page.evaluate(COLOURS_ARE_THERE)
            check_accessibility()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url

    return check
