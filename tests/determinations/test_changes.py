"""What would have to change for a better outcome: each change offered reaches it, and no part of one does."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from determinations.rules.changes import smallest_changes, with_more
from determinations.rules.deciding import decide
from determinations.rules.facts import Count, Facts
from tests.determinations.michigan import LIMITED, LOCAL, ON_TRACK, PROCESS, PROGRESS, STATE, michigan_rules

RULES = michigan_rules()
ORDER = [ON_TRACK, PROGRESS, LIMITED]
KINDS = (PROCESS, LOCAL, STATE)


def goals(most=6):
    return st.integers(0, most).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_)))


def facts_of(counted):
    return Facts({kind: Count(*one) for kind, one in zip(KINDS, counted, strict=True) if one[1]})


def place(facts):
    found = decide(RULES, facts)
    return ORDER.index(found.name) if found else len(ORDER)


def met(facts, more):
    return with_more(facts, [kind for kind, _ in more], [number for _, number in more])


@given(st.tuples(goals(), goals(), goals()))
def test_each_change_reaches_its_outcome_and_no_part_of_it_a_better_one(counted):
    facts = facts_of(counted)
    for change in smallest_changes(RULES, facts):
        changed = place(met(facts, change.more))
        assert changed == ORDER.index(change.outcome.name) < place(facts)
        for part in product(*(range(number + 1) for _, number in change.more)):
            smaller = [(kind, number) for (kind, _), number in zip(change.more, part, strict=True)]
            if sum(part) < change.total:
                assert place(met(facts, smaller)) >= place(facts)


@given(st.tuples(goals(), goals(), goals()))
def test_where_nothing_is_offered_meeting_everything_changes_nothing(counted):
    facts = facts_of(counted)
    everything = [(kind, one.all - one.met) for kind, one in facts.counts.items()]
    if not smallest_changes(RULES, facts):
        assert place(met(facts, everything)) == place(facts)


def test_smallest_come_first_and_say_what_they_lead_to():
    facts = Facts({PROCESS: Count(2, 3), LOCAL: Count(0, 3), STATE: Count(0, 1)})
    offered = [(dict(change.more), change.outcome.name) for change in smallest_changes(RULES, facts)]
    assert offered == [({LOCAL: 1}, PROGRESS)]


def test_the_best_outcome_needs_no_change():
    assert smallest_changes(RULES, Facts({PROCESS: Count(1, 1)})) == []
