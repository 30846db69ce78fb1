"""Who signed an edition: recorded, corrected, withdrawn, and the scanned pages."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from partnerships.models import Edition, Party, Scan, SignatoryRole, Signature, SignatureEvent
from partnerships.signatures.forms import SCAN_MAX_MEGABYTES
from tests import factories as make

from .conftest import queries_of

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]

PDF, PNG, JPEG = b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n...", b"\xff\xd8\xff\xe0..."


@pytest.fixture
def signed(text):
    """The edition with a second role, adopted."""
    SignatoryRole.objects.create(
        edition=text.edition,
        side="lead",
        title="Board President",
        organization="SSD",
        printed_name="NAME",
        position=2,
    )
    make.adopt(text.edition)
    return text


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def liaison(signed):
    return client_of(make.make_liaison(signed.partnership))


@pytest.fixture
def url(signed):
    return f"/partnerships/{signed.partnership.slug}/signatures/"


@pytest.fixture
def place(url):
    return f"{url}2023-2024/1/"


def form(name="R. Roe", date="2024-09-27", seen="", **fields):
    return {"name": name, "date": date, "seen": seen, **fields}


def page_of(content=PDF, name="signed page.pdf"):
    return SimpleUploadedFile(name, content)


def sign(signed, **fields):
    fields = {"name": "R. Roe", "date": date(2024, 9, 27), "role": signed.role, **fields}
    return Signature.objects.create(edition=signed.edition, partnership=signed.partnership, **fields)


def make_scan(signed, content=PDF, **fields):
    fields = {"filename": "page.pdf", "content_type": "application/pdf", **fields}
    return Scan.objects.create(
        partnership=signed.partnership, content=content, sha256="0", uploaded_by=make.make_user(), **fields
    )


SEEN = "R. Roe 2024-09-27 "
"""What the form of `sign()`'s signature has seen."""


def test_each_role_is_signed_or_waiting(liaison, url, signed):
    sign(signed)
    neighbour = make.make_partnership(agreement=signed.edition.agreement)
    Signature.objects.create(
        edition=signed.edition,
        partnership=neighbour,
        role=signed.edition.signatoryroles.get(position=2),
        name="J. Doe",
        date=date(2024, 9, 27),
    )
    page = liaison.get(url).text
    assert "1 of 2 signed" in page
    assert "<b>Signed</b> by R. Roe, Sep 27, 2024" in page
    lead = signed.edition.agreement.lead
    assert f"Waiting for {lead.short_name}, who records it" in page
    assert "J. Doe" not in page
    assert "Record signature" not in page
    button = 'aria-label="Record signature: Board President, SSD, 2023-2024"'
    assert button in client_of(make.make_director(signed.partnership)).get(url).text


def test_drafts_have_no_page_to_sign(liaison, url, signed):
    draft = make.make_edition(agreement=signed.edition.agreement, label="next")
    SignatoryRole.objects.create(edition=draft, side="partner", title="Superintendent")
    assert "next" not in liaison.get(url).text
    for address in (f"{url}next/1/", f"{url}2023-2024/3/", f"{url}2023-2024/0/", f"{url}nowhere/1/"):
        assert liaison.get(address).status_code == 404
        assert liaison.post(address, form()).status_code == 404


def test_an_edition_without_a_signature_page_says_so(liaison, url, signed):
    make.adopt(make.make_edition(agreement=signed.edition.agreement, label="form of 2019"))
    assert "This edition has no signature page." in liaison.get(url).text


def make_lead_liaison(partnership):
    user = make.make_user()
    make.make_membership(user, partnership.agreement.lead)
    return user


SIGNERS = {"partner": [make.make_liaison], "lead": [make.make_director, make_lead_liaison]}


@pytest.mark.parametrize("side", SIGNERS)
def test_each_side_records_its_own_signatures_and_is_refused_the_other_sides(signed, url, side):
    role = signed.edition.signatoryroles.get(side=side)
    place = f"{url}2023-2024/{role.position}/"
    seen = ""
    for who in SIGNERS[side]:
        user = who(signed.partnership)
        page = client_of(user).post(place, form(name=f"By {user.pk}", seen=seen), follow=True)
        assert page.redirect_chain == [(url, 302)]
        row = Signature.objects.get()
        assert (row.name, row.role, row.recorded_by, row.history.first().history_user) == (
            f"By {user.pk}", role, user, user
        )  # fmt: skip
        assert f"Recorded by {user.name}, " in page.text
        seen = f"{row.name} 2024-09-27 "
    for who in {*SIGNERS["partner"], *SIGNERS["lead"]} - {*SIGNERS[side]}:
        client = client_of(who(signed.partnership))
        assert client.get(place).status_code == 403
        assert client.post(place, form(name="Theirs", seen=seen)).status_code == 403
        assert client.post(f"{place}withdraw/", {"reason": "x", "seen": seen}).status_code == 403
        page = client.get(url).text
        assert (place in page, f"Recorded by {row.recorded_by.name}, " in page) == (False, True)
    assert Signature.objects.get().name == row.name


def test_the_scan_is_opened_by_both_sides(signed):
    scan = make_scan(signed)
    sign(signed, scan=scan)
    for who in (make.make_liaison, make.make_director, make_lead_liaison, make.make_viewer):
        assert client_of(who(signed.partnership)).get(f"/scans/{scan.public_id}/").status_code == 200


def test_readers_look_and_change_nothing_and_outsiders_find_nothing(signed, url, place):
    scan = make_scan(signed)
    sign(signed, scan=scan)
    reader, outsider = make.make_viewer(signed.partnership), make.make_liaison(make.make_partnership())
    for user, reads, writes in ((reader, 200, 403), (outsider, 404, 404)):
        client = client_of(user)
        assert client.get(url).status_code == reads
        assert client.get(f"/scans/{scan.public_id}/").status_code == reads
        assert client.get(place).status_code == writes
        assert client.post(place, form(seen=SEEN)).status_code == writes
        assert client.post(f"{place}withdraw/", {"reason": "x", "seen": SEEN}).status_code == writes
    page = client_of(reader).get(url).text
    assert "Record signature" not in page
    assert "Correct" not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Write the name as it was signed, then save."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"date": ""}, "Enter the day it was signed, for example 9/27/2024."),
        ({"date": "soon"}, "“soon” is not a date that can be read."),
        ({"date": "tomorrow"}, "This day is still to come."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(liaison, place, fields, sentence):
    if fields.get("date") == "tomorrow":
        fields = {"date": (timezone.localdate() + timedelta(days=1)).isoformat()}
    sent = form(**{"name": "Typed Name"} | fields)
    response = liaison.post(place, sent | {"scan": page_of()})
    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{sent["name"]}"' in response.text
    assert "Choose the file once more" in response.text
    assert (Signature.objects.count(), Scan.objects.count()) == (0, 0)


def test_a_day_before_there_was_a_text_is_asked_about_once(liaison, place, signed):
    asked = liaison.post(place, form(date="2021-09-27"))
    assert asked.status_code == 422
    assert "Is the day right? 2023-2024 is hardly signed before June 30, 2022." in asked.text
    liaison.post(place, form(date="2021-09-27", sure="on"))
    assert Signature.objects.get().date == date(2021, 9, 27)
    assert 'name="sure"' not in liaison.get(place).text
    stamp = liaison.get(place).context["place"].stamp
    assert liaison.post(place, form(name="Rae Roe", date="2021-09-27", seen=stamp)).status_code == 302


def test_what_is_adopted_before_it_takes_effect_is_not_signed_before_that(liaison, place, signed):
    Edition.objects.update(adopted_at=datetime(2023, 5, 20, 12, tzinfo=UTC))
    assert liaison.post(place, form(date="2023-05-19")).status_code == 422
    assert liaison.post(place, form(date="2023-05-20")).status_code == 302


def test_today_can_be_the_day(liaison, place):
    assert liaison.post(place, form(date=timezone.localdate().isoformat())).status_code == 302


@pytest.mark.parametrize(
    ("content", "name", "kept", "content_type"),
    [
        (PDF, "Board page.PDF", "Board page.pdf", "application/pdf"),
        (PNG, "photo.gif", "photo.png", "image/png"),
        (JPEG, "photo.jpeg", "photo.jpg", "image/jpeg"),
        (PDF, "é" * 150 + ".pdf", "é" * 100 + ".pdf", "application/pdf"),
    ],
)
def test_a_scan_is_kept_with_its_checksum_and_told_by_its_first_bytes(
    liaison, place, content, name, kept, content_type
):
    liaison.post(place, form(scan=page_of(content, name)))
    scan = Signature.objects.get().scan
    assert (scan.filename, scan.content_type, bytes(scan.content)) == (kept, content_type, content)
    assert scan.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>%PDF-", "This file is not a PDF, PNG or JPEG."),
        (b"", "This file is empty."),
        (PDF + bytes(SCAN_MAX_MEGABYTES * 1024 * 1024), "This file is larger than 10 MB."),
    ],
)
def test_another_file_is_refused_in_words_and_nothing_is_written(liaison, place, content, sentence):
    response = liaison.post(place, form(scan=page_of(content)))
    assert response.status_code == 422
    assert sentence in response.text
    assert 'value="R. Roe"' in response.text
    assert (Signature.objects.count(), Scan.objects.count()) == (0, 0)


def test_a_scan_of_almost_ten_megabytes_fits(liaison, place):
    content = PDF.ljust(SCAN_MAX_MEGABYTES * 1024 * 1024 - 10_000, b".")
    assert liaison.post(place, form(scan=page_of(content))).status_code == 302


def test_a_scan_is_a_file_to_keep_and_never_a_page(liaison, signed):
    scan = make_scan(signed, filename="Board page.pdf")
    sign(signed, scan=scan)
    response = liaison.get(f"/scans/{scan.public_id}/")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Board page.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_scan_that_no_signature_has_any_more_cannot_be_fetched(liaison, signed, place):
    scan = make_scan(signed)
    sign(signed, scan=scan)
    liaison.post(place, form(seen=f"{SEEN}{scan.pk}", remove_scan="on"))
    assert Signature.objects.get().scan is None
    assert liaison.get(f"/scans/{scan.public_id}/").status_code == 404
    assert Scan.objects.count() == 1


def test_a_correction_replaces_what_was_seen_and_keeps_the_scan(liaison, signed, place):
    scan = make_scan(signed)
    sign(signed, scan=scan)
    page = liaison.get(place).text
    assert 'value="R. Roe"' in page
    assert 'value="2024-09-27"' in page
    liaison.post(place, form(name="Rita Roe", seen=f"{SEEN}{scan.pk}"))
    row = Signature.objects.get()
    assert (row.name, row.scan) == ("Rita Roe", scan)
    assert [old.name for old in row.history.all()] == ["Rita Roe", "R. Roe"]


def test_saving_without_a_change_writes_nothing(liaison, signed, place):
    sign(signed)
    page = liaison.post(place, form(seen="anything"), follow=True)
    assert "Nothing had changed." in page.text
    assert Signature.history.filter(history_type="~").count() == 0


def test_a_stale_save_shows_both_and_the_second_try_replaces(liaison, signed, place):
    sign(signed)
    response = liaison.post(place, form(name="Rita Roe"))
    assert response.status_code == 409
    assert "Somebody else changed this signature after you opened the page." in response.text
    assert "It now says: R. Roe, Sep 27, 2024" in response.text
    assert 'value="Rita Roe"' in response.text
    assert f'name="seen" value="{SEEN}"' in response.text
    liaison.post(place, form(name="Rita Roe", seen=SEEN))
    assert Signature.objects.get().name == "Rita Roe"


def test_correcting_one_that_was_withdrawn_meanwhile_says_so(liaison, signed, place):
    response = liaison.post(place, form(seen=SEEN))
    assert response.status_code == 409
    assert "It was withdrawn." in response.text
    assert not Signature.objects.exists()


def test_the_side_that_signed_withdraws_with_a_reason_that_stays(liaison, signed, url, place):
    sign(signed)
    assert "Withdraw this signature" in liaison.get(place).text
    liaison.post(f"{place}withdraw/", {"reason": "Signed the wrong page", "seen": SEEN})
    assert not Signature.objects.exists()
    gone = SignatureEvent.objects.get()
    assert (gone.name, gone.words) == ("R. Roe", "Signed the wrong page")
    page = liaison.get(url).text
    assert "0 of 2 signed" in page
    assert "The signature of R. Roe was withdrawn on" in page
    assert f"by {gone.by.name}: Signed the wrong page" in page


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"reason": " "}, 422, "Say why the signature is withdrawn, then try again."),
        ({"reason": "x" * 101}, 422, "At most 100 characters fit."),
        ({"seen": "Somebody 2020-01-01 "}, 409, "Nothing was withdrawn: somebody else changed"),
    ],
)
def test_a_withdrawal_without_its_reason_or_stale_is_refused(
    liaison, signed, place, fields, status, sentence
):
    sign(signed)
    response = liaison.post(f"{place}withdraw/", {"reason": "Wrong", "seen": SEEN} | fields)
    assert (response.status_code, sentence in response.text) == (status, True)
    assert Signature.objects.count() == 1


def test_line_ends_of_a_reason_count_once(liaison, signed, place):
    sign(signed)
    reason = "Wrong\r\npage".ljust(101, ".")
    assert liaison.post(f"{place}withdraw/", {"reason": reason, "seen": SEEN}).status_code == 302
    assert Signature.history.get(history_type="-").history_change_reason == reason.replace("\r\n", "\n")


def test_html_in_a_name_is_shown_as_text(liaison, signed, url):
    sign(signed, name="<b>y</b>")
    assert "&lt;b&gt;y&lt;/b&gt;" in liaison.get(url).text


def test_the_agreement_says_how_many_signed(liaison, signed, url):
    sign(signed)
    page = liaison.get(f"/partnerships/{signed.partnership.slug}/agreement/").text
    assert f'<a href="{url}">1 of 2 signed</a>' in page


def test_an_edition_with_a_slash_in_its_label_has_its_places(liaison, signed, url):
    edition = make.make_edition(agreement=signed.edition.agreement, label="2025/26 (draft?)")
    SignatoryRole.objects.create(edition=edition, side="partner", title="Superintendent")
    make.adopt(edition)
    assert f'href="{url}2025/26%20(draft%3F)/1/"' in liaison.get(url).text
    assert liaison.get(f"{url}2025/26%20(draft%3F)/1/").status_code == 200


def test_as_many_queries_for_many_editions(liaison, signed, url):
    sign(signed, scan=make_scan(signed))
    few = queries_of(liaison, url)
    for label in ("a", "b", "c"):
        edition = make.make_edition(agreement=signed.edition.agreement, label=label)
        role = SignatoryRole.objects.create(edition=edition, side="partner", title="Superintendent")
        make.adopt(edition)
        Signature.objects.create(
            edition=edition,
            partnership=signed.partnership,
            role=role,
            name="A",
            date=date(2024, 1, 1),
            scan=make_scan(signed),
        )
    assert queries_of(liaison, url) == few
    assert few <= 9


def test_another_partys_liaison_records_no_signature(signed, url, place):
    library, user = make.make_organization(), make.make_user()
    Party.objects.create(partnership=signed.partnership, organization=library)
    make.make_membership(user, library)
    client = client_of(user)
    assert "Record signature" not in client.get(url).text
    assert client.post(place, form()).status_code == 403
    assert not Signature.objects.exists()
