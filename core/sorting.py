"""Names in natural order in the database: District 9 before District 10, École beside Ecole, on every database."""

from typing import Any

from django.db import models

from .words import natural


class _Key:
    """What a record's key is: that of the name as it stands, whatever was read or set."""

    def __init__(self, field: "SortKeyField") -> None:
        self.field = field

    def __get__(self, record: Any, owner: Any = None) -> Any:
        return self if record is None else natural(getattr(record, self.field.of) or "")

    def __set__(self, record: Any, value: Any) -> None:
        record.__dict__[self.field.attname] = value  # Django tells from it that the column was read


class SortKeyField(models.TextField):
    """The column that rows are ordered by instead of the field with the name, which is `of`.

    It is written with every save of the record, by fixtures and in bulk too; `update()` of the name alone leaves it
    behind. No form, fixture or history shows it. Both databases compare it character by character.
    """

    descriptor_class = _Key  # type: ignore[assignment]

    def __init__(self, of: str, **options: Any) -> None:
        self.of = of
        for option, value in (("editable", False), ("serialize", False), ("default", "")):
            options.setdefault(option, value)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def db_parameters(self, connection: Any) -> Any:
        return super().db_parameters(connection) | {
            "collation": "C" if connection.vendor == "postgresql" else None
        }


def sort_key_of(model: type[models.Model], name: str) -> str:
    """The name of the field that keeps the key of another one; empty where there is none."""
    fields = model._meta.get_fields()
    return next((one.name for one in fields if isinstance(one, SortKeyField) and one.of == name), "")
