"""An assessment's workbook, down and up again."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.workbook_files import closed, opened

STAFFING = "1 Staffing"
"""The sheet of the category in the `sheet` fixture: 1.1 in row 4, 1.2 in 5, heading 1.3 in 6, 1.3.a in 7."""


def download(client, sheet):
    return client.get(f"{sheet.url}workbook/").content


def upload(client, sheet, content, name="workbook.xlsx"):
    return client.post(f"{sheet.url}workbook/upload/", {"file": SimpleUploadedFile(name, content)})


def confirm(client, sheet, preview, **choices):
    """Press the button of a preview, with choices such as {"1.1": "mine"}."""
    rows = unescape(re.search(r'name="_rows" value="([^"]*)"', preview.text)[1])
    data = {f"{reference}-choice": choice for reference, choice in choices.items()}
    return client.post(f"{sheet.url}workbook/upload/", {"_rows": rows, **data})


def filled(content, cells, name=STAFFING):
    """With values typed into cells: {"D4": 2}."""
    workbook = opened(content)
    for cell, value in cells.items():
        workbook[name][cell] = value
    return closed(workbook)


def refusals(response):
    """(sheet, cell, reason) of each refused row of a preview."""
    table = re.search(r'<table class="doc-table refusals">(.*?)</table>', response.text, re.DOTALL)
    if table is None:
        return []
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", table[1], re.DOTALL)
    return [tuple(unescape(cell) for cell in row) for row in rows]


def tally(response):
    """(to save, to decide, not accepted, unchanged)."""
    return tuple(int(number) for number in re.findall(r"<li><b>(\d+)</b>", response.text))


def refused(client, sheet, content, sentence, status=422, **kwargs):
    response = upload(client, sheet, content, **kwargs)
    assert response.status_code == status
    assert "Nothing was saved." in response.text
    assert sentence in response.text.replace("&#x27;", "'")
