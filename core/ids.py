"""Random names for things that have an address, so that an address tells nothing and cannot be guessed."""

import secrets


def new_public_id() -> str:
    """A random identifier of 12 URL-safe characters (72 bits)."""
    return secrets.token_urlsafe(9)


def new_lineage() -> str:
    """The key that one promise keeps through every edition."""
    return secrets.token_hex(8)
