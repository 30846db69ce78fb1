"""Where the keyboard is, can be seen: in light, in dark and where colours are forced. Measured in pixels."""

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image

from tests import factories as make

from .test_journey import open_draft

LOOKS = [
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
]
KINDS = {
    "/assessments/{draft}/": [
        ".btn-primary",
        ".btn-outline-primary:not(#add-strength)",
        ".scale label:has([value='1']) input",
        ".scale label:has(:checked) input",
        ".item .form-check-input",
        ".comment summary",
        ".find input",
        "[id='item-1.1'] textarea",
        ".filters a",
    ],
    "/reminders/": ["main [type=radio], main select, main [type=checkbox]", "main button"],
    "/accounts/password/change/": ["main [type=password]", "main button", ".me summary"],
}
ROOM = 10
"""Pixels around a control within which its ring stands."""


def light(colour):
    parts = [part / 255 for part in colour[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def picture(page, box):
    clip = {
        "x": max(0, box["x"] - ROOM),
        "y": max(0, box["y"] - ROOM),
        "width": box["width"] + 2 * ROOM,
        "height": box["height"] + 2 * ROOM,
    }
    return Image.open(BytesIO(page.screenshot(clip=clip, animations="disabled", caret="hide"))).convert("RGB")


def ring(page, control):
    """How many pixels change with the focus so that the change can be seen (3:1), as a share of the outline."""
    control.evaluate("one => one.scrollIntoView({ block: 'center' })")  # with room around it
    shown = control.locator("xpath=ancestor-or-self::label[contains(../@class, 'scale')]")
    box = (shown.first if shown.count() else control).bounding_box()
    before = picture(page, box)
    page.keyboard.press("Shift")  # the keyboard is in use
    control.focus()
    after = picture(page, box)
    control.blur()
    changes = Counter(zip(before.get_flattened_data(), after.get_flattened_data(), strict=True))
    seen = sum(count for pair, count in changes.items() if contrast(*pair) >= 3)
    return seen / (2 * (box["width"] + box["height"]))


def test_the_ring_of_every_kind_of_control_stands_out(page, site, county_in_place, sign_in):
    draft = open_draft(county_in_place)
    make.make_rating(draft, draft.items().rated()[0], "3", comment="Said")
    sign_in("liaison@clayton.example")
    page.set_viewport_size({"width": 1280, "height": 900})
    for path, kinds in KINDS.items():
        page.goto(site.url + path.format(draft=draft.public_id))
        for look in LOOKS:
            page.emulate_media(**look)
            for kind in kinds:
                # A ring of more than two pixels, all around.
                assert ring(page, page.locator(kind).locator("visible=true").first) > 2.5, (path, kind, look)


def test_whoever_goes_to_the_content_sees_no_ring_around_the_whole_page(page, site):
    page.goto(f"{site.url}/accounts/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    main = page.locator("main:focus")
    assert main.evaluate("main => getComputedStyle(main).outlineStyle") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_chosen_current_and_done_is_seen_where_colours_are_forced(
    page, site, county_in_place, sign_in, scheme
):
    draft = open_draft(county_in_place)
    for item in draft.items().rated()[:20]:
        make.make_rating(draft, item, "3")
    sign_in("liaison@clayton.example")
    page.emulate_media(color_scheme=scheme, forced_colors="active")
    page.goto(f"{site.url}/assessments/{draft.public_id}/")
    background = "one => getComputedStyle(one).backgroundColor"
    chosen, other = (page.locator(f"[id='item-1.1'] .scale label:has([value='{level}'])") for level in "32")
    assert chosen.evaluate(background) != other.evaluate(background)
    for current in page.locator("[aria-current]:visible").all():
        assert current.evaluate("one => getComputedStyle(one).borderBottomStyle") == "solid"
    bar = page.locator("progress").bounding_box()
    shown = Image.open(BytesIO(page.screenshot(clip=bar))).convert("RGB")
    middle = shown.height // 2
    assert contrast(shown.getpixel((8, middle)), shown.getpixel((shown.width - 8, middle))) >= 3


IS_COVERED = """() => {
  const focused = document.activeElement;
  const shown = (focused.closest("label") ?? focused).getBoundingClientRect();
  const bars = [...document.querySelectorAll(".bars, .bar")].map((one) => one.getBoundingClientRect().bottom);
  return !focused.closest(".bars") && shown.top < Math.max(...bars);
}"""


@pytest.mark.parametrize("width", [1280, 1000, 390])
def test_whoever_tabs_back_sees_where_they_are_beside_the_bars(page, site, county_in_place, sign_in, width):
    draft = open_draft(county_in_place)
    sign_in("liaison@clayton.example")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site.url}/assessments/{draft.public_id}/")
    page.locator("[id='item-2.9'] .comment summary").focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        assert not page.evaluate(IS_COVERED), page.evaluate("document.activeElement.outerHTML")
