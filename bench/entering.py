"""How long it takes to enter a year of evidence from paper by keyboard: in a real browser, in real time."""

import os
import subprocess
from pathlib import Path
from time import monotonic, sleep

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright

from evidence.models import Observation
from evidence.tables import category_tables, editions_with_evidence, newest_with_values

from .data import load_county
from .measure import say
from .visiting import signed_in

MOST_MINUTES = 10
KEY = 0.3
"""Seconds from one key to the next: 40 words a minute, which is slow for somebody who types every day."""
LOOK = 4
"""Seconds to find the next line on paper before its first key."""
CHROMIUM = Path(__file__).parent.parent / "scripts" / "chromium.sh"


def measure_entering():
    """Clayton's newest column is emptied and typed anew, and every value stands again as it was printed."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop runs in this thread
    partnership = load_county()
    tables = category_tables(partnership, newest_with_values(editions_with_evidence(partnership)))
    cells = [row.cells[-1].observation for table in tables for row in table.rows]
    texts = [value.text if value else "" for value in cells]
    emptied = [value.pk for value in cells if value]
    nothing = dict.fromkeys(("number", "numerator", "denominator"))
    Observation.objects.filter(pk__in=emptied).update(text="", status="blank", **nothing)
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        minutes = _type(f"http://127.0.0.1:{server.port}", partnership, texts) / 60
    finally:
        server.terminate()
    stands = Observation.objects.in_bulk(emptied)
    assert [stands[value.pk].text if value else "" for value in cells] == texts
    rows, values = sum(table.row_count for table in tables), sum(map(bool, texts))
    say(
        f"minutes to enter {values} values of {rows} rows from paper, {KEY} s a key and {LOOK} s a line",
        f"{minutes:.1f}",
        f"{MOST_MINUTES} at most",
        minutes <= MOST_MINUTES,
    )


def _type(site, partnership, texts):
    """Seconds from the first look at the page until the last value is saved."""
    found = subprocess.run(["sh", str(CHROMIUM)], capture_output=True, text=True, check=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=["--no-sandbox"])
        context = browser.new_context()
        cookies = signed_in(partnership).cookies.items()
        context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in cookies])
        page = context.new_page()
        page.goto(f"{site}{reverse('evidence', args=[partnership.slug])}")
        start = monotonic()
        page.locator("table.entered tbody tr").first.locator("td").last.click()
        page.keyboard.press("Escape")
        for text in texts:
            sleep(LOOK)
            for place, line in enumerate(text.splitlines()):
                if place:
                    page.keyboard.press("Shift+Enter")
                page.keyboard.type(line, delay=1000 * KEY)
            page.keyboard.press("Enter" if text else "ArrowDown")
        expect(page.locator("td.unsaved")).to_have_count(0)
        expect(page.locator("td.refused")).to_have_count(0)
        seconds = monotonic() - start
        browser.close()
    return seconds
