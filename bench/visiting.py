"""Who asks for the pages that are measured, and the processor time these take."""

from functools import partial

from django.test import Client

from tests.factories import make_liaison

from .measure import ratio, say


def signed_in(partnership):
    client = Client()
    client.force_login(make_liaison(partnership))
    return client


def director_of(county):
    client = Client()
    client.force_login(county.director)
    return client


def get(client, url):
    response = client.get(url)
    assert response.status_code == 200, f"{url} answers {response.status_code}"
    return response


def measure_time(client, url, what, most=None, *, against="/bench/bare/", rounds=20):
    """Processor time of a page against that of a view that does nothing, behind the same middleware."""
    found = ratio(partial(get, client, url), partial(get, client, against), rounds=rounds, warm_up=3)
    weight = len(get(client, url).content) / 1024
    say(
        f"{what} against a bare view",
        f"{found.value:.1f} ({1000 * found.first:.0f} ms, {1000 * found.second:.1f} ms; {weight:.0f} KB)",
        f"{most} at most" if most else "",
        found.value <= most if most else None,
    )
