"""The workbook that a request brings."""

from django.http import HttpRequest

from .unpacking import LARGEST_FILE, TOO_LARGE, WorkbookRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEGABYTES = LARGEST_FILE // 1024 // 1024
CHOOSE = "Choose the workbook that you filled in, then upload it."


def uploaded_in(request: HttpRequest) -> bytes:
    """What was sent as `file`. Raises WorkbookRefused where that is nothing, or more than is opened."""
    file = request.FILES.get("file")
    if getattr(request, "upload_refused", False) or (file and (file.size or 0) > LARGEST_FILE):
        raise WorkbookRefused(TOO_LARGE, status=413)
    if file is None:
        raise WorkbookRefused(CHOOSE)
    return file.read()
