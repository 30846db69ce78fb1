"""How large an uploaded file may be, anywhere on the site."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

LARGEST_UPLOAD = 10 * 1024 * 1024
"""Bytes of a request with files in it."""

LARGEST_DRAINED = 1024 * 1024 * 1024
"""Bytes. Up to here a request is read to its end and thrown away, so that the browser gets to see the answer."""


class QuotaUploadHandler(FileUploadHandler):
    """Throws files away, piece by piece, that come in a larger request: they reach neither memory nor disk.

    `upload_refused` is then set on the request, and its other fields are there. It comes first of the handlers.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self.length = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.length > LARGEST_UPLOAD:
            self.request.upload_refused = True  # type: ignore[union-attr]  # views ask for it
            if self.length > LARGEST_DRAINED:
                raise StopUpload(connection_reset=True)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
