"""What a step's page holds of progress and days, wherever the step is opened."""

from django import template

from core.conflicts import mark_of

from ..progress.box import gather_box
from ..timelines.offers import days_of, offers_of

register = template.Library()


@register.simple_tag(takes_context=True)
def progress_box(context, step):
    """How far a step is, for whoever looks. The step comes with its plan, partnership and owner."""
    return gather_box(step, context["request"].user)


@register.simple_tag
def timeline_offers(step):
    """What its timelines propose beside the days it has, and the mark of these."""
    return {"offers": offers_of(step), "seen": mark_of(days_of(step))}
