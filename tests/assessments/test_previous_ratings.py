"""What stands beside an item: its rating and its wording a cycle earlier."""

import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from assessments.rating.previous_ratings import previous_assessment
from partnerships.models import LineageBreak
from tests import factories as make

pytestmark = pytest.mark.both_databases


class Years:
    """Two cycles of a partnership, the earlier one by an older edition, with much of its text in both."""

    def __init__(self, *, then_from=date(2022, 7, 1), same_scale=True):
        self.agreement = make.make_agreement()
        self.scale = make.make_scale()
        self.partnership = make.make_partnership(agreement=self.agreement)
        self.then = self.edition(then_from)
        self.now = self.edition(date(2024, 7, 1), self.scale if same_scale else make.make_scale())
        chapter, chapter_now = self.then.categories.get(), self.now.categories.get()
        self.item_then = make.make_item(chapter, text="Fill every post.", number="4")
        self.survey_then = make.make_item(chapter, text="A survey", number="3")
        goals = make.make_item(chapter, text="Develop:", number="6", is_rated=False)
        kept = self.item_then.lineage, self.survey_then.lineage, goals.lineage
        self.item = make.make_item(chapter_now, text="Fill each post.", lineage=kept[0])
        make.make_item(chapter_now, text="Share calendars.")
        make.make_item(chapter_now, text="A survey", lineage=kept[1], is_rated=False)
        make.make_item(chapter_now, text="Develop:", lineage=kept[2], is_rated=False)
        make.make_item(chapter_now, text="Agree on:", is_rated=False)
        if then_from is None:
            make.retire(self.then)
        self.cycle_then = self.cycle(self.then, 2022)
        self.assessment = self.assess(self.cycle(self.now, 2024), by=self.partnership.partner)
        self.liaison = make.make_liaison(self.partnership)
        self.director = make.make_director(self.partnership)
        self.url = f"/assessments/{self.assessment.public_id}/"

    def edition(self, start, scale=None):
        edition = make.make_edition(agreement=self.agreement, scale=scale or self.scale, effective_from=start)
        make.make_category(edition, number=1)
        return edition

    def cycle(self, edition, year):
        days = {"start": date(year, 7, 1), "end": date(year + 1, 6, 30)}
        period = make.make_period(label=f"{year}-{year + 1}", **days)
        return make.make_cycle(edition=edition, period=period)

    def assess(self, cycle=None, status=None, **fields):
        assessment = make.make_assessment(self.partnership, cycle=cycle or self.cycle_then, **fields)
        return make.close(assessment, status) if status else assessment

    def joint(self, code=None, status="final", **rating):
        """The joint assessment of September 2022."""
        joint = self.assess(date=date(2022, 9, 1), date_is_month=True)
        if code:
            make.make_rating(joint, self.item_then, code, **rating)
        return make.close(joint, status)

    def break_line(self, edition, reason, lineage=None):
        LineageBreak.objects.create(
            edition=edition,
            lineage=lineage or self.item.lineage,
            reason=reason,
            made_by=self.director,
        )


@pytest.fixture
def years(db):
    return Years()


@pytest.fixture
def liaison(client, years):
    client.force_login(years.liaison)
    return client


def beside(client, url, reference="1.1"):
    """What a person reads beneath the answer, without what is loaded when it is opened."""
    return words_beside(client.get(url).text, reference)


def words_beside(page, reference):
    start = page.index(f'id="meta-{reference}"')
    words = strip_tags(page[page.index(">", start) + 1 : page.index("</article>", start)])
    return re.sub(r"\s+", " ", words).split(" Shown by")[0].strip()


def test_last_cycles_rating_stands_there_with_whose_it_is_and_when(liaison, years):
    years.joint("1", flag=True, comment="Two posts are open.")
    assert beside(liaison, years.url) == (
        "September 2022, joint assessment: 1 An approach is in place, * Has impacted student outcomes "
        "· was 1.4 then “Two posts are open.” Wording changed since September 2022 Fill every each post."
    )


def test_words_that_come_and_go_are_marked(liaison, years):
    years.joint("1")
    page = liaison.get(years.url).text
    assert "<p>Fill <del>every</del> <ins>each</ins> post. </p>" in page


def test_a_long_comment_is_folded_to_its_beginning(liaison, years):
    years.joint("1", comment="Many words. " * 40)
    page = liaison.get(years.url).text
    assert '<details class="quote"><summary>“Many words.' in page


def test_a_rated_item_says_that_it_rose(liaison, years):
    years.joint("1")
    make.make_rating(years.assessment, years.item, "3")
    assert "An approach is in placerose" in beside(liaison, years.url)


def test_the_read_view_says_it_too(client, years):
    years.joint("2")
    make.make_rating(years.assessment, years.item, "1")
    make.close(years.assessment, "submitted")
    client.force_login(years.director)
    assert "Fully implementedfell · was 1.4 then" in beside(client, years.url)


def test_a_save_says_at_once_what_became_of_it(liaison, years):
    years.joint("1")
    assert '<input type="hidden" name="1.1-before" value="1">' in liaison.get(years.url).text
    data = {"1.1-level": "3", "1.1-version": "0", "1.1-comment": "", "1.1-before": "1"}
    answer = liaison.post(f"{years.url}items/1.1/", data, headers={"HX-Request": "true"}).text
    assert '<b class="trend" id="trend-1.1" hx-swap-oob="true">rose</b>' in answer


def test_a_save_without_an_earlier_level_names_no_trend(liaison, years):
    data = {"1.1-level": "3", "1.1-version": "0", "1.1-comment": ""}
    answer = liaison.post(f"{years.url}items/1.1/", data, headers={"HX-Request": "true"}).text
    assert "trend-1.1" not in answer


@pytest.mark.parametrize("reference", ["1.2", "1.5"])
def test_an_item_or_heading_that_was_not_there_is_new(liaison, years, reference):
    years.joint("1")
    assert beside(liaison, years.url, reference) == "New in this edition"


def test_a_heading_that_had_another_number_says_so(liaison, years):
    years.joint("1")
    assert beside(liaison, years.url, "1.4") == "September 2022: was 1.6 then"


def test_a_rated_item_that_is_a_heading_now_keeps_its_rating_without_a_trend(liaison, years):
    joint = years.joint(status="draft")
    make.make_rating(joint, years.survey_then, "1")
    make.close(joint)
    assert beside(liaison, years.url, "1.3") == "September 2022, joint assessment: 1 An approach is in place"


def test_an_item_left_unrated_then_says_so(liaison, years):
    years.joint()
    assert beside(liaison, years.url).startswith("September 2022, joint assessment: not rated")


def test_without_an_earlier_assessment_nothing_is_said(liaison, years):
    assert beside(liaison, years.url) == ""


@pytest.mark.parametrize("where", ["between", "now"])
def test_a_broken_line_says_why_and_names_no_trend(liaison, years, where):
    years.joint("1")
    make.make_rating(years.assessment, years.item, "3")
    edition = make.adopt(years.edition(date(2023, 7, 1))) if where == "between" else years.now
    years.break_line(edition, "Another survey.")
    text = beside(liaison, years.url)
    assert "Not comparable with September 2022: Another survey." in text
    assert "rose" not in text
    assert "data-changed" not in liaison.get(years.url).text


@pytest.mark.parametrize("where", ["then", "later", "elsewhere"])
def test_a_break_outside_of_the_two_editions_is_none_of_theirs(liaison, years, where):
    years.joint("1")
    if where == "elsewhere":
        years.break_line(years.now, "Why", lineage="another")
    else:
        years.break_line(years.then if where == "then" else years.edition(date(2025, 7, 1)), "Why")
    assert "Not comparable" not in beside(liaison, years.url)


def test_an_edition_without_a_first_day_is_the_oldest(client, db):
    years = Years(then_from=None)
    client.force_login(years.liaison)
    years.joint("1")
    years.break_line(years.then, "Long ago")
    years.break_line(years.now, "Now")
    assert "Not comparable with September 2022: Now" in beside(client, years.url)


def test_levels_of_another_scale_are_not_compared(client, db):
    years = Years(same_scale=False)
    client.force_login(years.liaison)
    years.joint("1")
    make.make_rating(years.assessment, years.item, "3")
    text = beside(client, years.url)
    assert "1 An approach is in place · was" in text
    assert "Not comparable with September 2022: another scale was used then." in text


# Whose


def test_the_same_side_comes_first_then_the_joint_one_then_the_partners_own(years):
    lead, partner = years.agreement.lead, years.partnership.partner
    ours = years.assess(by=partner, status="submitted")
    theirs = years.assess(by=lead, status="submitted")
    joint = years.joint()
    cycle = years.assessment.cycle
    for by, expected in ((partner, ours), (lead, theirs), (None, joint)):
        one = years.assessment if by == partner else years.assess(cycle, by=by)
        assert previous_assessment(one, years.director) == expected
    third = make.make_organization()
    assert previous_assessment(years.assess(cycle, by=third), years.director) == joint


def test_the_partners_own_stands_in_where_there_is_no_joint_one(years):
    ours = years.assess(by=years.partnership.partner, status="submitted")
    years.assess(by=make.make_organization(), status="submitted")
    joint = years.assess(years.assessment.cycle)
    assert previous_assessment(joint, years.director) == ours


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_what_is_not_handed_in_is_not_compared_with(years, status):
    years.joint(status="draft")
    if status == "returned":
        years.partnership.assessments.filter(by=None).update(status="returned", remark="Again")
    assert previous_assessment(years.assessment, years.liaison) is None


def test_what_the_person_may_not_see_is_not_compared_with(years):
    """The lead agency's is submitted, but the partner still writes: nobody of the partner sees it."""
    theirs = years.assess(by=years.agreement.lead, status="submitted")
    years.assess(by=years.partnership.partner)
    assert previous_assessment(years.assessment, years.liaison) is None
    assert previous_assessment(years.assessment, years.director) == theirs


def test_the_newest_cycle_before_this_one_counts(years):
    years.joint()
    newer = years.assess(years.cycle(years.then, 2023), status="final")
    years.assess(years.cycle(years.now, 2025), status="final")
    assert previous_assessment(years.assessment, years.liaison) == newer


def test_another_partnerships_assessment_is_never_taken(years):
    other = make.make_partnership(agreement=years.agreement)
    make.close(make.make_assessment(other, cycle=years.cycle_then))
    assert previous_assessment(years.assessment, make.make_administrator()) is None


def test_keeping_theirs_shows_the_item_with_its_past(liaison, years):
    years.joint("1")
    page = liaison.get(f"{years.url}items/1.1/", headers={"HX-Request": "true"}).text
    assert "September 2022, joint assessment:" in page
    assert "Wording changed since September 2022" in page


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_with_a_past_takes_twelve_queries(client, db, more, django_assert_num_queries):
    agreement, scale = make.make_agreement(), make.make_scale()
    then, now = (make.make_category(make.make_edition(agreement=agreement, scale=scale)) for _ in range(2))
    pairs = []
    for _ in range(1 + more):
        before = make.make_item(then)
        pairs.append((before, make.make_item(now, lineage=before.lineage, text="Other words")))
    measure = make.make_measure(now)
    partnership = make.make_partnership(agreement=agreement)
    joint = make.make_assessment(partnership, cycle=make.make_cycle(edition=then.edition))
    own = make.make_assessment(
        partnership, cycle=make.make_cycle(edition=now.edition), by=partnership.partner
    )
    for before, item in pairs:
        make.make_rating(joint, before, "2", comment="So it was.")
        make.make_rating(own, item, "1").shown_by.create(measure=measure)
    make.close(joint)
    client.force_login(make.make_liaison(partnership))
    with django_assert_num_queries(12):
        page = client.get(f"/assessments/{own.public_id}/").text
    assert page.count("So it was.") == 1 + more


# The documents themselves


@pytest.mark.slow
def test_ratings_of_the_older_form_follow_the_renumbering(client, clayton):
    before = clayton.assessments.get()
    edition = clayton.agreement.editions.get(status="adopted")
    later = make.make_period(start=date(2033, 7, 1), end=date(2034, 6, 30))
    now = make.make_assessment(
        clayton, cycle=make.make_cycle(edition=edition, period=later), by=clayton.partner
    )
    client.force_login(make.make_liaison(clayton))
    moved = {"5.7.a": "5.8", "5.7.b": "5.9", "5.7.c": "5.10", "5.7.d": "5.11", "5.7.e": "5.12"}
    moved |= {"5.7.f": "5.13", "7.9": "7.10", "7.10": "7.9"}
    page = client.get(f"/assessments/{now.public_id}/").text
    for here, there in moved.items():
        rating = before.ratings.select_related("level").filter(item__reference=there).first()
        text = words_beside(page, here)
        if rating and rating.level:
            level = f"{rating.level.code} {rating.level.label}"
            assert text.startswith(f"September 2023, joint assessment: {level}"), here
        assert f"was {there} then" in text, here
