"""What values that count students said when documents were made: whoever has one of them keeps it."""

import json
from collections.abc import Iterable

from evidence.models import DocumentedText, Observation


def keep_documented(values: Iterable[tuple[Observation, DocumentedText]]) -> None:
    """Remember what values said for a document that was made, and whether it hid them. Nobody changed them."""
    changed = {}
    for value, said in values:
        if said not in (known := value.documented_texts):
            value.documented = json.dumps([*known, said], ensure_ascii=False)
            changed[value.pk] = value
    Observation.objects.bulk_update(changed.values(), ["documented"])
