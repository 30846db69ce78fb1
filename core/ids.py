"""Random names for things that have an address, so that an address tells nothing and cannot be guessed."""

import re
import secrets


def new_public_id() -> str:
    """A random identifier of 12 URL-safe characters (72 bits)."""
    return secrets.token_urlsafe(9)


def is_public_id(text: str) -> bool:
    """Whether a text is made like one: what a form that came back may be trusted with."""
    return re.fullmatch(r"[A-Za-z0-9_-]{12}", text) is not None


def new_lineage() -> str:
    """The key that one promise keeps through every edition."""
    return secrets.token_hex(8)
