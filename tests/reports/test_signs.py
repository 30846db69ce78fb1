"""What the typeface cannot print is named, with its place, before a document is made."""

import pytest
from django.core.management import call_command

from assessments.models import Assessment
from reports.documents import DOCUMENTS
from reports.models import DocumentKind, Publication
from reports.parts import Readers
from reports.signs import unprintable
from tests import factories as make

REPORT = DOCUMENTS[DocumentKind.STATE_OF_THE_PARTNERSHIP]


def named(html):
    return list(map(str, unprintable(html)))


@pytest.mark.parametrize("sign", ["☐", "ᎠᏂ", "☒☒", "𓀀"])
def test_what_no_bundled_typeface_has_is_named_whole(sign):
    assert named(f"<p data-place='3.8'>Said {sign}, <b>twice</b> {sign}</p>") == [f"3.8: {sign}"]


@pytest.mark.parametrize(
    "text",
    [
        "École “Gebärden” – 5 ½ ≥ 3",
        "e\u0301te\u0301",
        "a\u00a0b\u200bc\ufe0f",
        "&#8212; &amp; 3 < 4",
        "😀 👩🏽‍🏫 你好 한국어 नमस्ते ሰላም ✓ عربي",
    ],
)
def test_what_can_be_printed_is_not_named(text):
    assert named(f"<p>{text}</p>") == []


def test_the_place_is_what_the_nearest_element_says_or_the_headings_above():
    html = (
        "<h1>Title</h1><p>Ꭰ</p><h2>Evidence</h2><h3>Category 1</h3><p>Ꭱ</p>"
        "<ul data-place='Strengths'><li>Ꭲ<br>Ꭳ</ul><h2>B</h2>Ꭰ"
    )
    assert named(html) == ["The first page: Ꭰ", "Evidence, Category 1: Ꭱ", "Strengths: Ꭲ, Ꭳ", "B: Ꭰ"]


@pytest.fixture
def assessment(unlocked):
    assessment = make.make_assessment()
    partnership = assessment.partnership
    item = make.make_item(make.make_category(assessment.cycle.edition), text="Meet")
    Assessment.objects.filter(pk=assessment.pk).update(by=partnership.partner)
    make.make_rating(assessment, item, "2", comment="Done: ᎠᏂ")
    partnership.document_layouts.create(
        kind=make.REPORT, updated_by=make.make_user()
    )  # all parts, comments too
    return Assessment.objects.with_partnership().get(pk=assessment.pk)


@pytest.mark.slow
def test_a_comment_is_named_with_its_item_and_whose_it_is(assessment):
    whose = assessment.partnership.partner.short_name
    assert list(map(str, REPORT.before(Readers(), assessment=assessment).unprintable)) == [
        f"1.1, comment of {whose}: ᎠᏂ"
    ]


@pytest.mark.slow
def test_it_is_named_before_the_document_is_made_and_the_document_is_made_all_the_same(client, assessment):
    partnership = assessment.partnership
    client.force_login(make.make_liaison(partnership))
    page = make.ask_for_document(client, make.REPORT, partnership, assessment).text
    assert "Before the document is made" in page
    assert "ᎠᏂ" in page
    assert f"of={assessment.public_id}" in page  # the way back leads to the same assessment
    assert not Publication.objects.exists()
    make.ask_for_document(client, make.REPORT, partnership, assessment, anyway="yes")
    assert Publication.objects.get().is_waiting


@pytest.mark.slow
def test_the_shell_names_it_too(assessment, tmp_path, capsys):
    options = {"assessment": assessment.public_id, "output": tmp_path / "report.pdf"}
    call_command(
        "render_document", assessment.partnership.slug, DocumentKind.STATE_OF_THE_PARTNERSHIP, **options
    )
    assert "The typeface has no signs for: 1.1, comment" in capsys.readouterr().err
    assert (tmp_path / "report.pdf").exists()
