"""An agreement's own words in sentences with a number."""

from django import template

from partnerships.models import Word

register = template.Library()


@register.filter
def counted(number: int, word: Word) -> str:
    """“1 goal”, “3 goals”."""
    return word.counted(number)


@register.filter
def named(number: int, word: Word) -> str:
    """“goal” beside 1, “goals” beside any other number, which stands elsewhere."""
    return word.of(number)
