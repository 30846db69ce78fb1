"""The success options of the SLPS Consortium Partnership Network as rules: unsaved, or written into a draft."""

from determinations.models import (
    Absent,
    ChangeUnit,
    Comparator,
    Criterion,
    Method,
    Option,
    Outcome,
    Quantity,
    QuantityKind,
    YearsCompared,
)
from determinations.rules.rulebook import bound
from partnerships.models import Measure

MET, NOT_MET = "Success options met", "Success options not met"
SUBJECTS = ("English Language Arts", "Math")

OPTIONS = [
    "OPTION ONE = MPI Calculation",
    "OPTION TWO = Proficient and Advanced",
    "OPTION THREE = Scale Score Increase",
]

UP_OVER_YEARS = {
    "kind": QuantityKind.CHANGE,
    "years": 3,
    "change": ChangeUnit.PERCENT,
    "change_is_open": True,
}

ASKED = [
    (0, "MPI", "", UP_OVER_YEARS | {"span": YearsCompared.FIRST_TO_LAST, "span_is_open": True}, 5),
    (1, "proficient and advanced", "a year", UP_OVER_YEARS | {"span": YearsCompared.EACH_YEAR}, 5),
    (1, "proficient and advanced", "over 2 years", UP_OVER_YEARS | {"span": YearsCompared.FIRST_TO_LAST}, 10),
    (2, "students whose scale score is up 10 points or more", "", {"kind": QuantityKind.VALUE}, 50),
]


class Slps:
    """The rules, with the options and the measures by their names."""

    def __init__(self, edition=None, measures=None):
        """Written into an edition's draft where one is given, on these measures of it, by name."""
        self.keys = iter(range(1, 1000))
        self.edition = edition
        self.measures = measures or {
            f"{what}, {subject}": Measure(pk=next(self.keys), label=f"{what}, {subject}")
            for subject in SUBJECTS
            for what in dict.fromkeys(what for _, what, *_ in ASKED)
        }
        outcomes = [self.made(Outcome, name=name, position=n) for n, name in enumerate((MET, NOT_MET), 1)]
        self.options = [self.made(Option, name=name, position=n) for n, name in enumerate(OPTIONS, 1)]
        method = self.made(
            Method, outcome=outcomes[0], name="2 of the 3 Options", options_chosen=2, position=1
        )
        criteria = []
        for option, what, how, fields, threshold in ASKED:
            for subject in SUBJECTS:
                measure = self.measures[f"{what}, {subject}"]
                number = len(criteria) + 1
                name = f"{measure.label} {how}".strip()
                quantity = self.made(Quantity, name=name, measure=measure, position=number, **fields)
                criterion = self.made(
                    Criterion,
                    method=method,
                    option=self.options[option],
                    quantity=quantity,
                    numerator=threshold,
                    when_absent=Absent.PENDING,
                    either=subject if option == 1 else "",
                    comparator=Comparator.AT_LEAST,
                    is_open=option == 2,
                    position=number,
                )
                criteria.append(criterion)
        self.rules = bound(outcomes, criteria)

    def made(self, model, **fields):
        if self.edition:
            return model.objects.create(edition=self.edition, **fields)
        return model(pk=next(self.keys), **fields)
