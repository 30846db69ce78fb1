"""Words that stand in addresses where the name of a record may stand."""

from functools import cache

from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver

SLUG = "<slug:slug>"


@cache
def words_beside_slugs() -> frozenset[str]:
    """By the list of addresses, all that stands anywhere in the place of a slug: “verify” of /public/verify/.

    Nobody would find what is called so.
    """
    found = (one.pattern for one in get_resolver().url_patterns if isinstance(one, URLPattern))
    routes = [str(pattern).split("/") for pattern in found]
    before = {tuple(route[: route.index(SLUG)]) for route in routes if SLUG in route}
    beside = {
        route[len(start)]
        for route in routes
        for start in before
        if len(route) > len(start) and tuple(route[: len(start)]) == start
    }
    return frozenset(word for word in beside if word and not word.startswith("<"))


def refuse_word_beside_slugs(slug: str) -> None:
    """For `clean_fields`: the sentence stands at the field."""
    if slug in words_beside_slugs():
        raise ValidationError(
            {"slug": f"“{slug}” stands for something else in addresses of this site. Write another one."}
        )
