"""How figures are taken: processor time, both sides of a ratio in turn, so that a busy machine disturbs neither."""

import gc
from dataclasses import dataclass
from statistics import median
from time import process_time

from django.db import connection
from django.test.utils import CaptureQueriesContext

TRANSACTION_WORDS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Ratio:
    """Medians over the rounds, in seconds of processor time. `value` is the median of the rounds' own ratios."""

    value: float
    first: float
    second: float


def ratio(first, second, *, rounds, warm_up=1):
    """Without what stood in memory before: to look through that for garbage takes longer than printing a short
    document, and would be charged to whichever side comes to it."""
    gc.collect()
    gc.freeze()
    pairs = []
    for _ in range(warm_up + rounds):
        pairs.append((seconds(first), seconds(second)))
    pairs = pairs[warm_up:]
    firsts, seconds_ = zip(*pairs, strict=True)
    return Ratio(median(a / b for a, b in pairs), median(firsts), median(seconds_))


def seconds(call):
    gc.collect()
    start = process_time()
    call()
    return process_time() - start


def queries(call):
    """How many queries a call takes, without those that only open and close transactions."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(not query["sql"].startswith(TRANSACTION_WORDS) for query in captured.captured_queries)


def say(what, result, aim="", met=None):
    verdict = "" if met is None else (", met" if met else ", MISSED")
    print(f"{what + ':':<58} {result}" + (f"  (aim: {aim}{verdict})" if aim else ""), flush=True)
