import pytest
from django.core.management import CommandError, call_command

from reports.models import PublicationStatus
from reports.tasks import request_document
from reports.worker import Worker
from tests.factories import (
    REPORT,
    adopt,
    close,
    make_assessment,
    make_edition,
    make_partnership,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

DOCUMENT = "state-of-the-partnership"


def render(*arguments, **options):
    call_command("render_document", *arguments, **options)


@pytest.mark.django_db(transaction=True)
def test_it_writes_the_same_file_that_the_website_offers(tmp_path, capsys):
    assessment = close(make_assessment())
    publication = request_document(REPORT, assessment=assessment, by=make_user())
    Worker(batch=True, interval=0).run()
    publication.refresh_from_db()
    assert (publication.status, publication.failure) == (PublicationStatus.READY, "")
    path = tmp_path / "report.pdf"
    render(assessment.partnership.slug, DOCUMENT, output=path)
    assert path.read_bytes() == bytes(publication.content)
    assert publication.sha256 in capsys.readouterr().out


def test_without_a_name_it_takes_the_newest_final_assessment(tmp_path, capsys):
    partnership = make_partnership()
    older, newer = close(make_assessment(partnership)), close(make_assessment(partnership))
    make_assessment(partnership)
    paths = {}
    for name, assessment in (("older", older.public_id), ("newer", newer.public_id), ("default", None)):
        paths[name] = tmp_path / name
        render(partnership.slug, DOCUMENT, output=paths[name], assessment=assessment)
    assert paths["default"].read_bytes() == paths["newer"].read_bytes() != paths["older"].read_bytes()


def test_an_unknown_partnership_is_answered_with_those_there_are(tmp_path):
    make_partnership(slug="clayton")
    with pytest.raises(CommandError, match=r"There is no partnership “cleyton”\. There is: clayton\."):
        render("cleyton", DOCUMENT, output=tmp_path / "x.pdf")


def test_an_unknown_document_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(
        CommandError, match=r"There is no document “letter”\. There is: state-of-the-partnership"
    ):
        render("clayton", "letter", output=tmp_path / "x.pdf")


def test_a_document_is_made_for_whom_it_is_for(tmp_path):
    partnership = make_partnership(slug="clayton")
    adopt(make_edition(agreement=partnership.agreement))
    made = {who: tmp_path / who for who in ("parties", "public", "default")}
    for who, path in made.items():
        render("clayton", "agreement", output=path, audience=None if who == "default" else who)
    assert made["default"].read_bytes() == made["parties"].read_bytes() != made["public"].read_bytes()
    with pytest.raises(CommandError, match=r"“profile” is not made for “parties”\. It is for: public"):
        render("clayton", "profile", output=tmp_path / "x.pdf", audience="parties")


def test_without_a_final_assessment_it_names_the_others(tmp_path):
    draft = make_assessment()
    with pytest.raises(CommandError, match=rf"no final assessment.* {draft.public_id} \(draft\)"):
        render(draft.partnership.slug, DOCUMENT, output=tmp_path / "x.pdf")


def test_another_partnerships_assessment_is_not_found(tmp_path):
    other = close(make_assessment())
    with pytest.raises(CommandError, match=f"no assessment “{other.public_id}”"):
        render(make_partnership().slug, DOCUMENT, output=tmp_path / "x.pdf", assessment=other.public_id)


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    assessment = close(make_assessment())
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        render(assessment.partnership.slug, DOCUMENT, output=tmp_path / "nowhere" / "x.pdf")


def test_a_document_that_is_not_made_in_a_language_is_refused(tmp_path):
    with pytest.raises(CommandError, match="“state-of-the-partnership” is not made in Spanish"):
        render("clayton", DOCUMENT, output=tmp_path / "x.pdf", language="es")


def test_another_edition_than_the_one_in_force_is_named(tmp_path):
    partnership = make_partnership()
    make_assessment(partnership)
    with pytest.raises(CommandError, match="There is no edition “1999”"):
        render(partnership.slug, "form", output=tmp_path / "x.pdf", edition="1999")
    label = partnership.agreement.editions.get().label
    render(partnership.slug, "form", output=tmp_path / "x.pdf", edition=label)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")
