"""The county's rows with hostile text behind whatever stands in their fields."""

import copy

from django.db import models

LINK = f"https://example.org/{'x' * 180}"
NAME = "W" * 300
TEXT = f"<script>alert(1)</script> & <b>bold</b> {LINK} مدرسة 👩‍🏫 😀 学校 Привет"
A_PAGE = "A long sentence that goes on. " * 250
EACH = 4
"""Of so many rows one, that a document stays one that can be printed in a moment."""
LEFT_ALONE = ("slug", "key", "code", "reference", "number", "label", "lineage", "public_id", "email")


def hostile(county_records):
    """Each field that somebody types has as much of it as it takes; one of each kind is longer than a page."""
    return [(model, _hostile_rows(model, rows)) for model, rows in county_records]


def _hostile_rows(model, rows):
    rows = [copy.copy(row) for row in rows]
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField) or field.choices:
            continue
        if field.name in LEFT_ALONE or field.name.endswith("_id"):
            continue
        if field.max_length is not None and field.max_length < 60:
            continue
        is_long = isinstance(field, models.TextField)
        for row in rows[::EACH]:
            if value := getattr(row, field.attname):
                more = f"{value} {TEXT} {NAME}"
                setattr(row, field.attname, more[: field.max_length] if field.max_length else more)
        if is_long and (first := next((row for row in rows[::EACH] if getattr(row, field.attname)), None)):
            setattr(first, field.attname, (getattr(first, field.attname) + A_PAGE)[: field.max_length])
    return rows
