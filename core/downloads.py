"""Files that people save, never shown as pages of ours."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def as_download(content: Any, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
