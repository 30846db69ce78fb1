"""Many changes that a person looks at before they are saved: the form carries them, signed, to its confirmation."""

from collections.abc import Mapping
from typing import Any

from django.core import signing

MINE = "mine"
"""What a person chooses where somebody else changed the same: their own stands."""

PREVIEW_AGE = 24 * 60 * 60
"""Seconds for which a preview can be confirmed."""


def signed(data: Any, salt: str) -> str:
    """The text of a hidden field. The salt names the person and what the changes are of."""
    return signing.dumps(data, salt=salt, compress=True)


def read_signed(text: str, salt: str) -> Any:
    """What `signed` was given. Raises BadSignature where that is older than a day, or of somebody else."""
    return signing.loads(text, salt=salt, max_age=PREVIEW_AGE)


def chosen(fields: Mapping[str, Any]) -> set[str]:
    """The names of the changes, as the preview's form calls them, for which the person chose their own."""
    return {name.removesuffix("-choice") for name, value in fields.items() if value == MINE}
