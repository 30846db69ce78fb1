"""The files as they are sent."""

import json
from datetime import datetime

from core.csv_files import as_csv
from reports.public.text import Json

from .columns import DataFile
from .files import files_of
from .meanings import MEANINGS

DICTIONARY = "data-dictionary.csv"
RECORD = "record.json"


def csv_of(file: DataFile, content: Json) -> str:
    """Strict: a line that lacks a column, or has one that is not described, is a fault."""
    names = [column.name for column in file.columns]
    lines = []
    for line in file.lines(content):
        if line.keys() != set(names):
            raise ValueError(f"{file.name}: {line.keys() ^ set(names)}")
        lines.append([line[name] for name in names])
    return as_csv([names, *lines])


def json_of(content: Json, read_at: datetime) -> str:
    """The whole record. `read_at` is when it was read from what was entered."""
    whole = {"read_at": read_at.isoformat(timespec="seconds"), **content}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def dictionary_csv(content: Json) -> str:
    """What each column of each file means, and each name in the record as JSON."""
    heads = ["file", "column", "meaning", "values", "where a value is missing or not public"]
    columns = [
        [file.name, column.name, column.meaning, column.unit, column.hidden]
        for file in files_of(content)
        for column in file.columns
    ]
    names = [[RECORD, name, meaning, "", ""] for name, meaning in MEANINGS.items()]
    return as_csv([heads, *columns, *names])
