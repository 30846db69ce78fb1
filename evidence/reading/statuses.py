"""Words that stand in a cell for a value that is not there: N/A, TBD, *, EMBARGOED, (baseline collection)."""

import re
from datetime import date

from core.dates import read_day_or_month

STATUSES = {
    "not_applicable": ("n/a", "na", "n.a.", "not applicable", "does not apply"),
    "to_be_determined": ("tbd", "t.b.d.", "to be determined"),
    "forthcoming": (
        "*",
        "**",
        "forthcoming",
        "data is forthcoming",
        "data are forthcoming",
        "pending",
        "*data is forthcoming",
    ),
    "embargoed": ("embargoed", "embargo", "under embargo"),
    "baseline": (
        "baseline",
        "baseline year",
        "baseline collection",
        "baseline data collection",
        "baseline being collected",
        "baseline is being collected",
        "collecting baseline",
        "collecting baseline data",
    ),
    "in_development": (
        "in development",
        "under development",
        "developing this year",
        "being developed",
        "developing",
    ),
    "not_yet_measured": ("not yet measured", "not measured yet", "not rated", "not observed"),
    "unable_to_measure": (
        "unable to measure",
        "unable to currently measure",
        "currently unable to measure",
        "cannot be measured",
    ),
    "error": ("error", "#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!"),
}
"""By the `ObservationStatus` they suggest, in small letters. A spreadsheet prints those with “#”."""

_STATUS_OF = {words: status for status, spellings in STATUSES.items() for words in spellings}

_LONGEST = 200
_EXPECTED = re.compile(
    r".{0,120}?\b(?P<promise>to be collected|to be available|embargoed until|expected|forthcoming)"
    r"(?: in| on| by)?:? (?P<when>.{4,40})"
)
_BEGINS = re.compile(r"(embargoed)[ ,:;(–-].*|(n/a|tbd)[ ,:;(–-][^0-9%]*")
"""“N/A - new program”. Figures may follow EMBARGOED only: that they stand there lifts no embargo."""

_NOTHING = ("", None, False)


def read_status(text: str) -> tuple[str, date | None, bool]:
    """(the status suggested, when the value is expected, whether that is a month), or ("", None, False).

    The first line decides: beneath EMBARGOED stand older values.
    """
    first, _, beneath = text.strip().partition("\n")
    if len(first) > _LONGEST:
        return _NOTHING
    words = " ".join(first.split()).casefold()
    if status := _STATUS_OF.get(words) or _STATUS_OF.get(words.strip("(). ")):
        return status, None, False
    if not beneath and (promised := _promised(words)):
        return promised
    if found := _BEGINS.fullmatch(words):
        return _STATUS_OF[found[1] or found[2]], None, False
    return _NOTHING


def _promised(words: str) -> tuple[str, date, bool] | None:
    """“Data to be collected February 2025”."""
    if not (found := _EXPECTED.fullmatch(words)):
        return None
    try:
        when, is_month = read_day_or_month(found["when"].rstrip("."))
    except ValueError:
        return None
    return ("embargoed" if found["promise"].startswith("embargoed") else "forthcoming"), when, is_month
