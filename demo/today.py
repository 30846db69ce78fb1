"""The invented years of the fixtures, moved to the day on which they are loaded: a demo shows a year under way."""

import re
from calendar import month_name
from datetime import date, timedelta

from assessments.cycles.periods import school_years_around

WRITTEN_ON = date(2026, 6, 2)
"""The day as on which the fixtures are to be read: what was due in May is late, what is due in June is not."""
SCHOOL_YEAR = 2025
"""In which the newest school year begins that they know."""
BUSY = timedelta(days=60)
"""So long before that day the newest school year is being assessed; all of it is to fall into one year."""

MONTHS = list(month_name)[1:]
DATES = re.compile(
    r'(?<!"st-louis-county", ")(?<!FFY )(?P<years>\b20\d\d-20\d\d\b)'  # but of editions
    r"|(?P<turn>\b20\d\d-(?:07-01|06-30)\b)"
    r"|(?P<day>\b20\d\d-\d\d-\d\d(?!\d))"
    rf"|(?P<month>\b(?:{'|'.join(MONTHS)}) 20\d\d\b)"
)


def moved_to(today: date, text: str) -> str:
    """`text` as if it were written today.

    Days move by days; school years, and the days on which they begin and end, by whole years.
    """
    days = today - WRITTEN_ON
    years = school_years_around(today - BUSY)[0].start.year - SCHOOL_YEAR

    def moved(found: re.Match[str]) -> str:
        words = found[0]
        match found.lastgroup:
            case "years":
                return "-".join(str(int(year) + years) for year in words.split("-"))
            case "turn":
                return f"{int(words[:4]) + years}{words[4:]}"
            case "day":
                return (date.fromisoformat(words) + days).isoformat()
        month, year = words.split()
        middle = date(int(year), MONTHS.index(month) + 1, 15) + days
        return f"{MONTHS[middle.month - 1]} {middle.year}"

    return DATES.sub(moved, text)
