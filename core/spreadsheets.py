"""What Accord uses of openpyxl, without what openpyxl loads beside itself.

openpyxl loads lxml, Pillow and numpy wherever they are installed, as the first two are for printing: 8 MB of every
web process, with numpy 19, for pictures and arrays that no workbook of ours holds, and to write 55 ratings in 44
instead of 53 ms. So it is imported here alone, while they are out of its sight.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _out_of_sight(*names: str) -> Iterator[None]:
    """Whoever imports one of these modules meanwhile is told that it is not installed."""
    loaded = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type]  # None is Python's own word for it
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(loaded)


with _out_of_sight("lxml", "lxml.etree", "PIL", "numpy"):
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.utils import column_index_from_string, get_column_letter
    from openpyxl.utils.datetime import to_excel
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.dimensions import RowDimension
    from openpyxl.writer.excel import ExcelWriter

__all__ = [
    "BUILTIN_FORMATS",
    "Alignment",
    "Border",
    "Comment",
    "DataValidation",
    "ExcelReader",
    "ExcelWriter",
    "Font",
    "PatternFill",
    "Protection",
    "RowDimension",
    "Side",
    "Workbook",
    "WriteOnlyCell",
    "column_index_from_string",
    "get_column_letter",
    "to_excel",
]
