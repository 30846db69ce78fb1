"""What a log does not tell: the secrets in addresses, by which whoever reads it could open them."""

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
