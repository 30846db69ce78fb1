"""Letters of many scripts: printed by bundled faces alone, in their direction, and found again by a search."""

import re
import subprocess

import pytest

from reports import fallbacks
from reports.pdf import print_pdf

from .check_tags import check_tags
from .tags import opened

pytestmark = pytest.mark.slow

WORDS = {
    "Cyrillic": "Привет <b>школа</b> <i>курс</i>",
    "Greek": "Σχολείο",
    "Vietnamese": "Trường học Tiếng Việt",
    "Arabic": "مدرسة <b>معلم</b> کتاب",
    "Hebrew": "בית <b>ספר</b> 25%",
    "Hindi": "विद्यालय <b>हिन्दी</b>",
    "Bengali": "বাংলা",
    "Tamil": "தமிழ்",
    "Telugu": "తెలుగు",
    "Thai": "โรงเรียน",
    "Khmer": "ខ្មែរ",
    "Burmese": "မြန်မာ",
    "Amharic": "አማርኛ",
    "Chinese": "学校 <b>简体中文</b>",
    "Japanese": "日本語の学校",
    "Korean": "한국어 학교",
    "emoji": "😀 🇺🇸 👩‍🏫 ✓ ★ → ½",
}
HTML = (
    '<!doctype html><html lang="en-US"><title>Words</title><body><h1>Words</h1>'
    + "".join(f"<p>{words}</p>" for words in WORDS.values())
    + "</body></html>"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("faces") / "words.pdf"
    path.write_bytes(print_pdf(HTML).content)
    return path


def out_of(command, path, *options):
    return subprocess.run([command, path, *options], capture_output=True, check=True, text=True).stdout


def test_all_are_tagged(path):
    document = print_pdf(HTML)
    assert document.content == path.read_bytes()  # drawn letters have no time of drawing
    with opened(document) as pdf:
        check_tags(pdf, HTML)


def test_bundled_faces_are_embedded_and_none_of_the_machine(path):
    names = {line.split()[0].split("+")[1] for line in out_of("pdffonts", path).splitlines()[2:]}
    bundled = ("Atkinson Hyperlegible", *fallbacks.FAMILIES)
    allowed = {
        f"{family}{style}".replace(" ", "-") for family in bundled for style in ("", " Bold", " Italic")
    }
    assert names <= allowed
    assert {"Noto-Emoji", "Noto-Sans-CJK-Bold", "Almarai-Bold"} <= names


@pytest.mark.parametrize("script", [one for one in WORDS if one != "Arabic"])
def test_its_words_are_found(path, script):
    words = re.sub(r"<[^>]+>", "", WORDS[script]).split()
    text = re.sub("[\u200e\u202a-\u202c]", "", out_of("pdftotext", path, "-raw", "-"))
    assert not [word for word in words if word not in text]


def test_arabic_words_stay_whole(path):
    """But for lam with alef, one sign, whose letters pdftotext turns around."""
    text = out_of("pdftotext", path, "-raw", "-")
    assert {"مدرسة", "معلم", "کتاب"} <= set(re.sub("[\u202a-\u202c]", "", text).split())


def test_text_from_right_to_left_begins_at_the_right(path):
    boxes = out_of("pdftotext", path, "-bbox", "-")
    (right,) = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">תיב<', boxes)  # as painted
    assert float(right) == pytest.approx(612 - 56.7, abs=1)
