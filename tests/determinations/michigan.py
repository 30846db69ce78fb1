"""The table of Michigan's Office of Partnership Districts as rules: unsaved, or written into a draft."""

from determinations.models import Absent, Criterion, Method, Outcome, Quantity, QuantityKind
from determinations.rules.rulebook import Rulebook, bound
from partnerships.models import ItemKind

PROCESS, LOCAL, STATE = ItemKind.PROCESS_GOAL, ItemKind.OUTCOME_GOAL, ItemKind.STATE_ASSESSMENT_GOAL

ON_TRACK = "On-Track"
PROGRESS = "Off-Track with Progress"
LIMITED = "Off-Track with Limited Progress"

SHARE, COUNT = QuantityKind.SHARE_MET, QuantityKind.COUNT_MET

QUANTITIES = {
    "all": ("goals met", SHARE, ""),
    "process": ("process goals met", SHARE, PROCESS),
    "local": ("outcome goals met", SHARE, LOCAL),
    "one local": ("number of outcome goals met", COUNT, LOCAL),
    "one state": ("number of state assessment goals met", COUNT, STATE),
}

METHODS = [
    (ON_TRACK, "Method 1", [("all", 1, 1, Absent.FAILS)]),
    (ON_TRACK, "Method 2", [("process", 2, 3, Absent.FAILS), ("local", 2, 3, Absent.FAILS)]),
    (
        ON_TRACK,
        "Method 3",
        [("process", 2, 3, Absent.FAILS), ("local", 1, 3, Absent.WAIVED), ("one state", 1, 1, Absent.FAILS)],
    ),
    (PROGRESS, "Method 1", [("process", 1, 3, Absent.FAILS), ("local", 1, 3, Absent.FAILS)]),
    (
        PROGRESS,
        "Method 2",
        [
            ("process", 1, 3, Absent.FAILS),
            ("one local", 1, 1, Absent.FAILS),
            ("one state", 1, 1, Absent.FAILS),
        ],
    ),
]


def michigan_rules(edition=None) -> Rulebook:
    """Written into an edition's draft where one is given."""
    keys = iter(range(1, 1000))

    def made(model, **fields):
        if edition:
            return model.objects.create(edition=edition, **fields)
        return model(pk=next(keys), **fields)

    outcomes = {
        name: made(Outcome, name=name, position=place)
        for place, name in enumerate((ON_TRACK, PROGRESS, LIMITED), 1)
    }
    quantities = {
        key: made(Quantity, name=name, kind=kind, item_kind=of, position=place)
        for place, (key, (name, kind, of)) in enumerate(QUANTITIES.items(), 1)
    }
    criteria = []
    for place, (outcome, name, asked) in enumerate(METHODS, 1):
        method = made(Method, outcome=outcomes[outcome], name=name, position=place)
        for number, (quantity, numerator, denominator, absent) in enumerate(asked, 1):
            criteria.append(
                made(
                    Criterion,
                    method=method,
                    quantity=quantities[quantity],
                    numerator=numerator,
                    denominator=denominator,
                    when_absent=absent,
                    position=number,
                )
            )
    return bound(outcomes.values(), criteria)
