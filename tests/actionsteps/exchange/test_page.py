"""The workbook of a plan in the browser: downloaded, uploaded, looked at, confirmed."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories as make
from tests.workbook_files import closed, opened, repacked

from .conftest import STEPS

pytestmark = pytest.mark.slow


def page(desk):
    return reverse("steps-workbook", args=[desk.partnership.slug])


def upload(client, desk, content):
    return client.post(page(desk), {"file": SimpleUploadedFile("plan.xlsx", content)})


def test_a_liaison_downloads_fills_in_looks_and_saves(client, desk):
    client.force_login(desk.liaison)
    address = re.search(r'href="([^"]*plans/[^"]*)"', client.get(page(desk)).text)[1]
    content = client.get(address).content
    preview = upload(client, desk, desk.filled(content, D4="Meet at noon", H6="soon"))
    assert "<h1>What would change</h1>" in preview.text
    assert "“soon” is not a date that can be read" in preview.text
    changes = unescape(re.search(r'name="_changes" value="([^"]*)"', preview.text)[1])
    saved = client.post(page(desk), {"_changes": changes}, follow=True)
    assert "1 step saved. Version 2.1 is in preparation." in saved.text
    assert desk.actions(desk.first)[0] == ("Meet at noon", "Monthly")
    assert client.post(page(desk), {"_changes": f"{changes}x"}).status_code == 422
    client.force_login(make.make_director(desk.partnership))
    assert "is not yours" in client.post(page(desk), {"_changes": changes}).text


def test_who_only_reads_gets_a_locked_workbook_and_uploads_none(client, desk):
    client.force_login(make.make_viewer(desk.partnership))
    assert "Upload" not in client.get(page(desk)).text.replace("uploaded", "")
    content = client.get(reverse("plan-workbook", args=[desk.partnership.slug, desk.plan.public_id])).content
    assert all(cell.protection.locked for row in opened(content)[STEPS] for cell in row)
    assert upload(client, desk, content).status_code == 403


def moved(content):
    workbook = opened(content)
    workbook[STEPS].insert_cols(1)
    return closed(workbook)


def of_another_place(content):
    workbook = opened(content)
    workbook["Accord"]["B3"] = "elsewhere"
    return closed(workbook)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda content: b"a,b\n1,2\n", "This is not an Excel workbook."),
        (lambda content: b"PK\x03\x04broken", "The file is damaged."),
        (lambda content: repacked(content, {"xl/vbaProject.bin": b""}), "contains macros"),
        (moved, "“Category” should stand here"),
        (of_another_place, "This workbook is of another partnership."),
    ],
)
def test_a_file_of_another_kind_is_refused(client, desk, spoil, sentence):
    client.force_login(desk.liaison)
    response = upload(client, desk, spoil(desk.download()))
    assert (response.status_code, sentence in unescape(response.text)) == (422, True)
