"""Small tables of records that were never saved, and what their figures are."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from evidence.models import (
    Breakdown,
    BreakdownPart,
    EvidenceRow,
    Observation,
    PartsAdd,
    StudentGroup,
    StudentGroupKind,
)
from evidence.suppression.cells import Cell, Sum, denominators_total, total
from partnerships.models import Period, PeriodKind

GROUPS = [
    StudentGroup(pk=1, label="with", kind=StudentGroupKind.WITH_IEP),
    StudentGroup(pk=2, label="without", kind=StudentGroupKind.WITHOUT_IEP),
]
SCHOOLS = [10, 20, 30]
ALL = None
COUNTS = st.one_of(st.integers(0, 14), st.integers(10, 60), st.integers(40, 900))
WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
PROSE = [
    "about {count:,} students",
    "approx. {count}",
    "<{more}",
    "fewer than {word_more}",
    "{word} students",
    "n={count}",
    "{count} students, 3 with IEPs",
    "{count} of {group}, or {percent:.2f}%",
    "{count}/{group} ({percent:.2f}%); 2/9",
    "{count} out of {group} ({percent:.0f}%) and 3 out of 40 (7.5%)",
    "{count} in 2023, up from 12",
    "Reading was given to {word}.\n95% (n=400)",
    "{percent_comma} % von {group}",
    "{thin} students",
    "{wide} students",
    "In 3 programs - {count}",
    "In May {count} students moved",
    "{count} day students",
    "{count}.5 students",
]
"""How people write a count so that it is no value, or not quite."""
PRINTED = [
    "{count} students",
    "{count} out of {group}",
    "{percent:.1f}% ({count}/{group})",
    "{percent:.0f}% (n={group})",
]


@dataclass
class Table:
    values: list[Observation]
    cells: list[Cell]
    """What is true of each value, by its primary key."""
    sums: list[Sum]


def period(number, months=12, after=0):
    """A school year, or some months of it."""
    first, last = after, after + months - 1
    start = date(2020 + number + (first + 6) // 12, (first + 6) % 12 + 1, 1)
    next_month = date(2020 + number + (last + 7) // 12, (last + 7) % 12 + 1, 1)
    return Period(
        pk=number * 100 + after * 13 + months,
        kind=PeriodKind.SCHOOL_YEAR,
        label=f"{start} {months}",
        start=start,
        end=next_month - timedelta(days=1),
    )


def row(key, **fields):
    named = {"category_id": 1, "counts_students": True, "label": f"Row {key}", "lineage": f"r-{key}"}
    return EvidenceRow(pk=key, **named | fields)


def value(key, of, when, text, part=None, **fields):
    return Observation(pk=key, row=of, period=when, text=text, part=part, **fields)


def prose(draw, count):
    """A count as a person writes it, with others around it."""
    group = count + draw(st.integers(1, 400))
    return draw(st.sampled_from(PROSE)).format(
        count=count,
        more=count + 1,
        group=group,
        percent=100 * count / group,
        percent_comma=f"{100 * count / group:.1f}".replace(".", ","),
        word=WORDS[count] if count < len(WORDS) else str(count),
        word_more=WORDS[count + 1] if count + 1 < len(WORDS) else str(count + 1),
        thin=f"{count:,}".replace(",", "\u2009"),
        wide="".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
    )


@st.composite
def broken_down(draw):
    """A row by school, by group, and by both."""
    schools = draw(st.sampled_from([[], SCHOOLS[:2], SCHOOLS]))
    when, of = period(draw(st.integers(1, 2))), row(1)
    printed = draw(st.sampled_from(PRINTED))
    leaves = {place: (n := draw(COUNTS), n + draw(COUNTS)) for place in product(schools or [ALL], (0, 1))}
    breakdowns = {
        (bool(school), bool(group)): Breakdown(
            pk=1 + 2 * school + group, row=of, name=f"{school}{group}", parts_add=PartsAdd.TO_WHOLE
        )
        for school, group in product((0, 1), (0, 1))
    }
    values, cells, key_of = [], [], {}
    for school, group in product([ALL, *schools], [ALL, 0, 1]):
        inside = [
            numbers
            for leaf, numbers in leaves.items()
            if school in (ALL, leaf[0]) and group in (ALL, leaf[1])
        ]
        count, size = (sum(numbers) for numbers in zip(*inside, strict=True))
        if size == 0:
            continue
        key = len(values) + 1
        key_of[school, group] = str(key)
        part = BreakdownPart(
            pk=key,
            breakdown=breakdowns[school is not ALL, group is not ALL],
            label=f"{school} {group}",
            organization_id=school,
            student_group=None if group is ALL else GROUPS[group],
        )
        text = printed.format(count=count, group=size, percent=100 * count / size)
        values.append(value(key, of, when, text, None if (school, group) == (ALL, ALL) else part))
        cells.append(Cell(str(key), count, None if "{group}" not in printed else size))
    sums = [
        add(key_of[whole], *(key_of[part] for part in parts if part in key_of))
        for whole, parts in _totals(schools)
        for add in ((total, denominators_total) if "{group}" in printed else (total,))
        if whole in key_of
    ]
    return Table(values, cells, sums)


def _totals(schools):
    """Every total of the table with its parts."""
    for group in (ALL, 0, 1) if schools else ():
        yield (ALL, group), [(school, group) for school in schools]
    for school in [ALL, *schools]:
        yield (school, ALL), [(school, 0), (school, 1)]


@st.composite
def rows_beneath(draw):
    """A row with those beneath it, one of which says two figures in one text."""
    marked = draw(st.sampled_from([PartsAdd.TO_WHOLE, PartsAdd.NOT]))
    above, when = row(1, parts_add=marked), period(1)
    counts = draw(st.lists(COUNTS, min_size=2, max_size=6))
    first, second = draw(COUNTS), draw(COUNTS)
    values = [value(1, above, when, f"{sum(counts) + first + second} students")]
    cells = [Cell("1", sum(counts) + first + second)]
    for key, count in enumerate(counts, 2):
        text = prose(draw, count) if draw(st.booleans()) else f"Program {'ABCDEFG'[key - 2]} - {count}"
        values.append(value(key, row(key, parent=above), when, text))
        cells.append(Cell(str(key), count))
    key = len(values) + 1
    values.append(value(key, row(key, parent=above), when, f"Metal - {first}\nWood - {second}"))
    cells += [Cell(f"{key}a", first), Cell(f"{key}b", second)]
    return Table(values, cells, [total("1", *(cell.key for cell in cells[1:]))])
