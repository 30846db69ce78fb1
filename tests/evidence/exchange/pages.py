"""What a person reads on the pages of exchange."""

import re

from tests.words import words_in


def words(response):
    return words_in(response.text)


def tally(response):
    """(to save, to decide, not accepted, unchanged)."""
    return tuple(int(number) for number in re.findall(r"<li><b>(\d+)</b>", response.text))


def refusals(response):
    """(cell, reason) of what a preview refuses."""
    table = re.search(r'<table class="doc-table record refusals".*?</table>', response.text, re.DOTALL)
    rows = (
        re.findall(
            r"<th role=\"rowheader\".*?>(.*?)</th>.*?data-label=\"Why not\">(.*?)</td>", table[0], re.DOTALL
        )
        if table
        else []
    )
    return [tuple(words_in(one) for one in row) for row in rows]
