"""What is refused at adoption, each in a sentence."""

from copy import copy

import pytest
from django.db import IntegrityError

from determinations.models import (
    Absent,
    Comparator,
    Criterion,
    Method,
    Option,
    Outcome,
    Quantity,
    QuantityKind,
)
from determinations.rules.problems import problems_in
from determinations.rules.rulebook import bound
from partnerships.editions.adoption import preview_adoption
from tests.determinations.michigan import LOCAL, PROCESS, michigan_rules
from tests.determinations.slps import Slps
from tests.factories import make_category, make_edition, make_item, make_measure, make_partnership

PROCESS_MET = Quantity(pk=1, name="process goals met", kind=QuantityKind.SHARE_MET, item_kind=PROCESS)
LOCAL_MET = Quantity(pk=2, name="outcome goals met", kind=QuantityKind.SHARE_MET, item_kind=LOCAL)
PROCESS_NUMBER = Quantity(
    pk=3, name="number of process goals met", kind=QuantityKind.COUNT_MET, item_kind=PROCESS
)

AT_LEAST, LESS = Comparator.AT_LEAST, Comparator.LESS_THAN


def rules(*outcomes):
    """Each outcome by its one method: (quantity, comparator, numerator, denominator) of every criterion."""
    records, criteria, methods = [], [], []
    for number, asked in enumerate(outcomes, 1):
        outcome = Outcome(pk=number, name=f"Outcome {number}", position=number)
        records.append(outcome)
        if asked is None:
            continue
        method = Method(pk=number, outcome=outcome, name="Method 1")
        methods.append(method)
        for quantity, comparator, numerator, denominator in asked:
            criteria.append(
                Criterion(
                    method=method,
                    quantity=quantity,
                    comparator=comparator,
                    numerator=numerator,
                    denominator=denominator,
                    when_absent=Absent.FAILS,
                )
            )
    return list(problems_in(bound(records, criteria), methods))


def test_rules_of_michigan_and_slps_are_in_order():
    for rulebook in (michigan_rules(), Slps().rules):
        methods = [method.method for one in rulebook.outcomes for method in one.methods]
        assert list(problems_in(rulebook, methods)) == []


def test_rule_that_no_counts_satisfy():
    (sentence,) = rules([(PROCESS_MET, AT_LEAST, 2, 3), (PROCESS_MET, LESS, 1, 3)], None)
    assert sentence == (
        "Outcome 1, Method 1: nothing can satisfy it. “process goals met: at least 2/3” and "
        "“process goals met: less than 1/3” exclude each other."
    )


def test_share_and_number_that_exclude_each_other():
    """All met, and fewer than one of them: there is no such number of goals."""
    assert rules([(PROCESS_MET, AT_LEAST, 1, 1), (PROCESS_NUMBER, LESS, 1, 1)], None)


def test_large_numbers_and_fine_shares_can_be_satisfied():
    assert rules([(PROCESS_NUMBER, AT_LEAST, 40, 1), (LOCAL_MET, AT_LEAST, 97, 100)], None) == []


def test_threshold_over_all_of_them():
    sentences = rules([(PROCESS_MET, AT_LEAST, 4, 3)], None)
    assert sentences[0] == "Outcome 1, Method 1, process goals met: 4 of 3 is more than 100%."


def test_two_outcomes_that_always_hold_together():
    sentences = rules([(PROCESS_MET, AT_LEAST, 1, 3)], [(PROCESS_MET, Comparator.MORE_THAN, 1, 3)], None)
    assert sentences == ["Outcome 2: it can never be the outcome, since one before it always holds."]
    same = [(PROCESS_NUMBER, AT_LEAST, 1, 1)], [(PROCESS_NUMBER, Comparator.MORE_THAN, 0, 1)]
    assert rules(*same, None) == [
        "Outcome 1 and Outcome 2 always hold together: the second can never be the outcome."
    ]


def test_outcome_without_method_stands_last():
    sentences = rules(None, [(PROCESS_MET, AT_LEAST, 1, 3)])
    assert sentences[0] == "Outcome 1: without a method it is what is left, and so stands last."


def test_method_that_asks_for_nothing():
    method = Method(pk=1, outcome=Outcome(pk=1, name="On-Track"), name="Method 1")
    assert "On-Track, Method 1: it asks for nothing. Give it a criterion." in problems_in(
        bound([method.outcome], []), [method]
    )


def test_more_options_to_choose_than_there_are():
    slps = Slps()
    method = slps.rules.outcomes[0].methods[0].method
    method.options_chosen = 4
    assert f"{method}: 4 options are to be chosen, and it has 3." in problems_in(slps.rules, [method])


def test_option_that_asks_for_nothing():
    slps = Slps()
    methods = [method.method for method in slps.rules.outcomes[0].methods]
    options = [*slps.options, Option(pk=99, name="OPTION FOUR")]
    (sentence,) = problems_in(slps.rules, methods, options)
    assert sentence == "OPTION FOUR: it asks for nothing. Give it a criterion, or take it away."


def test_partners_choose_once_for_all_methods():
    slps = Slps()
    (rules,) = slps.rules.outcomes[0].methods
    method = Method(pk=99, outcome=slps.rules.outcomes[1].outcome, name="Another", options_chosen=1)
    criteria = [copy(one) for one in rules.criteria[:2]]
    for one in criteria:
        one.method = method
    outcomes = [one.outcome for one in slps.rules.outcomes]
    sentences = problems_in(bound(outcomes, [*rules.criteria, *criteria]), [rules.method, method])
    assert "Partners choose once: 2 options in one method and 1 in another cannot both be." in sentences


@pytest.mark.django_db
def test_adoption_is_refused_with_the_sentence():
    edition = make_edition()
    make_item(make_category(edition))
    michigan_rules(edition)
    Criterion.objects.filter(edition=edition, numerator=2, denominator=3).update(numerator=5)
    sentences = [problem.sentence for problem in preview_adoption(edition).problems]
    assert "On-Track, Method 2, process goals met: 5 of 3 is more than 100%." in sentences


@pytest.mark.django_db
def test_criterion_on_what_only_one_partnership_measures_is_refused_at_adoption():
    edition = make_edition()
    category = make_category(edition)
    make_item(category)
    own = make_measure(category, label="MPI", local_to=make_partnership(agreement=edition.agreement))
    outcome = Outcome.objects.create(edition=edition, name="Met", position=1)
    method = Method.objects.create(edition=edition, outcome=outcome, name="Option one")
    mpi = Quantity.objects.create(edition=edition, name="MPI", kind=QuantityKind.VALUE, measure=own)
    Criterion.objects.create(edition=edition, method=method, quantity=mpi, numerator=5)
    sentences = [problem.sentence for problem in preview_adoption(edition).problems]
    assert "Met, Option one, MPI: “MPI” is only one partnership's own measure." in sentences


@pytest.mark.django_db
@pytest.mark.both_databases
def test_row_that_the_edition_lacks_cannot_be_named_at_all():
    elsewhere = make_measure(make_category(make_edition()))
    with pytest.raises(IntegrityError, match="Everything in a rule is of one edition"):
        Quantity.objects.create(
            edition=make_edition(), name="MPI", kind=QuantityKind.VALUE, measure=elsewhere
        )
