"""A workbook's bytes, which are the same whenever it is made."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.spreadsheets import ExcelWriter, Workbook

from .texts import encoded

ALWAYS = datetime(2000, 1, 1)
"""The date of every workbook: the same content gives the same bytes."""


def bytes_of(workbook: Workbook, title: str) -> bytes:
    """An .xlsx file whose sheets can be neither moved nor renamed."""
    workbook.security.lockStructure = True
    properties = workbook.properties
    properties.creator, properties.title = "Accord", encoded(title)
    properties.created = properties.modified = ALWAYS
    # Not `workbook.save`: that stamps the time.
    file = BytesIO()
    ExcelWriter(workbook, _StillZip(file, "w", ZIP_DEFLATED)).save()
    return file.getvalue()


class _StillZip(ZipFile):
    """A zip whose entries all bear the same date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        info = ZipInfo(zinfo_or_arcname, date_time=(1980, 1, 1, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        info.create_system = 0
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        self.writestr(arcname, Path(filename).read_bytes())
