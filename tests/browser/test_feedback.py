"""A family tells something without an account, in Spanish, and staff sort it; with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from actionsteps.families import tokens
from actionsteps.models import FamilyForm, FamilyMessage, Feedback


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def browser_context_args(request, browser_context_args):
    return {**browser_context_args, "java_script_enabled": request.param}


@pytest.fixture
def family(page, browser, browser_context_args):
    """A browser of their own, without an account."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def quick_hands(monkeypatch):
    """Playwright types faster than people do."""
    monkeypatch.setattr(tokens, "QUICKEST", tokens.QUICKEST * 0)


def test_a_family_tells_something_in_spanish_and_reads_what_became_of_it(
    family, page, site, county_in_place, sign_in, quick_hands
):
    FamilyForm.objects.create(partnership=county_in_place, is_open=True)
    family.goto(f"{site.url}/public/clayton/feedback/")
    family.get_by_role("link", name="Español").click()
    expect(family.locator("html")).to_have_attribute("lang", "es")
    text = family.get_by_label("¿Qué nos quiere decir?")
    text.fill("Mi hija Ana, nacida el 4 de marzo de 2015, espera mucho el autobús.")
    family.get_by_role("button", name="Enviar").click()
    expect(family.get_by_role("alert")).to_contain_text("un nombre con una fecha de nacimiento")
    text.fill("Mi hija espera mucho el autobús.")
    family.get_by_role("button", name="Enviar", exact=True).click()
    expect(family.get_by_text("Gracias. Recibimos su mensaje.")).to_be_visible()
    private = family.get_by_label("La dirección de esta página").input_value()
    assert family.context.cookies() == []

    sign_in("liaison@clayton.example")
    page.goto(site.url)
    page.get_by_role("link", name=re.compile(r"^Clayton \(1\)$")).click()
    page.get_by_role("link", name="Mi hija espera").click()
    page.get_by_text("Answer it", exact=True).click()
    page.get_by_label("The answer").fill("Desde enero hay otro autobús.")
    page.get_by_role("button", name="Save the answer").click()

    family.goto(private)
    expect(family.get_by_text("Desde enero hay otro autobús.")).to_be_visible()
    family.get_by_label("Sí").check()
    family.get_by_role("button", name="Decirnos").click()
    expect(family.get_by_text("Gracias por decírnoslo.")).to_be_visible()
    assert FamilyMessage.objects.get().helped == "yes"
    assert family.context.cookies() == []


def test_a_liaison_records_merges_links_and_releases(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/action-steps/")
    page.get_by_role("link", name="Feedback", exact=True).click()
    for words, people in (("More news from the classroom", "5"), ("Write to us each week", "34")):
        page.get_by_role("link", name="Record feedback").click()
        page.get_by_label("What was said").fill(words)
        page.get_by_label("Where it comes from").select_option(label="survey")
        page.get_by_label("How many people said it").fill(people)
        page.get_by_role("button", name="Record it").click()
        page.get_by_role("link", name="Feedback", exact=True).click()
    page.get_by_role("checkbox", name="Merge: More news").check()
    page.get_by_role("checkbox", name="Merge: Write to us").check()
    page.get_by_role("button", name="Merge what is ticked").click()
    page.get_by_role("radio", name="New words").check()
    page.get_by_role("textbox", name="New words").fill("Keep families informed")
    page.get_by_role("button", name="Merge these 2").click()
    expect(page.get_by_text("39 people")).to_be_visible()

    page.get_by_text("Link it to steps").click()
    page.get_by_role("checkbox", name="Increase transparency of staffing").check()
    page.get_by_role("button", name="Save the steps").click()
    expect(page.get_by_text("1 step answers it:")).to_be_visible()
    page.get_by_text("Release it", exact=True).click()
    page.get_by_role("button", name="Release it to families").click()
    page.goto(f"{site.url}/public/clayton/you-said-we-did/")
    expect(page.get_by_role("heading", name="Keep families informed")).to_be_visible()
    assert Feedback.objects.released().get().originals.count() == 2
