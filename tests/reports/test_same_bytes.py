"""Of the same data the same release makes the same bytes, whichever process prints them."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from reports.models import DocumentKind
from reports.parts import Readers
from reports.pdf import print_pdf
from tests.conftest import put_back

from .tags import opened

pytestmark = pytest.mark.slow


@pytest.mark.one_database  # its file is read by other processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [DocumentKind.AGREEMENT, DocumentKind.STATE_OF_THE_PARTNERSHIP])
def test_processes_that_put_their_sets_in_different_orders_make_the_same_bytes(
    county_records, tmp_path, kind
):
    put_back(county_records)
    own = {
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    made = set()
    for seed in ("1", "2"):
        path = tmp_path / seed
        command = [sys.executable, "manage.py", "render_document", "clayton", kind, "--output", path]
        environment = os.environ | own | {"PYTHONHASHSEED": seed}
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)
        made.add(path.read_bytes())
    assert len(made) == 1


def test_the_release_stands_in_the_document(printed):
    with opened(printed(DocumentKind.AGREEMENT, Readers()).pdf) as pdf:
        assert str(pdf.docinfo.Creator).startswith("Accord ")
        assert "CreationDate" not in pdf.docinfo
        assert str(pdf.docinfo.Creator).encode() in pdf.Root.Metadata.read_bytes()


def test_the_same_html_gives_the_same_bytes(printed):
    document = printed(DocumentKind.STATE_OF_THE_PARTNERSHIP, Readers())
    assert print_pdf(document.html).sha256 == document.pdf.sha256


def test_thirty_pages_without_logos_take_less_than_a_megabyte(printed):
    for kind in (DocumentKind.AGREEMENT, DocumentKind.STATE_OF_THE_PARTNERSHIP):
        pdf = printed(kind, Readers()).pdf
        assert len(pdf.content) / pdf.pages < 1_000_000 / 30
