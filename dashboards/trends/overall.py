"""All items: averages and shares in all and by category, and what rose, fell and stayed."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.template.defaultfilters import floatformat

from assessments.models import Assessment
from partnerships.lineages import between, breaks_of
from partnerships.models import Item, LineageBreak
from reports.charts import Chart, Mark, Series, lines_chart
from reports.gather import Level, Tally

from .cycles import (
    CYCLES,
    Column,
    are_on_one_scale,
    gather_answers,
    gather_columns,
    joined,
    span,
    standing_assessments,
)


@dataclass(frozen=True)
class Figure:
    """The average and the share of the items of one category, or of all, in one cycle."""

    tally: Tally

    @property
    def average(self):
        return floatformat(self.tally.average, 2)

    @property
    def share(self):
        return f"{floatformat(self.tally.share, 0)}%"

    @property
    def rests_on(self):
        scored, total = self.tally.scored, self.tally.total
        of = f"{scored} of {total}" if scored < total else str(total)
        return f"{of} item{'' if total == 1 else 's'}"

    @property
    def words(self):
        if not self.tally.scored:
            return f"no score in {self.tally.total} item{'' if self.tally.total == 1 else 's'}"
        return (
            f"average {self.average}, {self.share} at {self.tally.met_from} or above, scored {self.rests_on}"
        )


@dataclass(frozen=True)
class Row:
    columns: list[Column]
    number: str | None
    title: str
    figures: list[Figure | None]
    """One for each column; None where none of these items were rated then."""

    @property
    def name(self):
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def cells(self):
        return zip(self.columns, self.figures, strict=True)


@dataclass(frozen=True)
class Change:
    item: Item
    was: str
    """Its number in the earlier edition, where that was another one."""
    before: Level
    now: Level


@dataclass(frozen=True)
class Apart:
    """An item that is not compared, and why."""

    item: Item
    words: str
    breaks: list[LineageBreak] = field(default_factory=list)


@dataclass
class Comparison:
    """The newest cycle and the one before it, item by item, in document order."""

    before: Column
    now: Column
    rose: list[Change] = field(default_factory=list)
    fell: list[Change] = field(default_factory=list)
    stayed: list[Change] = field(default_factory=list)
    broken: list[Apart] = field(default_factory=list)
    new: list[Apart] = field(default_factory=list)
    dropped: list[Apart] = field(default_factory=list)
    without_score: list[Apart] = field(default_factory=list)

    @property
    def changes(self):
        return [("rose", self.rose), ("fell", self.fell), ("stayed", self.stayed)]

    @property
    def apart(self):
        kinds = [
            ("Not comparable", self.broken),
            ("New", self.new),
            ("Dropped", self.dropped),
            ("Without a score in one of the two", self.without_score),
        ]
        return [(title, entries) for title, entries in kinds if entries]

    @property
    def apart_count(self):
        return sum(len(entries) for _, entries in self.apart)


@dataclass(frozen=True)
class Trends:
    columns: list[Column]
    left_out: list[str]
    """Periods in which nothing was handed in that this person may read."""
    rows: list[Row]
    """All items first, then the categories of the newest edition, then what is no longer in it."""
    chart: Chart | None
    comparison: Comparison | None

    @property
    def newest(self):
        return self.columns[-1]

    @property
    def newest_first(self):
        return self.columns[::-1]


def gather_trends(partnership, user):
    standing = standing_assessments(partnership, user)
    columns = gather_columns(standing[-CYCLES:])
    answers = gather_answers(partnership, columns) if columns else []
    rows = _rows(columns, answers)
    return Trends(
        columns,
        _left_out(partnership, standing),
        rows,
        _chart(columns, rows) if len(columns) > 1 else None,
        _compare(partnership, columns, answers) if len(columns) > 1 else None,
    )


def _left_out(partnership, standing):
    rounds = Assessment.objects.filter(partnership=partnership).exclude(
        cycle__in=[one.cycle_id for one in standing]
    )
    if shown := standing[-CYCLES:]:
        rounds = rounds.filter(cycle__period__start__gte=shown[0].cycle.period.start)
    labels = rounds.order_by("cycle__period__start").values_list("cycle__period__label", flat=True)
    return list(dict.fromkeys(labels))


def _rows(columns, answers):
    """Every rated item of a cycle counts in all, and once more: in the category where it stands today."""
    if not columns:
        return []
    home = {lineage: answer.item.category for lineage, answer in answers[-1].items()}
    categories = dict.fromkeys(home.values())
    rows = [Row(columns, None, "In all", _figures(columns, answers, lambda lineage: True))]
    for category in categories:
        figures = _figures(columns, answers, lambda lineage, own=category: home.get(lineage) == own)
        rows.append(Row(columns, category.number, category.title, figures))
    rows.append(
        Row(
            columns,
            None,
            f"No longer in edition {columns[-1].edition.label}",
            _figures(columns, answers, lambda lineage: lineage not in home),
        )
    )
    return [row for row in rows if any(row.figures)]


def _figures(columns, answers, belongs):
    figures = []
    for column, of_column in zip(columns, answers, strict=True):
        lines = [answer for lineage, answer in of_column.items() if answer.is_counted and belongs(lineage)]
        figures.append(Figure(Tally.of(lines, column.scale)) if lines else None)
    return figures


def _chart(columns, rows):
    lowest, highest = span(column.scale for column in columns)
    series = []
    for row in rows:
        marks = tuple(
            _figure_mark(figure, columns[at].scale, joined(columns, at))
            for at, figure in enumerate(row.figures)
        )
        series.append(Series(row.name, marks))
    digits = ((lowest, str(lowest)), (highest, str(highest)))
    return lines_chart(
        tuple(column.label for column in columns), tuple(series), lowest, highest, digits=digits
    )


def _figure_mark(figure, scale, joined):
    if figure is None:
        return Mark("no items", "no items")
    average = figure.tally.average
    if average is None:
        return Mark(figure.words, "no score")
    nearest = min(
        (level for level in scale.levels if level.value is not None),
        key=lambda level: (abs(level.value - average), -level.value),
    )
    return Mark(figure.words, figure.average, average, nearest.colour, figure.share, is_joined=joined)


# Item by item


def _compare(partnership, columns, answers):
    (before, now), (old, new) = columns[-2:], answers[-2:]
    found = Comparison(before, now)
    breaks = defaultdict(list)
    for one in between(breaks_of(partnership.agreement_id), before.edition, now.edition):
        breaks[one.lineage].append(one)
    for lineage, answer in new.items():
        if answer.is_rated:
            _compare_one(found, old.get(lineage), answer, breaks[lineage])
    for lineage, answer in old.items():
        if answer.is_rated and not (lineage in new and new[lineage].is_rated):
            what = "no longer rated" if lineage in new else "not"
            words = f"{what} in edition {now.edition.label}; was {answer.words}"
            found.dropped.append(Apart(answer.item, words))
    return found


def _compare_one(found, old, answer, breaks):
    now = found.now
    if old is None or not old.is_rated:
        since = "in" if old is None else "rated from"
        words = f"{since} edition {now.edition.label}{' on' if old else ''}; now {answer.words}"
        found.new.append(Apart(answer.item, words))
        return
    from_to = f"{old.words} before, {answer.words} now"
    if breaks:
        found.broken.append(Apart(answer.item, from_to, breaks))
    elif not are_on_one_scale(found.before, old, now, answer):
        found.broken.append(Apart(answer.item, f"{from_to}, on another scale"))
    elif old.score is None or answer.score is None:
        found.without_score.append(Apart(answer.item, from_to))
    else:
        was = old.item.reference if old.item.reference != answer.item.reference else ""
        step = answer.score - old.score
        changes = found.rose if step > 0 else found.fell if step < 0 else found.stayed
        changes.append(Change(answer.item, was, old.level, answer.level))
