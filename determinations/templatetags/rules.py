"""Rules in templates."""

from django import template

from determinations.models import Criterion
from determinations.rules.words import threshold_in_words

register = template.Library()


@register.filter
def asked(criterion: Criterion) -> str:
    """“at least two thirds”."""
    return threshold_in_words(criterion)
