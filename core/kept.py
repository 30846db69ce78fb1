"""What is made of the same values is made once in a process."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import get_language

Result = TypeVar("Result")


def kept(at_most: int) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Keep what a function returned for the values it was asked with last, so many of them.

    The values are all that the result hangs on, they are hashable and equal only where all that is read of them is:
    texts, numbers, days and tuples of these, never records, people or requests. So there is nothing to invalidate,
    and nobody can be shown what the same values would not have shown them. The language that is spoken is one more
    such value. While templates are worked on nothing is kept. `kept` is the function with its cache.
    """

    def mark(make: Callable[..., Result]) -> Callable[..., Result]:
        @lru_cache(maxsize=at_most)
        def keeping(language: str | None, *values: Any) -> Result:
            return make(*values)

        @wraps(make)
        def ask(*values: Any) -> Result:
            return make(*values) if settings.DEBUG else keeping(get_language(), *values)

        ask.kept = keeping  # type: ignore[attr-defined]
        return ask

    return mark
