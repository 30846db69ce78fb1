"""Files that show a value: of a few kinds, told by their bytes, kept out of sight and deleted with a trace."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from evidence.files.keeping import MOST_FILES, as_shown, delete_file, keep_file, stray_files
from evidence.files.kinds import FileRefused, kind_of
from evidence.models import EvidenceFile
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PDF = b"%PDF-1.7\n1 0 obj"


def workbook():
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def on_disk():
    folder = Path(settings.FILES_DIR)
    return sorted(folder.iterdir()) if folder.exists() else []


class Shown:
    """A value, and its page of files."""

    def __init__(self):
        category = make.make_category()
        self.partnership = make.make_partnership(agreement=category.edition.agreement)
        period = make.make_period()
        self.row = make.make_row(category, self.partnership, (period, "95%"), label="Attendance")
        self.value = self.row.observations.get()
        make.adopt(category.edition)
        self.liaison, self.viewer = make.make_liaison(self.partnership), make.make_viewer(self.partnership)
        self.url = reverse("evidence-files", args=[self.partnership.slug, self.row.lineage, period.key])

    def keep(self, name="survey.pdf", content=PDF):
        return keep_file(self.value, name, content, by=self.liaison)

    def address(self, file, name="evidence-file"):
        return reverse(name, args=[self.partnership.slug, file.public_id])


@pytest.fixture
def shown():
    return Shown()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("A.PNG", b"\x89PNG\r\n\x1a\n" + bytes(50)),
        ("a.jpeg", b"\xff\xd8\xff\xdb" + bytes(50)),
        ("a.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(50)),
        ("a.xlsx", workbook()),
        ("a.csv", "Büro;Anzahl\n1;2\n".encode("cp1252")),
        ("a.csv", "School;Count\n1;2\n".encode("utf-16")),
    ],
)
def test_what_is_kept(name, content):
    assert name.lower().endswith(kind_of(name, content).endings)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.pdf", b"<!doctype html><script>", "inside it is no PDF"),
        ("late.pdf", b"\n\n<html>%PDF-1.7", "inside it is no PDF"),
        ("photo.png", b"\xff\xd8\xff\xdb" + bytes(50), "inside it is no PNG image"),
        ("picture.webp", b"<script>WEBPVP8 ", "inside it is no WebP image"),
        ("tool.csv", b"MZ\x90\0" + bytes(50), "inside it is no CSV table"),
        ("table.csv", b"\xef\xbb\xbf <svg xmlns='x'>", "inside it is no CSV table"),
        ("letter.xlsx", workbook().replace(b"xl/workbook", b"word/docume"), "inside it is no Excel workbook"),
        ("macros.xlsx", workbook() + b"xl/vbaProject.bin", "inside it is no Excel workbook"),
        ("drawing.svg", b"<svg xmlns='x'>", "not a file that is kept here"),
        ("page.html", b"<html>", "not a file that is kept here"),
        ("tool.exe", b"MZ\x90\0", "not a file that is kept here"),
        ("pdf", PDF, "not a file that is kept here"),
    ],
)
def test_what_is_not(name, content, sentence):
    with pytest.raises(FileRefused, match=sentence):
        kind_of(name, content)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("../../etc/survey.pdf", "survey.pdf"),
        ("C:\\Users\\me\\survey.pdf", "survey.pdf"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
        ("fdp\u202e.gpj\r\n.pdf", "fdp.gpj.pdf"),
    ],
)
def test_a_name_is_shown_without_folders_and_what_cannot_be_seen(name, seen):
    assert as_shown(name) == seen


def test_a_file_lies_under_a_random_name(shown):
    file = shown.keep()
    assert [(path.read_bytes(), path.suffix) for path in on_disk()] == [(PDF, "")]
    assert (file.filename, file.content_type, file.size) == ("survey.pdf", "application/pdf", len(PDF))
    assert "survey" not in file.content.name


def test_where_the_row_cannot_be_written_no_bytes_stay(shown):
    with pytest.raises(IntegrityError):
        keep_file(shown.value, "a.pdf", PDF, by=None)
    assert on_disk() == []
    for _ in range(MOST_FILES):
        shown.keep()
    with pytest.raises(FileRefused, match=f"at most {MOST_FILES} files"):
        shown.keep()
    assert len(on_disk()) == EvidenceFile.objects.count() == MOST_FILES


@pytest.mark.django_db(transaction=True)
def test_a_deleted_file_leaves_its_row_and_no_bytes_once_that_is_certain(shown):
    file = shown.keep()
    with pytest.raises(RuntimeError), transaction.atomic():
        delete_file(file, by=shown.liaison)
        raise RuntimeError
    assert len(on_disk()) == 1
    assert delete_file(file, by=shown.liaison)
    assert not delete_file(file, by=shown.liaison)
    file.refresh_from_db()
    assert (file.deleted_by, file.content.name, on_disk()) == (shown.liaison, "", [])


def test_what_a_crash_left_is_cleared_and_nothing_else(shown, capsys):
    shown.keep()
    (Path(settings.FILES_DIR) / "left-by-a-crash").write_bytes(PDF)
    call_command("clear_files")
    assert len(on_disk()) == 2  # it might be on its way to its row
    assert list(stray_files(timezone.now() + timedelta(days=1))) == ["left-by-a-crash"]


def test_a_liaison_adds_opens_and_deletes_a_file(shown, client, django_capture_on_commit_callbacks):
    client.force_login(shown.liaison)
    page = client.post(shown.url, {"file": SimpleUploadedFile("Fall “survey”.pdf", PDF)}, follow=True).text
    file = EvidenceFile.objects.get()
    assert f'<a href="{shown.address(file)}">Fall “survey”.pdf</a>' in page
    delete = shown.address(file, "delete-evidence-file")
    assert delete in page
    assert "Delete Fall “survey”.pdf?" in client.get(delete).text
    assert len(on_disk()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(delete, follow=True).text
    assert "was deleted before." in client.get(delete, follow=True).text
    assert "“Fall “survey”.pdf” is deleted." in page
    assert f"deleted by {shown.liaison}" in page
    assert client.get(shown.address(file)).status_code == 404
    assert on_disk() == []


def test_a_file_is_never_a_page_of_ours(shown, client):
    client.force_login(shown.viewer)
    answer = client.get(shown.address(shown.keep("Umfrage ü.pdf")))
    assert answer.content == PDF
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Umfrage%20%C3%BC.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


def test_who_reads_the_value_reads_its_files_and_changes_none(shown, client):
    file = shown.keep()
    client.force_login(shown.viewer)
    assert "<form" not in client.get(shown.url).text.partition("<main")[2]
    assert client.post(shown.url, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 403
    assert client.post(shown.address(file, "delete-evidence-file")).status_code == 403
    client.force_login(make.make_liaison(make.make_partnership(agreement=shown.partnership.agreement)))
    for url in (shown.url, shown.address(file)):
        assert client.get(url).status_code == 404


def test_the_table_says_how_many_files_show_a_value(shown, client):
    shown.keep()
    delete_file(shown.keep(), by=shown.liaison)
    hidden = f'<span class="visually-hidden"> of Attendance, {shown.value.period.name}</span>'
    link = f'href="{shown.url}">1 file{hidden}'
    for person in (shown.viewer, shown.liaison):
        client.force_login(person)
        assert link in client.get(reverse("evidence", args=[shown.partnership.slug])).text
        assert (
            link
            in client.get(reverse("measure-trend", args=[shown.partnership.slug, shown.row.lineage])).text
        )
    args = [shown.partnership.slug, shown.row.category.edition.label, shown.row.lineage]
    period = shown.value.period.key
    assert link in client.get(reverse("evidence-cell", args=args), {"period": period}).text
    assert f'href="{shown.url}">Files' in client.get(reverse("evidence-values", args=args)).text


def test_a_file_of_another_partnership_is_not_found_under_this_one(shown, client):
    other = Shown()
    client.force_login(shown.liaison)
    address = reverse("evidence-file", args=[shown.partnership.slug, other.keep().public_id])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Choose a file, then add it."),
        (("a.pdf", b""), "This file is empty."),
        (("a.pdf", b"<html>"), "inside it is no PDF"),
        (("a.pdf", PDF + bytes(10 * 1024 * 1024)), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_refused_is_told_why(shown, client, file, sentence):
    client.force_login(shown.liaison)
    answer = client.post(shown.url, {"file": SimpleUploadedFile(*file)} if file else {})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert (EvidenceFile.objects.count(), on_disk()) == (0, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(shown, client, count, django_assert_num_queries):
    for _ in range(count):
        shown.keep()
    client.force_login(shown.liaison)
    with django_assert_num_queries(5):
        client.get(shown.url)
