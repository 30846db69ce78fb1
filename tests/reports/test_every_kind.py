"""Every kind of document, for each of its readers: its tags, by our own eyes and by `pdfua`."""

import pdfua
import pytest

from .check_tags import check_tags
from .samples import samples
from .tags import opened

pytestmark = pytest.mark.slow

EVERY_KIND = pytest.mark.parametrize(
    ("kind", "readers"),
    [
        pytest.param(kind, readers, id=f"{kind}-{readers.audience}-{readers.language}")
        for kind, readers in samples()
    ],
)


@EVERY_KIND
def test_its_tags_hold(printed, kind, readers):
    document = printed(kind, readers)
    with opened(document.pdf) as pdf:
        check_tags(pdf, document.html)


@EVERY_KIND
def test_pdfua_finds_nothing(printed, tmp_path, kind, readers):
    path = tmp_path / "document.pdf"
    path.write_bytes(printed(kind, readers).pdf.content)
    report = pdfua.validate(str(path))
    assert (report.findings, report.skipped) == ((), ())
    assert len(report.outcomes) == 12
