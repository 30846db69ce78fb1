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
    r"(?P<before>.{0,120}?)\b(?P<promise>to be collected|to be available|embargoed until|expected|forthcoming)"
    r"(?: in| on| by)?:? (?P<when>[^\n]{4,40})",
    re.IGNORECASE,
)


def read_status(text: str) -> tuple[str, date | None, bool]:
    """(the status suggested, when the value is expected, whether that is a month).

    ("", None, False) where the text says nothing of the kind.

    The first line decides: beneath EMBARGOED stand older values.
    """
    first, _, beneath = text.strip().partition("\n")
    words = " ".join(first[:_LONGEST].split()).casefold()
    if status := _STATUS_OF.get(words) or _STATUS_OF.get(words.strip("(). ")):
        return status, None, False
    if beneath or len(first) > _LONGEST or not (found := _EXPECTED.fullmatch(first.strip())):
        return "", None, False
    try:
        when, is_month = read_day_or_month(found["when"].rstrip("."))
    except ValueError:
        return "", None, False
    is_embargo = found["promise"].casefold().startswith("embargoed")
    return ("embargoed" if is_embargo else "forthcoming"), when, is_month
