"""What is unchanged is rated as it was a cycle before, by a press that says so."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Assessment, Rating
from assessments.rating.as_before import save_as_before
from assessments.rating.saving import save_rating
from assessments.workflow.before_submitting import checklist_of
from assessments.workflow.history import history_of_rating
from partnerships.models import LineageBreak
from tests import factories as make
from tests.assessments.around import Round
from tests.words import words_in

pytestmark = pytest.mark.both_databases


class Years:
    """Two cycles by two editions, with promises that are the same, changed and new; all rated 2 in the earlier."""

    def __init__(self, *, same_scale=True):
        agreement, scale = make.make_agreement(), make.make_scale()
        scales = scale, scale if same_scale else make.make_scale()
        self.partnership = make.make_partnership(agreement=agreement)
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        then, self.now = (
            make.make_edition(agreement=agreement, scale=scale, effective_from=date(year, 7, 1))
            for year, scale in zip((2022, 2024), scales, strict=True)
        )
        earlier, chapter = make.make_category(then, number=1), make.make_category(self.now, number=1)
        self.same = self.both(earlier, chapter, "Fill every post.")
        self.changed = self.both(earlier, chapter, "Meet.", "Meet weekly.")
        self.leading = self.both(earlier, chapter, "Work together to:")
        self.both(earlier, chapter, "plan,", "plan ahead,", parent=self.leading, is_rated=False)
        self.new = make.make_item(chapter, text="Share calendars.")
        self.other = self.both(*(make.make_category(one, number=2) for one in (then, self.now)), "Train.")
        past = self.assess(then, 2022)
        for item in past.items().rated():
            make.make_rating(past, item, "2", flag=True, comment="So it was.")
        make.close(past)
        self.assessment = self.assess(self.now, 2024, by=self.partnership.partner)
        self.url = f"/assessments/{self.assessment.public_id}/"

    def both(self, earlier, chapter, text, now="", parent=None, **fields):
        above = parent and earlier.items.get(lineage=parent.lineage)
        then = make.make_item(earlier, text=text, parent=above, **fields)
        return make.make_item(chapter, text=now or text, parent=parent, lineage=then.lineage, **fields)

    def assess(self, edition, year, **fields):
        label = f"{year}-{year + 1}"
        period = make.make_period(label=label, start=date(year, 7, 1), end=date(year + 1, 6, 30))
        cycle = make.make_cycle(edition=edition, period=period)
        assessment = make.make_assessment(self.partnership, cycle=cycle, **fields)
        return Assessment.objects.with_partnership().get(pk=assessment.pk)

    def press(self, of=""):
        return save_as_before(self.assessment, of, by=self.liaison)

    def rated(self):
        return {
            rating.item.reference: (
                rating.level and rating.level.code,
                rating.flag,
                rating.comment,
                rating.as_in,
            )
            for rating in self.assessment.ratings.select_related("item", "level")
        }

    def save(self, item, code, comment="", flag=False):
        rating = Rating.objects.filter(assessment=self.assessment, item=item).first()
        level = self.now.scale.levels.get(code=code)
        version = rating.version if rating else 0
        entry = {"level": level, "flag": flag, "comment": comment, "version": version}
        return save_rating(self.assessment, item, rating, by=self.liaison, **entry)


@pytest.fixture
def years(db):
    return Years()


AS_IT_WAS = ("2", True, "", "2022-2023")


def test_all_that_is_unchanged_is_rated_as_it_was_without_the_comment(years):
    taken = years.press()
    assert taken.sentence == (
        "2 items are rated as in 2022-2023; 3 that changed or had no level to compare with wait for you."
    )
    assert years.rated() == {"1.1": AS_IT_WAS, "2.1": AS_IT_WAS}


@pytest.mark.parametrize(("of", "rated"), [("1.1", {"1.1"}), ("2", {"2.1"}), ("1.2", set()), ("9", set())])
def test_an_item_or_a_category_alone(years, of, rated):
    years.press(of)
    assert set(years.rated()) == rated


def test_what_is_rated_already_stays(years):
    years.save(years.same, "0", "Ours")
    years.press()
    assert years.rated()["1.1"] == ("0", False, "Ours", "")


def test_a_comment_without_a_level_stays_beside_it(years):
    make.make_rating(years.assessment, years.same, comment="To ask")
    years.press()
    assert years.rated()["1.1"] == ("2", True, "To ask", "2022-2023")
    assert Rating.objects.get(assessment=years.assessment, item=years.same).version == 2


def test_what_is_said_not_to_be_comparable_is_left(years):
    LineageBreak.objects.create(
        edition=years.now, lineage=years.same.lineage, reason="Another aim", made_by=years.director
    )
    years.press()
    assert set(years.rated()) == {"2.1"}


def test_nothing_is_taken_from_another_scale(db):
    years = Years(same_scale=False)
    assert years.press().sentence.startswith("Nothing is rated as before")
    assert years.rated() == {}


def test_of_two_who_press_the_second_changes_nothing(years):
    years.press()
    before = Rating.history.count()
    assert years.press().references == ()
    assert Rating.history.count() == before


def test_whoever_chooses_a_level_or_flag_ends_it_and_a_comment_does_not(years):
    years.press()
    assert years.save(years.same, "2", "A word", flag=True).as_in == "2022-2023"
    assert years.save(years.same, "2", "A word").as_in == ""
    assert years.save(years.other, "3", flag=True).as_in == ""


def test_the_history_says_it(years):
    years.press("1.1")
    rating = Rating.objects.get(assessment=years.assessment)
    (entry,) = history_of_rating(rating)
    assert entry.who == years.liaison.name
    assert entry.sentences[0].endswith(", taken as it was in 2022-2023.")


def test_the_check_list_says_how_many_as_only_worth_a_look(years):
    years.press()
    point = next(one for one in checklist_of(years.assessment) if "2022-2023" in one.sentence)
    assert point.sentence == "2 of 5 items are rated as in 2022-2023, unchanged:"
    assert point.is_only_a_hint
    assert [link for link, _ in point.links] == ["1.1", "2.1"]


def test_the_database_refuses_it_without_a_level(years):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_rating(years.assessment, years.same, as_in="2022-2023")


def test_the_conference_shows_it_beside_what_the_side_says(client, db):
    sides = Round()
    sides.say(sides.items[0], "2", None, as_in="2022-2023")
    sides.begin()
    client.force_login(sides.director)
    assert client.get(sides.url).text.count("as in 2022-2023") == 1


def form(years, then, **levels):
    """The page as it is sent without JavaScript."""
    items = years.assessment.items().rated()
    fields = {f"{item.reference}-level": levels.get(f"at_{item.pk}", "") for item in items}
    return fields | {f"{item.reference}-version": 0 for item in items} | {"then": then}


@pytest.mark.slow
def test_the_press_takes_along_what_was_chosen_and_says_what_it_did(client, years):
    client.force_login(years.liaison)
    page = client.get(years.url).text
    assert "Your choices are saved, all of them, whichever button of this page you press." in page
    assert page.count(">As in 2022-2023<") == 2
    chosen = {f"at_{years.same.pk}": "3"}
    answer = client.post(f"{years.url}ratings/", form(years, "as-before", **chosen), follow=True)
    words = words_in(answer.text)
    assert "1 rating saved." in words
    assert "1 item is rated as in 2022-2023; 3 that changed" in words
    assert words.count("as in 2022-2023 Comment on 2.1") == 1
    assert years.rated() == {"1.1": ("3", False, "", ""), "2.1": AS_IT_WAS}
    assert ">As in 2022-2023<" not in answer.text


def test_a_page_opened_before_somebody_rated_takes_nothing_back(client, years):
    stale = form(years, "as-before 1.1")
    years.save(years.same, "3")
    client.force_login(years.liaison)
    assert client.post(f"{years.url}ratings/", stale).status_code == 302
    assert years.rated()["1.1"] == ("3", False, "", "")


def test_who_only_reads_and_who_comes_too_late_are_refused(client, years):
    client.force_login(make.make_viewer(years.partnership))
    assert client.post(f"{years.url}ratings/", form(years, "as-before")).status_code in (403, 404)
    make.close(years.assessment)
    client.force_login(years.liaison)
    assert client.post(f"{years.url}ratings/", form(years, "as-before")).status_code == 409
    assert ">As in" not in client.get(years.url).text
    assert years.rated() == {}
