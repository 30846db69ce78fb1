"""What was published, as files: each made of a public record's content, and described by what makes it."""

from .columns import DataColumn, DataFile
from .files import FILES, file_called, files_of, line_counts
from .meanings import MEANINGS
from .writing import DICTIONARY, RECORD, csv_of, dictionary_csv, json_of, made_file

__all__ = [
    "DICTIONARY",
    "FILES",
    "MEANINGS",
    "RECORD",
    "DataColumn",
    "DataFile",
    "csv_of",
    "dictionary_csv",
    "file_called",
    "files_of",
    "json_of",
    "line_counts",
    "made_file",
]
