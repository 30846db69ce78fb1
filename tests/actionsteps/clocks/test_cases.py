"""A case and its number; a finding and its two prongs; closing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from actionsteps.clocks.cases import (
    close,
    correct,
    finding_of,
    open_again,
    open_timeline,
    take_correction_back,
    why_not_closed,
)
from actionsteps.clocks.names import why_no_number
from actionsteps.clocks.reckoning import ClockRefused
from actionsteps.models import Case, Correction, Prong
from tests import factories as make

from .making import ago, make_case, make_clock, make_finding, make_rule

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("number", ["17", "2026-014", "IEP-12", "F 2026-3", "2026/7B", "sped-3".upper()[1:]])
def test_a_local_number_is_figures_with_a_short_code(number):
    assert why_no_number(number) == ""


@pytest.mark.parametrize(
    "number", ["Maria Lopez", "Lopez-3", "SMITH 2026", "J. Doe 1", "3/14/2012", "123-45-6789", "María", ""]
)
def test_what_could_be_a_name_a_birth_date_or_a_social_security_number_is_refused(number):
    assert "Never a student's name." in why_no_number(number)


def test_the_database_takes_no_name_for_a_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_case(number="Maria Lopez")


def test_the_same_number_twice_is_refused_and_nothing_is_there_twice():
    partnership = make.make_partnership()
    rule, by = make_rule(partnership.agreement), make.make_user()
    open_timeline(partnership, "iep-12", rule, ago(3), by=by)
    with pytest.raises(ValidationError, match="There is a case with this number already"):
        open_timeline(partnership, "IEP-12", rule, ago(3), by=by)
    assert [(case.number, case.clocks.count()) for case in Case.objects.all()] == [("IEP-12", 1)]


def test_a_case_with_a_running_clock_stays_open():
    case = make_case()
    make_clock(case, ago(5))
    with pytest.raises(ClockRefused, match="1 clock still runs"):
        close(case, by=make.make_user())


def test_a_case_closes_once_and_opens_again():
    case, by = make_case(), make.make_user()
    assert [close(case, by=by), close(case, by=by)] == [True, False]
    assert [open_again(case, by=by), open_again(case, by=by)] == [True, False]


def test_a_finding_is_due_within_a_year_and_closes_with_both_prongs():
    finding, by = make_finding(notified_on=date(2024, 2, 29), opened_on=date(2024, 3, 1)), make.make_user()
    assert finding_of(finding, date(2025, 2, 27)).state == "0 of 2 recorded, 1 day left"
    assert finding_of(finding, date(2025, 3, 1)).is_late
    correct(finding, Prong.INDIVIDUAL, date(2024, 9, 1), "The student left.", is_exempt=True, by=by)
    with pytest.raises(ClockRefused, match="an updated sample is missing"):
        close(finding, by=by)
    correct(finding, Prong.SAMPLE, date(2024, 11, 1), "20 records, all in time.", by=by)
    assert finding_of(finding).state == "2 of 2 recorded, can be closed"
    assert close(finding, by=by)
    assert not take_correction_back(finding, Prong.SAMPLE, by=by)


def test_the_database_closes_no_finding_with_one_prong():
    finding = make_finding()
    correct(finding, Prong.SAMPLE, ago(1), "20 records.", by=make.make_user())
    with pytest.raises(IntegrityError, match="closes when both are recorded"), transaction.atomic():
        Case.objects.filter(pk=finding.pk).update(closed_on=ago(0))


def test_the_database_keeps_what_corrected_a_closed_finding():
    finding, by = make_finding(), make.make_user()
    for prong in Prong:
        correct(finding, prong, ago(1), "Done.", by=by)
    close(finding, by=by)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        Correction.objects.filter(case=finding, prong=Prong.SAMPLE).delete()


@pytest.mark.parametrize(("days", "sentence"), [(51, "cannot be before it"), (-1, "a day to come")])
def test_a_prong_is_recorded_between_the_notification_and_today(days, sentence):
    with pytest.raises(ClockRefused, match=sentence):
        correct(make_finding(), Prong.SAMPLE, ago(days), "20 records.", by=make.make_user())


def test_a_prong_is_recorded_once_and_a_sample_is_never_exempt():
    finding, by = make_finding(), make.make_user()
    correct(finding, Prong.SAMPLE, ago(1), "20 records.", by=by)
    with pytest.raises(ClockRefused, match="recorded already"):
        correct(finding, Prong.SAMPLE, ago(1), "20 records.", by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(
            case=make_finding(), prong=Prong.SAMPLE, happened_on=ago(1), words="Left.", is_exempt=True
        )


def test_nothing_stands_against_closing_an_empty_case():
    assert why_not_closed(make_case()) == ""
