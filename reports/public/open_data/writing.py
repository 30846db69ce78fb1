"""The files as they are sent."""

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from core.csv_files import as_csv
from core.kept import kept
from reports.models import PublicRecord
from reports.public.text import Json

from .columns import DataFile
from .files import file_called, files_of
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


@dataclass(frozen=True)
class MadeFile:
    """A file as it is sent, packed, and a mark of what it says."""

    packed: bytes
    mark: str
    content_type: str

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.packed)


@kept(40)
def made_file(record: str, name: str) -> MadeFile | None:
    """A file of the record with this public id, whose content never changes; None where it has no such file."""
    found = PublicRecord.objects.get(public_id=record)
    if name == RECORD:
        return _made(json_of(found.content, found.read_at), "application/json")
    if name == DICTIONARY:
        return _made(dictionary_csv(found.content), CSV)
    file = file_called(found.content, name)
    return _made(csv_of(file, found.content), CSV) if file else None


CSV = "text/csv; charset=utf-8"


def _made(text: str, content_type: str) -> MadeFile:
    plain = text.encode()
    return MadeFile(gzip.compress(plain, mtime=0), sha256(plain).hexdigest()[:32], content_type)
