"""Texts put together by the database, the same on both."""

from django.db.models import Aggregate, Func, TextField


class JoinedText(Aggregate):
    """The texts of a group in one, with a bar or another separator between them, in no particular order."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, '%(separator)s')"
    output_field = TextField()

    def __init__(self, *expressions, separator="|", **extra):
        super().__init__(*expressions, separator=separator, **extra)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="STRING_AGG", **context)


class FlatText(Func):
    """Texts one after the other, none of which is NULL.

    Django's Concat asks each for NULL, one inside the other, and is too deep for SQLite where there are many.
    """

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = TextField()
