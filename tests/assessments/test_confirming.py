"""Each side confirms the joint assessment before it is final."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Confirmation, Highlight, Rating
from assessments.workflow.applying import TransitionRefused
from tests import factories as make
from tests.test_site import signed_in

from .around import Round

pytestmark = pytest.mark.both_databases


class Table(Round):
    """Clayton and SSD have agreed on a joint assessment, and SSD's director has submitted it."""

    def __init__(self):
        super().__init__()
        self.draft = self.begin()
        self.first = make.make_rating(self.draft, self.items[0], "2")
        make.submit(self.draft, by=self.director, words="As it was agreed.")
        self.page = f"/assessments/{self.draft.public_id}/"

    def status(self):
        return Assessment.objects.get(pk=self.draft.pk).status

    def post(self, person, name, **form):
        return signed_in(person).post(f"{self.page}{name}/", {"seen": 1} | form, follow=True)

    def change_and_submit(self, by):
        """Sent back, changed and submitted once more."""
        self.post(self.liaison, "send-back", words="1.1 was a 3.")
        rating = Rating.objects.get(pk=self.first.pk)
        rating.level = self.edition.scale.levels.get(code="3")
        rating.save()
        make.make_rating(self.draft, self.items[1], "1")
        Highlight.objects.create(assessment=self.draft, kind="focus", text="Buses")
        make.submit(self.draft, by=by, words="Now as agreed.")


@pytest.fixture
def table(db):
    return Table()


@pytest.mark.slow
def test_one_side_alone_does_not_make_it_final(table):
    page = table.post(table.director, "final").text
    assert "Nothing was done. It becomes final as soon as Clayton confirms it." in page
    again = table.post(table.director, "confirm").text
    assert "Nothing was done. It is confirmed already by SSD." in again
    assert f'href="{table.page}final/"' not in signed_in(table.director).get(table.page).text
    assert table.status() == "submitted"
    with pytest.raises(IntegrityError, match="becomes final when each side has"), transaction.atomic():
        Assessment.objects.filter(pk=table.draft.pk).update(status="final")


@pytest.mark.slow
def test_the_last_confirmation_makes_it_final_with_its_sides(table):
    page = signed_in(table.liaison).get(f"{table.page}confirm/").text
    assert "<h1>Confirm for Clayton</h1>" in page
    assert "It becomes final with it." in page
    page = " ".join(table.post(table.liaison, "confirm").text.split())
    assert "Every side has confirmed it now: the joint assessment is final." in page
    assert {one.status for one in table.cycle.assessments.all()} == {"final"}
    for side, person in (("Clayton", table.liaison), ("SSD", table.director)):
        assert f"<b>{side}</b> confirmed it: {person.name}," in page
    assert [event.kind for event in table.draft.events.all()] == ["submitted", "confirmed", "made_final"]
    assert "Final: every side has confirmed it." in signed_in(table.viewer).get(f"{table.page}history/").text


@pytest.mark.slow
def test_every_side_at_the_table_is_asked_whoever_it_is(db):
    around = Round()
    library = around.ask("Library")
    joint = around.begin()
    make.submit(joint, by=around.liaison)
    assert [side.short_name for side in joint.in_round.to_confirm] == ["SSD", "Library"]
    make.confirm(joint, by=around.director)
    reader = make.make_user()
    make.make_membership(reader, library.by)
    assert joint.status == "submitted"
    make.confirm(joint, by=reader)
    assert joint.status == "final"


def test_a_joint_assessment_of_nobody_else_is_of_the_partner_and_the_lead_agency(sheet):
    joint = make.make_assessment(sheet.partnership, cycle=make.make_cycle(edition=sheet.edition))
    make.submit(joint, by=sheet.director)
    with pytest.raises(TransitionRefused, match="It becomes final as soon as"):
        make.make_final(joint, by=sheet.director)
    make.confirm(joint, by=sheet.liaison)
    assert joint.status == "final"


@pytest.mark.slow
def test_one_person_speaks_for_one_side(table):
    make.make_membership(table.director, table.partnership.partner)
    answer = table.post(Assessment.objects.get(pk=table.draft.pk).submitted_by, "confirm").text
    spoken = Confirmation.objects.get()
    other = {"SSD": "Clayton", "Clayton": "SSD"}[spoken.organization.short_name]
    assert f"You confirmed it for {spoken.organization.short_name}." in answer
    assert [side.short_name for side in table.draft.in_round.to_confirm] == [other]
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(
            assessment=table.draft, organization=table.partnership.partner, submission=1, by=table.director
        )


@pytest.mark.slow
def test_a_change_asks_again_and_says_what_changed_and_who_confirmed_before(table):
    table.change_and_submit(by=table.liaison)
    assert table.status() == "submitted"
    page = " ".join(signed_in(table.director).get(f"{table.page}confirm/").text.split())
    assert f"{table.director.name} confirmed it on" in page
    assert f"{table.director.name} confirmed it for SSD on" in page
    told = page.partition("What changed since")[2].partition("</ul>")[0]
    for words in (
        "Changed the level from 2 (Fully implemented) to 3 (Positive outcomes).",
        "Rated 1 (An approach is in place).",
        "Added the area of focus “Buses”",
    ):
        assert words in told
    table.post(table.director, "confirm", seen=2)
    assert table.status() == "final"


@pytest.mark.slow
def test_what_was_read_before_it_changed_is_not_confirmed(table):
    table.change_and_submit(by=table.director)
    for form in ({"seen": 1}, {"seen": ""}, {"seen": "²"}, {"seen": "9" * 30}):
        page = table.post(table.liaison, "confirm", **form).text
        assert "this was sent back, changed and submitted again after you opened the page" in page
    assert table.status() == "submitted"


@pytest.mark.slow
@pytest.mark.parametrize("who", ["liaison", "director"])
def test_each_side_sends_back_what_is_not_as_agreed(table, who):
    person = getattr(table, who)
    assert "Is something not as it was agreed?" in signed_in(person).get(table.page).text
    page = table.post(person, "send-back", words="1.1 was a <3>.").text
    assert "1.1 was a &lt;3&gt;." in page
    assert table.status() == "returned"


@pytest.mark.slow
def test_a_director_closes_it_for_a_reason_that_is_shown_to_everybody(table):
    url = f"{table.page}close/"
    assert "Make final without the confirmation of Clayton" in signed_in(table.director).get(url).text
    refused = table.post(table.director, "close", words=" ")
    assert (refused.status_code, table.status()) == (422, "submitted")
    assert "Say why it is made final without every confirmation." in refused.text
    table.post(table.director, "close", words="Clayton's board <dissolved>.")
    assert {one.status for one in table.cycle.assessments.all()} == {"final"}
    reader = signed_in(table.viewer)
    for address in (table.page, f"{table.page}conference/", f"{table.page}history/"):
        page = " ".join(reader.get(address).text.split())
        assert "Clayton&#x27;s board &lt;dissolved&gt;." in page
    page = reader.get(table.page).text
    assert "<b>Not confirmed by every side.</b>" in page
    assert "<b>Clayton</b> did not confirm it" in " ".join(page.split())


@pytest.mark.slow
def test_nobody_closes_without_a_reason_what_everybody_confirmed(table):
    table.post(table.liaison, "confirm")
    make.reopen(table.draft, by=table.director, words="A wrong date.")
    make.submit(table.draft, by=table.director)
    assert [side.short_name for side in table.draft.in_round.to_confirm] == ["Clayton"]
    make.confirm(table.draft, by=table.liaison)
    assert (table.status(), table.draft.closing_reason) == ("final", "")


def test_while_it_is_confirmed_the_database_lets_nothing_in_it_change(table):
    changes = [
        lambda: Rating.objects.filter(pk=table.first.pk).update(comment="Otherwise"),
        lambda: make.make_rating(table.draft, table.items[1], "1"),
        lambda: Highlight.objects.create(assessment=table.draft, kind="focus", text="Buses"),
        lambda: Assessment.objects.filter(pk=table.draft.pk).update(participants="Others"),
        lambda: Assessment.objects.filter(pk=table.draft.pk).update(date=date(2024, 1, 1)),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="for each side to confirm"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError, match="as it is submitted now"), transaction.atomic():
        Confirmation.objects.create(
            assessment=table.draft, organization=table.partnership.partner, submission=2, by=table.liaison
        )


@pytest.mark.slow
def test_what_was_sent_back_is_called_so_and_is_for_those_who_work_on_it(table):
    table.post(table.liaison, "confirm")
    make.reopen(table.draft, by=table.director, words="A wrong date.")
    make.submit(table.draft, by=table.director)
    table.post(table.liaison, "send-back", seen=2, words="1.1 was a 3.")
    page = signed_in(table.director).get(table.page).text
    assert "<b>Sent back</b>" in page
    assert f"{table.liaison.name} sent it back: “1.1 was a 3.”" in signed_in(table.director).get("/").text
    make.submit(table.draft, by=table.director)
    make.confirm(table.draft, by=table.liaison)
    assert "1.1 was a 3." not in signed_in(table.viewer).get(table.page).text
    assert "1.1 was a 3." in signed_in(table.liaison).get(table.page).text


@pytest.mark.slow
def test_others_neither_confirm_nor_send_back(table):
    library = table.partnership.parties.create(organization=make.make_organization()).organization
    reader = make.make_user()
    make.make_membership(reader, library)
    for person in (table.viewer, reader, make.make_administrator()):
        for name in ("confirm", "send-back", "close"):
            assert table.post(person, name, words="Because").status_code == 403
    assert (table.status(), Confirmation.objects.count()) == ("submitted", 1)


def test_the_list_says_whose_confirmation_is_waited_for(table):
    page = signed_in(table.director).get(f"/partnerships/{table.partnership.slug}/assessments/").text
    assert "It becomes final as soon as Clayton confirms it." in page


@pytest.mark.slow
def test_who_is_no_longer_asked_writes_along_and_has_nothing_to_confirm(db):
    around = Round()
    library = around.ask("Library")
    make.give_back(around.own, by=around.director, words="Once more.")
    make.withdraw(around.own, by=around.director, words="They do not answer.")
    joint = around.begin()
    client = signed_in(around.liaison)
    page = client.get(f"/assessments/{joint.public_id}/submit/").text
    assert "It becomes final as soon as SSD and Library confirm it." in page
    client.post(f"/assessments/{joint.public_id}/submit/", {"words": "As agreed."})
    joint.refresh_from_db()
    assert joint.status == "submitted"
    assert [side.short_name for side in joint.in_round.at_the_table] == ["SSD", library.by.short_name]
    assert not Confirmation.objects.exists()
