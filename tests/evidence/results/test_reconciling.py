"""Sums that a source allows: worked out exactly of what is loaded, or said why not."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Role
from evidence.models import Reconciliation, ReconciliationTerm, TermFigure
from evidence.results.reconciling import Holds, check_all, checks_of
from evidence.rows.editing import why_it_stays
from partnerships.models import Contradiction
from tests import factories as make

pytestmark = pytest.mark.django_db


class Source:
    def __init__(self):
        self.category = make.make_category()
        self.edition = self.category.edition
        agreement = self.edition.agreement
        self.whole = make.make_partnership(agreement=agreement, partner=agreement.lead)
        self.year = make.make_period()
        self.out = make.make_row(self.category, self.whole, (self.year, "618 students"), label="Took no part")

    def sum(self, *terms, **fields):
        name = f"sum-{Reconciliation.objects.count()}"
        one = Reconciliation.objects.create(
            partnership=self.whole,
            edition=self.edition,
            name=name,
            statement="It adds up.",
            place="page 26",
            **fields,
        )
        for position, term in enumerate(terms):
            one.terms.create(position=position, **term)
        return one

    def contradiction(self):
        places = {
            "first_place": "page 1",
            "first_words": "618",
            "second_place": "page 2",
            "second_words": "619",
        }
        return Contradiction.objects.create(edition=self.edition, why="Two numbers.", **places)

    def total(self, **fields):
        return {"row": self.out, "period": self.year, "figure": "number", "side": "gives"} | fields


def printed(number, **fields):
    return {"figure": "printed", "printed": Decimal(number), "words": "absent"} | fields


@pytest.fixture
def source():
    return Source()


def member(source, role):
    user = make.make_user()
    make.make_membership(user, source.edition.agreement.lead, role)
    return user


def only(reconciliation):
    (check,) = check_all(Reconciliation.objects.filter(pk=reconciliation.pk).with_terms())
    return check


@pytest.mark.parametrize(
    ("last", "in_source", "holds", "working"),
    [
        ("426", False, Holds.YES, "8 + 184 + 426 = 618"),
        ("427", False, Holds.NO, "8 + 184 + 427 = 619, printed 618"),
        ("427", True, Holds.NOT_IN_SOURCE, "8 + 184 + 427 = 619, printed 618"),
        ("426", True, Holds.NO, "8 + 184 + 426 = 618"),
    ],
)
def test_a_sum_agrees_or_fails_as_the_source_is_known_to(source, last, in_source, holds, working):
    said = source.contradiction() if in_source else None
    one = source.sum(*map(printed, ("8", "184", last)), source.total(), contradiction=said)
    check = only(one)
    assert (check.holds, check.working, check.is_expected) == (holds, working, holds not in (Holds.NO,))


@pytest.mark.parametrize(
    ("top", "bottom", "gives", "decimals", "holds", "working"),
    [
        ("1633", "5488", "29.8", 1, Holds.YES, "1,633 of 5,488 = 29.756%, printed 29.8%"),
        ("766", "807", "95.0", 1, Holds.NO, "766 of 807 = 94.919%, printed 95%"),
        ("1", "4", "25", None, Holds.YES, "1 of 4 = 25%"),
        ("1", "3", "33.3", None, Holds.NO, "1 of 3 = 33.333333%, printed 33.3%"),
        ("1", "8", "12.5", 0, Holds.NO, "1 of 8 = 12.5%"),
    ],
)
def test_a_rate_is_compared_as_the_source_rounds_it(source, top, bottom, gives, decimals, holds, working):
    one = source.sum(
        printed(top),
        printed(bottom, side="out_of"),
        printed(gives, side="gives"),
        is_percent=True,
        decimals=decimals,
    )
    assert (only(one).holds, only(one).working) == (holds, working)


def test_what_is_taken_away_and_figures_of_values_parts_and_targets_count(source):
    row = make.make_row(source.category, source.whole, label="Enrolled", unit="%")
    part = row.breakdowns.create(name="Grade").parts.create(label="Grade 3")
    value = make.make_value(row, source.year, "3,692 of 3,768", part=part)
    definition = row.definitions.create(from_period=source.year, formula="g / a")
    letter = definition.components.create(letter="g", label="took part")
    value.components.create(component=letter, number=3692)
    definition.targets.create(period=source.year, number=76)
    of_part = {"row": row, "period": source.year, "part": part}
    one = source.sum(
        {**of_part, "figure": "denominator"},
        {**of_part, "figure": "component", "letter": "g", "takes_away": True},
        {"row": row, "period": source.year, "figure": "target", "side": "gives"},
    )
    assert only(one).working == "3,768 - 3,692 = 76"


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ([printed("1")], "It names no figures, or nothing that they come to."),
        (
            [printed("1"), printed("0", side="out_of"), printed("1", side="gives")],
            "It would be divided by 0.",
        ),
    ],
)
def test_what_cannot_be_worked_out_says_why(source, terms, why):
    check = only(source.sum(*terms))
    assert (check.holds, check.working, check.is_expected) == (Holds.UNKNOWN, why, False)


def test_a_value_that_is_gone_is_named(source):
    one = source.sum(printed("618"), source.total())
    source.out.observations.update(number=None)
    assert only(one).working == f"There is no figure of Took no part, {source.year.name}."


@pytest.mark.parametrize(
    "wrong",
    [
        {"figure": TermFigure.PRINTED},
        {"figure": TermFigure.PRINTED, "printed": 8},
        {"figure": TermFigure.NUMBER, "printed": 8, "words": "absent"},
        {"figure": TermFigure.COMPONENT, "letter": ""},
    ],
)
def test_the_database_refuses_a_term_of_nothing(source, wrong):
    one = source.sum()
    of_value = {"row": source.out, "period": source.year} if wrong["figure"] == "component" else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        ReconciliationTerm.objects.create(reconciliation=one, **of_value, **wrong)


def test_a_row_that_is_counted_with_stays(source):
    row = make.make_row(source.category, source.whole)
    source.sum({"row": row, "period": source.year, "figure": "number"}, printed("1", side="gives"))
    assert "A check of the figures counts with it." in why_it_stays(row)


def test_those_who_enter_read_both_places_and_others_do_not(source, client):
    source.sum(printed("619"), source.total(), contradiction=source.contradiction())
    source.sum(printed("618"), source.total())
    address = reverse("evidence-checks", args=[source.whole.slug])
    client.force_login(member(source, Role.DIRECTOR))
    page = client.get(address).content.decode()
    assert "Of 2 sums that the source allows, 1 agrees; 1 does not in the source itself" in page
    assert "<q>618</q>" in page and "To be looked at" not in page
    client.force_login(member(source, Role.VIEWER))
    assert client.get(address).status_code == 403


def test_many_cost_what_one_does(source, django_assert_max_num_queries):
    for _ in range(3):
        source.sum(printed("618"), source.total())
    with django_assert_max_num_queries(3):
        assert len(checks_of(source.whole)) == 3


def test_the_command_fails_where_something_should_agree_and_does_not(source, capsys):
    source.sum(printed("618"), source.total())
    call_command("check_sources")
    assert "agrees: It adds up." in capsys.readouterr().out
    source.sum(printed("617"), source.total())
    with pytest.raises(CommandError, match=r"1 of them should agree"):
        call_command("check_sources")
