"""What the top of a partnership's pages asks about who reads them."""

from django import template

from accounts.models import User
from partnerships.access import directs_any_of
from partnerships.models import Partnership

register = template.Library()


@register.filter
def reads_all_around(user: User, partnership: Partnership) -> bool:
    """Whether this person has a page of all partners of the partnership's agreement, to go back to."""
    return user.is_staff or directs_any_of(user, partnership.agreement)
