"""A partnership may have another due date than its cycle."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.models import Assessment, Cycle, DueDate
from assessments.rounds import rounds_of
from tests import factories as make
from tests.partnerships.conftest import form_of

pytestmark = pytest.mark.both_databases

TODAY = timezone.localdate()
LATE, EARLY = TODAY - timedelta(days=5), TODAY + timedelta(days=5)


@pytest.fixture
def cycle(sheet):
    cycle = sheet.assessment.cycle
    Cycle.objects.filter(pk=cycle.pk).update(due_on=LATE)
    return cycle


def due_dates():
    return list(Assessment.objects.with_due_date().order_by("pk").values_list("due_on", flat=True))


def test_its_own_holds_for_one_partnership_and_the_cycles_for_the_others(sheet, cycle):
    other = make.make_partnership(agreement=sheet.edition.agreement)
    make.make_assessment(other, cycle=cycle)
    DueDate.objects.create(cycle=cycle, partnership=sheet.partnership, due_on=EARLY)
    assert due_dates() == [EARLY, LATE]


def test_a_partnership_with_more_time_is_not_late(sheet, cycle, liaison):
    address = f"/partnerships/{sheet.partnership.slug}/assessments/"
    assert 'class="late"' in liaison.get(address).text
    DueDate.objects.create(cycle=cycle, partnership=sheet.partnership, due_on=EARLY)
    page = liaison.get(address).text
    assert 'class="late"' not in page
    assert f"due {EARLY:%b} {EARLY.day}, {EARLY.year}" in page
    assert "days late" not in liaison.get("/").text
    rows = Assessment.objects.for_rounds()
    assert rounds_of(sheet.partnership, rows)[0].due_on == EARLY


def test_it_is_set_on_the_cycles_page_in_the_administration(client, sheet, cycle):
    client.force_login(make.make_administrator())
    address = f"/admin/assessments/cycle/{cycle.pk}/change/"
    row = {"partnership": sheet.partnership.pk, "due_on": EARLY, "reason": "Moving house."}
    form = form_of(client.get(address)) | {f"due_dates-0-{name}": value for name, value in row.items()}
    assert client.post(address, form | {"due_dates-TOTAL_FORMS": "1"}).status_code == 302
    assert due_dates() == [EARLY]
    assert DueDate.history.get().reason == "Moving house."


def test_there_is_one_for_each_partnership_of_the_agreement(sheet, cycle):
    DueDate.objects.create(cycle=cycle, partnership=sheet.partnership, due_on=EARLY)
    for partnership in (sheet.partnership, make.make_partnership()):
        with pytest.raises(IntegrityError), transaction.atomic():
            DueDate.objects.create(cycle=cycle, partnership=partnership, due_on=EARLY)
