"""Which cell of the tables each line of a CSV file is about."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.words import counted, in_words
from core.workbooks.entries import CellRefusal, short
from evidence.models import BreakdownPart
from partnerships.models import Period

from .csv_reading import CsvLine, looks_like_a_number, with_point
from .entered import EnteredCell, EvidenceUpload
from .standing import StandingTables

MOST_NAMED = 12
"""Parts that a sentence names."""


@dataclass(frozen=True)
class FileColumns:
    """Which column holds what, counted from 0; None where none does."""

    row: int
    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    period: int | None = None
    part: int | None = None
    one_period: str = ""
    """The key of the period that all lines are of, where no column says it."""


@dataclass(frozen=True)
class Matched:
    """What the names in a file mean, by the name as it stands there; empty where it is left out."""

    rows: Mapping[str, str]
    """Lineages."""
    periods: Mapping[str, str]
    """Keys."""


def row_names(standing: StandingTables) -> dict[str, str]:
    """Lineages by what a file may call a row. A name that two rows share means none."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for lineage, row in standing.rows.items():
        for name in (row.label, str(row), standing.names[lineage]):
            found[_plain(name)].add(lineage)
    return _single(found)


def period_names(standing: StandingTables) -> dict[str, str]:
    """Keys of periods by what a file may call them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key, period in standing.periods.items():
        for name in (period.name, period.label):
            found[_years(name)].add(key)
    return _single(found)


def part_names(standing: StandingTables) -> dict[str, dict[str, set[BreakdownPart]]]:
    """The parts of each row, by its lineage, by what a file may call them."""
    found: dict[str, dict[str, set[BreakdownPart]]] = {}
    for lineage, parts in standing.parts.items():
        of_row = found.setdefault(lineage, {})
        for part in parts:
            for name in _names_of(part):
                of_row.setdefault(_plain(name), set()).add(part)
    return found


def match_rows(names: Iterable[str], standing: StandingTables) -> dict[str, str]:
    known = row_names(standing)
    return {name: known[_plain(name)] for name in names if _plain(name) in known}


def match_periods(names: Iterable[str], standing: StandingTables) -> dict[str, str]:
    known = period_names(standing)
    return {name: known[_years(name)] for name in names if _years(name) in known}


def names_in(lines: Sequence[CsvLine], column: int | None) -> list[str]:
    """The different names in a column, in their order."""
    return (
        [name for name in dict.fromkeys(line.at(column) for line in lines) if name]
        if column is not None
        else []
    )


def guessed(lines: Sequence[CsvLine], standing: StandingTables) -> dict[str, int]:
    """The columns that probably hold row, period, part and value, by name."""
    rows, periods = row_names(standing), period_names(standing)
    parts = {name for of_row in part_names(standing).values() for name in of_row}
    width = max(len(line.cells) for line in lines)
    found: dict[str, int] = {}

    def choose(name: str, fits: list[int]) -> None:
        best = max(
            (one for one in range(width) if one not in found.values()), key=fits.__getitem__, default=None
        )
        if best is not None and fits[best]:
            found[name] = best

    cells = [[line.at(column) for line in lines] for column in range(width)]
    choose("row", [sum(_plain(text) in rows for text in column) for column in cells])
    choose("period", [sum(_years(text) in periods for text in column) for column in cells])
    choose("part", [sum(_plain(text) in parts for text in column) for column in cells])
    choose("value", [sum(looks_like_a_number(text) for text in column) for column in cells])
    return found


def entered_from(
    lines: Sequence[CsvLine],
    columns: FileColumns,
    matched: Matched,
    standing: StandingTables,
    *,
    decimal_comma: bool,
) -> EvidenceUpload:
    """The cells that the lines of a file say. What is left out is counted, by what it is called."""
    upload, left_out, empty, nameless = EvidenceUpload(), Counter[str](), 0, 0
    parts = part_names(standing) if columns.part is not None else {}
    for line in lines:
        name, when = line.at(columns.row), line.at(columns.period)
        lineage = matched.rows.get(name, "")
        period = matched.periods.get(when, "") if columns.period is not None else columns.one_period
        where = f"line {line.number}"
        if not name or (columns.period is not None and not when):
            nameless += 1
        elif not lineage or not period:
            left_out[name if not lineage else when] += 1
        else:
            try:
                text = _text_of(line, columns)
                part = _part_of(line.at(columns.part), parts.get(lineage, {}))
            except ValueError as wrong:
                called = f"{standing.names[lineage]}, {standing.periods[period].name}"
                upload.refused.append(CellRefusal(where, called, "", str(wrong)))
                continue
            if not text:
                empty += 1
                continue
            wanted = with_point(text) if decimal_comma else text
            was = text if wanted != text else ""
            upload.entered.append(
                EnteredCell(lineage, period, part.pk if part else None, {"text": wanted}, where, was=was)
            )
    upload.not_read += [
        f"Left out, since no row or period was chosen for it: “{short(name)}”, {counted(times, 'line')}."
        for name, times in left_out.items()
    ]
    if nameless:
        upload.not_read.append(
            f"{counted(nameless, 'line').capitalize()} without a name or a period: not read."
        )
    if empty:
        upload.not_read.append(
            f"{counted(empty, 'line').capitalize()} without a value: what stands in the tables stays."
        )
    return upload


def _text_of(line: CsvLine, columns: FileColumns) -> str:
    """The value that a line says, as it is to stand in the table. Raises ValueError."""
    if columns.value is not None:
        return line.at(columns.value)
    numerator, denominator = line.at(columns.numerator), line.at(columns.denominator)
    if bool(numerator) != bool(denominator):
        missing = "how many there are in all" if numerator else "how many of them"
        raise ValueError(f"One of its two counts is missing: {missing}.")
    return f"{numerator}/{denominator}" if numerator else ""


def _part_of(name: str, parts: Mapping[str, set[BreakdownPart]]) -> BreakdownPart | None:
    """The part of a row that a line is about; None for the whole, which has no name. Raises ValueError."""
    if not name:
        return None
    found = list(parts.get(_plain(name), ()))
    if len(found) == 1:
        return found[0]
    if not parts:
        raise ValueError(f"“{short(name)}” names a part, and this row is not broken down into parts.")
    if found:
        raise ValueError(f"“{short(name)}” is the name of more than one of its parts.")
    labels = dict.fromkeys(str(part) for those in parts.values() for part in those)
    known = (
        in_words(labels)
        if len(labels) <= MOST_NAMED
        else f"{in_words(list(labels)[:MOST_NAMED])}, for example"
    )
    raise ValueError(f"“{short(name)}” is none of its parts: {known}.")


def _names_of(part: BreakdownPart) -> list[str]:
    school = part.organization
    return [part.label, *([school.name, school.short_name] if school else [])]


def _plain(name: str) -> str:
    """A name without what people write now so, now so: capitals, blanks, a colon at the end, kinds of dashes."""
    plain = re.sub("[\u2010-\u2015]", "-", name).replace("’", "'")
    return " ".join(plain.split()).rstrip(": ").casefold()


def _years(name: str) -> str:
    """“2023-24”, “2023/2024” and “SY 2023–24” as “2023-2024”."""
    plain = _plain(name).removeprefix("school year ").removeprefix("sy ")
    years = re.fullmatch(r"([0-9]{2})([0-9]{2}) ?[-/] ?(?:[0-9]{2})?([0-9]{2})", plain)
    return f"{years[1]}{years[2]}-{years[1]}{years[3]}" if years else plain


def _single(found: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(those)) for name, those in found.items() if name and len(those) == 1}


def in_order(periods: Mapping[str, Period]) -> list[tuple[str, str]]:
    """Periods to choose from: the newest first."""
    found = sorted(periods.items(), key=lambda one: one[1].start, reverse=True)
    return [(key, period.name) for key, period in found]
