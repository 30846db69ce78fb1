"""A calendar of whole days, as calendar programs read it (RFC 5545).

Written here because the packages that write calendars also read them, with every time zone there is: 5 MiB of each
web process, for a dozen kinds of lines. The tests read what this writes with one of them.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
"""Of a line, without its end."""

_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def text(words: str) -> str:
    """A value of words: no line of it can begin another property."""
    return words.translate(_ESCAPED)


def day(value: date) -> str:
    return f"{value:%Y%m%d}"


def moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def calendar(name: str, events: Iterable[list[tuple[str, str]]]) -> bytes:
    """A calendar of events, each the (property, value)s that `event` gives."""
    lines = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Accord//Action steps//EN"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", text(name)),
        ("X-PUBLISHED-TTL", "PT12H"),
        *(line for event in events for line in event),
        ("END", "VCALENDAR"),
    ]
    return b"".join(_folded(f"{key}:{value}") for key, value in lines)


def event(
    *, uid: str, on: date, touched_at: datetime, title: str, words: str, url: str
) -> list[tuple[str, str]]:
    """One whole day, in which nobody is busy."""
    return [
        ("BEGIN", "VEVENT"),
        ("UID", text(uid)),
        ("DTSTAMP", moment(touched_at)),
        ("DTSTART;VALUE=DATE", day(on)),
        ("DTEND;VALUE=DATE", day(on + timedelta(days=1))),
        ("SUMMARY", text(title)),
        ("DESCRIPTION", text(words)),
        ("URL", url),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
    ]


def _folded(line: str) -> bytes:
    """A line that is too long goes on in the next, after a space; no letter is torn apart."""
    return b"\r\n ".join(_pieces(line)) + b"\r\n"


def _pieces(line: str) -> Iterator[bytes]:
    piece, most = b"", MOST_OCTETS
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > most:
            yield piece
            piece, most = b"", MOST_OCTETS - 1  # the space
        piece += octets
    yield piece
