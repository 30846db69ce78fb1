"""Translating the public summary in a real browser: with and without JavaScript, and two people at once."""

from playwright.sync_api import expect

from reports.models import Translation


def test_one_text_is_saved_in_its_place_and_nothing_typed_is_lost(page, site, county_in_place, sign_in):
    sign_in("liaison@clayton.example")
    page.goto(f"{site.url}/partnerships/clayton/translations/es/")
    focus = page.locator(".to-translate", has_text="Communication Across District teams")
    other = page.locator(".to-translate", has_text="Structural and cultural changes")
    other.get_by_role("textbox").fill("Cambios estructurales y culturales")
    focus.get_by_role("textbox").fill("Comunicación entre los equipos de los distritos")
    focus.get_by_role("button", name="Save").click()
    expect(focus.get_by_role("status")).to_have_text("Saved.")
    expect(other.get_by_role("textbox")).to_have_value("Cambios estructurales y culturales")
    Translation.objects.update(text="Comunicación", version=7)  # somebody else, meanwhile
    focus.get_by_role("textbox").fill("Comunicación entre equipos")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("alert").first).to_contain_text("Not all of it is saved")
    expect(focus.get_by_role("textbox")).to_have_value("Comunicación entre equipos")
    expect(focus).to_contain_text("What is saved now:")
    page.get_by_role("button", name="Save all").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    texts = set(Translation.objects.values_list("text", flat=True))
    assert texts == {"Comunicación entre equipos", "Cambios estructurales y culturales"}
