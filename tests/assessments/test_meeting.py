import pytest

from assessments.conference.comparing import ConferenceItem
from assessments.rating.lines import WorkspaceLine
from assessments.rating.rendering import ShownWhole
from partnerships.models import Item
from partnerships.wholes import WholeItem
from tests import factories as make

from .around import Round


@pytest.fixture
def around(db):
    return Round()


@pytest.fixture
def director(client, around):
    client.force_login(around.director)
    return client


def test_all_items_are_on_the_page_in_document_order(director, around):
    around.say(around.items[2], "0", "3")
    around.begin()
    page = director.get(around.meeting_url).text
    places = [page.index(f'id="item-1.{n}"') for n in (1, 2, 3)]
    assert places == sorted(places)
    assert page.count("data-differs") == 1
    assert page.count("data-unrated") == 3
    assert page.count('class="answer" data-item=') == 3


def test_each_item_shows_the_sides_with_their_comments(director, around):
    around.say(around.items[0], "1", "3", comment="Two posts are open.")
    around.begin()
    page = director.get(around.meeting_url).text
    assert "<dt>Clayton</dt>" in page
    assert "<dt>SSD</dt>" in page
    assert page.count("Two posts are open.") == 2
    assert "the sides differ" in page


@pytest.mark.parametrize(
    ("above", "text", "part", "is_long"),
    [(0, 240, 0, False), (0, 241, 0, True), (200, 41, 0, True), (0, 40, 201, True)],
)
def test_a_long_text_is_set_smaller(above, text, part, is_long):
    over, item, under = (Item(text="x" * length) for length in (above, text, part))
    whole = ShownWhole.of(WholeItem(item, (over,), (under,)), "Clayton")
    pair = ConferenceItem(WorkspaceLine(item), [], whole)
    assert pair.is_long is is_long


def test_a_reader_sees_the_joint_rating_and_no_form(client, around):
    joint = around.begin()
    make.make_rating(joint, around.items[0], "2")
    make.close(joint)
    client.force_login(around.viewer)
    page = client.get(around.meeting_url).text
    assert "Fully implemented" in page
    assert "1.2 is not rated yet" in page
    assert "-level" not in page
    assert "saving.js" not in page
    assert "choose this level" not in page


def test_it_is_hidden_from_those_who_may_not_read_the_joint_one(client, around):
    around.begin()
    for user in (around.viewer, make.make_administrator(), make.make_user()):
        client.force_login(user)
        assert client.get(around.meeting_url).status_code == 404


def test_without_javascript_all_is_saved_from_here(director, around):
    joint = around.begin()
    page = director.get(around.meeting_url).text
    assert page.count('<button type="submit" form="answers" name="place"') == 3
    assert f'action="/assessments/{joint.public_id}/ratings/"' in page
    assert '<input type="hidden" name="at" value="meeting">' in page


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_takes_as_many_queries_for_many_items(client, db, items, django_assert_num_queries):
    around = Round(items=items)
    joint = around.begin()
    for item in around.items:
        around.say(item, "2", "1", comment="Said")
        make.make_rating(joint, item, "2")
    client.force_login(around.director)
    with django_assert_num_queries(12):
        client.get(around.meeting_url)


def test_it_ends_with_what_comes_next(director, around):
    around.begin()
    page = director.get(around.meeting_url).text
    end = page.partition('id="slide-next"')[2].partition("</article>")[0]
    assert f"/assessments/{around.joint.public_id}/submit/" in end
    assert page.index('id="slide-next"') > page.index('id="slide-decisions"')
