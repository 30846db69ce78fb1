"""The rule for classes as part of an edition's text: copied with it."""

from collections.abc import Iterator

from assessments.models import ClassRule
from partnerships.editions.attachments import Attachment
from partnerships.editions.copying import Copied, TextCopying
from partnerships.editions.problems import Problem
from partnerships.models import Edition


def copy_class_rule(copying: TextCopying, edition: Edition, copied: Copied) -> None:
    copying.rows(list(ClassRule.objects.filter(edition=edition)))


def no_problems(edition: Edition) -> Iterator[Problem]:
    """The database refuses a rule that would have any."""
    yield from ()


CLASS_RULES = Attachment(models=(ClassRule,), copy=copy_class_rule, problems=no_problems)
