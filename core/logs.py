"""What a log does not tell: the secrets in addresses, and where in the code somebody was refused."""

import logging
import re
from collections.abc import Iterable


class WithoutSecrets(logging.Filter):
    """Puts “…” in the place of what follows some beginnings of addresses: a link that works without a sign-in."""

    def __init__(self, beginnings: Iterable[str]) -> None:
        super().__init__()
        self.secret = re.compile(rf"({'|'.join(map(re.escape, beginnings))})[^\s/?\"'<>]+")

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if (told := self.secret.sub(r"\1…", message)) != message:
            record.msg, record.args = told, ()
        return True


class TracebacksOfFaults(logging.Filter):
    """A request that was refused is told in one line; only one that went wrong, in all its calls.

    Python would keep the text of each file that a traceback quotes.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = None
        return True
