import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionsteps.models import ActionStep, Progress
from actionsteps.plans.versions import release, start_next
from actionsteps.progress.noting import note, reckon_next
from tests import factories as make


class Box:
    """The page of one step's progress, as somebody sends its form."""

    def __init__(self, client, plan):
        self.client, self.plan = client, plan
        self.sign_in(plan.liaison)

    def sign_in(self, person):
        self.client.force_login(person)

    def url(self, step, name="action-step-progress"):
        return reverse(name, args=[self.plan.partnership.slug, step.public_id])

    def read(self, step):
        return self.client.get(self.url(step)).text

    def send(self, step, **typed):
        seen = re.search(r'name="seen" value="([^"]*)"', self.read(step))
        return self.client.post(self.url(step), {"seen": seen[1] if seen else ""} | typed, follow=True)


@pytest.fixture
def box(client, plan):
    return Box(client, plan)


@pytest.mark.slow
def test_one_line_is_a_sentence_and_a_press(box, plan):
    step = plan.step()
    page = box.send(step, words="Two of five met.", status="under_way").text
    assert "Noted: the step is under way." in page
    assert f"{timezone.localdate():%b} {timezone.localdate().day}" in page
    assert "Two of five met." in page
    assert ActionStep.objects.get().status == "under_way"


@pytest.mark.slow
def test_done_asks_what_came_of_it_and_offers_the_evidence(box, plan):
    step = plan.step()
    row = make.make_row(plan.category, plan.partnership, label="Satisfaction of families")
    step.rows.add(row)
    asked = box.send(step, status="done")
    assert asked.status_code == 422
    assert "What came of it?" in asked.text
    page = box.send(step, status="done", words="All 23 families answered.").text
    values = reverse("evidence-values", args=[plan.partnership.slug, plan.edition.label, row.lineage])
    assert f'<a href="{values}">Enter Satisfaction of families</a>' in page


@pytest.mark.slow
def test_a_refused_form_comes_back_with_what_was_typed(box, plan):
    step, tomorrow = plan.step(), timezone.localdate() + timedelta(days=1)
    page = box.send(step, words="Met early.", status="under_way", on=str(tomorrow))
    assert page.status_code == 422
    assert "a day that has come" in page.text
    assert "Met early.</textarea>" in page.text
    assert f'value="{tomorrow}"' in page.text
    long = box.send(step, words="x" * 2001, status="under_way")
    assert "At most 2000 characters fit" in long.text
    assert not Progress.objects.exists()


@pytest.mark.slow
def test_occasions_are_ticked_off_each_with_a_note(box, plan):
    step = plan.monthly()
    reckon_next(step)
    page = box.send(step, words="Met with three principals.", occasion="2023-09-15").text
    assert "1 of 3 ticked off" in page
    assert "Sep 15, 2023 ticked off" in page
    assert "Oct 15, 2023, late" in page
    again = box.send(step, occasion="2023-09-15")
    assert "has ticked off this occasion already" in again.text


@pytest.mark.slow
def test_what_somebody_else_said_meanwhile_is_shown_beside_what_was_typed(box, plan):
    step = plan.step()
    seen = re.search(r'name="seen" value="([^"]*)"', box.read(step))[1]
    note(step, status="stopped", words="No money.", by=make.make_director(plan.partnership))
    typed = {"seen": seen, "status": "under_way", "words": "Met twice."}
    page = box.client.post(box.url(step), typed)
    assert page.status_code == 409
    assert "“No money.”" in page.text
    assert "Met twice.</textarea>" in page.text


@pytest.mark.slow
def test_a_line_sent_to_an_older_version_comes_back_where_the_step_goes_on(box, plan):
    step = plan.step()
    release(plan.plan, "2.1", by=plan.liaison)
    there = start_next(plan.plan, "2.2", by=plan.liaison).steps.get()
    page = box.client.post(box.url(step), {"status": "under_way", "words": "Met."})
    assert "goes on in version 2.2" in page.text
    assert f'action="{box.url(there)}"' in page.text
    assert "Met.</textarea>" in page.text
    assert "It goes on in version 2.2" in box.read(step)
    assert 'name="words"' not in box.read(step)


@pytest.mark.slow
def test_its_owner_says_how_far_it_is_even_where_they_only_read(box, plan):
    viewer = make.make_viewer(plan.partnership)
    theirs, other = plan.step(owner=viewer), plan.step()
    box.sign_in(viewer)
    assert "Nobody has noted anything yet." in box.read(other)
    refused = box.send(other, status="under_way")
    assert refused.status_code == 403
    assert "How far a step is, is said by its owner and by those who write the plan." in refused.text
    box.send(theirs, status="under_way", words="Called.")
    assert Progress.objects.get().by == viewer


@pytest.mark.slow
def test_what_a_role_has_can_be_taken_where_home_leads(box, plan):
    step = plan.step(owner_role="case managers", owner_side="partner")
    assert "Case managers of the partner are to do it; nobody has taken it yet." in box.read(step)
    assert f'action="{box.url(step, "action-step-take")}"' in box.read(step)
    box.client.post(box.url(step, "action-step-take"))
    assert f"{plan.liaison} does it." in box.read(step)


@pytest.mark.slow
def test_a_line_is_taken_back_by_who_wrote_it(box, plan):
    step, viewer = plan.step(), make.make_viewer(plan.partnership)
    line = note(step, status="done", words="Done.", by=plan.liaison)
    box.sign_in(viewer)
    url = box.url(step, "take-back-progress")
    assert box.client.post(url, {"line": line.pk}).status_code == 403
    assert box.client.post(url, {"line": "x"}).status_code == 404
    box.sign_in(plan.liaison)
    page = box.client.post(url, {"line": line.pk}, follow=True).text
    assert "(taken back by" in page
    assert ActionStep.objects.get().status == "not_started"


@pytest.mark.slow
def test_an_owner_is_asked_and_reads_the_question(box, plan):
    director = make.make_director(plan.partnership)
    step = plan.step(owner=director)
    assert f"Ask {director} how far it is" in box.read(step)
    box.client.post(box.url(step, "ask-step-owner"), {"words": "Will it be ready by May?"})
    box.sign_in(director)
    assert "“Will it be ready by May?”" in box.read(step)
    assert "Ask " not in box.read(step)


@pytest.mark.slow
def test_what_a_timeline_proposes_is_confirmed_with_a_press(box, plan):
    step = plan.step()
    page = box.read(step)
    assert "“Monthly”: <b>every month, from July 2023 to Jun 30, 2024</b>" in page
    form = dict(re.findall(r'name="(offer|seen)" value="([^"]*)"', page[page.index("proposed-days") :]))
    box.client.post(box.url(step, "confirm-step-days"), form)
    assert ActionStep.objects.get().next_on == date(2023, 7, 31)
    late = box.client.post(box.url(step, "confirm-step-days"), form)
    assert late.status_code == 409
    assert "no longer proposes these days" in late.text


@pytest.mark.parametrize("occasions", [1, 3])
def test_the_page_takes_the_same_queries_however_much_was_noted(
    box, plan, occasions, django_assert_max_num_queries
):
    step = plan.monthly(owner=plan.liaison)
    for month in range(9, 9 + occasions):
        note(step, status="under_way", words="Met.", occasion=date(2023, month, 15), by=plan.liaison)
    with django_assert_max_num_queries(12):
        box.read(step)


def test_saving_a_line_takes_eight_queries_at_most(box, plan, django_assert_max_num_queries):
    step = plan.step()
    seen = re.search(r'name="seen" value="([^"]*)"', box.read(step))[1]
    with django_assert_max_num_queries(8 + 2):  # and those that open and close the transaction
        box.client.post(box.url(step), {"words": "Met.", "status": "under_way", "seen": seen})
