"""A second reading of Michigan's school performance table, kept as a test oracle.

This is a reading of the Michigan Department of Education's table 'School Performance Level Business Rule
Metrics' (Office of Partnership Districts, slides on the Review of JudgedGoal Attainment) by somebody who had not
seen the code that applies it. It was written from the printed table and from a short note on how the project
reads that table, and from nothing else.

The table has a column of words and a column 'Metric Values'. The metric values, word for word apart from
line breaks, are:

    On-Track, Method 1:
        "Met 100% of all process, outcome, and state level assessment goals"
    On-Track, Method 2:
        "Met at least two-thirds (66.67%) of process goals and at least two-thirds (66.67%) of outcome goals
        utilizing local data"
    On-Track, Method 3:
        "Met at least two-thirds (66.67%) of process goals, at least one-third (33.33%) of outcome goals
        utilizing local data, and at least one (1) state assessment outcome goal"
    Off Track with Progress, Method 1:
        "Met at least one-third (33.33%) of process goals and at least one-third (33.33%) of outcome goals
        utilizing local data"
    Off Track with Progress, Method 2:
        "Met at least one-third (33.33%) of process goals, at least one (1) outcome goal, and at least one (1)
        state assessment outcome goal"
    Off Track with Limited Progress:
        "Met less than one-third (33.33%) of process goals, none of its outcome goals utilizing local data, or
        none of its state level assessment data outcome goals"

RuleReading choices the project's note settles:

1.  The outcomes are tried from the top. A school is On-Track by method 1, 2 or 3; if by none of them, it is
    Off-Track with Progress by method 1 or 2; otherwise it is Off-Track with Limited Progress. The printed
    condition of the third outcome decides nothing (see 'Otherwise' below).
2.  A school without any goal gets no determination: the answer is None.
3.  On-Track method 1 asks for every goal there is. A kind of which there are no goals does not stand in its
    way, so a school with process goals only is On-Track when it met all of them.
4.  On-Track method 3 drops its local outcome criterion when there are no such goals. The words '(if present)'
    stand in the table's column of words only: "Met some academic outcome goals utilizing local data (if
    present)". Goals that are present and unmet do not drop it.
5.  Everywhere else a kind without goals cannot satisfy a criterion. Zero of zero is not 0%, not 100%, and not
    a third or two thirds of anything. So without process goals only On-Track method 1 can hold, and without
    local goals neither method of Off-Track with Progress can.
6.  The "at least one (1) outcome goal" of the second Off-Track with Progress method is one on local data, as
    the column of words says: "Met at least one outcome goal utilizing local data". A second state goal does
    not stand in for it.
7.  Shares are exact fractions. Two of three goals is two thirds, although 2/3 is a little less than 66.67%.
    On the other side 3333 of 10000 is 33.33% and not one third.

RuleReading choices made here, which the note leaves open:

8.  There are three kinds of goals: process goals, outcome goals on local data, and state level assessment
    goals. The "outcome" of On-Track method 1 is the local kind. The word "academic", which the column of
    words sets before the local outcome goals in On-Track method 3 and nowhere else, is not taken to name a
    fourth kind: the metric values leave it out.
9.  "Most or all", "most" and "some" mean what the metric values beside them say: at least two thirds, at
    least two thirds, and at least one third. "Most" does not shut out "all". Small counts are not treated
    differently: 1 of 1 is most, 1 of 2 is some and not most, 2 of 3 and 4 of 6 are most, 3 of 5 is not.
10. On-Track method 1 on its own answers no for a school without any goal, so that no method holds there.
11. Counts are taken as given, with 0 <= met <= all; nothing here checks them.

'Otherwise' beside the printed words of Limited Progress. `printed_limited_progress` reads the third
outcome's own condition as printed, its three parts joined by "or". A part about a kind without goals does
not hold, as in choice 5. Set against 'otherwise', over all counts of up to 9 goals a kind
(166,374 combinations, without the one that has no goals), the two disagree in 14,706:

-   In 11,664 the printed condition holds and an earlier outcome holds as well. This is always the same thing:
    at least a third of the process goals and at least a third of the local goals are met, and there are state
    goals of which none is met. 3,969 of them are On-Track (by method 2), 7,695 Off-Track with Progress (by
    method 1). Neither of those two methods asks for a state goal.
-   In 3,042 no earlier outcome holds and the printed condition does not hold either. At least one kind is
    always without goals in them:
    -   2,016 have no process goals; each other kind has no goals or at least one met, and some goal is unmet.
    -   675 have no local goals, from one third to less than two thirds of the process goals met, and at least
        one state goal met.
    -   324 have no state goals, at least a third of the process goals met, and at least one local goal met
        but less than a third of them.
    -   27 have process goals only, at least a third of them met but not all.
    Where all three kinds have goals there is no such gap.

If a kind without goals were read as one of which 'none' is met, so that its part of the printed condition
holds (`absent_is_none=True`), the gap would close and 14,013 combinations would hold both. That reading would
give On-Track schools a printed Limited Progress for goals they were never set, and it counts zero of zero,
which the note rules out.

The two columns of the third outcome differ too. The words say "Met a few or none of its outcome goals
utilizing local data"; the metric values say "none". If 'a few' were less than a third here, as it is for
process goals, Off-Track with Progress method 2 (one local goal is enough) would meet it as well. Only the
metric values are read here.
"""

from __future__ import annotations

from itertools import product

Goals = tuple[int, int]
"""How many goals of one kind were met, and how many there are."""

ON_TRACK = "On-Track"
PROGRESS = "Off-Track with Progress"
LIMITED = "Off-Track with Limited Progress"


def two_thirds(goals: Goals) -> bool:
    """There are goals of this kind and at least two thirds of them are met."""
    met, all_ = goals
    return all_ > 0 and 3 * met >= 2 * all_


def one_third(goals: Goals) -> bool:
    """There are goals of this kind and at least one third of them are met."""
    met, all_ = goals
    return all_ > 0 and 3 * met >= all_


def at_least_one(goals: Goals) -> bool:
    """At least one goal of this kind is met."""
    met, _ = goals
    return met >= 1


def none_there(goals: Goals) -> bool:
    """There are no goals of this kind."""
    _, all_ = goals
    return all_ == 0


def no_goals(process: Goals, local: Goals, state: Goals) -> bool:
    """The school has no goal of any kind."""
    return none_there(process) and none_there(local) and none_there(state)


def on_track_1(process: Goals, local: Goals, state: Goals) -> bool:
    """Met 100% of all process, outcome, and state level assessment goals."""
    if no_goals(process, local, state):
        return False
    return process[0] == process[1] and local[0] == local[1] and state[0] == state[1]


def on_track_2(process: Goals, local: Goals, state: Goals) -> bool:
    """Met two thirds of process goals and two thirds of local outcome goals; no state goal is asked for."""
    return two_thirds(process) and two_thirds(local)


def on_track_3(process: Goals, local: Goals, state: Goals) -> bool:
    """Met two thirds of process goals, one third of local outcome goals if present, and one state goal."""
    return two_thirds(process) and (none_there(local) or one_third(local)) and at_least_one(state)


def progress_1(process: Goals, local: Goals, state: Goals) -> bool:
    """Met one third of process goals and one third of local outcome goals; no state goal is asked for."""
    return one_third(process) and one_third(local)


def progress_2(process: Goals, local: Goals, state: Goals) -> bool:
    """Met one third of process goals, one local outcome goal, and one state goal."""
    return one_third(process) and at_least_one(local) and at_least_one(state)


def outcome(process: Goals, local: Goals, state: Goals) -> str | None:
    """The table's outcome for a school, tried from the top; None for a school without any goal."""
    goals = (process, local, state)
    if no_goals(*goals):
        return None
    if on_track_1(*goals) or on_track_2(*goals) or on_track_3(*goals):
        return ON_TRACK
    if progress_1(*goals) or progress_2(*goals):
        return PROGRESS
    return LIMITED


def printed_limited_progress(
    process: Goals, local: Goals, state: Goals, *, absent_is_none: bool = False
) -> bool:
    """The third outcome's own printed condition, which `outcome` does not use.

    A part about a kind without goals does not hold, unless `absent_is_none` reads it as 'met none of them'.
    """
    few_process = absent_is_none if none_there(process) else 3 * process[0] < process[1]
    none_local = absent_is_none if none_there(local) else local[0] == 0
    none_state = absent_is_none if none_there(state) else state[0] == 0
    return few_process or none_local or none_state


def disagreements(largest: int = 9, *, absent_is_none: bool = False) -> dict[tuple[str, bool], int]:
    """Count where the outcome and the printed condition of Limited Progress part ways.

    The counts run over every combination of 0 to `largest` goals of each kind, each with 0 to all of them
    met, without the combination that has no goals. A key is the outcome and whether the printed condition
    holds: (ON_TRACK, True) and (PROGRESS, True) hold both, (LIMITED, False) is limited by 'otherwise' alone.
    """
    counts = {(ON_TRACK, True): 0, (PROGRESS, True): 0, (LIMITED, False): 0}
    one_kind = [(met, all_) for all_ in range(largest + 1) for met in range(all_ + 1)]
    for process, local, state in product(one_kind, repeat=3):
        found = outcome(process, local, state)
        if found is None:
            continue
        key = (found, printed_limited_progress(process, local, state, absent_is_none=absent_is_none))
        if key in counts:
            counts[key] += 1
    return counts


BOUNDARIES: list[tuple[str, Goals, Goals, Goals, str | None]] = [
    # All goals, and no goals.
    ("no goals at all: no determination", (0, 0), (0, 0), (0, 0), None),
    ("every goal of every kind met", (2, 2), (2, 2), (2, 2), ON_TRACK),
    ("one goal of each kind, none met", (0, 1), (0, 1), (0, 1), LIMITED),
    ("process goals only, all met: absent kinds do not stand in the way", (3, 3), (0, 0), (0, 0), ON_TRACK),
    ("process goals only, all but one met: only method 1 could hold", (8, 9), (0, 0), (0, 0), LIMITED),
    ("local outcome goals only, all met", (0, 0), (1, 1), (0, 0), ON_TRACK),
    ("local outcome goals only, two of three", (0, 0), (2, 3), (0, 0), LIMITED),
    ("state goals only, all met", (0, 0), (0, 0), (1, 1), ON_TRACK),
    ("state goals only, one of two", (0, 0), (0, 0), (1, 2), LIMITED),
    # No process goals: every method but On-Track 1 asks for a share of them.
    ("no process goals, everything else met", (0, 0), (3, 3), (2, 2), ON_TRACK),
    (
        "no process goals, one local outcome goal unmet: methods 2 and 3 cannot hold",
        (0, 0),
        (8, 9),
        (9, 9),
        LIMITED,
    ),
    ("no process goals, one state goal unmet", (0, 0), (9, 9), (8, 9), LIMITED),
    ("no process and no state goals, all local outcome goals but one", (0, 0), (8, 9), (0, 0), LIMITED),
    # On-Track method 2: two thirds of process, two thirds of local, state goals not asked for.
    (
        "two of three process and two of three local outcome goals: exactly two thirds, no state goals",
        (2, 3),
        (2, 3),
        (0, 0),
        ON_TRACK,
    ),
    (
        "two thirds of both and no state goal met: method 2 does not ask for one",
        (2, 3),
        (2, 3),
        (0, 1),
        ON_TRACK,
    ),
    ("four of six is two thirds too", (4, 6), (4, 6), (0, 1), ON_TRACK),
    ("one of one process and one of one local, the one state goal unmet", (1, 1), (1, 1), (0, 1), ON_TRACK),
    ("three of four of both: above two thirds", (3, 4), (3, 4), (0, 2), ON_TRACK),
    ("five of seven of both: just above two thirds", (5, 7), (5, 7), (0, 0), ON_TRACK),
    ("three of five process goals is less than two thirds", (3, 5), (5, 5), (5, 5), PROGRESS),
    ("three of five local outcome goals is less than two thirds", (5, 5), (3, 5), (0, 2), PROGRESS),
    ("four of seven process goals is less than two thirds", (4, 7), (7, 7), (0, 0), PROGRESS),
    ("one of two process goals is some, not most", (1, 2), (2, 2), (0, 0), PROGRESS),
    ("one of two local outcome goals is some, not most", (2, 3), (1, 2), (0, 0), PROGRESS),
    ("6667 of 10000 process goals is more than two thirds", (6667, 10000), (2, 3), (0, 1), ON_TRACK),
    ("6666 of 10000 process goals is less than two thirds", (6666, 10000), (2, 3), (0, 1), PROGRESS),
    # On-Track method 3: two thirds of process, one third of local if present, one state goal.
    (
        "four of six process, two of six local, one of nine state goals: method 3 exactly",
        (4, 6),
        (2, 6),
        (1, 9),
        ON_TRACK,
    ),
    (
        "two of three process, one of three local, one state goal: method 3 exactly",
        (2, 3),
        (1, 3),
        (1, 1),
        ON_TRACK,
    ),
    ("the same without a state goal met falls to one third of both", (2, 3), (1, 3), (0, 1), PROGRESS),
    ("the same without any state goal there falls to one third of both", (2, 3), (1, 3), (0, 0), PROGRESS),
    ("all process goals, half of local and half of state goals", (2, 2), (1, 2), (1, 2), ON_TRACK),
    ("half of every kind: the process goals are short of two thirds", (1, 2), (1, 2), (1, 2), PROGRESS),
    (
        "three of ten local outcome goals is less than one third, though one state goal is met",
        (4, 6),
        (3, 10),
        (1, 1),
        PROGRESS,
    ),
    ("no local outcome goals, method 3 waives them", (2, 3), (0, 0), (1, 4), ON_TRACK),
    ("no local outcome goals and no state goal met", (2, 3), (0, 0), (0, 4), LIMITED),
    ("no local outcome goals, all process goals met, no state goal met", (3, 3), (0, 0), (0, 3), LIMITED),
    (
        "no local outcome goals, half the process goals: nothing waives them off track",
        (1, 2),
        (0, 0),
        (2, 2),
        LIMITED,
    ),
    ("one local outcome goal that is there and unmet is not waived", (2, 3), (0, 1), (1, 1), LIMITED),
    # Off-Track with Progress method 1: one third of process, one third of local.
    (
        "one of three process and one of three local outcome goals: exactly one third, no state goal met",
        (1, 3),
        (1, 3),
        (0, 1),
        PROGRESS,
    ),
    ("two of six of both, no state goals", (2, 6), (2, 6), (0, 0), PROGRESS),
    (
        "three of ten process goals is less than one third, whatever else is met",
        (3, 10),
        (9, 10),
        (9, 10),
        LIMITED,
    ),
    ("one of four process goals is less than one third", (1, 4), (4, 4), (4, 4), LIMITED),
    ("no process goal met, all others met", (0, 1), (1, 1), (1, 1), LIMITED),
    ("3333 of 10000 process goals is 33.33% and less than one third", (3333, 10000), (1, 1), (1, 1), LIMITED),
    ("3334 of 10000 process goals is more than one third", (3334, 10000), (1, 1), (1, 1), PROGRESS),
    # Off-Track with Progress method 2: one third of process, one local outcome goal, one state goal.
    (
        "a third of process goals, one of nine local and one of nine state goals",
        (3, 9),
        (1, 9),
        (1, 9),
        PROGRESS,
    ),
    ("the same without a state goal met", (3, 9), (1, 9), (0, 9), LIMITED),
    (
        "the same without any state goal there: less than a third of local goals",
        (3, 9),
        (1, 9),
        (0, 0),
        LIMITED,
    ),
    ("all state goals met do not stand in for a local outcome goal", (3, 9), (0, 9), (9, 9), LIMITED),
    ("a state goal met but no local outcome goals there", (3, 9), (0, 0), (1, 9), LIMITED),
    (
        "one of four local outcome goals, no state goals: limited though the printed words do not say so",
        (2, 3),
        (1, 4),
        (0, 0),
        LIMITED,
    ),
]
