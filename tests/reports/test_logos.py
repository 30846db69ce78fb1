"""A logo is drawn anew or refused with a sentence; nothing else of the file is kept."""

import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from reports.gather.layout import newest_logo
from reports.logo_drawing import TOO_MUCH
from reports.logos import REFUSED as REFUSED_IN_WORDS
from reports.logos import TOO_LARGE, Drawn, LogoRefused, draw_anew, keep_logo
from reports.models import Logo
from tests import factories as make

PNG = "image/png"


def picture(size=(300, 100), kind="PNG", **options):
    output = BytesIO()
    Image.new("RGB", size, "teal").save(output, kind, **options)
    return output.getvalue()


def bomb():
    """A few hundred bytes that say they are 3.6 billion pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\0" * 99)), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def svg(inside):
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


@pytest.mark.slow
def test_a_picture_is_written_anew_small_and_without_what_stood_beside_its_pixels():
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    drawn = draw_anew(picture((4000, 2000), "JPEG", exif=exif) + b"<script>")
    assert drawn.content_type == "image/jpeg"
    assert b"home" not in drawn.content
    assert b"script" not in drawn.content
    assert Image.open(BytesIO(drawn.content)).size == (1600, 800)


@pytest.mark.slow
def test_of_an_svg_stays_what_draws():
    hostile = (
        "<script>alert(1)</script><foreignObject><p>x</p></foreignObject>"
        '<a href="https://x.example"><rect width="5" height="5" onclick="x()" fill="url(#g)"/></a>'
        r"<style>rect{fill:\75rl(https://x.example/a)} @import 'https://x.example/b';</style>"
        '<linearGradient id="g"/><animate attributeName="href" to="javascript:x"/>'
    )
    drawn = draw_anew(svg(hostile))
    assert drawn.content_type == "image/svg+xml"
    assert b'fill="url(#g)"' in drawn.content
    for gone in (b"script", b"foreign", b"onclick", b"href", b"animate", b"rl(https", b"import"):
        assert gone not in drawn.content


def test_a_picture_whose_remarks_speak_of_an_svg_is_a_picture():
    remarks = PngInfo()
    remarks.add_text("Source", "<svg>")
    assert draw_anew(picture(pnginfo=remarks)).content_type == PNG


REFUSED = {
    "text": (b"hello", "This is no picture."),
    "half a picture": (picture()[:60], "This is no picture."),
    "another kind": (picture(kind="GIF"), "This is no picture."),
    "a bomb": (bomb(), "The picture has too many pixels."),
    "too many bytes": (b"\0" * 2_100_000, TOO_LARGE),
    "a page": (b"<html><svg></svg></html>", "This is no picture."),
    "an address": (svg('<rect style="fill:url(https://x.example/a)"/>'), "This SVG refers to other files"),
    "a picture of elsewhere": (svg('<image href="https://x.example/a"/>'), "This SVG refers to other files"),
    "nothing": (svg(""), "This SVG draws nothing."),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_safe_picture_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(LogoRefused) as refused:
        draw_anew(content)
    assert str(refused.value).startswith(sentence)


@pytest.mark.slow
def test_what_takes_more_memory_than_there_is_says_so():
    apart = [sys.executable, "-m", "reports.logo_drawing", "250", "15"]
    done = subprocess.run(apart, input=picture((6000, 6000)), capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (REFUSED_IN_WORDS, TOO_MUCH)


@pytest.mark.slow
def test_what_cannot_be_drawn_for_another_reason_does_not_speak_of_time_or_memory():
    with pytest.raises(LogoRefused, match="The logo cannot be drawn"):
        draw_anew(svg("<g>" * 3000 + "<rect/>" + "</g>" * 3000))


@pytest.fixture
def partnership(db):
    return make.make_partnership()


def upload(client, partnership, content, name="logo.png"):
    return client.post(reverse("logo", args=[partnership.slug]), {"file": SimpleUploadedFile(name, content)})


@pytest.mark.slow
def test_the_partners_liaison_uploads_it_sees_it_and_removes_it(client, partnership):
    client.force_login(make.make_liaison(partnership))
    page = reverse("logo", args=[partnership.slug])
    assert upload(client, partnership, picture()).status_code == 302
    assert "data:image/png;base64," in client.get(page).text
    assert newest_logo(partnership.partner).content_type == PNG
    client.post(page, {"remove": "yes"})
    assert newest_logo(partnership.partner) is None
    assert Logo.objects.get().removed_at


def test_what_is_refused_says_so_on_the_page(client, partnership):
    client.force_login(make.make_director(partnership))
    answer = upload(client, partnership, b"hello")
    assert answer.status_code == 422
    assert "This is no picture. Upload the logo as PNG, JPEG or SVG." in answer.text
    assert not Logo.objects.exists()


def test_a_viewer_uploads_none(client, partnership):
    client.force_login(make.make_viewer(partnership))
    assert upload(client, partnership, picture()).status_code == 403


def test_a_logo_is_never_changed(partnership):
    kept = keep_logo(partnership.partner, Drawn(b"x", PNG), by=make.make_user())
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Logo.objects.filter(pk=kept.pk).update(content=b"y")
